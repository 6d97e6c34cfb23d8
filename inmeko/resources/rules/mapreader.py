"""A program of its own that reads a map file with GDAL and writes its rows as lines of JSON.

It runs apart from the site: a file that breaks GDAL, or makes it greedy, ends this program and
nothing else. It knows four formats and none of the drivers that follow addresses to other files.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

import numpy as np
import pyogrio
import shapely
from pyogrio import core, raw
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, GeometryError

try:
    import resource
except ImportError:  # not every system knows limits
    resource = None  # type: ignore[assignment]

DRIVERS = frozenset({"ESRI Shapefile", "GPKG", "GeoJSON", "GeoJSONSeq", "LIBKML"})
BROKEN = (DataSourceError, DataLayerError, FeatureError, GeometryError, CRSError)
# Rows read at first, cells read at once afterwards: each time some formats begin from the top.
FIRST, TOGETHER = 2_000, 2_000_000
MOST_MEMORY, MOST_SECONDS = 2 << 30, 600
# What the KML reader adds to each feature, and what it says where the file says nothing.
ADDED = {
    "id", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility",
    "drawOrder", "icon", "snippet", "fid", "gml_id",
}  # fmt: skip
RAW = "ISO-8859-1"


def main(arguments: list[str], target: TextIO) -> int:
    """Answer `layers FILE` or `rows FILE LAYER ENCODING`; what is wrong is the last line."""
    deed, path, *more = arguments
    try:
        limit()
        lines = layers(path) if deed == "layers" else rows(path, *more)
        for line in lines:
            target.write(json.dumps(line, ensure_ascii=True))
            target.write("\n")
        target.write('{"end": true}\n')
    except BrokenPipeError:
        return 0  # nobody wants to know the rest
    except MemoryError:
        target.write('{"error": "memory"}\n')
    except (*BROKEN, ValueError, RuntimeError, UnicodeError, OSError) as error:
        target.write(json.dumps({"error": str(error)[:300]}))
        target.write("\n")
    return 0


def limit() -> None:
    """Keep memory and time within bounds, and GDAL to its few formats."""
    others = set(core.list_drivers()) - DRIVERS
    pyogrio.set_gdal_config_options(
        {"GDAL_SKIP": ",".join(others), "OGR_GEOJSON_MAX_OBJ_SIZE": "100", "CPL_LOG": "/dev/null"}
    )
    core._register_drivers()
    if set(core.list_drivers()) - DRIVERS:
        raise RuntimeError("there are drivers left that may not be used")
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))


def layers(path: str) -> Iterator[dict[str, Any]]:
    """Name, columns and count of the features of each layer."""
    for name, geometry in core.list_layers(path)[:200]:
        about = core.read_info(path, layer=name, force_feature_count=True)
        columns = [str(column) for column in about["fields"]]
        yield {
            "name": str(name),
            "columns": columns,
            "rows": int(about["features"]),
            "geometry": geometry is not None,
        }


def rows(path: str, layer: str, encoding: str = "") -> Iterator[Any]:
    """What the layer is, then each of its rows: cells as texts, and its shape as WKT."""
    block, start, told = FIRST, 0, False
    kept: list[int] = []
    while True:
        options = {"encoding": RAW} if encoding else {}
        about, _, shapes, fields = raw.read(
            path,
            layer=layer or None,
            skip_features=start,
            max_features=block,
            force_2d=True,
            datetime_as_string=True,
            **options,
        )
        columns = [_decoded(name, encoding) for name in about["fields"]]
        if not told:
            kept = [at for at, name in enumerate(columns) if name not in ADDED or not _kml(path)]
            yield _heading(about, [columns[at] for at in kept], shapes is not None)
            told = True
        nested = about["ogr_subtypes"]
        texts = [_texts(fields[at], encoding, nested[at] == "OFSTJSON") for at in kept]
        if shapes is not None:
            texts.append(_wkt(shapes))
        count = len(fields[0]) if len(fields) else len(shapes) if shapes is not None else 0
        yield from (list(row) for row in zip(*texts, strict=True))
        if count < block:
            return  # the end: to ask again would parse some formats again
        start, block = start + count, max(FIRST, min(100_000, TOGETHER // (len(texts) or 1)))


def _heading(about: dict[str, Any], columns: list[str], placed: bool) -> dict[str, Any]:
    return {"columns": columns, "placed": placed, "crs": about["crs"] or ""}


def _kml(path: str) -> bool:
    return path.endswith(".kml")


def _decoded(text: str, encoding: str) -> str:
    """The letters as the encoding means them; the file was read byte by byte."""
    if not encoding or text.isascii():
        return text
    return text.encode(RAW, "replace").decode(encoding, "ignore")


def _texts(values: Any, encoding: str, nested: bool) -> list[str]:
    if nested:
        return [_unnested(value) for value in values.tolist()]
    kind = values.dtype.kind
    if kind == "f":
        return [_number(value) for value in values.tolist()]
    if kind in "iu":
        return [str(value) for value in values.tolist()]
    if kind == "b":
        return ["yes" if value else "no" for value in values.tolist()]
    return [_text(value, encoding) for value in values.tolist()]


def _text(value: Any, encoding: str) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return ", ".join(_text(one, encoding) for one in value)
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        text = _decoded(value, encoding)
        # A day is written with a time by the reader of some formats.
        return text.removesuffix("T00:00:00") if len(text) == 19 else text
    if isinstance(value, bytes):
        return ""
    return _number(value) if isinstance(value, float) else str(value)


def _unnested(value: Any) -> str:
    """A list as words with commas; what has names stays as JSON writes it."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = value
    if isinstance(found, list) and not any(isinstance(one, dict | list) for one in found):
        return ", ".join(_text(one, "") for one in found)
    return "" if found is None else str(value)


def _number(value: float) -> str:
    """As in a workbook: three decimals get a fourth, lest the point be taken for thousands."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    written = f"{value + 0.0:.15g}"
    if "e" in written:
        written = np.format_float_positional(value, trim="-")
    _, point, decimals = written.partition(".")
    return f"{written}0" if point and len(decimals) == 3 else written


def _wkt(shapes: Any) -> list[str]:
    made = shapely.from_wkb(shapes, on_invalid="ignore")
    written = shapely.to_wkt(made, rounding_precision=-1)
    return [text or "" for text in written.tolist()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout))

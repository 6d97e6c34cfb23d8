"""Make registers in the formats of offices: workbooks, map files, archives; and hostile ones."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import shapely
from pyogrio import raw

SHAPES = ("POINT (23.8012 38.0512)", "POLYGON ((23.8 38, 23.81 38, 23.81 38.01, 23.8 38))")
RECORDS: tuple[dict[str, Any], ...] = (
    {"κωδικός": "Α1", "τίτλος": "Δημοτικό Σχολείο", "εμβαδόν": 250.5, "όροφοι": 2},
    {"κωδικός": "Α2", "τίτλος": "Άδειο οικόπεδο", "εμβαδόν": 12.345, "όροφοι": None},
)


def workbook(
    sheets: Mapping[str, Iterable[Sequence[Any]]],
    change: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:
    """A workbook of sheets of rows; `change` may do what rows cannot say."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(files: Mapping[str, bytes], *, compress: bool = True) -> bytes:
    """An archive of files by name."""
    target = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """An archive with its files changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def geojson(
    records: Sequence[Mapping[str, Any]] = RECORDS,
    shapes: Sequence[str] = SHAPES,
    crs: str | None = None,
) -> bytes:
    """A feature collection; `crs` names a system as programs of 2008 did."""
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(shapely.from_wkt(shape))) if shape else None,
            "properties": dict(record),
        }
        for record, shape in zip(records, shapes, strict=True)
    ]
    told = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    whole = {"type": "FeatureCollection", **told, "features": features}
    return json.dumps(whole, ensure_ascii=False).encode()


def written(
    driver: str,
    records: Sequence[Mapping[str, Any]] = RECORDS,
    shapes: Sequence[str] = SHAPES,
    crs: str | None = "EPSG:4326",
    **options: Any,
) -> dict[str, bytes]:
    """The files that GDAL writes for these records, by their endings."""
    names = list(records[0])
    columns, masks = zip(*(_column([one[name] for one in records]) for name in names), strict=True)
    wkb = np.array([shapely.to_wkb(shapely.from_wkt(one)) for one in shapes], dtype=object)
    ending = {"ESRI Shapefile": "shp", "GPKG": "gpkg", "KML": "kml"}[driver]
    with tempfile.TemporaryDirectory() as folder:
        raw.write(
            Path(folder) / f"data.{ending}",
            wkb,
            list(columns),
            names,
            field_mask=list(masks),
            driver=driver,
            geometry_type=options.pop("geometry_type", "Unknown"),
            crs=crs,
            **options,
        )
        return {one.suffix[1:]: one.read_bytes() for one in Path(folder).iterdir()}


def shapefile(
    encoding: str = "windows-1253",
    prj: str | None = None,
    folder: str = "Μητρώο/",
    cpg: bytes | None = None,
) -> bytes:
    """A zip with the parts of a shapefile of points in EPSG:2100, somewhere inside."""
    names = {"κωδικός": "kod", "τίτλος": "titlos", "εμβαδόν": "emvadon", "όροφοι": "orofoi"}
    parts = written(
        "ESRI Shapefile",
        [{names[name]: value for name, value in one.items()} for one in RECORDS],
        shapes=("POINT (482769 4211781)", "POINT (482869 4211881)"),
        crs="EPSG:2100",
        geometry_type="Point",
        encoding=encoding,
    )
    if cpg is None:
        parts.pop("cpg", None)
    else:
        parts["cpg"] = cpg
    if prj is not None:
        parts["prj"] = prj.encode()
    return zipped({f"{folder}Ακίνητα.{name.upper()}": part for name, part in parts.items()})


def _column(values: list[Any]) -> tuple[Any, Any]:
    mask = np.array([value is None for value in values])
    if all(value is None or isinstance(value, int) for value in values):
        return np.array([value or 0 for value in values], dtype="int32"), mask
    if all(value is None or isinstance(value, int | float) for value in values):
        return np.array([value or 0 for value in values], dtype="float64"), mask
    return np.array(values, dtype=object), mask

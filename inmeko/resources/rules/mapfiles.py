"""Map files (GeoJSON, GeoPackage, shapefile, KML): made safe, then read by a program apart."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.geopackages import vet
from inmeko.resources.rules.keyhole import markup, put_markup
from inmeko.resources.rules.layers import Layer
from inmeko.resources.rules.plaintext import put_text
from inmeko.resources.rules.reading import MOST_COLUMNS, ReadSettings, Row, unique_names
from inmeko.resources.rules.shapefiles import put_shapefile, shapefile_layers

READER = Path(__file__).with_name("mapreader.py")
LONGEST_LINE = 32 << 20
GEOMETRY = "geometry"


class MapTable:
    """A layer opened for reading: its attributes as columns, its shapes as WKT."""

    def __init__(self, stream: BinaryIO, settings: ReadSettings) -> None:
        """Begin to read; RuleError if GDAL cannot make anything of the file."""
        self._reader = _Reader()
        path, layer, encoding = _put(stream, settings, self._reader.folder)
        self._reader.start("rows", str(path), layer, encoding)
        heading = next(self._reader, None) or {"columns": [], "placed": False, "crs": ""}
        names = [*heading["columns"], *([GEOMETRY] if heading["placed"] else [])]
        if len(names) > MOST_COLUMNS:
            raise RuleError(
                N_("The file has %(count)s columns; at most %(most)s are read"),
                values={"count": len(names), "most": MOST_COLUMNS},
            )
        self.columns = unique_names(names)
        self.crs: str = heading["crs"]

    def __iter__(self) -> Iterator[Row]:
        """Give the features, numbered as they come in the file."""
        columns = self.columns
        for number, cells in enumerate(self._reader, start=1):
            if any(cells):
                yield Row(number, dict(zip(columns, cells, strict=True)), [])


def map_layers(stream: BinaryIO, form: str, encoding: str) -> list[Layer]:
    """The layers of a map file with their columns and how many features each has."""
    if form == "shapefile":
        return shapefile_layers(stream, encoding)
    reader = _Reader()
    path, _, _ = _put(stream, ReadSettings(encoding=encoding, format=form), reader.folder)
    reader.start("layers", str(path))
    return [Layer(one["name"], one["rows"], tuple(one["columns"])) for one in reader]


def _put(stream: BinaryIO, settings: ReadSettings, folder: Path) -> tuple[Path, str, str]:
    """Put a file where the reader finds it: its path, its layer, the encoding of its bytes."""
    form, layer = settings.format, settings.layer
    if form == "shapefile":
        return put_shapefile(stream, layer, folder), "", settings.encoding
    path = folder / f"data.{'kml' if form == 'kmz' else form}"
    with path.open("wb") as target:
        if form in ("kml", "kmz"):
            with markup(stream, form) as source:
                put_markup(source, target, settings.encoding)
        elif form == "geojson":
            put_text(stream, target, settings.encoding)
        else:
            stream.seek(0)
            while chunk := stream.read(1 << 20):
                target.write(chunk)
    if form == "gpkg":
        vet(path)
    return path, layer, ""


class _Reader:
    """The program that reads; it ends, and its folder goes, with the table or before."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="inmeko-map-"))
        self._running: list[subprocess.Popen[bytes]] = []
        self._end = weakref.finalize(self, _end, self._running, self.folder)

    def start(self, *arguments: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-I", str(READER), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env={
                "PATH": os.environ.get("PATH", ""),
                "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
                "GDAL_DRIVER_PATH": "disable",
                "PROJ_NETWORK": "OFF",
                "OPENBLAS_NUM_THREADS": "1",
                "TMPDIR": str(self.folder),
            },
        )
        self._running.append(process)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        output = self._running[0].stdout
        assert output is not None
        line = output.readline(LONGEST_LINE) if not output.closed else b'{"end": true}'
        if len(line) >= LONGEST_LINE:
            raise _unreadable("memory")
        try:
            found = json.loads(line)
        except ValueError as error:
            # The program was ended from outside: by its limits, or by what is in the file.
            raise _unreadable("") from error
        if isinstance(found, dict) and found.get("end"):
            self._end()
            raise StopIteration
        if isinstance(found, dict) and "error" in found:
            raise _unreadable(found["error"])
        return found


def _end(running: list["subprocess.Popen[bytes]"], folder: Path) -> None:
    for process in running:
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _unreadable(reason: str) -> RuleError:
    if reason == "memory":
        return RuleError(N_("A shape of this file is too large, or the file is: divide it"))
    return RuleError(N_("This map file cannot be read: it is damaged, or half of it is missing"))

"""Shapefiles in a zip: their parts brought together, and the encoding of their letters."""

import codecs
import struct
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.archives import files, opened_archive, unpacked
from inmeko.resources.rules.encodings import sniff
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.layers import Layer, chosen_layer

PARTS = ("shp", "shx", "dbf", "prj", "cpg")
HEAD = 1 << 18
# What a table says of its own letters by one number (the language of its driver).
_LANGUAGES = {
    0x03: "windows-1252", 0x57: "windows-1252", 0x01: "cp437", 0x02: "cp850", 0x6A: "cp737",
    0xCB: "windows-1253", 0x86: "cp737", 0x08: "cp865", 0x64: "cp852",
}  # fmt: skip
Shapefile = dict[str, zipfile.ZipInfo]


def shapefile_layers(stream: BinaryIO, encoding: str) -> list[Layer]:
    """The shapefiles of an archive with their columns and how many records each has."""
    with opened_archive(stream) as archive:
        return [
            _layer(name, _head(archive, found["dbf"]) if "dbf" in found else b"", encoding)
            for name, found in shapefiles(archive).items()
        ]


def put_shapefile(stream: BinaryIO, layer: str, folder: Path) -> Path:
    """Unpack one shapefile under a name of ours; RuleError if it is not there or lacks a part."""
    with opened_archive(stream) as archive:
        found = shapefiles(archive)
        name = chosen_layer([Layer(one, 0) for one in found], layer or next(iter(found)))
        for part, member in found[name].items():
            if part == "cpg":  # its letters are told by their bytes, not by what it says
                continue
            with (folder / f"data.{part}").open("wb") as target:
                for chunk in unpacked(archive, member):
                    target.write(chunk)
    if "dbf" not in found[name]:
        raise RuleError(
            N_("The shapefile “%(name)s” has no table (.dbf): put all its parts into the zip"),
            values={"name": name},
        )
    return folder / "data.shp"


def shapefiles(archive: zipfile.ZipFile) -> dict[str, Shapefile]:
    """The shapefiles of an archive by name, wherever they lie; RuleError if there is none."""
    groups: dict[str, Shapefile] = {}
    for member in files(archive):
        path = PurePosixPath(member.filename.replace("\\", "/"))
        part = path.suffix.lower().lstrip(".")
        if part in PARTS:
            groups.setdefault(str(path.with_suffix("")), {})[part] = member
    whole = {name: found for name, found in groups.items() if "shp" in found}
    if not whole:
        raise RuleError(N_("There is no shapefile (.shp) in this archive"))
    short = [PurePosixPath(name).name for name in whole]
    unique = len(set(short)) == len(short)
    return {(PurePosixPath(name).name if unique else name): found for name, found in whole.items()}


def table_encoding(stream: BinaryIO) -> Guess[str]:
    """The encoding of the letters of a shapefile, by its bytes; what it declares may be wrong."""
    with opened_archive(stream) as archive:
        for found in shapefiles(archive).values():
            if "dbf" not in found:
                continue
            head = _head(archive, found["dbf"])
            declared = _declared(archive, found, head)
            letters = _letters(head)
            if letters.isascii():
                continue
            return _against(sniff(letters), declared)
    return Guess("utf-8", N_("The table of the shapefile holds only plain Latin letters"))


def _against(told: Guess[str], declared: str | None) -> Guess[str]:
    if declared is None or declared == told.value:
        return told
    return Guess(
        told.value,
        N_("The table says that it is %(declared)s, but its letters are those of %(encoding)s"),
        {"declared": declared, "encoding": told.value},
        min(told.confidence, 0.8),
        tuple(dict.fromkeys((declared, *told.alternatives))),
    )


def _declared(archive: zipfile.ZipFile, found: Shapefile, head: bytes) -> str | None:
    written = b"".join(unpacked(archive, found["cpg"]))[:40] if "cpg" in found else b""
    name = written.decode("ascii", "ignore").strip().lower().replace("ansi ", "cp")
    name = f"cp{name}" if name.isdigit() else name
    try:
        known = codecs.lookup(name).name if name else _LANGUAGES.get(head[29:30][0])
    except (LookupError, IndexError):
        return None
    return known.replace("cp125", "windows-125") if known else None


def _letters(head: bytes) -> bytes:
    """The names of the fields and the texts of the first records."""
    if len(head) < 33:
        return b""
    begin = struct.unpack("<H", head[8:10])[0]
    # A record is of fixed width: blanks part its cells.
    return b" ".join(_names(head)) + b"\n" + head[begin:].replace(b"\0", b" ")


def _layer(name: str, head: bytes, encoding: str) -> Layer:
    if len(head) < 33:
        return Layer(name, 0)
    count = struct.unpack("<I", head[4:8])[0]
    columns = tuple(one.decode(encoding or "utf-8", "replace") for one in _names(head))
    return Layer(name, count, columns)


def _names(head: bytes) -> list[bytes]:
    """The names of the fields in the head of a table."""
    begin = min(struct.unpack("<H", head[8:10])[0], len(head))
    return [head[at : at + 11].partition(b"\0")[0] for at in range(32, begin - 1, 32)]


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    content = b""
    for part in unpacked(archive, member):
        content += part
        if len(content) >= HEAD:
            break
    return content[:HEAD]

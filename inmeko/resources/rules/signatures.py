"""The format of a file, told by its content and not by its name; what cannot be read is refused."""

import codecs
import re
import zipfile
from typing import BinaryIO

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.archives import files, opened_archive

FORMATS = {
    "csv": N_("Text divided by signs (CSV)"),
    "xlsx": N_("Workbook (XLSX)"),
    "geojson": N_("GeoJSON"),
    "gpkg": N_("GeoPackage"),
    "shapefile": N_("Shapefile (zip)"),
    "kml": N_("KML"),
    "kmz": N_("KMZ"),
}
# Formats that bring shapes and say in which system they are.
MAPS = frozenset({"geojson", "gpkg", "shapefile", "kml", "kmz"})
# Formats whose letters may be written in one alphabet or another.
LETTERED = frozenset({"csv", "geojson", "shapefile", "kml"})

HEAD = 1 << 16
_ARCHIVE = N_("This is a compressed file: unpack it and send the file inside")
_IMAGE = N_("This is a picture, not a table")
_MEDIUM = N_("This is a sound or a film, not a table")

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("This is a PDF document: a table in it must be saved as CSV first")),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"RIFF", _MEDIUM),
    (b"ID3", _MEDIUM),
    (
        b"\x00\x00\x27\x0a",
        N_("This is one part of a shapefile: put all its parts (.shp .shx .dbf .prj) into a zip"),
    ),
    (b"{\\rtf", N_("This is a text document: save the table as CSV, then send that")),
)
_OLD = N_("This is a workbook of the old kind (.xls): open it and save it as XLSX, then send that")
_LOCKED = N_("This workbook is locked by a password: save it without one, then send that")
_MARKED = N_("This is an HTML or XML file, not a table of cells")
_GEOJSON = re.compile(
    rb'"type"\s*:\s*"(?:FeatureCollection|Feature|Point|LineString|Polygon|Multi\w+'
    rb'|GeometryCollection)"|"features"\s*:\s*\['
)


def format_of(stream: BinaryIO) -> str:
    """The format of a file; RuleError if it is empty or of a kind that is not read here."""
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        raise RuleError(N_("The file is empty"))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archived(stream)
    if head.startswith(b"SQLite format 3"):
        return "gpkg"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise RuleError(_LOCKED if _holds(stream, "EncryptedPackage") else _OLD)
    for signature, sentence in SIGNATURES:
        if head.startswith(signature):
            raise RuleError(sentence)
    return _written(head)


def _written(head: bytes) -> str:
    """The format of a text, by how it begins."""
    start = _plain(head).lstrip()
    if start.startswith(b"<"):
        if b"<kml" in start[:4096].lower() or b":kml" in start[:4096].lower():
            return "kml"
        if re.match(rb"<(?:\?xml|!|html|gml|table|head|body|\w+:)", start, re.IGNORECASE):
            raise RuleError(_MARKED)
    if re.match(rb'[{\[]\s*["{\[\]}]|[{\[]\s*\Z', start):
        if start.startswith(b"{") and _GEOJSON.search(start):
            return "geojson"
        raise RuleError(N_("This is a JSON file, but no GeoJSON with features"))
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        line = head[: head.index(b"\0")].count(b"\n") + 1
        raise RuleError(
            N_("Line %(line)s holds a NUL byte: this is not a text file"), values={"line": line}
        )
    return "csv"


def _plain(head: bytes) -> bytes:
    """The head without mark, in one byte a letter where it was two."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(codecs.BOM_UTF8)


def _archived(stream: BinaryIO) -> str:
    with opened_archive(stream) as archive:
        names = {one.filename.lower() for one in archive.infolist()}
        inside = [one.filename.lower() for one in files(archive)]
        if "xl/workbook.xml" in names:
            return "xlsx"
        _refuse_documents(archive, names)
    for suffix, form in ((".shp", "shapefile"), (".kml", "kmz")):
        if any(name.endswith(suffix) for name in inside):
            return form
    if any(name.endswith(".zip") for name in inside):
        raise RuleError(N_("There is an archive inside this archive: unpack the outer one first"))
    raise RuleError(_ARCHIVE)


def _refuse_documents(archive: zipfile.ZipFile, names: set[str]) -> None:
    kind = b""
    if "mimetype" in names:
        with archive.open(archive.infolist()[0]) as first:
            kind = first.read(200)
    if b"opendocument.spreadsheet" in kind:
        raise RuleError(
            N_("This is a spreadsheet of LibreOffice: save it as XLSX or CSV, then send that")
        )
    if "xl/workbook.bin" in names:
        raise RuleError(N_("This is a binary workbook (.xlsb): save it as XLSX, then send that"))
    if kind or "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise RuleError(N_("This is a document, not a table: save the table in it as XLSX or CSV"))


def _holds(stream: BinaryIO, name: str) -> bool:
    """Whether a file names one of its parts so, in two bytes a letter."""
    wanted, tail = name.encode("utf-16-le"), b""
    while chunk := stream.read(1 << 20):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False

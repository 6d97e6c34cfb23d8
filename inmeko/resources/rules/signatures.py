"""Files that are no CSV, recognised by their first bytes, each with what to do about it."""

import codecs

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

_EXCEL = N_("This is an Excel file: open it and save it as CSV (UTF-8), then send that")
_SPREADSHEET = N_("This is a spreadsheet of LibreOffice: save it as CSV (UTF-8), then send that")
_ARCHIVE = N_("This is a compressed file: unpack it and send the CSV file inside")
_IMAGE = N_("This is a picture, not a table")
_DATABASE = N_("This is a database file, not a CSV file")

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", _EXCEL),
    (b"%PDF", N_("This is a PDF document: a table in it must be saved as CSV first")),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"SQLite format 3", _DATABASE),
    (b"\x00\x00\x27\x0a", N_("This is a shapefile: save its table as CSV, then send that")),
    (b"{\\rtf", N_("This is a text document: save the table as CSV, then send that")),
)


def refuse_foreign(head: bytes) -> None:
    """Raise RuleError if these first bytes are those of an empty file or of another format."""
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        raise RuleError(N_("The file is empty"))
    if head.startswith(b"PK\x03\x04"):
        raise RuleError(_zipped(head))
    for signature, sentence in SIGNATURES:
        if head.startswith(signature):
            raise RuleError(sentence)
    start = head.lstrip(b" \t\r\n\xef\xbb\xbf")[:200].lower()
    if start.startswith((b"<?xml", b"<!doctype", b"<html", b"<kml", b"<gml")):
        raise RuleError(N_("This is an HTML or XML file, not a table of cells"))
    if start.startswith((b'{"', b"{\n", b"{\r", b"{ ", b"[{")):
        raise RuleError(N_("This is a JSON or GeoJSON file; only CSV files are read here"))
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        line = head[: head.index(b"\0")].count(b"\n") + 1
        raise RuleError(
            N_("Line %(line)s holds a NUL byte: this is not a text file"), values={"line": line}
        )


def _zipped(head: bytes) -> str:
    if b"opendocument.spreadsheet" in head:
        return _SPREADSHEET
    if b"xl/" in head or b"[Content_Types].xml" in head:
        return _EXCEL
    return _ARCHIVE

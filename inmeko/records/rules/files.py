"""What files are taken: told by their content, never by their name or what a browser says."""

import codecs
import json
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import puremagic

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

HEAD = 64 * 1024
NAME_LENGTH = 150


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken: its media type, its extension, and its name for people."""

    media_type: str
    extension: str
    name: str


PDF = FileType("application/pdf", ".pdf", "PDF")
PNG = FileType("image/png", ".png", "PNG")
JPEG = FileType("image/jpeg", ".jpg", "JPEG")
WEBP = FileType("image/webp", ".webp", "WebP")
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = FileType(f"{_OFFICE}.wordprocessingml.document", ".docx", "Word")
XLSX = FileType(f"{_OFFICE}.spreadsheetml.sheet", ".xlsx", "Excel")
ODT = FileType("application/vnd.oasis.opendocument.text", ".odt", "ODT")
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", ".ods", "ODS")
CSV = FileType("text/csv", ".csv", "CSV")
TXT = FileType("text/plain", ".txt", "TXT")
GEOJSON = FileType("application/geo+json", ".geojson", "GeoJSON")

TYPES = {
    kind.media_type: kind
    for kind in (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, ODS, CSV, TXT, GEOJSON)
}
IMAGES = {PNG.media_type, JPEG.media_type, WEBP.media_type}
# Everything else is handed over for saving: what a browser opens, it might run.
INLINE = IMAGES
ACCEPT = ",".join([*(kind.extension for kind in TYPES.values()), ".jpeg", ".json"])

_SHORT_NAMES = {".jpeg": ".jpg", ".jpe": ".jpg", ".json": ".geojson", ".tsv": ".csv"}
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|meta|\?xml|\?php)", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOST_PARTS = 20_000
_MOST_WORDS = 1024 * 1024

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"%PDF-", PDF),
)

_HTML = N_("“%(name)s” was not taken: it is a web page (HTML).")
_SVG = N_("“%(name)s” was not taken: it is an SVG drawing, which could carry a programme.")
_XML = N_("“%(name)s” was not taken: it is an XML file.")
_SCRIPT = N_("“%(name)s” was not taken: it is a script.")

# What is said of a refused file, by how it begins; the rest is asked of puremagic.
_KNOWN = (
    (b"MZ", N_("“%(name)s” was not taken: it is a Windows programme.")),
    (b"\x7fELF", N_("“%(name)s” was not taken: it is a Linux programme.")),
    (b"#!", _SCRIPT),
    (
        b"\xd0\xcf\x11\xe0",
        N_("“%(name)s” was not taken: it is an old Office document, or has a password."),
    ),
    (
        b"PK",
        N_("“%(name)s” was not taken: it is a ZIP archive or holds macros. Add its files singly."),
    ),
    (b"GIF8", N_("“%(name)s” was not taken: it is a GIF image. Save it as PNG or JPEG.")),
    (b"{\\rtf", N_("“%(name)s” was not taken: it is an RTF document. Save it as PDF.")),
)


def identify(content: IO[bytes], filename: str) -> FileType:
    """The kind of a file by its content; refuses, with its name, what is not taken."""
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    if not head:
        raise RuleError(
            N_("“%(name)s” is empty (0 bytes)."), field="file", values={"name": shown(filename)}
        )
    kind = _by_signature(head) or _in_archive(head, content) or _as_text(head, content, filename)
    content.seek(0)
    if kind is None:
        raise _refusal(head, filename)
    return kind


def check_size(size: int, limit: int, filename: str) -> None:
    """Refuse a file of more bytes than the limit."""
    if size > limit:
        raise RuleError(
            N_("“%(name)s” has %(size)s MB; at most %(limit)s MB are taken."),
            field="file",
            values={
                "name": shown(filename),
                "size": -(-size // 2**20),
                "limit": limit // 2**20,
            },
        )


def clean_name(filename: str, kind: FileType) -> str:
    """A name safe to offer for saving: no path, no control or direction signs, right extension."""
    base = PurePath(filename.replace("\\", "/")).name
    base = unicodedata.normalize("NFC", base)
    kept = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C")
    kept = re.sub(r'[<>:"|?*%;/]+', " ", kept)
    stem = PurePath(kept).stem if extension(kept) else kept
    stem = " ".join(stem.split()).strip(". ")[:NAME_LENGTH]
    return (stem or "file") + kind.extension


def shown(filename: str) -> str:
    """A file's name as a sentence may repeat it: short and without signs that turn the text."""
    kept = "".join(sign for sign in filename if unicodedata.category(sign)[0] != "C")
    return kept if len(kept) <= 60 else f"{kept[:40]}…{kept[-15:]}"


def extension(filename: str) -> str:
    """The extension of a name in small letters, .jpeg and its kind in their usual form."""
    found = PurePath(filename).suffix.lower()
    return _SHORT_NAMES.get(found, found)


def _by_signature(head: bytes) -> FileType | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)


def _in_archive(head: bytes, content: IO[bytes]) -> FileType | None:
    """A document that is a ZIP inside; none for a plain ZIP and for one that carries macros."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            if len(names) > _MOST_PARTS or _has_macros(names):
                return None
            if "[Content_Types].xml" in names:
                return _open_xml(_part(archive, "[Content_Types].xml"))
            if "mimetype" in names:
                declared = _part(archive, "mimetype").decode("ascii", "replace").strip()
                return TYPES.get(declared) if declared in {ODT.media_type, ODS.media_type} else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return None
    return None


def _has_macros(names: list[str]) -> bool:
    return any(name.startswith(("Basic/", "Scripts/")) or "vbaProject" in name for name in names)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_WORDS)


def _open_xml(types: bytes) -> FileType | None:
    if b"macroEnabled" in types:
        return None
    for kind in (DOCX, XLSX):
        if f"{kind.media_type}.main+xml".encode() in types:
            return kind
    return None


def _as_text(head: bytes, content: IO[bytes], filename: str) -> FileType | None:
    """CSV, plain text or GeoJSON: no signature tells them, so the name chooses among the three."""
    wanted = {kind.extension: kind for kind in (CSV, TXT, GEOJSON)}.get(extension(filename))
    if wanted is None or _MARKUP.search(head) or not _is_text(head):
        return None
    if wanted is GEOJSON and not _is_geojson(content):
        raise RuleError(
            N_("“%(name)s” is not GeoJSON."), field="file", values={"name": shown(filename)}
        )
    return wanted


def _is_text(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # A cut in the middle of a letter is no mistake of the file.
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
        return not _CONTROL.search(text.encode()) and "�" not in text[:-1]
    return not _CONTROL.search(head) and not any(head.startswith(start) for start, _ in _KNOWN)


def _is_geojson(content: IO[bytes]) -> bool:
    content.seek(0)
    try:
        read = json.loads(content.read().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and read.get("type") in {
        "FeatureCollection", "Feature", "GeometryCollection", "Point", "LineString", "Polygon",
        "MultiPoint", "MultiLineString", "MultiPolygon",
    }  # fmt: skip


def _refusal(head: bytes, filename: str) -> RuleError:
    sentence = next((words for start, words in _KNOWN if head.startswith(start)), "")
    if not sentence and _MARKUP.search(head):
        sentence = _markup(head)
    values = {"name": shown(filename)}
    if not sentence:
        sentence = N_("“%(name)s” was not taken: files of its kind are not kept here.")
        guess = _guess(head)
        if guess:
            sentence = N_("“%(name)s” was not taken: it looks like %(kind)s.")
            values["kind"] = guess
    return RuleError(sentence, field="file", values=values)


def _markup(head: bytes) -> str:
    low = head.lower()
    if b"<svg" in low and b"<html" not in low:
        return _SVG
    if b"<?php" in low:
        return _SCRIPT
    if low.lstrip().startswith(b"<?xml") and b"<html" not in low:
        return _XML
    return _HTML


def _guess(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return str(found[0].name or found[0].extension)

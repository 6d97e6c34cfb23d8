"""A document of Word that comes back from outside: opened with care, and read line by line."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from docx import Document
from docx.oxml.ns import qn

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

LARGEST = 10 * 2**20
# What a document may come to when it is unpacked, all parts and one, and how many it may have.
LARGEST_UNPACKED, LARGEST_PART, MOST_PARTS = 64 * 2**20, 32 * 2**20, 1000
MOST_LINES, LONGEST_LINE = 5000, 20_000

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = ("vbaproject", "vbadata", "macrosheets", "activex")
# What a document may point to outside of itself: an address that somebody has to click on.
_LINK = "/hyperlink"
_GONE = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:instrText")})

NOT_WORD = N_("This is not a DOCX document. Save it in Word as “Word document (.docx)”.")
MACROS = N_("The document holds macros. Save it without them as “Word document (.docx)”.")
OUTSIDE = N_(
    "The document draws in a template or a part from outside. Detach it and send it again."
)
TOO_LARGE = N_("The document is too large: at most 10 MB are taken.")
BOMB = N_("The document grows beyond all measure when it is unpacked, and was not opened.")
ENTITIES = N_("The document defines entities of XML, which no word processor does. It was refused.")
LOCKED = N_("The document has a password. Take it off, and send the document again.")


def lines_of(content: bytes) -> list[str]:
    """The lines of a document, with what was inserted and without what was deleted.

    RuleError says in a sentence why a document is not opened.
    """
    if len(content) > LARGEST:
        raise _refused(TOO_LARGE)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(LOCKED)
    _check(content)
    try:
        body = Document(BytesIO(content)).element.body
    except Exception as error:
        # python-docx breaks in many ways on what is no document; none of them is our fault.
        raise _refused(NOT_WORD) from error
    found = [line for line in _paragraphs(body) if line.strip()]
    if len(found) > MOST_LINES or any(len(line) > LONGEST_LINE for line in found):
        raise _refused(BOMB)
    return found


def _check(content: bytes) -> None:
    """Refuse whatever a document has no need of, before anything of it is opened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise _refused(NOT_WORD) from error
    except RuntimeError as error:
        raise _refused(LOCKED) from error
    except (ElementTree.ParseError, LookupError) as error:
        raise _refused(NOT_WORD) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if "[content_types].xml" not in names or "word/document.xml" not in names:
        raise _refused(NOT_WORD)
    if any(mark in name for name in names for mark in _MACROS):
        raise _refused(MACROS)
    if len(set(names)) < len(names) or any(".." in name or name[:1] == "/" for name in names):
        raise _refused(NOT_WORD)
    sizes = [part.file_size for part in parts]
    if len(parts) > MOST_PARTS or sum(sizes) > LARGEST_UNPACKED or max(sizes) > LARGEST_PART:
        raise _refused(BOMB)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as file:
        # What the archive says of a part's size is only its word.
        text = file.read(LARGEST_PART + 1)
    if len(text) > LARGEST_PART:
        raise _refused(BOMB)
    try:
        root = ElementTree.fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise _refused(ENTITIES) from error
    if part.filename.lower() == "[content_types].xml":
        _check_types(text)
    if part.filename.endswith(".rels"):
        for one in root:
            if one.get("TargetMode") == "External" and not one.get("Type", "").endswith(_LINK):
                raise _refused(OUTSIDE)


def _check_types(text: bytes) -> None:
    if b"macroEnabled" in text:
        raise _refused(MACROS)
    if MAIN.encode() not in text:
        raise _refused(NOT_WORD)


def _paragraphs(body: Any) -> Iterator[str]:
    for paragraph in body.iter(qn("w:p")):
        yield from "".join(_said(paragraph)).split("\n")


def _said(element: Any) -> Iterator[str]:
    """The text of an element, without what was deleted and what stands in boxes beside it."""
    for part in element:
        if part.tag in _GONE:
            continue
        if part.tag == qn("w:t"):
            yield part.text or ""
        elif part.tag == qn("w:tab"):
            yield " "
        elif part.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif part.tag != qn("w:p"):
            yield from _said(part)


def _refused(message: str) -> RuleError:
    return RuleError(message, field="file")

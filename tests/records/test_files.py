"""What files are taken, and what is said of those that are not."""

import io

import pytest

from inmeko.kernel.errors import RuleError
from inmeko.records.rules import files
from tests.builders.records import archive, office, open_document, picture

ODT = "application/vnd.oasis.opendocument.text"
POINT = b'{"type": "Point", "coordinates": [23.7, 38.0]}'

TAKEN = [
    (b"%PDF-1.7\n...", "a.pdf", files.PDF),
    (picture("PNG"), "a.png", files.PNG),
    (picture("JPEG"), "a.JPG", files.JPEG),
    (picture("WEBP"), "a.webp", files.WEBP),
    (office(), "a.docx", files.DOCX),
    (office("spreadsheetml.sheet"), "a.xlsx", files.XLSX),
    (open_document(), "a.odt", files.ODT),
    (open_document("spreadsheet"), "a.ods", files.ODS),
    ("α;β\n1;2\n".encode("cp1253"), "a.csv", files.CSV),
    ("α;β\n".encode("utf-16"), "a.csv", files.CSV),
    ("Σημείωμα".encode(), "a.txt", files.TXT),
    (POINT, "a.geojson", files.GEOJSON),
    (b"\xef\xbb\xbf" + POINT, "a.json", files.GEOJSON),
]


@pytest.mark.parametrize(("content", "name", "kind"), TAKEN, ids=[t[2].name for t in TAKEN])
def test_a_kind_is_told_by_its_content(content: bytes, name: str, kind: files.FileType) -> None:
    assert files.identify(io.BytesIO(content), name) is kind


REFUSED = [
    (b"", "a.pdf", "is empty (0 bytes)"),
    (b"<!DOCTYPE html><html></html>", "a.pdf", "“a.pdf” was not taken: it is a web page (HTML)."),
    (b"  \n<html><script>x</script>", "a.txt", "it is a web page (HTML)"),
    (b"<svg xmlns='x'/>", "a.svg", "it is an SVG drawing"),
    (b"<?xml version='1.0'?><svg/>", "a.png", "it is an SVG drawing"),
    (b"<?xml version='1.0'?><kml/>", "a.csv", "it is an XML file"),
    (b"<?php echo 1;", "a.txt", "it is a script"),
    (b"MZ\x90\x00", "a.docx", "it is a Windows programme"),
    (b"\x7fELF\x02", "a.pdf", "it is a Linux programme"),
    (b"#!/bin/sh\n", "a.txt", "it is a script"),
    (archive(a="x"), "a.docx", "it is a ZIP archive"),
    (archive(a="x"), "a.zip", "it is a ZIP archive"),
    (office(vbaProject__bin=b"x"), "a.docx", "holds macros"),
    (office("presentationml.presentation"), "a.pptx", "it is a ZIP archive"),
    (archive(**{"mimetype": ODT, "Basic/a__xml": "x"}), "a.odt", "holds macros"),
    (b"PK\x03\x04 torn", "a.xlsx", "it is a ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "it is an old Office document"),
    (b"GIF89a", "a.gif", "it is a GIF image"),
    (b"{\\rtf1", "a.rtf", "it is an RTF document"),
    (b'{"type": "Topology"}', "a.geojson", "is not GeoJSON"),
    (b"not json", "a.geojson", "is not GeoJSON"),
    (b"[" * 50_000, "a.geojson", "is not GeoJSON"),
    (b"\x00\x01\x02\x03", "a.csv", "was not taken"),
    (b"text without a name for it", "a.unknown", "was not taken"),
]


@pytest.mark.parametrize(
    ("content", "name", "words"), REFUSED, ids=[f"{n}: {w}" for _, n, w in REFUSED]
)
def test_a_refusal_names_what_the_file_looks_like(content: bytes, name: str, words: str) -> None:
    with pytest.raises(RuleError) as refusal:
        files.identify(io.BytesIO(content), name)
    assert words in str(refusal.value)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Αίτηση 2026.PDF", "Αίτηση 2026.pdf"),
        ("..\\..\\etc\\passwd.pdf", "passwd.pdf"),
        ("/etc/../a.pdf", "a.pdf"),
        ("photo.jpeg", "photo.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ('a"b\r\nc: d.pdf', "a bc d.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("α" * 300 + ".pdf", "α" * 150 + ".pdf"),
        ("σχέδιο.v2.pdf", "σχέδιο.v2.pdf"),
    ],
)
def test_a_name_is_safe_to_offer(given: str, kept: str) -> None:
    assert files.clean_name(given, files.PDF) == kept


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    files.check_size(20 * 2**20, 20 * 2**20, "a.pdf")
    with pytest.raises(RuleError, match="has 21 MB; at most 20 MB"):
        files.check_size(20 * 2**20 + 1, 20 * 2**20, "a.pdf")

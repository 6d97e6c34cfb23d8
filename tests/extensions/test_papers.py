"""Papers: PDF with Greek that is really drawn, DOCX without gaps, nothing fetched from outside."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from flask import Flask, render_template_string
from flask_babel import force_locale
from fontTools.ttLib import TTFont
from jinja2 import UndefinedError

from inmeko.extensions import papers

PANGRAM = "Γαζίες καὶ μυρτιὲς δὲν θὰ βρῶ πιὰ"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫαβγδεζηθικλμνξοπρςστυφχψωάέήίόύώϊϋΐΰ«»€§"
PAGE = '<!doctype html><html lang="el"><title>Πρακτικό</title><body><p>{}</p></body></html>'


def streams(pdf: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def told(pdf: bytes) -> bytes:
    """All that a paper says, its packed objects unpacked."""
    return b"\n".join(streams(pdf))


def drawn(pdf: bytes) -> dict[str, bool]:
    """Each character of a paper in one font, and whether its glyph has an outline."""
    known = list(streams(pdf))
    glyphs = {
        chr(int(character, 16)): int(glyph, 16)
        for stream in known
        if b"beginbfchar" in stream
        for glyph, character in re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>", stream)
    }
    (font,) = [TTFont(BytesIO(one)) for one in known if one.startswith(b"\0\1\0\0")]
    names = font.getGlyphOrder()
    outlines = {key: font["glyf"][name].numberOfContours for key, name in enumerate(names)}
    return {one: glyph != 0 and outlines[glyph] != 0 for one, glyph in glyphs.items()}


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", told(pdf)))


def test_every_greek_letter_of_today_is_drawn_from_our_own_font() -> None:
    made = papers.pdf(PAGE.format(GREEK))
    assert b"+Paper" in told(made)
    assert b"DejaVu" not in told(made)
    shapes = drawn(made)
    assert all(shapes[letter] for letter in GREEK)


def test_a_paper_says_its_language_its_title_and_that_it_is_tagged() -> None:
    made = papers.pdf(PAGE.format("Καλημέρα"))
    for part in (b"/Lang (el)", b"/Marked true", "Πρακτικό".encode(), b"pdfaid:part"):
        assert part in told(made)


def test_the_same_content_gives_the_same_bytes() -> None:
    assert papers.pdf(PAGE.format(PANGRAM)) == papers.pdf(PAGE.format(PANGRAM))


def test_a_long_paper_has_as_many_pages_as_it_needs() -> None:
    assert pages(papers.pdf(PAGE.format("Καλημέρα"))) == 1
    assert pages(papers.pdf(PAGE.format("Καλημέρα<br>" * 120))) == 3


def test_a_paper_loads_nothing_but_what_the_package_serves(tmp_path: Path) -> None:
    for url in ("file:///etc/passwd", "http://127.0.0.1:9/x.png", (tmp_path / "x.svg").as_uri()):
        with pytest.raises(ValueError, match="loads only what the package holds"):
            papers.OwnFiles().fetch(url)
    beside = (papers.STATIC / ".." / "templates" / "paper.html").as_uri()
    with pytest.raises(ValueError, match="loads only"):
        papers.OwnFiles().fetch(beside)
    assert papers.pdf(PAGE.format('<img src="file:///etc/passwd" alt="">')).startswith(b"%PDF")


def test_the_frame_counts_its_pages_in_the_language_of_the_reader(app: Flask) -> None:
    page = '{% extends "paper.html" %}{% block content %}<h1>Πρακτικό</h1>{% endblock %}'
    town = SimpleNamespace(name="Δήμος Αμαρουσίου", name_en="Municipality of Amarousion")
    with app.test_request_context(), force_locale("el"):
        html = render_template_string(page, town=town, language="el", hash="0f" * 32)
    assert "Σελίδα" in html
    assert "0f0f" in html
    assert pages(papers.pdf(html)) == 1


def template(folder: Path, *lines: str) -> Path:
    paper = Document()
    for line in lines:
        paper.add_paragraph(line)
    path = folder / "letter.docx"
    paper.save(str(path))
    return path


def text(made: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(made)).paragraphs]


def test_a_template_is_filled_and_what_is_written_stays_text(tmp_path: Path) -> None:
    paper = template(tmp_path, "Προς {{ name }}", "{{ said }}")
    given = {"name": "Α & Β <ΑΜΚΕ>", "said": "ένα\nδύο \x07\x0c{{ name }}"}
    made = papers.docx(paper, given)
    assert text(made) == ["Προς Α & Β <ΑΜΚΕ>", "ένα\nδύο {{ name }}"]
    assert papers.docx(paper, given) == made


def test_a_name_that_the_context_lacks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        papers.docx(template(tmp_path, "Προς {{ name }}"), {})


def test_a_template_with_macros_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a plain DOCX"):
        papers.docx(tmp_path / "letter.docm", {})

"""A document that comes back: read with its changes, or refused in a sentence."""

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from inmeko.coops.rules import cases, rulebook
from inmeko.coops.rules.papers import Paper, law, papers, read_dossier
from inmeko.coops.rules.returned import LineState, judge
from inmeko.coops.rules.rulebook import Verdict
from inmeko.coops.services import printing, returning
from inmeko.coops.services.returning import lines_of
from inmeko.kernel.errors import RuleError

RELS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


@cache
def statute() -> Paper:
    members = [{"id": f"m{n}", "kind": "natural", "surname": f"Μέλος {n}"} for n in range(3)]
    name = "Συνεταιρισμός Εργαζομένων Η ΕΛΙΑ"
    case = {"id": "c", "form": "worker_coop", "name": name, "members": members}
    read = cases.read(cases.parse(json.dumps(case)))
    return papers(read_dossier(read), law(rulebook.shipped()))[0]


@cache
def ours() -> bytes:
    return printing.as_docx(statute())


def changed(part: str, change: Callable[[bytes], bytes], **added: bytes) -> bytes:
    """Our statute with one part changed, and with further parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ours())) as given, zipfile.ZipFile(made, "w") as written:
        for name in given.namelist():
            content = given.read(name)
            written.writestr(name, change(content) if name == part else content)
        for name, content in added.items():
            written.writestr(name, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return changed("", bytes, **{name: content})


def pointing(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="rX" Type="{kind}" Target="{target}" TargetMode="External"/>'
    return changed(
        RELS, lambda old: old.replace(b"</Relationships>", f"{one}</Relationships>".encode())
    )


def with_entities(old: bytes) -> bytes:
    start = old.index(b"?>") + 2 if old.startswith(b"<?xml") else 0
    return old[:start] + b'<!DOCTYPE w [<!ENTITY a "aaaa">]>' + old[start:]


def test_what_we_printed_comes_back_without_a_difference() -> None:
    told = judge(lines_of(ours()), statute(), "worker_coop", rulebook.shipped())
    assert not told.differs
    assert {one.finding.verdict for one in told.readings} == {Verdict.OK}


def test_what_was_edited_in_word_differs_and_is_judged() -> None:
    edited = Document(io.BytesIO(ours()))
    [line] = [one for one in edited.paragraphs if "ονομαστικής αξίας" in one.text]
    line.text = line.text.replace("100,00", "60,00")
    [first] = [one for one in edited.paragraphs if one.text == "1. Μέλος 0"]
    first.text = "1. Άλλος"
    edited.add_paragraph("Άρθρο 21. Παράρτημα")
    edited.add_paragraph("Το παράρτημα είναι μέρος του καταστατικού.")
    written = io.BytesIO()
    edited.save(written)
    told = judge(lines_of(written.getvalue()), statute(), "worker_coop", rulebook.shipped())
    differing = {one.key or one.their_title: one.state for one in told.compared}
    assert differing["founders"] is LineState.CHANGED
    assert differing["shares"] is LineState.CHANGED
    assert differing["Παράρτημα"] is LineState.ADDED
    refused = [one for one in told.readings if one.finding.verdict is Verdict.REFUSE]
    assert [one.finding.rule.id for one in refused] == ["SYN_SHARE_MIN"]
    assert "60,00" in refused[0].words


def test_inserted_words_are_read_and_deleted_ones_are_not() -> None:
    paper = Document()
    spaces = nsdecls("w")
    body = (
        f"<w:p {spaces}><w:r><w:t>Άρθρο 1.</w:t></w:r><w:ins><w:r><w:t> Έδρα</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>Σκοπός</w:delText></w:r></w:del></w:p>"
    )
    paper.element.body.insert(0, parse_xml(body))
    table = paper.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "Στο κελί\tμαζί"
    written = io.BytesIO()
    paper.save(written)
    assert lines_of(written.getvalue()) == ["Άρθρο 1. Έδρα", "Στο κελί μαζί"]


def test_an_address_to_click_on_is_no_part_from_outside() -> None:
    assert lines_of(pointing(LINK, "https://example.org")) == lines_of(ours())


def rtf() -> bytes:
    return b"{\\rtf1 hello}"


def workbook() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        written.writestr(TYPES, "<Types/>")
        written.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


def enabled(old: bytes) -> bytes:
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return old.replace(main, b"application/vnd.ms-word.document.macroEnabled.main+xml")


def template(old: bytes) -> bytes:
    return old.replace(b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (bytes, returning.NOT_WORD),
    "text": (lambda: b"hello", returning.NOT_WORD),
    "rtf": (rtf, returning.NOT_WORD),
    "workbook": (workbook, returning.NOT_WORD),
    "a template": (lambda: changed(TYPES, template), returning.NOT_WORD),
    "cut short": (lambda: ours()[: len(ours()) // 2], returning.NOT_WORD),
    "broken xml": (lambda: changed("word/document.xml", lambda old: old[:-20]), returning.NOT_WORD),
    "climbing names": (lambda: with_part("../../evil.xml", b"<a/>"), returning.NOT_WORD),
    "old or with a password": (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 600, returning.LOCKED),
    "macros": (lambda: with_part("word/vbaProject.bin", b"x"), returning.MACROS),
    "macros by type": (lambda: changed(TYPES, enabled), returning.MACROS),
    "controls": (lambda: with_part("word/activeX/activeX1.bin", b"x"), returning.MACROS),
    "external template": (
        lambda: pointing(ATTACHED, "https://example.org/evil.dotm"),
        returning.OUTSIDE,
    ),
    "external picture": (
        lambda: pointing(ATTACHED.replace("attachedTemplate", "image"), "file:///etc/passwd"),
        returning.OUTSIDE,
    ),
    "entities": (lambda: changed("word/document.xml", with_entities), returning.ENTITIES),
    "bomb of one part": (
        lambda: with_part("word/big.xml", b"<a>" + b" " * (33 * 2**20) + b"</a>"),
        returning.BOMB,
    ),
    "bomb of many parts": (
        lambda: changed("", bytes, **{f"word/{n}.xml": b"<a/>" for n in range(1001)}),
        returning.BOMB,
    ),
    "too large": (lambda: b"PK\x03\x04" + bytes(10 * 2**20), returning.TOO_LARGE),
    "deep": (
        lambda: changed(
            "word/document.xml",
            lambda old: old.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 3000, 1).replace(
                b"</w:body>", b"</w:sdt>" * 3000 + b"</w:body>", 1
            ),
        ),
        returning.NOT_WORD,
    ),
}


@pytest.mark.parametrize("which", HOSTILE)
def test_what_is_no_honest_document_is_refused_in_a_sentence(which: str) -> None:
    make, sentence = HOSTILE[which]
    with pytest.raises(RuleError) as refused:
        lines_of(make())
    assert refused.value.message == sentence
    assert refused.value.field == "file"


def test_a_document_of_too_many_or_too_long_lines_is_refused() -> None:
    for text in ("λ " * 11_000, "\n".join(["λέξη"] * 5001)):
        paper = Document()
        paper.add_paragraph(text)
        written = io.BytesIO()
        paper.save(written)
        with pytest.raises(RuleError) as refused:
            lines_of(written.getvalue())
        assert refused.value.message == returning.BOMB

"""Make the DOCX templates of papers: `python tools/paper_templates.py` writes them anew.

A template is a document of Word with the tags of docxtpl in it; it may be opened and given
another look by hand, as long as its tags stay. This script is where the first look came from.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

ROOT = Path(__file__).resolve().parent.parent
MINUTES = ROOT / "inmeko" / "calls" / "templates" / "calls" / "papers" / "minutes.docx"
DEED = ROOT / "inmeko" / "coops" / "templates" / "coops" / "papers" / "paper.docx"
EVENTS = ROOT / "inmeko" / "consultations" / "templates" / "consultations" / "papers"
BLUE, GREY = RGBColor(0x00, 0x33, 0x75), RGBColor(0x50, 0x5A, 0x5F)
FONT = "Arial"


def minutes(subject: str, signed: str) -> Any:
    """Minutes: sections of paragraphs and tables, then the signatures."""
    paper = _blank("{{ town }}", "SHA-256: {{ sha256 }}")
    paper.add_paragraph("{{ title }}", style="Title")
    _line(paper, subject, bold=True)
    _line(paper, "Αρ. πρωτ.: {{ protocol }}")
    paper.add_paragraph("{%p for section in sections %}")
    paper.add_paragraph("{{ loop.index }}. {{ section.title }}", style="Heading 1")
    for tag in ("{%p for text in section.paragraphs %}", "{{ text }}", "{%p endfor %}"):
        paper.add_paragraph(tag)
    paper.add_paragraph("{%p for table in section.tables %}")
    paper.add_paragraph("{%p if table.caption %}")
    _line(paper, "{{ table.caption }}", bold=True, keep=True)
    paper.add_paragraph("{%p endif %}")
    _grid(paper)
    _line(paper, "", size=4)
    for tag in ("{%p endfor %}", "{%p endfor %}"):
        paper.add_paragraph(tag)
    # A report has nobody to sign it.
    paper.add_paragraph("{%p if signatures %}")
    _signatures(paper, signed)
    paper.add_paragraph("{%p endif %}")
    return paper


def deed() -> Any:
    """A paper of a cooperative: articles with their paragraphs and items, tables, signatures."""
    paper = _blank("{{ name }}", "SHA-256 {{ sha256 }}")
    _small(
        paper.sections[0].header.paragraphs[0],
        " · {{ title }}{% if draft %} · {{ draft }}{% endif %}",
    )
    paper.add_paragraph("{{ title }}", style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(paper, "{{ name }}", bold=True, size=12)
    paper.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    for tag in ("{%p for text in lead %}", "{{ text }}", "{%p endfor %}"):
        paper.add_paragraph(tag)
    _tables(paper, "before")
    paper.add_paragraph("{%p for article in articles %}")
    paper.add_paragraph("{{ article.heading }}", style="Heading 1")
    paper.add_paragraph("{%p for one in article.paragraphs %}")
    paper.add_paragraph("{% if one.number %}{{ one.number }} {% endif %}{{ one.text }}")
    paper.add_paragraph("{%p for item in one['items'] %}")
    item = paper.add_paragraph("{{ item.letter }}\t{{ item.text }}")
    item.paragraph_format.left_indent, item.paragraph_format.first_line_indent = Cm(1), Cm(-0.8)
    item.paragraph_format.tab_stops.add_tab_stop(Cm(1))
    for tag in ("{%p endfor %}", "{%p endfor %}", "{%p endfor %}"):
        paper.add_paragraph(tag)
    _tables(paper, "after")
    for tag in ("{%p for text in closing %}", "{{ text }}", "{%p endfor %}"):
        paper.add_paragraph(tag)
    paper.paragraphs[-2].paragraph_format.keep_with_next = True
    _day(paper)
    _places(paper)
    # A document of Word ends with a paragraph, and not with a table.
    _line(paper, "", size=4)
    return paper


def _tables(paper: Any, which: str) -> None:
    paper.add_paragraph(f"{{%p for table in {which} %}}")
    _line(paper, "{{ table.caption }}", bold=True, keep=True)
    _grid(paper)
    _line(paper, "", size=4)
    paper.add_paragraph("{%p endfor %}")


def _day(paper: Any) -> None:
    """A line for the date, where no text tells it."""
    paper.add_paragraph("{%p if undated %}")
    day = paper.add_table(rows=1, cols=2)
    day.autofit = False
    for cell, width in zip(day.rows[0].cells, (Cm(2.5), Cm(6)), strict=True):
        cell.width = width
    day.cell(0, 0).text = "Ημερομηνία"
    _ruled(day.cell(0, 1), "bottom")
    _line(paper, "", size=4)
    paper.add_paragraph("{%p endif %}")


def _places(paper: Any) -> None:
    """For each who signs a line, and the name under it."""
    paper.add_paragraph("{%p if signers %}")
    places = paper.add_table(rows=4, cols=2)
    places.autofit = False
    places.cell(0, 0).text = "{%tr for one in signers %}"
    # The room to sign in stands above each line, the first one's too, on the page of its name.
    room = places.cell(1, 0).paragraphs[0].paragraph_format
    room.space_before, room.keep_with_next = Pt(30), True
    _ruled(places.cell(1, 0), "bottom")
    places.cell(2, 0).text = "{{ one }}"
    places.cell(3, 0).text = "{%tr endfor %}"
    for row in places.rows[1:3]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for row in places.rows:
        row.cells[0].width, row.cells[1].width = Cm(8), Cm(9)
    paper.add_paragraph("{%p endif %}")


def _ruled(cell: Any, side: str) -> None:
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement(f"w:{side}")
    for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:color", "0B0C0C")):
        line.set(qn(name), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _blank(head: str, foot: str) -> Any:
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(2.5), Cm(2.2)
    for name, size in (("Normal", 10), ("Title", 18), ("Heading 1", 12)):
        _style(paper.styles[name], size, BLUE if name != "Normal" else None)
    _language(paper.styles["Normal"])
    above = page.header.paragraphs[0]
    above.text = head
    above.runs[0].bold, above.runs[0].font.color.rgb = True, BLUE
    below = page.footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _small(below, foot)
    pages = page.footer.add_paragraph()
    pages.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for part in ("Σελίδα ", "PAGE", " από ", "NUMPAGES"):
        _field(pages, part) if part.isupper() else _small(pages, part)
    told = paper.core_properties
    told.author, told.title, told.comments, told.language = "Inmeko", "", "", "el-GR"
    return paper


def _style(style: Any, size: int, colour: RGBColor | None) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_after = Pt(5)


def _language(style: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "el-GR")
    style.element.get_or_add_rPr().append(language)


def _line(paper: Any, text: str, *, bold: bool = False, keep: bool = False, size: int = 10) -> None:
    line = paper.add_paragraph()
    run = line.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    line.paragraph_format.keep_with_next = keep


def _small(line: Any, text: str) -> None:
    run = line.add_run(text)
    run.font.size, run.font.color.rgb = Pt(7.5), GREY


def _field(line: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("end", "")):
        if kind == "end":
            _small(line, "1")
        run = line.add_run()
        run.font.size, run.font.color.rgb = Pt(7.5), GREY
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = f" {text} "
        run._r.append(part)


def _grid(paper: Any) -> None:
    """A table with as many columns as the head has, its head repeated on every page."""
    grid = paper.add_table(rows=4, cols=3, style="Table Grid")
    _whole_width(grid)
    _fill(grid.rows[0], "{%tc for name in table.head %}", "{{ name }}", "{%tc endfor %}")
    grid.cell(1, 0).text = "{%tr for row in table.rows %}"
    _fill(grid.rows[2], "{%tc for text in row %}", "{{ text }}", "{%tc endfor %}")
    grid.cell(3, 0).text = "{%tr endfor %}"
    for number, marks in ((0, ("w:cantSplit", "w:tblHeader")), (2, ("w:cantSplit",))):
        row = grid.rows[number]
        for mark in marks:
            row._tr.get_or_add_trPr().append(OxmlElement(mark))
    for number in (0, 2):
        run = grid.cell(number, 1).paragraphs[0].runs[0]
        run.font.size, run.bold = Pt(8.5), number == 0
        grid.cell(number, 1).paragraphs[0].paragraph_format.space_after = Pt(1)
        _own_width(grid.cell(number, 1))
    _columns(grid)
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEF3F8")):
        shade.set(qn(name), value)
    grid.cell(0, 1)._tc.get_or_add_tcPr().append(shade)


def _own_width(cell: Any) -> None:
    """Each cell as wide as the facts say of its column."""
    width = cell._tc.get_or_add_tcPr().get_or_add_tcW()
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), "{{ table.widths[loop.index0] }}")


def _columns(grid: Any) -> None:
    """The grid of the table, written column by column with the facts."""
    columns = grid._tbl.tblGrid
    for column in list(columns)[1:]:
        columns.remove(column)
    columns.text = "{% for width in table.widths %}"
    columns[0].set(qn("w:w"), "{{ width }}")
    columns[0].tail = "{% endfor %}"
    grid.autofit = False


def _fill(row: Any, *texts: str) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def _whole_width(table: Any) -> None:
    width = table._tbl.tblPr.find(qn("w:tblW"))
    if width is None:
        width = OxmlElement("w:tblW")
        table._tbl.tblPr.append(width)
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")


def _signatures(paper: Any, signed: str) -> None:
    _line(paper, "")
    _line(paper, signed, bold=True, keep=True)
    places = paper.add_table(rows=3, cols=3)
    _whole_width(places)
    places.cell(0, 0).text = "{%tr for one in signatures %}"
    for cell, text in zip(
        places.rows[1].cells, ("{{ one.office }}", "{{ one.name }}", "……………………………"), strict=True
    ):
        cell.text = text
        cell.paragraphs[0].paragraph_format.space_before = Pt(16)
    places.cell(2, 0).text = "{%tr endfor %}"


def main() -> int:
    """Write the templates, or those that are named: minutes, events, deed."""
    made: tuple[tuple[str, Path, Callable[[], Any]], ...] = (
        ("minutes", MINUTES, lambda: minutes("{{ call }}", "Η επιτροπή αξιολόγησης")),
        ("events", EVENTS / "minutes.docx", lambda: minutes("{{ subject }}", "Υπογραφές")),
        ("deed", DEED, deed),
    )
    for name, path, make in made:
        if not sys.argv[1:] or name in sys.argv[1:]:
            path.parent.mkdir(parents=True, exist_ok=True)
            make().save(str(path))
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""XLSX row by row: typed cells, a header that stays in view, nothing a program would run."""

import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset
from inmeko.resources.rules.exporting import About, Order, cell
from inmeko.resources.services.exporting.rows import rows

# What a cell of a workbook can hold.
LONGEST = 32_767
# Days are counted from here; the program takes 1900 for a leap year.
FIRST_DAY = date(1899, 12, 30)
DAY_STYLE, HEADER_STYLE = 1, 2

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>'
        '<sheet name="assets" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/>'
        '<xf fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}


def write_xlsx(target: IO[bytes], assets: Iterable[Asset], order: Order, about: About) -> None:
    """Write the assets as a workbook; RuleError for an outline that no cell can hold."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in PARTS.items():
            book.writestr(name, _XML + content)
        book.writestr("docProps/core.xml", _XML + _properties(about))
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((_XML + _head(order)).encode())
            for values in rows(assets, order):
                line = "".join(_cell(values[name], values["code"]) for name in order.names)
                sheet.write(f"<row>{line}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")


def _properties(about: About) -> str:
    dublin = "http://purl.org/dc"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="{dublin}/elements/1.1/" xmlns:dcterms="{dublin}/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(about.title)}</dc:title>"
        f"<dc:creator>{escape(about.publisher)}</dc:creator>"
        f"<dc:description>{escape(about.sentence())}</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{about.day}T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _head(order: Order) -> str:
    names = "".join(
        f'<c t="inlineStr" s="{HEADER_STYLE}"><is><t>{name}</t></is></c>' for name in order.names
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><sheetData><row>{names}</row>"
    )


def _cell(value: Any, code: str) -> str:
    if value is None or value == "" or value == []:
        return "<c/>"
    if isinstance(value, int | Decimal):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, date):
        return f'<c s="{DAY_STYLE}"><v>{(value - FIRST_DAY).days}</v></c>'
    text = cell(value)
    if len(text) > LONGEST:
        raise RuleError(
            N_("The outline of %(code)s is too long for a workbook: choose another form."),
            field="format",
            values={"code": code},
        )
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    if not text.isprintable():
        text = "".join(sign for sign in text if sign >= " " or sign in "\n\r\t")
    return escape(text, {"\r": "&#13;"})

"""Tables as text for spreadsheets: one way to write CSV, wherever it is offered."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from inmeko.kernel.text import guard_cell

DELIMITER = ";"
# Spreadsheets take a file for UTF-8 only if it begins with this mark.
BYTE_ORDER_MARK = "\ufeff"
# What a workbook cannot hold.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def without_controls(text: str) -> str:
    """A text without the signs that no workbook can hold."""
    return _CONTROLS.sub("", text)


def sheet_text(text: str) -> str:
    """A text as a cell of a workbook holds it; what looks like a formula is a text."""
    return guard_cell(without_controls(text))


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV with semicolons, as Greek spreadsheets open it; cells are guarded already."""
    target = io.StringIO()
    target.write(BYTE_ORDER_MARK)
    csv.writer(target, delimiter=DELIMITER, lineterminator="\r\n").writerows(rows)
    return target.getvalue()

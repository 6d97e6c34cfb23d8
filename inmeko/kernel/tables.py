"""Tables as text for spreadsheets: one way to write CSV, wherever it is offered."""

import csv
import io
from collections.abc import Iterable, Sequence

DELIMITER = ";"
# Spreadsheets take a file for UTF-8 only if it begins with this mark.
BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV with semicolons, as Greek spreadsheets open it; cells are guarded already."""
    target = io.StringIO()
    target.write(BYTE_ORDER_MARK)
    csv.writer(target, delimiter=DELIMITER, lineterminator="\r\n").writerows(rows)
    return target.getvalue()

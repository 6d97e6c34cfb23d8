"""What divides the cells of a text file, and which of its rows is the header."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.reading import is_null

DELIMITERS = (";", ",", "\t", "|")
ROWS_LOOKED_AT = 300

_NUMBER = re.compile(r"[-+−]?[\d.,\s]*\d")
MOST_LINES = 3
UNIT = re.compile(
    r"[(\[]?\s*(?:€|ευρώ|eur|euro|τ\.?\s?μ\.?|τετρ\.?\s?μέτρα|m|m2|m²|mq|sqm|μ\.?|μέτρα|στρ\.?|"
    r"στρέμματα|ha|%|μοίρες|deg|degrees|ναι\s?/\s?όχι|yes\s?/\s?no|text|κείμενο|αριθμός|"
    r"ηη/μμ/εεεε|dd/mm/yyyy|yyyy-mm-dd)\s*[)\]]?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def records(text: str, delimiter: str, *, whole: bool) -> list[tuple[int, list[str]]]:
    """The first records of a text with their line numbers; the last one goes if it may be cut."""
    reader = csv.reader(_lines(text), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    number = 1
    try:
        for cells in reader:
            found.append((number, cells))
            number = reader.line_num + 1
            if len(found) >= ROWS_LOOKED_AT:
                return found
    except csv.Error:
        return found
    return found if whole or len(found) < 2 else found[:-1]


def _lines(text: str) -> Iterable[str]:
    # str.splitlines would also cut at form feeds and other signs a cell may hold.
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def guess_delimiter(text: str, *, whole: bool) -> Guess[str]:
    """Guess what divides the cells; RuleError if nothing makes a table of the text."""
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in DELIMITERS:
        rows = [cells for _, cells in records(text, delimiter, whole=whole) if any(cells)]
        width, share = modal_width(rows)
        if width > 1:
            scores[delimiter] = (round(share, 3), width)
    if not scores:
        raise RuleError(
            N_(
                "No line of this file is divided into cells by a semicolon, comma, tab or "
                "bar: it has one column only, or is not a table"
            )
        )
    order = sorted(scores, key=lambda delimiter: scores[delimiter], reverse=True)
    share, width = scores[order[0]]
    if share < 0.5:
        raise RuleError(N_("The lines of this file do not have the same number of cells"))
    return Guess(
        order[0],
        N_("It divides %(share)s of the rows into %(width)s cells each"),
        {"share": f"{share:.0%}", "width": width},
        confidence=share,
        alternatives=tuple(order[1:]),
    )


def modal_width(rows: list[list[str]]) -> tuple[int, float]:
    """The most frequent number of cells per row (at least two), and its share of the rows."""
    widths = Counter(len(cells) for cells in rows)
    width, count = max(
        ((width, count) for width, count in widths.items() if width > 1),
        key=lambda pair: (pair[1], pair[0]),
        default=(0, 0),
    )
    return width, count / len(rows) if rows else 0.0


def guess_header(rows: list[tuple[int, list[str]]]) -> Guess[int]:
    """Guess the line of the header, passing over title rows; 0 if the first row holds values."""
    width, _ = modal_width([cells for _, cells in rows if any(cells)])
    for position, (number, cells) in enumerate(rows):
        filled = sum(bool(cell.strip()) for cell in cells)
        if len(cells) < width or filled < max(2, 0.5 * width):
            continue
        if _holds_values(cells, [later for _, later in rows[position + 1 :]]):
            names = rows[position - 1][1] if position else []
            if len(names) >= width and any(name.strip() for name in names):
                # Hardly a name in it, but as wide as the values below: most columns have none.
                break
            return Guess(
                0,
                N_("The first row holds numbers like the rows below it: there is no header"),
                confidence=0.7,
                alternatives=(number,),
            )
        reason = (
            N_("The first line names the columns")
            if position == 0
            else N_("The lines above it have fewer cells: they are a title")
        )
        return Guess(number, reason, confidence=0.95, alternatives=(0,))
    first = next((number for number, cells in rows if any(cells)), 1)
    return Guess(first, N_("The first line names the columns"), confidence=0.3, alternatives=(0,))


def guess_lines(rows: list[tuple[int, list[str]]], header_row: int) -> Guess[int]:
    """Guess how many lines the header takes: names under groups, units under names."""
    at = next((at for at, (number, _) in enumerate(rows) if number == header_row), None)
    if not header_row or at is None:
        return Guess(1, N_("The header takes one line"))
    count = 1
    while count < MOST_LINES and at + count < len(rows):
        above, cells = rows[at + count - 1][1], rows[at + count][1]
        below = [later for _, later in rows[at + count + 1 :] if not _units(later)]
        if not _continues(above, cells, below):
            break
        count += 1
    if count == 1:
        return Guess(1, N_("The header takes one line"), alternatives=(2,))
    reason = N_("The lines below it fill its gaps or name units, and hold no values")
    return Guess(count, reason, confidence=0.8, alternatives=(1,))


def fuller_line(rows: list[tuple[int, list[str]]], header_row: int) -> int | None:
    """The line below the header, if it names every column by itself: then the first is a title."""
    at = next((at for at, (number, _) in enumerate(rows) if number == header_row), None)
    if not header_row or at is None or at + 1 >= len(rows):
        return None
    above, (number, cells) = rows[at][1], rows[at + 1]
    below = [later for _, later in rows[at + 2 :]]
    names = [cell.strip() for cell in cells]
    full = all(names) and len(set(names)) == len(names) >= len(above)
    gaps = len(names) > sum(bool(cell.strip()) for cell in above)
    return number if full and gaps and _continues(above, cells, below) else None


def group_line(rows: list[tuple[int, list[str]]], header_row: int) -> int | None:
    """The line of groups directly above the names of columns, if there is one."""
    before = [one for one in rows if one[0] < header_row and any(one[1])]
    names = next((cells for number, cells in rows if number == header_row), [])
    if not before or not names:
        return None
    number, groups = before[-1]
    said = [at for at, cell in enumerate(groups) if cell.strip()]
    named = [cell.strip() for cell in names if cell.strip()]
    gaps = [at for at in said if at >= len(names) or not names[at].strip()]
    titles = any(_NUMBER.search(groups[at]) for at in said) or len(said) < 2
    return None if titles or not (gaps or len(set(named)) < len(named)) else number


def _continues(above: list[str], cells: list[str], later: list[list[str]]) -> bool:
    said = {at for at, cell in enumerate(cells) if cell.strip()}
    if not said or any(_NUMBER.fullmatch(cells[at].strip()) for at in said):
        return False
    if _units(cells):
        return True
    named = {at for at, cell in enumerate(above) if cell.strip()}
    gaps, kept = said - named, named - said
    # A row of values has gaps where other rows have them, and numbers where they have numbers.
    filled = all(_share(later, at, str.strip) >= 0.7 for at in kept)
    numbers = any(_share(later, at, _is_number) >= 0.8 for at in said | kept)
    return bool(gaps) and filled and numbers


def _units(cells: list[str]) -> bool:
    said = [cell.strip() for cell in cells if cell.strip()]
    return bool(said) and all(UNIT.fullmatch(cell) for cell in said)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def _share(rows: list[list[str]], at: int, accepts: Callable[[str], object]) -> float:
    cells = [row[at] for row in rows if len(row) > at and any(row)]
    return sum(bool(accepts(cell)) for cell in cells) / len(cells) if cells else 0.0


def _holds_values(cells: list[str], later: list[list[str]]) -> bool:
    """Names are not numbers; a year may be a name."""
    for at, cell in enumerate(cells):
        if not _NUMBER.fullmatch(cell.strip()) or _YEAR.fullmatch(cell.strip()):
            continue
        below = [row[at].strip() for row in later if len(row) > at and not is_null(row[at])]
        numbers = sum(bool(_NUMBER.fullmatch(text)) for text in below)
        if below and numbers >= 0.8 * len(below):
            return True
    return False

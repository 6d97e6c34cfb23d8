"""Moments and numbers as Greek papers write them."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from inmeko.kernel.calendar import ATHENS, athens

Kept = str | datetime | None
Number = str | Decimal | None
NONE = "–"


def moment(kept: Kept) -> str:
    """A moment in Athens to the second: «12 Μαΐου 2026, 14:05:09»."""
    at = _read(kept)
    if at is None:
        return NONE
    return format_datetime(at, "d MMMM y, HH:mm:ss", tzinfo=ATHENS, locale="el")


def minute(kept: Kept) -> str:
    """A moment in Athens to the minute: «12 Μαΐου 2026, 14:05»."""
    at = _read(kept)
    return format_datetime(at, "d MMMM y, HH:mm", tzinfo=ATHENS, locale="el") if at else NONE


def day(kept: Kept) -> str:
    """The day in Athens at a moment: «12 Μαΐου 2026»."""
    at = _read(kept)
    return format_date(athens(at).date(), "d MMMM y", locale="el") if at else NONE


def the_day(value: date) -> str:
    """A day: «12 Μαΐου 2026»."""
    return format_date(value, "d MMMM y", locale="el")


def decimal(kept: Number, digits: int = 2) -> str:
    """A number with a Greek comma: «8,50»."""
    if kept in (None, ""):
        return NONE
    return format_decimal(Decimal(kept), f"#,##0.{'0' * digits}", locale="el")


def plainly(kept: Number) -> str:
    """A number with only the decimals that it has: «60», «7,5»."""
    return NONE if kept in (None, "") else format_decimal(Decimal(kept), "#,##0.##", locale="el")


def amount(kept: Number) -> str:
    """An amount in euro: «1.500,00 €»."""
    return NONE if kept in (None, "") else f"{decimal(kept)} €"


def numbered(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


def _read(kept: Kept) -> datetime | None:
    return datetime.fromisoformat(kept) if isinstance(kept, str) else kept

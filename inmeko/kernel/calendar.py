"""Athens time, working days and deadlines of the Greek public service."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from zoneinfo import ZoneInfo

from holidays import country_holidays

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

ATHENS = ZoneInfo("Europe/Athens")

# Kept beside each computed deadline: moved feasts are predictions until they are decreed.
VERSION = f"holidays {version('holidays')}"

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:\s+[0-9:.]+)?")


def athens(moment: datetime) -> datetime:
    """An aware moment on the clocks of Athens."""
    if moment.tzinfo is None:
        raise ValueError("a moment must know its time zone")
    return moment.astimezone(ATHENS)


def athens_date(moment: datetime) -> date:
    """The day in Athens at an aware moment."""
    return athens(moment).date()


def athens_year(moment: datetime) -> int:
    """The year in Athens at an aware moment: the year of the protocol."""
    return athens(moment).year


def from_athens(moment: datetime) -> datetime:
    """What an Athens clock shows, as a moment in UTC; RuleError if no clock ever shows it.

    In the hour that the clocks pass twice `moment.fold` decides, by default the first.
    """
    if moment.tzinfo is not None:
        raise ValueError("an Athens clock shows no time zone")
    found = moment.replace(tzinfo=ATHENS).astimezone(UTC)
    if found.astimezone(ATHENS).replace(tzinfo=None) != moment:
        raise RuleError(N_("At this hour the clocks are put forward: choose another time."))
    return found


def from_millis(millis: int) -> datetime:
    """Milliseconds since 1970, as Διαύγεια writes its moments, as a moment in UTC."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=millis)


def parse_date(text: str) -> date:
    """The day written as 24/07/2013 (. or - too) or 2013-07-24; a time is cut off, else RuleError.

    A time with an offset (2026-12-31T22:30Z) is asked for its day in Athens.
    """
    found = _DAY_FIRST.fullmatch(text.strip())
    try:
        if found:
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise RuleError(
            N_("“%(text)s” is not a date: write it like 24/07/2013."), values={"text": text[:40]}
        ) from None
    return athens_date(moment) if moment.tzinfo else moment.date()


def half_days(year: int) -> frozenset[date]:
    """The half days of a year; hand them on as extra days where they do not count as working."""
    return frozenset(country_holidays("GR", years=year, categories=("half_day",)))


def is_working_day(day: date, extra: Collection[date] = ()) -> bool:
    """Whether offices work: no weekend, no public holiday, none of the extra (local) days."""
    if isinstance(day, datetime):
        raise TypeError("ask for a date; athens_date() tells the date of a moment")
    return day.weekday() < 5 and day not in _holidays(day.year) and day not in extra


def add_working_days(day: date, n: int, extra: Collection[date] = ()) -> date:
    """The n-th working day after the day (before it, if n is negative); the day itself if 0."""
    step = timedelta(days=1 if n >= 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, extra)
    return day


def working_days(first: date, last: date, extra: Collection[date] = ()) -> int:
    """How many working days lie from the first to the last day, both included."""
    span = range((last - first).days + 1)
    return sum(is_working_day(first + timedelta(days=n), extra) for n in span)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GR", years=year))

"""Shares, amounts, periods and names, computed as the law counts them."""

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS

SATURDAY = 5
LEGAL_FORMS = ("κοινωνικη συνεταιριστικη επιχειρηση", "κοινσεπ")
WORKERS_PHRASE = "συνεταιρισμοσ εργαζομενων"
CATEGORY: Mapping[str, str] = {
    VULNERABLE: "ενταξησ ευαλωτων",
    SPECIAL: "ενταξησ ειδικων",
    BENEFIT: "συλλογικησ και κοινωνικησ ωφελειασ",
    WORKERS: WORKERS_PHRASE,
}
# What may stand in a name without telling one cooperative from another, the longest first.
_COMMON = sorted(
    (
        *LEGAL_FORMS,
        "συνεργ",
        *CATEGORY.values(),
        *(
            f"{CATEGORY[form]} {group}"
            for form in (VULNERABLE, SPECIAL)
            for group in ("ομαδων", "κοινωνικων ομαδων")
        ),
    ),
    key=len,
    reverse=True,
)


def quota(share: Fraction, whole: int) -> int:
    """The least whole number that is at least this share of the whole."""
    return math.ceil(share * whole)


def cap(share: Fraction, whole: int) -> int:
    """The largest whole number that is at most this share of the whole."""
    return math.floor(share * whole)


def last_day(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The last day of a period: weekends and holidays move it to the next day that is neither."""
    try:
        day = start + timedelta(days=days)
        while day.weekday() >= SATURDAY or day in holidays:
            day += timedelta(days=1)
    except OverflowError:
        # The calendar of the machine ends with the year 9999.
        return date.max
    return day


def a_year_later(day: date, years: int = 1) -> date:
    """The same calendar day of a later year; 29 February becomes 28 February."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """A name without accents, capitals, full stops and signs, its words apart by one blank."""
    spread = unicodedata.normalize("NFD", name)
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    plain = plain.casefold().replace("ς", "σ").replace("&", " και ").replace(".", "")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def contains(folded: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a folded name as whole words."""
    return any(f" {phrase} " in f" {folded} " for phrase in phrases)


def distinct_part(folded: str) -> str:
    """What is left of a folded name without legal forms and categories."""
    left = folded
    for phrase in _COMMON:
        left = re.sub(rf"(?<!\S){phrase}(?!\S)", " ", left)
    return " ".join(left.split())

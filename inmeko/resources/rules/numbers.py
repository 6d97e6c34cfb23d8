"""Numbers and dates as people and their programs write them."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from inmeko.kernel.degrees import parse_degrees
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.guesses import Guess

HALF_TURN = 180
LONGEST_NUMBER = 40  # more digits than a coordinate or a sum of money has

_PLAIN = re.compile(r"-?[0-9]+")
_GROUPED = {
    ",": re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
    ".": re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
}
_SIMPLE = re.compile(r"-?[0-9]*[.,][0-9]+")
_USUAL = re.compile(r"-?[0-9]+(?:[.,](?:[0-9]{1,2}|[0-9]{4,}))?")
_UNITS = re.compile(r"\s*(?:€|eur|ευρώ|τ\.?\s?μ\.?|m2|m²|mq|sqm)\.?\s*", re.IGNORECASE)
_BLANKS = re.compile(r"[\s\u00a0\u202f]")

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})(?:[T ].*)?")


def parse_number(text: str, decimal: str) -> Decimal:
    """The number a cell holds; `decimal` is the file's decimal sign, "," or "."."""
    if len(text) > LONGEST_NUMBER:
        raise RuleError(N_("“%(text)s” is not a number"), values={"text": text[:LONGEST_NUMBER]})
    if _USUAL.fullmatch(text):  # most cells; three digits after a sign may be thousands
        return Decimal(text.replace(",", "."))
    plain = _BLANKS.sub("", _UNITS.sub("", text)).replace("−", "-").removeprefix("+")
    if _PLAIN.fullmatch(plain):
        return Decimal(plain)
    if _GROUPED[decimal].fullmatch(plain):
        thousands = "." if decimal == "," else ","
        return Decimal(plain.replace(thousands, "").replace(",", "."))
    if _SIMPLE.fullmatch(plain):
        return Decimal(plain.replace(",", "."))
    other = "." if decimal == "," else ","
    if _GROUPED[other].fullmatch(plain):
        return Decimal(plain.replace(decimal, "").replace(",", "."))
    raise RuleError(N_("“%(text)s” is not a number"), values={"text": text})


def parse_whole(text: str, decimal: str) -> int:
    """The whole number a cell holds; 1985,0 is whole, 12,5 is refused."""
    number = parse_number(text, decimal)
    if number != number.to_integral_value():
        raise RuleError(N_("“%(text)s” is not a whole number"), values={"text": text})
    return int(number)


def read_angle(text: str, decimal: str) -> Decimal:
    """The degrees a cell holds, with decimals or with minutes and seconds."""
    try:
        number = parse_number(text, decimal)
    except RuleError as error:
        if any(sign.isdigit() for sign in text[:10]):
            return parse_degrees(text)
        raise error
    # «37 58 36» is no number of six digits.
    return parse_degrees(text) if abs(number) > HALF_TURN and " " in text.strip() else number


def read_either(text: str, decimal: str) -> Decimal:
    """The number or the angle that a cell holds, where it is not known yet which."""
    try:
        return read_angle(text, decimal)
    except RuleError:
        return parse_number(text, decimal)


def parse_date(text: str) -> date:
    """The day a cell names: 2013-07-24, 24/07/2013, 24.7.2013, with or without a time."""
    plain = text.strip()
    try:
        if found := _ISO.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise RuleError(
            N_("“%(text)s” is no day of the calendar"), values={"text": text}
        ) from error
    raise RuleError(
        N_("“%(text)s” is not a date; write it as 24/07/2026 or 2026-07-24"),
        values={"text": text},
    )


def guess_decimal(cells: Iterable[str], *, typed: bool = False) -> Guess[str]:
    """Guess the decimal sign from the cells of a file that look like numbers.

    Where numbers are `typed` they have been written with a point by us, which tells nothing.
    """
    counts = {",": 0, ".": 0}
    for cell in cells:
        plain = _BLANKS.sub("", cell)
        for sign, pattern in _GROUPED.items():
            if pattern.fullmatch(plain) and sign in plain and plain.count(sign) == 1:
                counts[sign] += 1 if _SIMPLE.fullmatch(plain) is None else 0
        # Three digits after one sign may be thousands: they tell nothing.
        if _SIMPLE.fullmatch(plain) and not re.search(r"[.,][0-9]{3}\Z", plain):
            counts["," if "," in plain else "."] += "," in plain or not typed
    comma, point = counts[","], counts["."]
    if comma == point == 0:
        reason = N_("No number of the file has decimals")
        if typed:
            reason = N_("The file keeps its numbers as numbers; this is for those kept as text")
        return Guess(",", reason, confidence=0.5, alternatives=(".",))
    sign, other = (",", ".") if comma > point else (".", ",")
    return Guess(
        sign,
        N_("%(count)s numbers are written with a decimal comma")
        if sign == ","
        else N_("%(count)s numbers are written with a decimal point"),
        {"count": counts[sign]},
        confidence=counts[sign] / (comma + point),
        alternatives=(other,),
    )

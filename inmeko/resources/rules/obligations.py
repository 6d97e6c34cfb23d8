"""When something is due, due again, overdue, and when to remind of it; dates as a calendar file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from inmeko.kernel.calendar import athens_date, from_athens
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

REMIND_BEFORE = (30, 7)
MORNING = time(8, 0)
ENDING_SOON = timedelta(days=90)


@dataclass(frozen=True)
class Event:
    """A day in a calendar file: a stable name, what is due, and where to read about it."""

    uid: str
    day: date
    summary: str
    url: str


def next_due(first: date, due: date) -> date:
    """The due day a year later; 29 February comes back where the year has one."""
    year = due.year + 1
    try:
        return first.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def check_due(due: date, starts_on: date, ends_on: date | None) -> None:
    """Refuse a day on which the concession is not in force."""
    if due < starts_on or (ends_on is not None and due > ends_on):
        raise RuleError(N_("This day lies outside the concession."), field="due_on")


def reminders(due: date, now: datetime) -> list[tuple[int, datetime]]:
    """How many days before, and when: 30 and 7, at eight in Athens; what is past is left out."""
    moments = [
        (days, from_athens(datetime.combine(due - timedelta(days=days), MORNING)))
        for days in REMIND_BEFORE
    ]
    return [(days, moment) for days, moment in moments if moment > now]


def overdue(due: date, done: date | None, now: datetime) -> bool:
    """Whether the day has passed in Athens and nothing was done."""
    return done is None and due < athens_date(now)


def as_calendar(name: str, events: Iterable[Event], now: datetime) -> str:
    """A calendar file (RFC 5545) of whole days; lines are folded at 75 octets and end in CRLF."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Inmeko//EL",
        f"X-WR-CALNAME:{_said(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_said(event.summary)}",
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _said(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text.replace("\r", "")


def _folded(line: str) -> str:
    parts: list[str] = []
    now = ""
    for letter in line:
        # 75 octets a line; those that follow begin with a blank.
        if len((now + letter).encode()) > (75 if not parts else 74):
            parts.append(now)
            now = ""
        now += letter
    return "\r\n ".join([*parts, now])

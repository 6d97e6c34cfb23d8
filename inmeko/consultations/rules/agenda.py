"""The agenda of an event, as it is typed: one item a line, with its hour and its speakers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

LONGEST = 100
_LINE = re.compile(
    r"(?:(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\s+)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})\s+(?P<title>[^|]+?)\s*(?:\|(?P<speakers>.*))?"
)


@dataclass(frozen=True)
class AgendaItem:
    """An item: its hour (and its day, where an event has several), its title, who speaks."""

    hour: str
    title: str
    speakers: tuple[str, ...] = ()
    day: str = ""


def read(text: str) -> tuple[AgendaItem, ...]:
    """The items of a typed agenda; RuleError names the line that is none."""
    lines = [line.strip() for line in text.replace("\0", "").splitlines()]
    kept = [(number, line) for number, line in enumerate(lines, start=1) if line]
    if len(kept) > LONGEST:
        raise RuleError(
            N_("An agenda has at most %(most)s items."), field="agenda", values={"most": LONGEST}
        )
    return tuple(_item(number, line) for number, line in kept)


def typed(items: Iterable[AgendaItem]) -> str:
    """An agenda as one types it."""
    return "\n".join(_typed(item) for item in items)


def kept(items: Iterable[AgendaItem]) -> list[dict[str, Any]]:
    """An agenda as it is kept."""
    return [{**asdict(item), "speakers": list(item.speakers)} for item in items]


def unkept(rows: Sequence[dict[str, Any]]) -> tuple[AgendaItem, ...]:
    """A kept agenda."""
    return tuple(AgendaItem(**{**row, "speakers": tuple(row["speakers"])}) for row in rows)


def _item(number: int, line: str) -> AgendaItem:
    found = _LINE.fullmatch(line)
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise RuleError(
            N_("Line %(line)s: write the hour and the title, as “18:00 Welcome | Speaker”."),
            field="agenda",
            values={"line": number},
        )
    speakers = (name.strip() for name in (found["speakers"] or "").split(";"))
    return AgendaItem(
        hour=f"{int(found['hour']):02}:{found['minute']}",
        title=found["title"].strip()[:300],
        speakers=tuple(name[:200] for name in speakers if name),
        day=_day(number, found),
    )


def _day(number: int, found: re.Match[str]) -> str:
    if not found["day"]:
        return ""
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        message = N_("Line %(line)s: there is no such day.")
        raise RuleError(message, field="agenda", values={"line": number}) from None


def _typed(item: AgendaItem) -> str:
    day = f"{date.fromisoformat(item.day):%d/%m/%Y} " if item.day else ""
    speakers = f" | {'; '.join(item.speakers)}" if item.speakers else ""
    return f"{day}{item.hour} {item.title}{speakers}"

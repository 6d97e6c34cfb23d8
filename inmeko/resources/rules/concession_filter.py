"""What a reader asked of the list of concessions, as it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inmeko.kernel.text import N_, search_terms
from inmeko.resources.rules.concession_words import PathKey


class Period(StrEnum):
    """Which concessions are shown: by whether they are in force."""

    NOW = "now"
    PAST = "past"
    ALL = "all"


PERIOD_LABELS = {
    Period.NOW: N_("In force"),
    Period.PAST: N_("Concessions that are over"),
    Period.ALL: N_("All"),
}


@dataclass(frozen=True)
class ConcessionFilter:
    """A question to the list of concessions; the empty one asks for all that ever took effect."""

    q: str = ""
    path: tuple[PathKey, ...] = ()
    period: Period = Period.ALL
    year: int | None = None

    @property
    def terms(self) -> list[str]:
        """The folded words that must be found in asset or body."""
        return search_terms(self.q)

    def arguments(self) -> dict[str, str | list[str]]:
        """The question as arguments of an address."""
        found: dict[str, str | list[str]] = {}
        if self.q:
            found["q"] = self.q
        if self.path:
            found["path"] = [key.value for key in self.path]
        if self.period is not Period.ALL:
            found["period"] = self.period.value
        if self.year:
            found["year"] = str(self.year)
        return found


def read(arguments: Mapping[str, Sequence[str]]) -> ConcessionFilter:
    """Read a question from an address; what makes no sense there is left out."""
    first = {name: values[0].strip() for name, values in arguments.items() if values}
    asked = set(arguments.get("path") or ())
    period = next((one for one in Period if one.value == first.get("period")), Period.ALL)
    year = first.get("year", "")
    known = year.isascii() and year.isdigit() and 1900 <= int(year[:6]) <= 2200
    return ConcessionFilter(
        q=first.get("q", "")[:200].replace("\0", ""),
        path=tuple(key for key in PathKey if key.value in asked),
        period=period,
        year=int(year) if known else None,
    )

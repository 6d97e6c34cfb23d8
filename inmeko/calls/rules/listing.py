"""What a reader asked of the list of calls, as it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inmeko.accounts.rules import Sector
from inmeko.calls.rules.phases import CallPhase
from inmeko.kernel.text import search_terms


@dataclass(frozen=True)
class CallFilter:
    """A question to the list of calls; the empty one asks for those that are open now."""

    phase: CallPhase = CallPhase.OPEN
    sector: tuple[Sector, ...] = ()
    q: str = ""

    @property
    def terms(self) -> list[str]:
        """The folded words that must be found in title and aims."""
        return search_terms(self.q)

    def arguments(self) -> dict[str, str | list[str]]:
        """The question as arguments of an address: the same question, the same address."""
        found: dict[str, str | list[str]] = {}
        if self.phase is not CallPhase.OPEN:
            found["phase"] = self.phase.value
        if self.sector:
            found["sector"] = [one.value for one in self.sector]
        if self.q:
            found["q"] = self.q
        return found


def read(arguments: Mapping[str, Sequence[str]]) -> CallFilter:
    """Read a question from an address; what makes no sense there is left out."""
    first = {name: values[0].strip() for name, values in arguments.items() if values}
    asked = set(arguments.get("sector") or ())
    phase = next((one for one in CallPhase if one.value == first.get("phase")), CallPhase.OPEN)
    return CallFilter(
        phase=phase,
        sector=tuple(one for one in Sector if one.value in asked),
        q=first.get("q", "")[:200].replace("\0", ""),
    )

"""The rows of a file, thousands at a time, each with what is to become of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_year
from inmeko.kernel.text import N_
from inmeko.resources.queries import imports as queries
from inmeko.resources.queries.imports import Found, Matches
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.flagging import Flag
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.outcome import (
    Fate,
    Outcome,
    Repeats,
    decide,
    decide_merged,
    freeze,
    same_as_last,
)
from inmeko.resources.rules.plain import changed, plain
from inmeko.resources.rules.sources import open_table
from inmeko.resources.rules.values import Candidate, Interpreter, Known, Refused, Rejection
from inmeko.resources.services.flagging import watch
from inmeko.resources.services.importing.staging import ready
from inmeko.resources.services.importing.telling import Report

BATCH = 5_000
# All of a new row is written: there is nothing to tell apart.
NEW = Outcome(Fate.CREATED)
WRITTEN = frozenset({Fate.CREATED, Fate.UPDATED})


@dataclass(slots=True)
class Decided:
    """A row, what it says in one form, the asset it is about, and its outcome."""

    candidate: Candidate
    frozen: dict[str, Any]
    asset: Found | None
    outcome: Outcome
    flags: list[Flag] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether the row is known by our own code."""
        return self.candidate.identity.known is Known.CODE

    @property
    def after(self) -> dict[str, Any]:
        """The values of the asset once the row is written."""
        if self.asset is None or self.asset.values is None:
            return self.candidate.values
        return {**self.asset.values, **self.outcome.changes}

    def shown(self) -> dict[str, Any]:
        """The row as a page shows it: its line, the asset, and the fields that change."""
        values = self.after
        before = plain((self.asset.values or {}) if self.asset else {})
        after = plain(self.outcome.changes) if self.outcome.fate is Fate.UPDATED else {}
        return {
            "row": self.candidate.row,
            "id": self.asset.id if self.asset else None,
            "title": values.get("title") or "",
            "changes": [
                {"field": name, "before": before.get(name), "after": after[name]}
                for name in changed(before, after)
            ],
        }


class Decisions:
    """Reads a file by its plan and compares each row with the inventory of a town."""

    def __init__(
        self,
        municipality_id: int,
        stream: BinaryIO,
        plan: Plan,
        *,
        lock: bool,
        before_asking: Callable[[], None] = lambda: None,
    ) -> None:
        """Open the file; RuleError if it cannot be read by this plan."""
        table = open_table(stream, plan.settings)
        ready(plan, table.columns)
        year = athens_year(clock.now())
        self.report = Report()
        self._rows = Interpreter(plan, table.columns, this_year=year).read(table)
        self._town, self._lock = municipality_id, lock
        self._before_asking = before_asking
        self._plan = plan
        self._registers: dict[str | None, bool] = {}
        self._repeats = Repeats()
        self._watch = watch(municipality_id)
        self._brought: set[tuple[str | None, str]] = set()

    def __iter__(self) -> Iterator[list[Decided]]:
        """Give the rows in batches; their fates are in the report when they are given."""
        while batch := list(islice(self._rows, BATCH)):
            fresh = [one for read in batch if (one := self._fresh(read))]
            yield self._decided(fresh)
        self.report.flagged = {kind.value: n for kind, n in self._watch.found.items()}
        self.report.settle()

    def _fresh(self, read: Candidate | Refused) -> tuple[Candidate, dict[str, Any]] | None:
        """A row that is the first to be about its asset."""
        if isinstance(read, Refused):
            self.report.tally.refuse(read)
            return None
        frozen = freeze(read.values)
        outcome = self._repeats.outcome(read, frozen)
        if outcome is None:
            return read, frozen
        self.report.tally.add(read.row, outcome)
        return None

    def _decided(self, fresh: list[tuple[Candidate, dict[str, Any]]]) -> list[Decided]:
        matches = self._matches([candidate for candidate, _ in fresh])
        rows = [(one, frozen, _asset(one, matches)) for one, frozen in fresh]
        again = [
            asset
            for one, frozen, asset in rows
            if asset and (_own(one) or not same_as_last(frozen, asset.imported))
        ]
        if again:
            self._before_asking()
        queries.fill(municipality_id=self._town, found=again, lock=self._lock)
        decided = [
            Decided(one, frozen, asset, self._outcome(one, frozen, asset, matches))
            for one, frozen, asset in rows
        ]
        self._flag([row for row in decided if row.outcome.fate in WRITTEN])
        for row in decided:
            self.report.tally.add(row.candidate.row, row.outcome)
            self.report.retired += bool(row.asset and row.asset.retired)
            if row.outcome.fate is not Fate.REJECTED:
                self.report.show(row.outcome.fate, row.shown)
        return decided

    def _flag(self, rows: list[Decided]) -> None:
        """What catches a planner's eye about the rows that are written."""
        flags = self._watch.look(
            [row.after for row in rows], [row.candidate.repair for row in rows]
        )
        for row, found in zip(rows, flags, strict=True):
            row.flags = found

    def _matches(self, candidates: list[Candidate]) -> Matches:
        """The assets that rows are about; of a register new to the town there are none."""
        refs = {ref for one in candidates if (ref := _ref(one)) is not None}
        if not self._plan.own:
            refs = {ref for ref in refs if self._known(ref[0])}
        codes = {one.identity.value for one in candidates if _own(one)}
        if not refs and not codes:
            return Matches({}, {})
        self._before_asking()
        return queries.matches(municipality_id=self._town, codes=codes, refs=refs)

    def _known(self, register: str | None) -> bool:
        """Whether the town had assets of a register when the file first spoke of it.

        What this file brings is no answer: that a row repeats another one was found before.
        """
        if register not in self._registers:
            self._before_asking()
            known = queries.is_known(municipality_id=self._town, register=register)
            self._registers[register] = known
        return self._registers[register]

    def _outcome(
        self, one: Candidate, frozen: dict[str, Any], asset: Found | None, matches: Matches
    ) -> Outcome:
        if asset is None:
            fault = self._why_not_new(one, matches)
            if fault:
                return Outcome(Fate.REJECTED, rejection=fault)
            return NEW
        if asset.values is None:
            return Outcome(Fate.UNCHANGED)
        current = freeze({name: asset.values[name] for name in frozen})
        if asset.remembered_by is not None:
            return decide_merged(frozen, last=asset.imported, current=current)
        return decide(
            one,
            frozen,
            last=asset.imported,
            current=current,
            current_version=asset.version,
            own=_own(one),
        )

    def _why_not_new(self, one: Candidate, matches: Matches) -> Rejection | None:
        """What keeps a row that no asset answers to from becoming one."""
        values = one.values
        if not values.get("title"):
            return Rejection(one.row, "title", "", N_("An asset needs a title"))
        if values.get("state") is AssetState.RETIRED:
            message = N_("This asset is retired: an import brings in assets in use only")
            return Rejection(one.row, "state", AssetState.RETIRED.value, message)
        ref = _ref(one)
        if _own(one) and ref is not None:
            if ref in matches.by_ref or ref in self._brought:
                message = N_("Another asset has this number in the register “%(register)s”")
                named = {"register": ref[0] or ""}
                return Rejection(one.row, "register_ref", ref[1], message, named)
            self._brought.add(ref)
        return None


def _own(one: Candidate) -> bool:
    return one.identity.known is Known.CODE


def _ref(one: Candidate) -> tuple[str | None, str] | None:
    number = one.values.get("register_ref")
    return (one.values.get("register") or None, number) if number else None


def _asset(one: Candidate, matches: Matches) -> Found | None:
    if _own(one):
        return matches.by_code.get(one.identity.value)
    ref = _ref(one)
    return matches.by_ref.get(ref) if ref else None

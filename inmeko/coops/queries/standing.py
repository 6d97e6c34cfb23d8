"""What is known of a formation as the checker and the papers read it, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inmeko.coops.models import Formation, Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries.rule_versions import rulebook
from inmeko.coops.rules.engine import Answer, evaluate
from inmeko.coops.rules.formation import casing, standing
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.formation.staleness import hash_of
from inmeko.coops.rules.papers import Dossier, Paper, PaperKind, law, papers, read_dossier
from inmeko.coops.rules.rulebook import Rulebook
from inmeko.extensions import sealer
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date

_DETAILS = ("id_number", "address", "profession", "represented_by", "duty")


@dataclass(frozen=True)
class Position:
    """Where a formation stands before the law."""

    answer: Answer
    # What the law of today says by rules that are newer than the formation's.
    newer: tuple[Any, ...]
    names: Mapping[str, str]

    @property
    def lacks(self) -> tuple[standing.Lack, ...]:
        """What is missing, by number."""
        return standing.lacks(self.answer)

    @property
    def asking(self) -> tuple[Any, ...]:
        """The findings that ask for something, refusals first."""
        return standing.worst_first(self.answer)


def position(formation: Formation) -> Position:
    """Ask the rules that hold for a formation, and those of today."""
    people = queries.founders(formation)
    facts = facts_of(formation, people)
    answer = evaluate(casing.case_of(facts), book_for(formation))
    today = casing.Formation(facts.form, facts.members, facts.answers, _today())
    newer = standing.superseded(answer, evaluate(casing.case_of(today), newest_book(formation)))
    return Position(answer, newer, {one.case_key: full_name(one) for one in people})


def book_for(formation: Formation) -> Rulebook:
    """The rulebook that a formation is measured by: what lawyers found later changes nothing."""
    return rulebook(municipality_id=formation.municipality_id, version=formation.rules_version)


def newest_book(formation: Formation) -> Rulebook:
    """The rulebook of today in the formation's town."""
    return rulebook(municipality_id=formation.municipality_id)


def facts_of(formation: Formation, people: Sequence[Founder]) -> casing.Formation:
    """What a case and papers are made of."""
    answers = {name.value: one.answers for name, one in queries.chapters(formation).items()}
    members = [_member(one) for one in people]
    return casing.Formation(formation.form, members, answers, formation.rules_of)


def papers_of(formation: Formation) -> Mapping[str, Paper]:
    """All papers of a formation as its answers make them now, by name."""
    dossier = dossier_of(facts_of(formation, queries.founders(formation)))
    rules = law(book_for(formation), formation.rules_of)
    return {one.name: one for one in papers(dossier, rules)}


def dossier_of(facts: casing.Formation) -> Dossier:
    """What the papers of a formation are written from."""
    return read_dossier(casing.case_of(facts), casing.details_of(facts))


def statute_of(formation: Formation) -> tuple[Paper, str]:
    """The statute as the answers make it now, and its hash."""
    found = papers_of(formation)[PaperKind.STATUTE.value]
    return found, hash_of(found)


def group_of(founder: Founder) -> str | None:
    """The group of a founder, for counting only: what is shown are totals."""
    if not founder.sealed:
        return None
    told = sealer.open(founder.sealed, of=founder.case_key)
    until = told.get("until")
    if until and date.fromisoformat(until) < _today():
        return None
    group: str | None = told.get("group")
    return group


def _member(founder: Founder) -> casing.Member:
    return casing.Member(
        key=founder.case_key,
        kind=founder.kind,
        surname=founder.surname,
        name=full_name(founder),
        legal_kind=founder.legal_kind or None,
        supervisor_approval=founder.supervisor_approval,
        afm=founder.afm,
        works=founder.works,
        other=founder.other,
        paid=founder.paid.value,
        optional_shares=founder.optional_shares,
        group=group_of(founder),
        details={"father": founder.father_name, **{k: getattr(founder, k) for k in _DETAILS}},
    )


def _today() -> date:
    return athens_date(clock.now())

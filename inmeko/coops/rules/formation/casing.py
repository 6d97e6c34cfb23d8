"""The case of a formation: its answers and founders in the format that the checker reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from inmeko.coops.rules import cases
from inmeko.coops.rules.cases import BENEFIT, WORKERS, Case
from inmeko.coops.rules.checks.members import GROUP_OF
from inmeko.coops.rules.formation.words import Chapter, FounderKind, OtherMembership

Answers = Mapping[str, Mapping[str, Any]]
YEARS = 3
_OTHERS = {
    OtherMembership.NONE: [],
    OtherMembership.SOCIAL: [{"form": BENEFIT}],
    OtherMembership.WORKERS: [{"form": WORKERS}],
}


@dataclass(frozen=True)
class Member:
    """What the checker and the papers are told of a founder."""

    key: str
    kind: FounderKind
    surname: str
    name: str
    legal_kind: str | None = None
    supervisor_approval: bool = False
    afm: str = ""
    works: bool = False
    other: OtherMembership | None = None
    paid: str = "cash"
    optional_shares: int = 0
    # Opened for counting; never shown.
    group: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Formation:
    """What a case is made of."""

    form: str
    members: Sequence[Member]
    answers: Answers
    rules_of: date | None = None


def case_of(formation: Formation) -> Case:
    """The case of a formation; what nobody has answered is left out."""
    given: dict[str, Any] = {"id": "formation", "form": formation.form}
    if formation.rules_of:
        given["as_of"] = formation.rules_of.isoformat()
    given["members"] = [_member(one, formation) for one in formation.members]
    for part in (_name, _workers, _statute, _committee, _pay, _money):
        given.update(part(formation))
    return cases.read(given)


def details_of(formation: Formation) -> dict[str, Any]:
    """What the papers say beyond the case."""
    seat, purpose = _answers(formation, Chapter.SEAT), _answers(formation, Chapter.PURPOSE)
    organs, work = _answers(formation, Chapter.ORGANS), _answers(formation, Chapter.WORK)
    budget = _answers(formation, Chapter.BUDGET)
    told = {
        "seat": seat.get("seat"),
        "address": seat.get("address"),
        "duration_years": seat.get("duration_years"),
        "purpose": purpose.get("purpose"),
        "activities": [_activity(one) for one in purpose.get("activities") or ()],
        "committee_size": organs.get("committee_size"),
        "filer": organs.get("filer"),
        **{name: organs.get(name) for name in ("chair", "secretary", "treasurer")},
        "assembly_date": organs.get("assembly_date"),
        "assembly_place": organs.get("assembly_place"),
        "work": work.get("work"),
        "years": _years(budget),
        "first_year": budget.get("first_year"),
    }
    known = {name: value for name, value in told.items() if value not in (None, "", [])}
    people = {one.key: _person(one) for one in formation.members}
    return {**known, "people": people}


def _answers(formation: Formation, chapter: Chapter) -> Mapping[str, Any]:
    return formation.answers.get(chapter, {})


def _member(one: Member, formation: Formation) -> dict[str, Any]:
    told: dict[str, Any] = {"id": one.key, "kind": one.kind.value, "works": one.works, "votes": 1}
    if one.kind is FounderKind.LEGAL:
        told["legal_kind"] = one.legal_kind or "company"
        told["supervisor_approval"] = one.supervisor_approval
        told["works"] = False
    elif one.surname:
        told["surname"] = one.surname
    if one.afm:
        told["afm"] = one.afm
    if one.group and one.group == GROUP_OF.get(formation.form):
        told["group"] = one.group
    if one.other is not None:
        told["other_memberships"] = _OTHERS[one.other]
    return told | _shares(one, _answers(formation, Chapter.SHARES))


def _shares(one: Member, shares: Mapping[str, Any]) -> dict[str, Any]:
    value = shares.get("share_eur")
    if value is None:
        return {}
    price = Decimal(value)
    told: dict[str, Any] = {"obligatory_share": {"value_eur": price, "paid": "cash"}}
    if one.optional_shares:
        told["optional_shares"] = [{"value_eur": price, "paid": one.paid}] * one.optional_shares
    elif one.paid == "kind":
        told["obligatory_share"]["paid"] = "kind"
    return told


def _name(formation: Formation) -> dict[str, Any]:
    answers = _answers(formation, Chapter.NAME)
    if not answers.get("name"):
        return {}
    return {"name": answers["name"], "name_third_party": bool(answers.get("third_party"))}


def _workers(formation: Formation) -> dict[str, Any]:
    work = _answers(formation, Chapter.WORK)
    if work.get("workers_total") is None:
        return {}
    told = {"total": work["workers_total"]}
    group = GROUP_OF.get(formation.form)
    if group and work.get("workers_group") is not None:
        told[group] = work["workers_group"]
    return {"workers": told}


def _statute(formation: Formation) -> dict[str, Any]:
    shares, organs = _answers(formation, Chapter.SHARES), _answers(formation, Chapter.ORGANS)
    told: dict[str, Any] = {}
    if shares:
        told["optional_shares_allowed"] = bool(shares.get("optional_allowed"))
        told["optional_shares_in_kind"] = bool(shares.get("in_kind"))
    if organs:
        told["voting_basis"] = "member"
        told["committee_term_years"] = organs.get("committee_years")
        told["residue_to"] = organs.get("residue_to")
        if formation.form in GROUP_OF:
            told["group_participation_period_months"] = organs.get("group_months")
    return {"statute": told} if told else {}


def _committee(formation: Formation) -> dict[str, Any]:
    chosen = _answers(formation, Chapter.ORGANS).get("committee")
    return {"committee": list(chosen)} if chosen else {}


def _pay(formation: Formation) -> dict[str, Any]:
    work = _answers(formation, Chapter.WORK)
    if work.get("highest_net") is None or work.get("lowest_net") is None:
        return {}
    pay = {
        "highest_net_eur": Decimal(work["highest_net"]),
        "lowest_net_eur": Decimal(work["lowest_net"]),
        "assembly_two_thirds_decision": bool(work.get("pay_decision")),
    }
    return {"pay": pay}


def _money(formation: Formation) -> dict[str, Any]:
    budget = _answers(formation, Chapter.BUDGET)
    years = _years(budget)
    if not years:
        return {}
    told: dict[str, Any] = {}
    if len(years) == YEARS:
        told["revenue"] = {
            "total_3y_eur": sum((one["income_eur"] for one in years), Decimal(0)),
            "public_3y_eur": sum((one["public_income_eur"] for one in years), Decimal(0)),
        }
    if len(years) > 1:
        told["accounts"] = {
            "operating_year": 2,
            "turnover_previous_year_eur": years[0]["income_eur"],
            "payroll_eur": years[1]["payroll_eur"],
        }
        if budget.get("full_time_cost") is not None:
            told["accounts"]["full_time_cost_eur"] = Decimal(budget["full_time_cost"])
    return told


def _years(budget: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The years that have figures, in the names of the checker."""
    found = []
    for one in budget.get("years") or ():
        if one.get("income") is None:
            break
        amounts = ("income", "public_income", "payroll", "other_costs")
        told = {f"{name}_eur": Decimal(one.get(name) or "0") for name in amounts}
        found.append({**told, "jobs": one.get("jobs") or 0})
    return found


def _activity(one: Mapping[str, str]) -> dict[str, str]:
    return {"text": one["text"], **({"kad": one["kad"]} if one.get("kad") else {})}


def _person(one: Member) -> dict[str, str]:
    known = {name: value for name, value in one.details.items() if value}
    return {"name": one.name, **known}

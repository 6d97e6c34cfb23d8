"""All answers of a group from which its papers are written: the case, and who and what it names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from inmeko.coops.rules import cases
from inmeko.coops.rules.cases import BENEFIT, FORMS, OTHER, SPECIAL, VULNERABLE, WORKERS, Case
from inmeko.coops.rules.shapes import (
    UnreadableError,
    amount,
    count,
    day,
    list_of,
    record,
    text,
)

INCLUSION = (VULNERABLE, SPECIAL)
SHARE_CENTS = 10_000

# What no paper holds: signs of control, and what stands for none of the letters.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff\ufffe\uffff]"
)


def line(value: Any, path: str = "") -> str:
    """A text on one line: without breaks, double blanks and signs that do not print."""
    plain = "".join(one for one in text(value, path) if not "\ud800" <= one <= "\udfff")
    return " ".join(_CONTROLS.sub("", plain).split())


_PERSON = record(
    {
        "name": line,
        "father": line,
        "id_number": line,
        "address": line,
        "profession": line,
        "represented_by": line,
        "duty": line,
    }
)
_ACTIVITY = record({"text": line, "kad": line}, required=("text",))
_YEAR = record(
    {
        "income_eur": amount,
        "public_income_eur": amount,
        "payroll_eur": amount,
        "other_costs_eur": amount,
        "jobs": count,
    },
    required=("income_eur", "payroll_eur", "other_costs_eur"),
)
_FIELDS: Mapping[str, Any] = {
    "seat": line,
    "address": line,
    "duration_years": count,
    "purpose": line,
    "activities": list_of(_ACTIVITY),
    "people": lambda given, path: _people(given, path),
    "committee_size": count,
    "filer": text,
    "chair": text,
    "secretary": text,
    "treasurer": text,
    "assembly_date": day,
    "assembly_place": line,
    "work": line,
    "years": list_of(_YEAR),
    "first_year": count,
}
_DETAILS = record(_FIELDS)


@dataclass(frozen=True)
class Founder:
    """A founding member, as far as it is known."""

    id: str
    natural: bool
    name: str
    afm: str = ""
    father: str = ""
    id_number: str = ""
    address: str = ""
    profession: str = ""
    # Of a legal person: who acts for it.
    represented_by: str = ""
    duty: str = ""
    works: bool = False
    share_cents: int = SHARE_CENTS
    optional_shares: int = 0

    def described(self) -> str:
        """The founder in one line, with everything that is known and nothing that is not."""
        parts = [self.name]
        if self.father:
            parts.append(f"του {self.father}")
        if self.represented_by:
            parts.append(f"που εκπροσωπείται από: {self.represented_by}")
        if self.id_number:
            parts.append(f"με δελτίο ταυτότητας ή διαβατήριο αρ. {self.id_number}")
        if self.afm:
            parts.append(f"ΑΦΜ {self.afm}")
        if self.address:
            parts.append(f"κατοικία ή έδρα: {self.address}")
        if self.profession:
            parts.append(f"επάγγελμα: {self.profession}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Year:
    """A year of the plan, in cents."""

    number: int
    income: int
    public_income: int
    payroll: int
    other_costs: int
    jobs: int

    @property
    def result(self) -> int:
        """What is left of the income."""
        return self.income - self.payroll - self.other_costs


@dataclass(frozen=True)
class Dossier:
    """What the papers of one cooperative are written from."""

    form: str
    name: str
    founders: tuple[Founder, ...]
    case: Case
    seat: str = ""
    address: str = ""
    duration_years: int | None = None
    purpose: str = ""
    # (words, ΚΑΔ or "") of each activity.
    activities: tuple[tuple[str, str], ...] = ()
    committee: tuple[str, ...] = ()
    committee_size: int = 3
    committee_years: Decimal = Decimal(3)
    group_months: Decimal | None = None
    optional_shares: bool = False
    shares_in_kind: bool = False
    residue_to: str = "social_economy_fund"
    filer: str = ""
    # Officers of the first committee, by the ids of the case.
    chair: str = ""
    secretary: str = ""
    treasurer: str = ""
    assembly_date: date | None = None
    assembly_place: str = ""
    work: str = ""
    years: tuple[Year, ...] = ()
    lacks: frozenset[str] = field(default_factory=frozenset)

    @property
    def inclusion(self) -> bool:
        """Whether the form is for the inclusion of a group."""
        return self.form in INCLUSION

    @property
    def social(self) -> bool:
        """Whether it is a social cooperative enterprise, and not a workers' cooperative."""
        return self.form != WORKERS

    @property
    def share_cents(self) -> int:
        """The value of the obligatory share: the same for all (the highest that was entered)."""
        return max((one.share_cents for one in self.founders), default=SHARE_CENTS)

    @property
    def capital_cents(self) -> int:
        """What the obligatory shares of the founders come to."""
        return self.share_cents * len(self.founders)

    def officers(self) -> tuple[tuple[str, Founder], ...]:
        """The officers of the first committee that were named, each with the word for the office.

        Who has left the committee is none any more.
        """
        offices = (
            ("πρόεδρος", self.chair),
            ("γραμματέας", self.secretary),
            ("ταμίας", self.treasurer),
        )
        found = ((word, self.founder(key)) for word, key in offices if key in self.committee)
        return tuple((word, one) for word, one in found if one is not None)

    def founder(self, key: str) -> Founder | None:
        """A founder by the id of the case."""
        return next((one for one in self.founders if one.id == key), None)


def split(given: Any) -> tuple[Case, Any]:
    """The case and its details, where both stand in one object; UnreadableError if it is none.

    {"case": …, "details": …} keeps them apart, and a worked case has no details.
    """
    if isinstance(given, Mapping) and "case" in given and set(given) <= _APART:
        return cases.read(given["case"]), given.get("details")
    if not isinstance(given, Mapping):
        return cases.read(given), None
    details = {name: value for name, value in given.items() if name in _FIELDS}
    case = {name: value for name, value in given.items() if name not in _FIELDS}
    return cases.read(case), details


_APART = {"case", "details", "expect"}


def read(case: Case, details: Any = None, *, complete: bool = False) -> Dossier:
    """The dossier of a case; UnreadableError for an unknown detail or a form without papers.

    `complete` asks for what no paper can do without, the founders who sign it; everything else
    that is not answered has a wording that is whole without it, and is told by `lacks`.
    """
    form = case.get("form")
    if form is None or form == OTHER or form not in FORMS:
        raise UnreadableError("form", "papers are written for the four forms of law 4430/2016")
    if complete and not case.get("members"):
        raise UnreadableError("members", "papers name the founders and are signed by them")
    told: Mapping[str, Any] = _DETAILS(details or {}, "")
    founders = tuple(_founder(one, told.get("people", {})) for one in case.get("members") or ())
    statute = case.get("statute") or {}
    given = {name: told[name] for name in _PLAIN if told.get(name) is not None}
    dossier = Dossier(
        form=form,
        name=line(case.get("name") or ""),
        founders=founders,
        case=case,
        activities=tuple((one["text"], one.get("kad") or "") for one in told.get("activities", ())),
        committee=tuple(one for one in case.get("committee") or () if one != "non_member"),
        committee_years=Decimal(statute.get("committee_term_years") or 3),
        group_months=statute.get("group_participation_period_months"),
        optional_shares=bool(statute.get("optional_shares_allowed")),
        shares_in_kind=bool(statute.get("optional_shares_in_kind")),
        residue_to=_residue(statute.get("residue_to")),
        years=_years(told),
        **given,
    )
    return Dossier(**{**vars(dossier), "lacks": frozenset(_missing(dossier))})


_PLAIN = (
    "seat",
    "address",
    "duration_years",
    "purpose",
    "committee_size",
    "filer",
    "chair",
    "secretary",
    "treasurer",
    "assembly_date",
    "assembly_place",
    "work",
)


def _people(given: Any, path: str) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise UnreadableError(path, "an object of members by their ids")
    return {str(key): _PERSON(one, f"{path}.{key}") for key, one in given.items()}


def _founder(member: Mapping[str, Any], people: Mapping[str, Any]) -> Founder:
    known = people.get(member["id"], {})
    named = known.get("name") or line(member.get("surname") or "") or line(member["id"])
    share = (member.get("obligatory_share") or {}).get("value_eur")
    told = {name: value for name, value in known.items() if name != "name" and value}
    return Founder(
        id=member["id"],
        natural=member["kind"] == "natural",
        name=named,
        afm=line(member.get("afm") or ""),
        works=bool(member.get("works")),
        share_cents=SHARE_CENTS if share is None else share,
        optional_shares=len(member.get("optional_shares") or ()),
        **told,
    )


def _residue(word: str | None) -> str:
    # Nothing goes to members, whatever was entered: the checker says so, the paper does not.
    return "kalo_body" if word == "kalo_body" else "social_economy_fund"


def _years(told: Mapping[str, Any]) -> tuple[Year, ...]:
    first = told.get("first_year") or 1
    return tuple(
        Year(
            number=first + n,
            income=one["income_eur"],
            public_income=one.get("public_income_eur") or 0,
            payroll=one["payroll_eur"],
            other_costs=one["other_costs_eur"],
            jobs=one.get("jobs") or 0,
        )
        for n, one in enumerate(told.get("years", ()))
    )


def _missing(dossier: Dossier) -> list[str]:
    """The keys of what a complete set of papers needs and nobody has said."""
    asked = ("name", "seat", "purpose", "activities", "founders", "committee", "filer", "years")
    lost = [name for name in asked if not getattr(dossier, name)]
    if dossier.assembly_date is None:
        lost.append("assembly_date")
    if dossier.inclusion and dossier.group_months is None:
        lost.append("group_months")
    if any(not (one.afm and one.address) for one in dossier.founders):
        lost.append("people")
    return lost


__all__ = ["BENEFIT", "INCLUSION", "SPECIAL", "VULNERABLE", "WORKERS", "Dossier", "Founder"]

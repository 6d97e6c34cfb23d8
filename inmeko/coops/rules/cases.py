"""A case: what is known of a cooperative, its members, its papers, as a mapping read from JSON.

A key that is absent was not asked; a key that is null was asked and there is nothing. Amounts
are in cents, dates are dates.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from inmeko.coops.rules.shapes import (
    UnreadableError,
    amount,
    boolean,
    count,
    day,
    list_of,
    number,
    one_of,
    record,
    text,
    whole,
)

Case = Mapping[str, Any]

VULNERABLE, SPECIAL, BENEFIT = "koinsep_vulnerable", "koinsep_special", "koinsep_benefit"
WORKERS, OTHER = "worker_coop", "other"
FORMS = (VULNERABLE, SPECIAL, BENEFIT, WORKERS, OTHER)
# Legal forms that may enter the special register of article 3 §1(δ).
COMMON_FORMS = (
    "association",
    "civil_company",
    "civil_cooperative",
    "agricultural_cooperative",
    "company",
)
OTHER_FORMS = ("koispe", "energy_community", *COMMON_FORMS)
LEGAL_KINDS = (
    "company",
    "association",
    "cooperative",
    "municipality",
    "region",
    "municipal_body",
    "public_body",
)
GROUNDS: Mapping[str, frozenset[str]] = {
    "vulnerable": frozenset(
        {"disability", "substance_dependency", "juvenile_offending", "prisoner", "ex_prisoner"}
    ),
    "special": frozenset(
        {
            "domestic_violence",
            "trafficking",
            "homeless",
            "poverty",
            "economic_migrant",
            "refugee_or_asylum",
            "single_parent",
            "cultural_difference",
            "long_term_unemployed_under_25",
            "long_term_unemployed_over_50",
        }
    ),
}
# Taken as input, but of no group that the law's text as we know it would name.
UNRESOLVED = frozenset({"hiv_positive", "serious_chronic_illness"})
PATHS = (
    "free_use",
    "free_use_movable",
    "lease_same_body",
    "auction",
    "direct_lease",
    "short_lease",
    "general_free_use",
)
# A case of these alone needs no form.
FORMLESS = frozenset({"id", "note", "as_of", "concession", "call"})

_PAID = one_of(("cash", "kind"))
_MEMBER = record(
    {
        "id": text,
        "kind": one_of(("natural", "legal")),
        "legal_kind": one_of(LEGAL_KINDS),
        "supervisor_approval": boolean,
        "surname": text,
        "afm": text,
        "group": one_of(tuple(GROUNDS)),
        "ground": one_of(frozenset().union(UNRESOLVED, *GROUNDS.values())),
        "works": boolean,
        "votes": whole,
        "other_memberships": list_of(
            record({"form": one_of(FORMS), "same_activity": boolean}, required=("form",))
        ),
        "obligatory_share": record({"value_eur": amount, "paid": _PAID}, required=("value_eur",)),
        "optional_shares": list_of(record({"paid": _PAID, "value_eur": amount})),
    },
    required=("id", "kind"),
)
_STATUTE = record(
    {
        "optional_shares_allowed": boolean,
        "optional_shares_in_kind": boolean,
        "group_participation_period_months": number,
        "voting_basis": one_of(("member", "share", "capital")),
        "committee_term_years": number,
        "residue_to": one_of(("members", "social_economy_fund", "kalo_body")),
        "profit_split": record(
            dict.fromkeys(("reserve_pct", "workers_pct", "jobs_pct", "members_pct"), number)
        ),
    }
)
_REGISTRY = record(
    {
        "categories_applied": list_of(one_of(FORMS)),
        "certificate_date": day,
        "additional_data_date": day,
        "notice_date": day,
        "member_certificate_date": day,
        "today": day,
        "holidays": list_of(day),
    }
)
_CONCESSION = record(
    {
        "path": one_of(PATHS),
        "applicant_kind": one_of(("kalo_body", "team", "company", "association", "person")),
        "registered": boolean,
        "seat_or_activity_in_municipality": boolean,
        "council_members": count,
        "council_present": count,
        "votes_for": count,
        "term_months": count,
        "after_free_use_same_body": boolean,
        "auctions_without_bidder": count,
        "asset_regime": one_of(
            ("ordinary", "listed", "school", "forest", "seashore", "archaeological", "bequest")
        ),
        "decision_state": one_of(("draft", "decided", "in_force")),
        "ada": text,
    },
    required=("path",),
)
_CASE = record(
    {
        "id": text,
        "note": text,
        "as_of": day,
        "form": one_of(FORMS),
        "other_form": one_of(OTHER_FORMS),
        "name": text,
        "name_third_party": boolean,
        "members": list_of(_MEMBER),
        "workers": record(dict.fromkeys(("total", "members", "vulnerable", "special"), count)),
        "statute": _STATUTE,
        "committee": list_of(text),
        "profit_distribution": record(
            {
                "profit_eur": amount,
                "reserve_eur": amount,
                "workers_eur": amount,
                "jobs_eur": amount,
                "members_eur": amount,
                "assembly_two_thirds_decision": boolean,
            },
            required=("profit_eur",),
        ),
        "revenue": record(
            {"total_3y_eur": amount, "public_3y_eur": amount},
            required=("total_3y_eur", "public_3y_eur"),
        ),
        "accounts": record(
            {
                "operating_year": whole,
                "turnover_previous_year_eur": amount,
                "payroll_eur": amount,
                "full_time_cost_eur": amount,
            },
            required=("operating_year", "turnover_previous_year_eur", "payroll_eur"),
        ),
        "pay": record(
            {
                "highest_net_eur": amount,
                "lowest_net_eur": amount,
                "assembly_two_thirds_decision": boolean,
            },
            required=("highest_net_eur", "lowest_net_eur"),
        ),
        "registry": _REGISTRY,
        "concession": _CONCESSION,
        "reserved_contract": record(
            {
                "main_purpose_integration": boolean,
                "workers_total": count,
                "workers_disadvantaged": count,
            }
        ),
        "call": record(
            {"state": one_of(("draft", "published", "closed")), "ada": text}, required=("state",)
        ),
        "levy": record(
            {"start_year": whole, "tax_year": whole}, required=("start_year", "tax_year")
        ),
    },
    required=("id",),
)


def parse(source: str) -> Any:
    """JSON with its numbers exactly as written; UnreadableError tells where it breaks."""

    def refuse(word: str) -> Any:
        raise UnreadableError("", f"{word} is not a number")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise UnreadableError(twice, "this field stands twice")
        return found

    try:
        return json.loads(
            source, parse_float=Decimal, parse_constant=refuse, object_pairs_hook=once
        )
    except json.JSONDecodeError as error:
        raise UnreadableError("", f"not JSON: {error.msg} (column {error.colno})") from error
    except (RecursionError, ValueError, ArithmeticError) as error:
        raise UnreadableError("", "not JSON that can be read") from error


def read(given: Any) -> Case:
    """A case from parsed JSON; UnreadableError names the field that is unknown or wrong."""
    case: Case = _CASE(given, "")
    _check_form(case)
    _check_members(case.get("members") or [])
    workers = case.get("workers") or {}
    members, total = workers.get("members"), workers.get("total")
    if members is not None and total is not None and members > total:
        raise UnreadableError("workers.members", "more member-workers than workers")
    return case


def _check_form(case: Case) -> None:
    form, other = case.get("form"), case.get("other_form")
    if form is None and not _formless(case):
        raise UnreadableError("form", "this field is required")
    if form == OTHER and other is None:
        raise UnreadableError("other_form", "required where the form is “other”")
    if form != OTHER and other is not None:
        raise UnreadableError("other_form", "only where the form is “other”")


def _formless(case: Case) -> bool:
    said = {name for name, value in case.items() if value is not None}
    return said <= FORMLESS and bool(said & {"concession", "call"})


def _check_members(members: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for place, member in enumerate(members):
        path = f"members[{place}]"
        if member["id"] in seen:
            raise UnreadableError(f"{path}.id", "two members have this id")
        seen.add(member["id"])
        if member["kind"] == "legal" and member.get("legal_kind") is None:
            raise UnreadableError(f"{path}.legal_kind", "required for a legal person")

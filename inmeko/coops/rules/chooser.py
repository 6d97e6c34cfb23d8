"""The chooser: what a group says of itself narrows the forms, each with the reason and the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inmeko.coops.rules.cases import BENEFIT, FORMS, OTHER, SPECIAL, VULNERABLE, WORKERS
from inmeko.coops.rules.engine import Finding, evaluate
from inmeko.coops.rules.rulebook import Rule, Rulebook, Verdict, Words
from inmeko.kernel.text import N_

FORM_LABELS: Mapping[str, str] = {
    VULNERABLE: N_("Κοιν.Σ.Επ. of inclusion, vulnerable groups"),
    SPECIAL: N_("Κοιν.Σ.Επ. of inclusion, special groups"),
    BENEFIT: N_("Κοιν.Σ.Επ. of collective and social benefit"),
    WORKERS: N_("Workers' cooperative"),
}
CHOICES = tuple(form for form in FORMS if form != OTHER)


class MemberWork(StrEnum):
    """How many of those who will work in it are members."""

    ALL = "all"
    THREE_QUARTERS = "three_quarters"
    MOST = "most"
    FEW = "few"


class PublicBody(StrEnum):
    """Whether a public-law body of a municipality takes part, and with its supervisor's leave."""

    NONE = "none"
    APPROVED = "approved"
    UNAPPROVED = "unapproved"


class Pursuit(StrEnum):
    """What it is mainly about, where a law of its own may apply."""

    OTHER = "other"
    ENERGY = "energy"
    FARMING = "farming"
    CONSUMERS = "consumers"
    HEALTH = "health"


WORK_LABELS = {
    MemberWork.ALL: N_("All of them"),
    MemberWork.THREE_QUARTERS: N_("At least three in four"),
    MemberWork.MOST: N_("At least six in ten"),
    MemberWork.FEW: N_("Fewer"),
}
BODY_LABELS = {
    PublicBody.NONE: N_("No"),
    PublicBody.APPROVED: N_("Yes, with the approval of its supervisor"),
    PublicBody.UNAPPROVED: N_("Yes, without such an approval"),
}
FIELD_LABELS = {
    Pursuit.OTHER: N_("Something else"),
    Pursuit.ENERGY: N_("Energy for its members or the town"),
    Pursuit.FARMING: N_("Farm products of its members"),
    Pursuit.CONSUMERS: N_("Buying together for the members' own needs"),
    Pursuit.HEALTH: N_("Work for users of mental-health services"),
}
# Shares that were asked for in words: their rules are told without the figures of the example.
_IN_WORDS = frozenset(
    {"KOIN_NONMEMBER_MAX", "SYN_NONMEMBER_MAX", "KOIN_PROFIT_MEMBERS", "SYN_PROFIT_MEMBERS"}
)
# Of twenty workers so many are members.
_WORKERS = 20
_MEMBERS_AMONG = {
    MemberWork.ALL: 20,
    MemberWork.THREE_QUARTERS: 15,
    MemberWork.MOST: 12,
    MemberWork.FEW: 5,
}


@dataclass(frozen=True)
class Wishes:
    """What a group says of itself; what is None was not answered and rules nothing out."""

    founders: int | None = None
    legal: int = 0
    vulnerable: int = 0
    special: int = 0
    municipality: bool = False
    controlled: bool = False
    public_body: PublicBody = PublicBody.NONE
    work: MemberWork | None = None
    dividend: bool = False
    trade: bool | None = None
    field: Pursuit = Pursuit.OTHER


@dataclass(frozen=True)
class Standing:
    """Where a form stands: what keeps it out, and what has still to be confirmed."""

    form: str
    against: tuple[Finding, ...]
    doubts: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """Whether nothing that is certain speaks against the form."""
        return not self.against


@dataclass(frozen=True)
class Referral:
    """Another law that may suit the group better: which form, by which law, and why."""

    form: str
    law: str
    why: str


def standings(wishes: Wishes, book: Rulebook) -> list[Standing]:
    """Every form with what speaks against it, those that remain first."""
    found = [_standing(form, wishes, book) for form in CHOICES]
    return sorted(found, key=lambda one: not one.open)


def _standing(form: str, wishes: Wishes, book: Rulebook) -> Standing:
    findings = evaluate({"id": form, "form": form, **_case(wishes)}, book).findings
    return Standing(
        form,
        tuple(one for one in findings if one.verdict is Verdict.REFUSE),
        tuple(one for one in findings if one.verdict is Verdict.WARN),
    )


def reason(finding: Finding) -> Words:
    """Why a form is out or in doubt, in both languages."""
    return finding.rule.title if finding.rule.id in _IN_WORDS else finding.message


def _case(wishes: Wishes) -> dict[str, Any]:
    case: dict[str, Any] = {}
    if wishes.founders is not None:
        case["members"] = _members(wishes, wishes.founders)
    if wishes.work is not None:
        case["workers"] = {"total": _WORKERS, "members": _MEMBERS_AMONG[wishes.work]}
    if wishes.dividend:
        case["profit_distribution"] = {"profit_eur": 100, "members_eur": 1}
    return case


def _members(wishes: Wishes, number: int) -> list[dict[str, Any]]:
    kinds = ["company"] * wishes.legal
    kinds += ["municipality"] * wishes.municipality + ["municipal_body"] * wishes.controlled
    kinds += ["public_body"] * (wishes.public_body is not PublicBody.NONE)
    groups = ["vulnerable"] * wishes.vulnerable + ["special"] * wishes.special
    natural = max(number - len(kinds), 0)
    people: list[dict[str, Any]] = [
        {"kind": "natural", "group": groups[place] if place < len(groups) else None}
        for place in range(natural)
    ]
    approved = wishes.public_body is PublicBody.APPROVED
    bodies: list[dict[str, Any]] = [
        {"kind": "legal", "legal_kind": kind, "supervisor_approval": approved}
        for kind in kinds[:number]
    ]
    return [{"id": str(place), **one} for place, one in enumerate([*people, *bodies])]


def referrals(wishes: Wishes) -> list[Referral]:
    """Where other laws send such a group."""
    return [referral for applies, referral in _REFERRALS if applies(wishes)]


_REFERRALS = (
    (
        lambda wishes: wishes.field is Pursuit.ENERGY,
        Referral(
            N_("Energy community"),
            "ν. 5037/2023",
            N_("Energy is shared in a community of its own law; municipalities may join."),
        ),
    ),
    (
        lambda wishes: wishes.field is Pursuit.HEALTH,
        Referral(
            "Κοι.Σ.Π.Ε.",
            "ν. 2716/1999 άρ. 12",
            N_("Users of mental-health services work in a unit under the health ministry."),
        ),
    ),
    (
        lambda wishes: wishes.field is Pursuit.FARMING,
        Referral(
            N_("Agricultural cooperative"),
            "ν. 4384/2016",
            N_("Farmers who sell their products together have a cooperative of their own law."),
        ),
    ),
    (
        lambda wishes: wishes.field is Pursuit.CONSUMERS,
        Referral(
            N_("Consumers' cooperative"),
            "ν. 1667/1986",
            N_("Buying for the members' own needs is what civil cooperatives are for."),
        ),
    ),
    (
        lambda wishes: wishes.trade is False,
        Referral(
            N_("Association, or civil non-profit company in the special register"),
            "ΑΚ 78 επ., 741 επ. · ν. 4430/2016 άρ. 3 §1(δ)",
            N_("Who sells nothing needs no cooperative; a company may enter the special register."),
        ),
    ),
    (
        lambda wishes: wishes.municipality,
        Referral(
            N_("The municipality beside the cooperative"),
            "ν. 4555/2018 άρ. 196",
            N_(
                "It cannot be a member, but it may give a registered body the free use of an asset."
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Fact:
    """A row of the comparison: a label and its value for each form, as figures of the rulebook."""

    label: str
    by_form: Mapping[str, str]


def comparison(forms: list[str], book: Rulebook) -> list[Fact]:
    """The forms side by side: members, capital, work, profit."""
    return [Fact(label, {form: read(book, form) for form in forms}) for label, read in _ROWS]


def _rule(book: Rulebook, form: str, *ids: str) -> Rule | None:
    return next((r for r in book.on(None) if r.id in ids and r.binds(form)), None)


def _least_members(book: Rulebook, form: str) -> str:
    rule = _rule(book, form, "KOIN_MIN_BENEFIT", "KOIN_MIN_INCLUSION", "SYN_MIN")
    return f"{rule.measure}" if rule else "–"


def _least_capital(book: Rulebook, form: str) -> str:
    members = _rule(book, form, "KOIN_MIN_BENEFIT", "KOIN_MIN_INCLUSION", "SYN_MIN")
    share = _rule(book, form, "KOIN_SHARE_MIN", "SYN_SHARE_MIN")
    return f"{members.measure * share.measure} €" if members and share else "–"


def _per_cent(*ids: str, sign: str) -> Any:
    def read(book: Rulebook, form: str) -> str:
        rule = _rule(book, form, *ids)
        if rule is None:
            return "–"
        if rule.measure == 0:
            return "0 %"
        # A third is a third: 33 % of six members would be one of them, and not two.
        share = f"{float(rule.measure):g} %" if rule.measure >= 1 else str(rule.measure)
        return f"{sign} {share}"

    return read


_ROWS = (
    (N_("Founders, at least"), _least_members),
    (N_("Capital, at least"), _least_capital),
    (
        N_("Legal persons among the members"),
        _per_cent("KOIN_LEGAL_MAX", "SYN_NATURAL_ONLY", sign="≤"),
    ),
    (N_("Members of the group"), _per_cent("KOIN_VULN_MEMBERS", "KOIN_SPEC_MEMBERS", sign="≥")),
    (
        N_("Workers who are not members"),
        _per_cent("KOIN_NONMEMBER_MAX", "SYN_NONMEMBER_MAX", sign="≤"),
    ),
    (
        N_("Reserve from the profit"),
        _per_cent("KOIN_PROFIT_RESERVE", "SYN_PROFIT_RESERVE", sign="≥"),
    ),
    (N_("Profit to the workers"), _per_cent("KOIN_PROFIT_WORKERS", "SYN_PROFIT_WORKERS", sign="≤")),
    (
        N_("Profit to members as members"),
        _per_cent("KOIN_PROFIT_MEMBERS", "SYN_PROFIT_MEMBERS", sign="≤"),
    ),
)

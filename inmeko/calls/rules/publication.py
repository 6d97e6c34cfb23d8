"""What of a list of results is public: built up field by field, so that nothing else slips in.

Names of bodies are public; informal groups and persons are named by their protocol number alone,
unless they agreed. Contact persons, addresses, telephones and ΑΦΜ have no field here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from inmeko.accounts.rules import LICENCE_ADDRESSES, Licence, OrganisationKind
from inmeko.calls.rules.minutes_results import reason
from inmeko.calls.rules.words import (
    OFFER_LABELS,
    OUTCOME_LABELS,
    STAGE_LABELS,
    ListStage,
    Offer,
    Outcome,
)
from inmeko.kernel.calendar import athens, athens_date
from inmeko.kernel.text import N_, guard_cell

Say = Callable[[str], str]

# Who may be a single person, or has no legal dress: named only if they agreed.
UNNAMED = (None, OrganisationKind.INFORMAL_GROUP, OrganisationKind.OTHER)
CHOSEN = (Outcome.SELECTED, Outcome.PARTIAL)
# The type that such acts commonly have; whoever posts the act chooses.
DECISION_TYPE = "2.4.7.1"
SUBJECTS = {
    ListStage.PRELIMINARY_LIST: "Έγκριση προσωρινού πίνακα αποτελεσμάτων της πρόσκλησης εκδήλωσης "
    "ενδιαφέροντος «{title}»",
    ListStage.FINAL_LIST: "Έγκριση οριστικού πίνακα αποτελεσμάτων της πρόσκλησης εκδήλωσης "
    "ενδιαφέροντος «{title}»",
}
COLUMNS = (
    N_("Place"),
    N_("Protocol number"),
    N_("Body"),
    N_("Score"),
    N_("Outcome"),
    N_("Granted"),
    N_("Amount in euro"),
    N_("Reasons"),
)


@dataclass(frozen=True)
class PublicLine:
    """What everybody is told of a file."""

    place: int
    number: str
    name: str
    score: Decimal | None
    outcome: Outcome
    part: str
    amount: Decimal | None
    reasons: tuple[Mapping[str, Any], ...]

    @property
    def shown_place(self) -> str:
        """The place, or a dash for whoever stands outside the order."""
        return "–" if self.outcome is Outcome.INELIGIBLE else str(self.place)


@dataclass(frozen=True)
class PublicList:
    """What everybody is told of a list."""

    key: int
    stage: ListStage
    decided_at: datetime
    ada: str | None
    sha256: str
    minutes: str
    lot_seed: str
    town: str
    slug: str
    licence: Licence
    call: int
    title: str
    call_ada: str | None
    offers: tuple[Offer, ...]
    lines: tuple[PublicLine, ...]
    # Addresses of the call and of the list.
    call_url: str = ""
    url: str = ""


def may_be_named(kind: OrganisationKind | None, *, agreed: bool) -> bool:
    """Whether the name of a group may stand on a public list."""
    return agreed or kind not in UNNAMED


def table(shown: PublicList, say: Say) -> Iterator[list[object]]:
    """The list as rows, the head first; no cell is read as a formula."""
    yield [say(name) for name in COLUMNS]
    for one in shown.lines:
        yield [
            one.shown_place,
            one.number,
            guard_cell(one.name),
            _comma(one.score),
            say(OUTCOME_LABELS[one.outcome]),
            guard_cell(one.part),
            _comma(one.amount),
            guard_cell(sentences(one, say)),
        ]


def sentences(line: PublicLine, say: Say) -> str:
    """Why a file stands where it stands."""
    return " ".join(reason(why, say) for why in line.reasons)


def awards(shown: PublicList, say: Say) -> dict[str, Any]:
    """The list with its awards in the fields of the 360Giving standard.

    An award in kind has the amount 0 and says in `fundingType` what is given; a preliminary list
    has no awards yet.
    """
    grants = [_grant(shown, one, say) for one in shown.lines if one.outcome in CHOSEN]
    return {
        "version": "1.1",
        "identifier": f"inmeko-{shown.slug}-list-{shown.key}",
        "title": f"{say(STAGE_LABELS[shown.stage])}: {shown.title}",
        "issued": athens_date(shown.decided_at).isoformat(),
        "publisher": {"name": shown.town},
        "license": LICENCE_ADDRESSES[shown.licence],
        "accessURL": shown.url,
        "grants": grants if shown.stage is ListStage.FINAL_LIST else [],
        "results": [_result(one, say) for one in shown.lines],
        "sha256": shown.sha256,
        "minutes": shown.minutes,
    }


def subject(shown: PublicList) -> str:
    """The subject line under which the decision can be posted in Διαύγεια."""
    return SUBJECTS[shown.stage].format(title=shown.title)


def diavgeia(shown: PublicList) -> dict[str, Any]:
    """The metadata of the decision for Διαύγεια, as far as they are known here.

    Nothing is posted by it; the number of the decision and its ΑΔΑ are the authority's to give,
    and so are the numbers of organisation, unit and signer.
    """
    day = athens(shown.decided_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "publish": False,
        "protocolNumber": "",
        "subject": subject(shown),
        "issueDate": day.isoformat(timespec="milliseconds"),
        "organizationId": "",
        "decisionTypeId": DECISION_TYPE,
        "thematicCategoryIds": [],
        "unitIds": [],
        "signerIds": [],
        "extraFieldValues": {},
        "correctedCopy": False,
    }


def _grant(shown: PublicList, one: PublicLine, say: Say) -> dict[str, Any]:
    year, number = one.number.partition("/")[2], one.number.partition("/")[0]
    named = one.name or f"{say(N_('Protocol number'))} {one.number}"
    given = "; ".join(say(OFFER_LABELS[offer]) for offer in shown.offers)
    grant: dict[str, Any] = {
        "id": f"inmeko-{shown.slug}-{shown.call}-{year}-{number}",
        "title": shown.title[:140],
        "description": one.part or given or shown.title,
        "currency": "EUR",
        "amountAwarded": float(one.amount or 0),
        "awardDate": athens_date(shown.decided_at).isoformat(),
        "fundingOrganization": [{"id": f"inmeko-{shown.slug}", "name": shown.town}],
        "recipientOrganization": [
            {"id": f"inmeko-{shown.slug}-{year}-{number}", "name": named},
        ],
        "grantProgramme": [
            {"code": f"inmeko-{shown.slug}-{shown.call}", "title": shown.title}
            | ({"url": shown.call_url} if shown.call_url else {})
        ],
        "fromOpenCall": "Yes",
        "dateModified": shown.decided_at.isoformat(timespec="seconds"),
    }
    kinds = [
        {"vocabulary": "inmeko-offers", "code": offer.value, "title": say(OFFER_LABELS[offer])}
        for offer in shown.offers
    ]
    return {**grant, **({"fundingType": kinds} if kinds else {})}


def _result(one: PublicLine, say: Say) -> dict[str, Any]:
    return {
        "place": None if one.outcome is Outcome.INELIGIBLE else one.place,
        "number": one.number,
        "name": one.name or None,
        "score": None if one.score is None else float(one.score),
        "outcome": one.outcome.value,
        "part": one.part or None,
        "amount": None if one.amount is None else float(one.amount),
        "reasons": sentences(one, say),
    }


def _comma(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def numbers(lines: Sequence[PublicLine]) -> dict[Outcome, int]:
    """How many files have which outcome."""
    return {
        outcome: found
        for outcome in Outcome
        if (found := sum(one.outcome is outcome for one in lines))
    }

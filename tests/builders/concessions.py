"""Make concessions."""

from datetime import date
from typing import Any

from inmeko.accounts.models import Municipality, Organisation
from inmeko.accounts.rules import OrganisationKind
from inmeko.kernel.actor import Actor
from inmeko.resources.models import Asset, Concession
from inmeko.resources.rules.concession_words import Applicant, PathKey, Regime
from inmeko.resources.services import concessions
from tests.builders.people import organisation

SOMEBODY = Actor()
ADA = "ΒΛ4ΗΩ6Ρ-Τ0Χ"
ANSWERS = {
    "applicant_kind": Applicant.KALO_BODY,
    "registered": True,
    "seat_or_activity": True,
    "asset_regime": Regime.ORDINARY,
}


def cooperative(town: Municipality, **changes: Any) -> Organisation:
    """A social cooperative enterprise of a town."""
    values = {"name": "Κύκλος ΚοινΣΕπ", "kind": OrganisationKind.SOCIAL_COOPERATIVE}
    return organisation(town, **{**values, **changes})


def terms(**changes: Any) -> dict[str, Any]:
    """What is typed to prepare the free use of real estate for a year and a half."""
    given = {
        "path": PathKey.FREE_USE,
        "purpose": "Εργαστήριο επισκευής επίπλων",
        "terms": "",
        "rent": None,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 6, 30),
        "decision_number": "12/2025",
        "answers": ANSWERS,
    }
    return {**given, **changes}


def draft(asset: Asset, body: Organisation, **changes: Any) -> Concession:
    """A concession that is being prepared."""
    return concessions.draft(SOMEBODY, asset, body, terms(**changes))


def posted(**changes: Any) -> dict[str, Any]:
    """A decision that 17 of 33 voted for, posted before the concession begins."""
    given = {
        "ada": ADA,
        "posted_on": date(2025, 12, 20),
        "council_members": 33,
        "votes_for": 17,
    }
    return {**given, **changes}


def active(asset: Asset, body: Organisation, **changes: Any) -> Concession:
    """A concession in force."""
    made = draft(asset, body, **changes)
    concessions.activate(SOMEBODY, made, posted())
    return made

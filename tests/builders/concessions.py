"""Make concessions."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality, Organisation
from inmeko.accounts.rules import OrganisationKind
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.resources.models import Asset, Concession, DecisionLink
from inmeko.resources.rules.concession_words import Applicant, CostKind, PathKey, Regime
from inmeko.resources.services import concessions, costs, decisions, following
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


def figures(**changes: Any) -> dict[str, Any]:
    """A proposed use in figures."""
    given = {
        "title": "Στέγη συνεταιρισμών",
        "notes": "",
        "investment": Decimal("30000.00"),
        "grant_amount": Decimal("10000.00"),
        "paid_by_body": Decimal("5000.00"),
        "running_cost": Decimal("1000.00"),
        "income": Decimal("3600.00"),
        "saved_cost": Decimal("1240.00"),
        "price_change": Decimal("2.00"),
        "first_year": 2027,
        "years": 10,
    }
    return {**given, **changes}


def export(*decisions: dict[str, Any]) -> bytes:
    """A file of decisions as Διαύγεια exports them."""
    return json.dumps({"decisionResultList": decisions}, ensure_ascii=False).encode()


def decision(**changes: Any) -> dict[str, Any]:
    """A decision as an export of Διαύγεια tells it."""
    given = {
        "ada": ADA,
        "protocolNumber": "-",
        "issueDate": "24/07/2025 03:00:00",
        "documentUrl": f"https://diavgeia.gov.gr/doc/{ADA}",
        "subject": "ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΤΟΥ ΠΑΛΑΙΟΥ ΣΦΑΓΕΙΟΥ ΕΠΙ ΤΗΣ ΟΔΟΥ ΗΡΩΩΝ",
        "decisionTypeUid": "Β.5",
        "decisionTypeLabel": "ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΠΕΡΙΟΥΣΙΑΚΩΝ ΣΤΟΙΧΕΙΩΝ",
        "organizationUid": "6140",
        "organizationLabel": "ΔΗΜΟΣ ΔΟΚΙΜΗΣ",
    }
    return {**given, **changes}


def things(building: Asset, body: Organisation) -> dict[str, int]:
    """One of each thing of this part, by the name it has in addresses."""
    given = draft(building, body)
    due = date(2026, 12, 1)
    owed = following.oblige(SOMEBODY, given, what="Ετήσια έκθεση", due_on=due, yearly=True)
    cost = costs.enter(
        SOMEBODY,
        building,
        kind=CostKind.SECURITY,
        amount=Decimal("100.00"),
        year=2025,
        source="Λογαριασμοί",
    )
    scenario = costs.draw_up(SOMEBODY, building, figures())
    decisions.bring_in(SOMEBODY, building.municipality, export(decision()))
    (link,) = building_links(building)
    return {
        "concession_id": given.id,
        "obligation_id": owed.id,
        "cost_id": cost.id,
        "scenario_id": scenario.id,
        "decision_id": link.decision_id,
        "link_id": link.id,
    }


def building_links(building: Asset) -> list[DecisionLink]:
    """The decisions that were offered for an asset."""
    query = sa.select(DecisionLink).where(DecisionLink.asset_id == building.id)
    return list(db.session.scalars(query))

"""One of each thing that an address can name, made in a town: by the name it has in the URL."""

import io
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Grant, Membership, Municipality
from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.records import services as records
from inmeko.records.rules import Direction
from inmeko.resources.models import AssetFlag
from inmeko.resources.services import importing
from inmeko.resources.services.importing import mappings
from tests.builders import (
    calls,
    committees,
    concessions,
    events,
    formations,
    judging,
    results,
    texts,
)
from tests.builders.fieldwork import fieldwork_things
from tests.builders.people import organisation, person
from tests.builders.resources import asset
from tests.builders.visits import visit_things

SYSTEM = Actor()
CSV = "Κωδικός;Τίτλος;Γεωγραφικό μήκος;Γεωγραφικό πλάτος\nΚ-1;Αποθήκη;23,75;38,0\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def things(town: Municipality) -> dict[str, Any]:
    """The values for every converter of our addresses, all belonging to one town."""
    building, body = asset(town), organisation(town)
    member = Membership(organisation_id=body.id, user_id=person().id, manages=True)
    grant = Grant(role=Role.PLANNER, municipality_id=town.id, user_id=person().id)
    db.session.add_all([member, grant])
    db.session.flush()
    about: dict[str, Any] = {"kind": "asset", "key": building.id}
    entry = records.enter(SYSTEM, town.id, direction=Direction.INCOMING, subject="Αίτηση", **about)
    staged = importing.stage(SYSTEM, town, io.BytesIO(CSV.encode()), "μητρώο.csv")
    job = records.post_mail("a@example.org", "Θέμα", "", municipality_id=town.id)
    file = records.attach(
        SYSTEM,
        io.BytesIO(PDF),
        "σχέδιο.pdf",
        kind="asset",
        key=building.id,
        municipality_id=town.id,
        public=True,
        purpose="evidence",
    )
    return {
        "asset_id": building.id,
        **concessions.things(building, body),
        "organisation_id": body.id,
        "member_id": member.id,
        "grant_id": grant.id,
        "import_id": staged.id,
        "mapping_id": mappings.save(SYSTEM, staged, "Μητρώο ακινήτων").id,
        "flag_id": flagged(town),
        "entry_id": entry.id,
        "job_id": job.id,
        **dict.fromkeys(("attachment_id", "file_id"), file.id),
        **about,
        **dict.fromkeys(("form", "format"), "csv"),
        **{"rule": "SYN_MIN", "ruling": "confirmed"},
        **_of_domains(town, building),
    }


def _of_domains(town: Municipality, building: Any) -> dict[str, Any]:
    """One of each thing of field work, of the set-up of cooperatives, and of calls."""
    return {
        **visit_things(town, building),
        **fieldwork_things(town, building),
        **formations.things(town),
        **events.things(town),
        **texts.things(town),
        **committees.things(town),
        **judging.things(town) | calls.things(town) | results.things(town),
    }


def flagged(town: Municipality) -> int:
    """A flag of two assets that are likely one: the town has the first already."""
    query = sa.select(AssetFlag.id).where(AssetFlag.asset_id == asset(town).id)
    return db.session.scalar(query.where(AssetFlag.other_id.is_not(None)).limit(1))

"""Who does something to a formation, and what every deed leaves behind."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from inmeko.coops.models import Formation, Founder
from inmeko.coops.queries import standing
from inmeko.coops.queries.formations import KIND, chapters
from inmeko.coops.rules.formation.words import OPEN_STAGES, Chapter, FormationStage
from inmeko.coops.rules.measures import distinct_part, fold_name
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_
from inmeko.records.services import note


@dataclass(frozen=True)
class Doer:
    """Somebody of the staff, or a founder who came by their link."""

    actor: Actor
    founder: Founder | None = None

    @property
    def founder_id(self) -> int | None:
        """The founder, if it is one."""
        return self.founder.id if self.founder else None


def lock(formation: Formation) -> Formation:
    """The formation as it is now, held until the end of the transaction."""
    query = sa.select(Formation).where(Formation.id == formation.id)
    held = query.with_for_update(of=Formation).execution_options(populate_existing=True)
    return db.session.scalars(held).one()


def check_open(formation: Formation) -> None:
    """ConflictError once nothing can be answered any more."""
    if formation.stage not in OPEN_STAGES:
        raise ConflictError(N_("This formation is closed: nothing can be changed in it."))


def check_answerable(formation: Formation) -> None:
    """ConflictError once the application was filed: the statute is what was filed."""
    check_open(formation)
    if formation.stage not in (FormationStage.PREPARING, FormationStage.APPROVING):
        raise ConflictError(
            N_("The application was filed: take it back before you change what it says.")
        )


def stepped(formation: Formation) -> None:
    """Write down that something was done, and where the formation stands now."""
    formation.stepped_at = clock.now()
    db.session.flush()
    told = chapters(formation).get(Chapter.NAME)
    formation.name = str((told.answers if told else {}).get("name") or "")[:300]
    formation.name_key = distinct_part(fold_name(formation.name))[:300]
    formation.verdict = standing.position(formation).answer.verdict.value
    db.session.flush()


def noted(doer: Doer, deed: str, formation: Formation, **told: Any) -> None:
    """Write a deed into the audit trail; never what a founder said of themselves."""
    after = {**told, **({"founder": doer.founder_id} if doer.founder else {})}
    town = formation.municipality_id
    note(doer.actor, deed, KIND, formation.id, municipality_id=town, after=after or None)

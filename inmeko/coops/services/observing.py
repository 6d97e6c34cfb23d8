"""Let somebody read along in one formation, and take it back."""

from inmeko.coops.models import Formation, Observer
from inmeko.coops.queries import observers as queries
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.coops.services.doing import Doer, check_open, lock, noted
from inmeko.coops.services.founders import new_link
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules.outbox import check_address

MOST_OBSERVERS = 20


def name(doer: Doer, formation: Formation, *, called: str, email: str, messages: bool) -> Observer:
    """Let somebody read along, by a link of their own; RuleError or ConflictError on its field."""
    held = lock(formation)
    # A bank or a service reads along in the years after the founding, too.
    if held.stage is not FormationStage.REGISTERED:
        check_open(held)
    address = check_address(email).lower()
    present = [one for one in queries.observers(held) if one.taken_back_at is None]
    if any(one.email == address for one in present):
        raise ConflictError(N_("This address observes the group already."), field="email")
    if len(present) >= MOST_OBSERVERS:
        raise RuleError(N_("There are too many observers: take one back first."))
    made = Observer(
        municipality_id=held.municipality_id,
        formation_id=held.id,
        name=called,
        email=address,
        messages=messages,
        key=new_link(),
        founder_id=doer.founder_id,
        user_id=doer.actor.id,
    )
    db.session.add(made)
    db.session.flush()
    noted(doer, "observer named", held, observer=made.id, messages=messages)
    return made


def take_back(doer: Doer, formation: Formation, observer: Observer) -> None:
    """Their link opens nothing from now on."""
    observer.taken_back_at, observer.key = clock.now(), new_link()
    db.session.flush()
    noted(doer, "observer removed", formation, observer=observer.id)

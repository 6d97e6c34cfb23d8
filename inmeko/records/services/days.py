"""Keep the days on which a town's offices are closed beside the public holidays."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_
from inmeko.records.models import LocalDay
from inmeko.records.services.auditing import note

KIND = "local_day"


def keep_day(actor: Actor, municipality_id: int, *, day: date, name: str) -> LocalDay:
    """Write down a day of a town's own; a day that is there already is refused."""
    made = LocalDay(municipality_id=municipality_id, day=day, name=name)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        raise ConflictError(N_("This day is in the list already."), field="day") from None
    told = {"day": day, "name": name}
    note(actor, "recorded", KIND, made.id, municipality_id=municipality_id, after=told)
    return made


def drop_day(actor: Actor, kept: LocalDay) -> None:
    """Take a day of a town's own away."""
    told = {"day": kept.day, "name": kept.name}
    town = kept.municipality_id
    note(actor, "deleted", KIND, kept.id, municipality_id=town, before=told)
    db.session.delete(kept)
    db.session.flush()

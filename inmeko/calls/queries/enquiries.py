"""Questions about calls: those that wait, and those that were answered in public."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call, Enquiry
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_


def enquiry(*, municipality: str, enquiry_id: int) -> Enquiry:
    """A question of a town by its number; raises NotFoundError."""
    query = (
        sa.select(Enquiry)
        .join(Municipality, Municipality.id == Enquiry.municipality_id)
        .where(Municipality.slug == municipality, Enquiry.id == enquiry_id)
        .options(joinedload(Enquiry.call).joinedload(Call.municipality))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such question."))
    return found


def answered(call: Call) -> Sequence[Enquiry]:
    """The questions about a call that were answered in public, the latest answer first."""
    query = sa.select(Enquiry).where(Enquiry.call_id == call.id, Enquiry.answered_at.is_not(None))
    return db.session.scalars(query.order_by(Enquiry.answered_at.desc(), Enquiry.id)).all()


def waiting(*, municipality_id: int) -> Sequence[Enquiry]:
    """The questions of a town that nobody has dealt with, the oldest first."""
    query = (
        sa.select(Enquiry)
        .where(
            Enquiry.municipality_id == municipality_id,
            Enquiry.answered_at.is_(None),
            Enquiry.dismissed_at.is_(None),
        )
        .options(joinedload(Enquiry.call))
    )
    return db.session.scalars(query.order_by(Enquiry.id)).all()


def waiting_number(*, municipality_id: int) -> int:
    """How many questions of a town nobody has dealt with."""
    query = sa.select(sa.func.count(Enquiry.id)).where(
        Enquiry.municipality_id == municipality_id,
        Enquiry.answered_at.is_(None),
        Enquiry.dismissed_at.is_(None),
    )
    return db.session.scalar(query) or 0

"""What a call asks, read once: published versions never change."""

from datetime import datetime

import sqlalchemy as sa

from inmeko.calls.models import Call, CallVersion
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.content import Content
from inmeko.extensions import db

MOST = 64
# By number and moment of the publication: a number alone may come again after a rollback.
_read: dict[tuple[int, datetime], Content] = {}


def content_in_force(call: Call) -> Content:
    """What a call asks now: its version in force, of a draft its working copy."""
    query = sa.select(CallVersion.id, CallVersion.published_at).where(
        CallVersion.call_id == call.id, CallVersion.number == call.version
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return contents.read(call.content)
    key = (row[0], row[1])
    known = _read.get(key)
    if known is None:
        whole = sa.select(CallVersion.content).where(CallVersion.id == row[0])
        known = contents.read(db.session.execute(whole).scalar_one())
        if len(_read) >= MOST:
            _read.clear()
        _read[key] = known
    return known

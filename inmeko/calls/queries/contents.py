"""What a call asks, read once: published versions never change."""

import json

import sqlalchemy as sa

from inmeko.calls.models import Call, CallVersion
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.content import Content
from inmeko.extensions import db

MOST = 64
# By the very words that are kept: reading them takes longer than fetching them.
_read: dict[str, Content] = {}
_IN_FORCE = sa.select(sa.cast(CallVersion.content, sa.Text)).where(
    CallVersion.call_id == sa.bindparam("call"), CallVersion.number == sa.bindparam("number")
)


def content_in_force(call: Call) -> Content:
    """What a call asks now: its version in force, of a draft its working copy."""
    words = db.session.scalar(_IN_FORCE, {"call": call.id, "number": call.version})
    if words is None:
        return contents.read(call.content)
    known = _read.get(words)
    if known is None:
        known = contents.read(json.loads(words))
        if len(_read) >= MOST:
            _read.clear()
        _read[words] = known
    return known

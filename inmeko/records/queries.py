"""Every question asked of the records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from inmeko.accounts.models import User
from inmeko.extensions import db
from inmeko.records.models import Attachment, AuditEntry
from inmeko.records.rules import audit

DELETED = ""
HISTORY_LENGTH = 200


@dataclass(frozen=True)
class Deed:
    """An entry of the audit trail as it is shown; `who` is None for the programme itself."""

    number: int
    at: datetime
    who: str | None
    deed: str
    kind: str
    key: int
    changes: list[audit.Change]


def attachments(kind: str, key: int) -> Sequence[Attachment]:
    """The files of a thing, the oldest first; removed ones are left out."""
    return db.session.scalars(
        sa.select(Attachment)
        .where(Attachment.kind == kind, Attachment.key == key, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    ).all()


def contents_in_use() -> set[str]:
    """The SHA-256 of every stored content that a file not removed refers to."""
    live = Attachment.removed_at.is_(None)
    whole = sa.select(Attachment.sha256).where(live)
    small = sa.select(Attachment.thumbnail_sha256).where(live)
    return {sha256 for sha256 in db.session.scalars(whole.union(small)) if sha256}


def history(kind: str, key: int) -> list[Deed]:
    """The deeds done to a thing, the newest first; at most the last 200."""
    about = sa.select(AuditEntry).where(AuditEntry.kind == kind, AuditEntry.key == key)
    return deeds(about.order_by(AuditEntry.id.desc()).limit(HISTORY_LENGTH))


def deeds(selected: sa.Select[AuditEntry]) -> list[Deed]:
    """Selected entries of the audit trail with the names of those who did them."""
    entries = db.session.scalars(selected).all()
    people = sa.select(User.id, User.name, User.email).where(
        User.id.in_({entry.actor_id for entry in entries if entry.actor_id is not None}),
        User.deleted_at.is_(None),
    )
    names = {row.id: row.name or row.email for row in db.session.execute(people)}
    return [
        Deed(
            number=entry.number,
            at=entry.at,
            who=None if entry.actor_id is None else names.get(entry.actor_id, DELETED),
            deed=entry.deed,
            kind=entry.kind,
            key=entry.key,
            changes=audit.changes(entry.before, entry.after),
        )
        for entry in entries
    ]

"""Questions about files: those of a thing, and what of the storage is in use."""

from collections.abc import Collection, Sequence
from typing import IO

import sqlalchemy as sa

from inmeko.extensions import db, storage
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment


def attachments(kind: str, key: int) -> Sequence[Attachment]:
    """The files of a thing, the oldest first; removed ones are left out."""
    return db.session.scalars(
        sa.select(Attachment)
        .where(Attachment.kind == kind, Attachment.key == key, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    ).all()


def attachments_of(
    kind: str, keys: Collection[int], *, municipality_id: int
) -> dict[int, list[Attachment]]:
    """The files of several things of a town, by the number of the thing, the oldest first."""
    found: dict[int, list[Attachment]] = {key: [] for key in keys}
    query = sa.select(Attachment).where(
        Attachment.municipality_id == municipality_id,
        Attachment.kind == kind,
        Attachment.key.in_(list(found)),
        Attachment.removed_at.is_(None),
    )
    for one in db.session.scalars(query.order_by(Attachment.id)):
        found[one.key].append(one)
    return found


def attachment(*, attachment_id: int, name: str) -> Attachment:
    """The file of an address, which names it too; raises NotFoundError, also once it is removed."""
    found = db.session.get(Attachment, attachment_id)
    if found is None or found.removed_at is not None or found.filename != name:
        raise NotFoundError(N_("There is no such file."))
    return found


def contents_in_use() -> set[str]:
    """The SHA-256 of every stored content that a file not removed refers to."""
    live = Attachment.removed_at.is_(None)
    whole = sa.select(Attachment.sha256).where(live)
    small = sa.select(Attachment.thumbnail_sha256).where(live)
    return {sha256 for sha256 in db.session.scalars(whole.union(small)) if sha256}


def content(attachment: Attachment, *, small: bool = False) -> IO[bytes]:
    """The content of a file, or its small picture; raises NotFoundError if the storage lost it."""
    sha256 = attachment.thumbnail_sha256 if small else None
    try:
        return storage.open(sha256 or attachment.sha256)
    except FileNotFoundError:
        raise NotFoundError(N_("The content of this file is missing.")) from None

"""Keep files that belong to a thing, and forget the content that nothing refers to any more."""

import hashlib
import io
import logging
import os
from collections.abc import Iterable
from datetime import timedelta
from typing import IO

import sqlalchemy as sa

from inmeko.extensions import db, storage
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records import queries
from inmeko.records.models import Attachment, AuditHead
from inmeko.records.rules import files
from inmeko.records.services.auditing import note
from inmeko.records.services.picturing import published, thumbnail

logger = logging.getLogger(__name__)

# Content younger than this may belong to a deed that is still under way.
GRACE = timedelta(hours=1)


def attach(
    actor: Actor,
    upload: IO[bytes],
    filename: str,
    *,
    kind: str,
    key: int,
    municipality_id: int | None,
    public: bool,
    purpose: str,
    known: files.FileType | None = None,
    cleaned: bool = False,
) -> Attachment:
    """Keep a file for a thing; refuses kinds that are not taken, empty and oversized files.

    Of a photo that is public or to be `cleaned` only a copy is kept: at most 1600 pixels wide or
    high, without place, time and camera. What the site wrote itself is of a `known` kind.
    """
    files.check_size(upload.seek(0, os.SEEK_END), storage.limit, filename)
    found = known or files.identify(upload, filename)
    image = found.media_type in files.IMAGES
    content = published(upload, filename) if image and (public or cleaned) else upload
    small = thumbnail(content, filename) if image else None
    name = files.clean_name(filename, found)
    # The note locks the town's chain, and so keeps `sweep` away from what is being stored.
    after = {"file": name, "sha256": _sha256(content)}
    note(actor, "attached", kind, key, municipality_id=municipality_id, after=after)
    sha256, size = storage.put(content)
    thing = {"municipality_id": municipality_id, "kind": kind, "key": key}
    whose = {"purpose": purpose, "public": public, "added_by_id": actor.id}
    kept = {"filename": name, "media_type": found.media_type, "size": size, "sha256": sha256}
    small_sha256 = storage.put(io.BytesIO(small))[0] if small else None
    attachment = Attachment(**thing, **whose, **kept, thumbnail_sha256=small_sha256)
    db.session.add(attachment)
    db.session.flush()
    return attachment


def twin(upload: IO[bytes], among: Iterable[Attachment]) -> Attachment | None:
    """The one of some files whose content is that of the upload, byte for byte."""
    same = _sha256(upload)
    return next((one for one in among if one.sha256 == same), None)


def kept_whole(kind: str, key: int) -> bool:
    """Whether a thing has files, and the storage holds each of them whole."""
    held = queries.attachments(kind, key)
    return bool(held) and all(storage.holds(one.sha256) for one in held)


def detach(actor: Actor, attachment: Attachment) -> None:
    """Take a file away from its thing; its content goes with the next sweep."""
    if attachment.removed_at is not None:
        return
    attachment.removed_at = clock.now()
    before = {"file": attachment.filename, "sha256": attachment.sha256}
    note(
        actor,
        "detached",
        attachment.kind,
        attachment.key,
        municipality_id=attachment.municipality_id,
        before=before,
    )


def hand_over(*, kind: str, key: int, to: int) -> None:
    """Let the files of a thing belong to another of its kind; its own history tells of it."""
    of_thing = (Attachment.kind == kind) & (Attachment.key == key)
    db.session.execute(sa.update(Attachment).where(of_thing).values(key=to))


def sweep(grace: timedelta = GRACE) -> int:
    """Remove stored content that no attachment refers to and that is older than `grace`."""
    old = storage.stored_before(clock.now() - grace)
    # Whoever attaches holds the chain of its town while it stores.
    db.session.execute(sa.select(AuditHead.chain).order_by(AuditHead.chain).with_for_update())
    needless = sorted(old - queries.contents_in_use())
    for sha256 in needless:
        storage.remove(sha256)
    logger.info("%s files removed from the storage", len(needless))
    return len(needless)


def _sha256(content: IO[bytes]) -> str:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    content.seek(0)
    return digest

"""Whether what was frozen still holds: the content of a submission, and its stored files."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from inmeko.calls.models import Submission
from inmeko.extensions import db, storage
from inmeko.kernel import sealing
from inmeko.records.models import ProtocolEntry


@dataclass(frozen=True)
class Verified:
    """A hash of a receipt, and whether what is kept still has it."""

    what: str
    sha256: str
    holds: bool


def verified(submission: Submission) -> Iterator[Verified]:
    """Recompute every hash of a submission from what is kept: the content, then each file."""
    kept = sealing.holds(submission.content, submission.sha256)
    yield Verified("content", submission.sha256, kept)
    for one in submission.content["files"]:
        yield Verified(one["name"], one["sha256"], _stored(one["sha256"]) == one["sha256"])


def entry(submission: Submission) -> ProtocolEntry:
    """The entry of the protocol under which something was sent."""
    query = sa.select(ProtocolEntry).where(ProtocolEntry.id == submission.protocol_entry_id)
    return db.session.scalars(query).one()


def _stored(sha256: str) -> str | None:
    try:
        with storage.open(sha256) as content:
            return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return None

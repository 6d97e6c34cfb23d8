"""The documents of a call that everybody may take away."""

from typing import IO

from inmeko.calls.models import Call
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.records import queries
from inmeko.records.models import Attachment
from inmeko.records.rules.files import IMAGES
from inmeko.records.services import attach, detach, twin

KIND, PURPOSE = "call", "document"
MOST = 30


def add(actor: Actor, call: Call, upload: IO[bytes], filename: str) -> Attachment:
    """Add a document to a call; the very same one is kept once."""
    db.session.refresh(call, with_for_update=True)
    held = queries.attachments(KIND, call.id)
    if same := twin(upload, held):
        return same
    if len(held) >= MOST:
        raise RuleError(N_("At most %(limit)s files are taken."), values={"limit": MOST})
    made = attach(
        actor,
        upload,
        filename,
        kind=KIND,
        key=call.id,
        municipality_id=call.municipality_id,
        # Who may open it follows from the call: a draft is shown to the staff alone.
        public=False,
        purpose=PURPOSE,
    )
    if made.media_type in IMAGES:
        # A photo tells where and when it was taken; only that of an asset is cleaned of it.
        raise RuleError(
            N_("“%(name)s” is a photo: add photos to the page of the asset."),
            values={"name": made.filename},
        )
    return made


def take_out(actor: Actor, attachment: Attachment) -> None:
    """Take a document out of a call."""
    detach(actor, attachment)

"""The documents of a text, which everybody who sees it may take away."""

from typing import IO

from inmeko.consultations.models import ConsultedText
from inmeko.consultations.rules.texts import TextState
from inmeko.consultations.services.texts import KIND, lock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.records.services import attach, detach, twin

PURPOSE = "document"
MOST = 30


def add(actor: Actor, text: ConsultedText, upload: IO[bytes], filename: str) -> Attachment:
    """Add a document to a text that is not over; the very same one is kept once."""
    lock(text)
    if text.state in (TextState.ANSWERED, TextState.CANCELLED):
        raise ConflictError(N_("This consultation is over: its documents stay as they are."))
    held = records.attachments(KIND, text.id)
    if same := twin(upload, held):
        return same
    if len(held) >= MOST:
        raise RuleError(N_("At most %(limit)s files are taken."), values={"limit": MOST})
    return attach(
        actor,
        upload,
        filename,
        kind=KIND,
        key=text.id,
        municipality_id=text.municipality_id,
        # Who may open it follows from the text; its pictures are for everybody all the same.
        public=False,
        cleaned=True,
        purpose=PURPOSE,
    )


def take_out(actor: Actor, text: ConsultedText, document: Attachment) -> None:
    """Take a document out of a draft; what people read when they commented stays."""
    lock(text)
    if text.state is not TextState.DRAFT:
        raise ConflictError(N_("People comment with this document before them: it stays."))
    detach(actor, document)

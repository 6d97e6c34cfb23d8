"""Write to everybody who commented what became of it: a job that goes on from batch to batch.

Each batch and the job of the next one are kept in one transaction, and a letter is known by its
address: wherever the process is stopped, nobody gets two letters and nobody none.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from inmeko.consultations.models import ConsultedText, TextComment
from inmeko.consultations.queries import text_telling as queries
from inmeko.consultations.queries import texts
from inmeko.kernel.errors import NotFoundError
from inmeko.records.rules.outbox import JobState
from inmeko.records.services import post_job

logger = logging.getLogger(__name__)

TELL = "texts.tell"
# So many letters are written in a moment, in which nobody else needs to wait for the database.
BATCH = 200
# Writes one letter: of which key, about which comments of one person.
Write = Callable[[str, Sequence[TextComment]], None]


@dataclass(frozen=True)
class Told:
    """How far the letters of a text are: written, of how many, handed over, given up."""

    written: int
    total: int
    sent: int
    failed: int
    running: bool
    stopped: bool


def begin(text: ConsultedText) -> None:
    """Have everybody who commented written to."""
    _go_on(text, after=0, done=0, total=queries.number(text))


def carry_out(payload: dict[str, Any], write: Write) -> None:
    """Write one batch of letters, and have the next one written."""
    try:
        text = texts.any_text(payload["text"])
    except NotFoundError:
        return
    people = queries.commenters(text, after=payload["after"], limit=BATCH)
    theirs = queries.comments(text, [email for _first, email in people])
    for _first, email in people:
        write(letter_key(text.id, email), theirs[email])
    done = payload["done"] + len(people)
    logger.info("text %s: %s of %s letters written", text.id, done, payload["total"])
    if people:
        _go_on(text, after=people[-1][0], done=done, total=payload["total"])


def told(text: ConsultedText) -> Told | None:
    """How far the letters are; None while nobody is written to."""
    town = text.municipality_id
    job = queries.last_job(municipality_id=town, beginning=f"{TELL}:{text.id}:")
    if job is None:
        return None
    found = queries.letters(municipality_id=town, beginning=letter_key(text.id, ""))
    return Told(
        written=job.payload["done"],
        total=job.payload["total"],
        sent=found[JobState.DONE],
        failed=found[JobState.DEAD],
        running=job.state is JobState.WAITING,
        stopped=job.state is JobState.DEAD,
    )


def letter_key(text_id: int, email: str) -> str:
    """The key of the letter to an address, which it does not tell; all of a text begin alike."""
    name = hashlib.sha256(email.encode()).hexdigest()[:32] if email else ""
    return f"text-answers-{text_id}-{name}"


def _go_on(text: ConsultedText, *, after: int, done: int, total: int) -> None:
    town = text.municipality_id
    payload = {"municipality": town, "text": text.id, "after": after, "done": done, "total": total}
    post_job(TELL, payload, municipality_id=town, key=f"{TELL}:{text.id}:{after}")

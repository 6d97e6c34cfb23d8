"""Questions about a call: asked by anybody, answered in public, or set aside."""

import logging

import sqlalchemy as sa

from inmeko.calls.models import Call, Enquiry
from inmeko.calls.rules import enquiries as rules
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records.services import forget_mails, note

logger = logging.getLogger(__name__)

KIND = "enquiry"


def ask(call: Call, *, text: str, email: str, language: str) -> Enquiry:
    """Take a question in; refused once the time for questions is over."""
    rules.check_asked(call, clock.now(), text)
    asked = Enquiry(
        municipality_id=call.municipality_id,
        call=call,
        text=text.strip(),
        email=rules.check_email(email),
        language=language,
    )
    db.session.add(asked)
    db.session.flush()
    logger.info("enquiry %s about call %s", asked.id, call.id)
    return asked


def answer(actor: Actor, asked: Enquiry, *, text: str, answer: str) -> None:
    """Answer a question in public; what it says may be shortened so that it names nobody."""
    db.session.refresh(asked, with_for_update=True)
    rules.check_waiting(asked)
    rules.check_answer(text, answer)
    asked.text, asked.answer = text.strip(), answer.strip()
    asked.answered_at, asked.answered_by_id = clock.now(), actor.id
    db.session.flush()
    town = asked.municipality_id
    told = {"call": asked.call_id}
    note(actor, "enquiry answered", KIND, asked.id, municipality_id=town, after=told)
    logger.info("enquiry %s answered by %s", asked.id, actor.id)


def dismiss(actor: Actor, asked: Enquiry) -> None:
    """Set aside what is no question about the call; its address is forgotten."""
    db.session.refresh(asked, with_for_update=True)
    rules.check_waiting(asked)
    asked.dismissed_at, asked.email = clock.now(), ""
    db.session.flush()
    town = asked.municipality_id
    told = {"call": asked.call_id}
    note(actor, "enquiry dismissed", KIND, asked.id, municipality_id=town, after=told)


def forget(call: Call) -> None:
    """Forget the addresses of all who asked about a call, and the letters to them."""
    theirs = Enquiry.call_id == call.id
    ids = db.session.scalars(sa.select(Enquiry.id).where(theirs)).all()
    db.session.execute(sa.update(Enquiry).where(theirs).values(email=""))
    forget_mails([mail_key(number) for number in ids])


def mail_key(number: int) -> str:
    """The name of the letter with the answer to a question."""
    return f"enquiry:{number}"

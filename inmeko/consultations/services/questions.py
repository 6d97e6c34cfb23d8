"""Questions from the room: sent, supported, shown, hidden with a reason, answered."""

import logging

from inmeko.consultations.models import Event, QuestionSupport, Registration, RoomQuestion
from inmeko.consultations.queries import live as queries
from inmeko.consultations.rules import live as rules
from inmeko.consultations.rules.live import ROOM_QUESTION_NEXT, RoomQuestionState
from inmeko.consultations.services.events import lock
from inmeko.extensions import db, sealer
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)

KIND = "event_question"


def ask(event: Event, one: Registration, text: str, *, named: bool) -> RoomQuestion:
    """Send a question; everybody reads it when the staff has shown it."""
    lock(event)
    _check(event, one)
    words, known = rules.check_question(text), marks(event, one)
    mine = queries.sent_by(event, known)
    waiting = sum(other.state is RoomQuestionState.WAITING for other in mine)
    rules.check_flood(waiting, len(mine))
    made = RoomQuestion(
        municipality_id=event.municipality_id,
        event=event,
        text=words,
        name=one.name if named else "",
        author=known[0],
        asked_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def support(question: RoomQuestion, one: Registration) -> None:
    """Want a question answered, too; once, and not one's own."""
    event = _held(question)
    _check(event, one)
    if question.state is not RoomQuestionState.SHOWN:
        raise RuleError(N_("Only a question that is shown and not answered can be supported."))
    known = marks(event, one)
    if question.author in known:
        raise RuleError(N_("This question is your own."))
    if question.id in queries.supported_by(event, known):
        return
    town = question.municipality_id
    db.session.add(QuestionSupport(municipality_id=town, question=question, voter=known[0]))
    db.session.flush()


def show(actor: Actor, question: RoomQuestion) -> None:
    """Let everybody read a question."""
    _held(question)
    question.state = advance(ROOM_QUESTION_NEXT, question.state, RoomQuestionState.SHOWN)
    question.reason = ""
    db.session.flush()
    _note(actor, "question shown", question)


def hide(actor: Actor, question: RoomQuestion, reason: str) -> None:
    """Hide a question; the reason stands in its place."""
    _held(question)
    if not reason.strip():
        raise RuleError(N_("Give the reason: everybody reads it."), field="reason")
    question.state = advance(ROOM_QUESTION_NEXT, question.state, RoomQuestionState.HIDDEN)
    question.reason = reason.strip()
    db.session.flush()
    _note(actor, "question hidden", question)


def answer(actor: Actor, question: RoomQuestion, words: str) -> None:
    """Mark a question as answered, with what was answered in short."""
    _held(question)
    question.state = advance(ROOM_QUESTION_NEXT, question.state, RoomQuestionState.ANSWERED)
    question.answer, question.reason = words.strip(), ""
    question.answered_at = question.answered_at or clock.now()
    db.session.flush()
    _note(actor, "question answered", question)


def forget(event: Event) -> None:
    """Forget who asked and who supported; what was asked stays, as everybody read it."""
    for one in queries.of_event(event):
        one.author = f"forgotten-{one.id}"
    for support in queries.supports_of(event):
        support.voter = f"forgotten-{support.id}"
    db.session.flush()


def marks(event: Event, one: Registration) -> list[str]:
    """By what somebody is known again among the questions of one event."""
    return sealer.marks(str(one.id), of=f"questions {event.id}")


def _held(question: RoomQuestion) -> Event:
    """The event, locked, and the question as it is now."""
    lock(question.event)
    db.session.refresh(question)
    return question.event


def _check(event: Event, one: Registration) -> None:
    db.session.refresh(one)
    rules.check_takes_part(one)
    rules.check_going(event, clock.now())
    if one.event_id != event.id:
        raise RuleError(N_("This code is for another event."), field="code")


def _note(actor: Actor, deed: str, question: RoomQuestion) -> None:
    # The words stand in the question, not in a trail that is kept for ever.
    after = {"event": question.event_id, "state": question.state, "reason": question.reason}
    note(actor, deed, KIND, question.id, municipality_id=question.municipality_id, after=after)
    logger.info("%s: %s by %s", deed, question.id, actor.id)

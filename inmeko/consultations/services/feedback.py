"""Ask those who came, take each answer once, publish words that the planner marks."""

import logging
from collections.abc import Collection, Mapping

from inmeko.consultations.models import Event, EventFeedback, FeedbackGiven, Registration
from inmeko.consultations.queries import feedback as queries
from inmeko.consultations.rules import asking
from inmeko.consultations.rules import feedback as rules
from inmeko.consultations.services.events import follow_the_clock, lock
from inmeko.extensions import db, sealer
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)


def ask(actor: Actor, event: Event, text: str) -> None:
    """Ask one's own questions, or with an empty text the standard ones; until the first answer."""
    lock(event)
    if queries.number(event):
        raise ConflictError(N_("Somebody has answered already: the questions stay as they are."))
    event.content = {**event.content, "feedback": asking.kept(rules.read(text))}
    db.session.flush()
    _note(actor, "feedback asked", event, {"questions": len(event.content["feedback"])})


def give(one: Registration, answers: Mapping[str, str]) -> None:
    """Answer, as somebody who came and once; the answers are kept apart from who gave them."""
    event = one.event
    follow_the_clock(Actor(), event)
    db.session.refresh(one)
    if one.attended_at is None:
        raise RuleError(N_("Those who came to the event are asked."))
    rules.check_open(event, clock.now())
    known = marks(one)
    if queries.given(event, known):
        raise ConflictError(N_("You have answered already. Thank you."))
    found = rules.answered(rules.questions(event.content.get("feedback") or ()), answers)
    town = event.municipality_id
    content = {"answers": found, "shown": []}
    db.session.add(FeedbackGiven(municipality_id=town, event=event, giver=known[0]))
    db.session.add(EventFeedback(municipality_id=town, event=event, content=content))
    db.session.flush()


def publish(actor: Actor, event: Event, chosen: Collection[tuple[int, str]]) -> int:
    """Let everybody read the chosen words (form and question), and no others; how many."""
    lock(event)
    number = 0
    for form in queries.of_event(event):
        shown = [key for key in form.content["answers"] if (form.id, key) in chosen]
        form.content = {**form.content, "shown": shown}
        number += len(shown)
    db.session.flush()
    _note(actor, "feedback published", event, {"texts": number})
    return number


def forget(event: Event) -> None:
    """Forget who has answered; the answers never said it."""
    for one in queries.givers(event):
        one.giver = f"forgotten-{one.id}"
    db.session.flush()


def marks(one: Registration) -> list[str]:
    """By what somebody is known again who has answered."""
    return sealer.marks(str(one.id), of=f"feedback {one.event_id}")


def _note(actor: Actor, deed: str, event: Event, after: dict[str, int]) -> None:
    note(actor, deed, "event", event.id, municipality_id=event.municipality_id, after=after)
    logger.info("%s: event %s by %s", deed, event.id, actor.id)

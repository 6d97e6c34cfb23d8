"""Write the minutes of an event: draft, time for amendments, frozen for good, a further version."""

import io
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inmeko.consultations.models import (
    Event,
    EventMinutes,
    EventMinutesVersion,
    MinutesAmendment,
    Registration,
)
from inmeko.consultations.queries import commitments as commitment_queries
from inmeko.consultations.queries import live, registrations
from inmeko.consultations.queries import minutes as queries
from inmeko.consultations.rules import editing
from inmeko.consultations.rules import minutes as rules
from inmeko.consultations.rules.live import PollState, RoomQuestionState
from inmeko.consultations.rules.minutes import RECORD_NEXT, AmendmentState, RecordState
from inmeko.consultations.rules.words import EVENT_NEXT, Entrance, EventState
from inmeko.consultations.services import commitments
from inmeko.consultations.services.events import follow_the_clock
from inmeko.extensions import db
from inmeko.kernel import clock, sealing
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.rules import Direction
from inmeko.records.rules.protocol import SUBJECT_LENGTH, protocol_number
from inmeko.records.services import attach, enter, kept_whole, note

logger = logging.getLogger(__name__)

KIND = queries.KIND
EMPTY: dict[str, Any] = {
    "chair": "",
    "secretary": "",
    "opening": "",
    "said": [],
    "contributions": [],
    "decisions": [],
    "remarks": "",
    # Whether what those who came said afterwards stands in an annex.
    "feedback": False,
}
HELD = (EventState.HELD, EventState.REPORTED)


@dataclass(frozen=True)
class Written:
    """The minutes as papers."""

    docx: bytes
    pdf: bytes


# From the facts and their hash to the papers; handed in, for it needs the templates of the web.
Facts = Mapping[str, Any]
Writer = Callable[[Mapping[str, Any], str], Written]


def kept(event: Event) -> dict[str, Any]:
    """What was typed so far, and the event that these minutes go on from."""
    made = queries.of_event(event)
    content = {**EMPTY, **(made.content if made else {})}
    return {**content, "earlier_id": made.earlier_id if made else None}


def write(actor: Actor, event: Event, values: Mapping[str, Any], *, seen: str) -> EventMinutes:
    """Keep the draft; refused if somebody else changed it meanwhile."""
    follow_the_clock(actor, event)
    if event.state not in HELD:
        raise RuleError(N_("Minutes are written of what was held: the event is not over yet."))
    if seen != editing.seen(kept(event)):
        raise ConflictError(N_("Somebody else changed this page while you were working on it."))
    made = queries.of_event(event)
    if made is None:
        made = EventMinutes(municipality_id=event.municipality_id, event=event)
        db.session.add(made)
    if made.state is RecordState.FROZEN:
        raise ConflictError(N_("These minutes are frozen: nothing of them changes any more."))
    made.content = {name: values[name] for name in EMPTY}
    made.earlier_id = values["earlier_id"]
    db.session.flush()
    _note(actor, "changed", made, {"decisions": len(values["decisions"])})
    return made


def open_window(actor: Actor, event: Event, until: datetime) -> Sequence[Registration]:
    """Give those present time for amendments; gives who is to be told."""
    made = _held(actor, event)
    rules.check_window(until, clock.now())
    _check_polls(event)
    made.state = advance(RECORD_NEXT, made.state, RecordState.OPEN)
    made.amend_until = until
    db.session.flush()
    _note(actor, "amendments open", made, {"until": until.isoformat()})
    return [one for one in registrations.present(event) if one.email]


def propose(registration: Registration, text: str) -> MinutesAmendment:
    """Propose an amendment, as somebody who was present and while there is time."""
    made = _held(Actor(), registration.event)
    db.session.refresh(registration)
    if registration.attended_at is None:
        raise RuleError(N_("Amendments are proposed by those who were present."))
    if not rules.takes_amendments(made.state, made.amend_until, clock.now()):
        raise RuleError(N_("There is no time for amendments now."))
    proposal = MinutesAmendment(
        municipality_id=made.municipality_id,
        minutes=made,
        registration=registration,
        version=made.version + 1,
        text=text.strip(),
    )
    db.session.add(proposal)
    db.session.flush()
    _note(Actor(), "amendment proposed", made, {"amendment": proposal.id})
    return proposal


def answer(actor: Actor, proposal: MinutesAmendment, *, adopted: bool, reason: str) -> None:
    """Adopt an amendment, or say why not."""
    made = _held(actor, proposal.minutes.event)
    if made.state is RecordState.FROZEN:
        raise ConflictError(N_("These minutes are frozen: nothing of them changes any more."))
    if not adopted and not reason.strip():
        raise RuleError(N_("Say why the amendment is not adopted."), field="answer")
    proposal.state = AmendmentState.ADOPTED if adopted else AmendmentState.DECLINED
    proposal.answer, proposal.answered_at = reason.strip(), clock.now()
    proposal.answered_by_id = actor.id
    db.session.flush()
    _note(actor, "amendment answered", made, {"amendment": proposal.id, "state": proposal.state})


def freeze(actor: Actor, event: Event, write_papers: Writer, words: Facts) -> EventMinutesVersion:
    """Freeze the minutes under a protocol number; `words` are those of the event for a paper."""
    made = _held(actor, event)
    rules.check_freeze(made.state, made.amend_until, queries.waiting(made), clock.now())
    facts = gather(event, made, words)
    made.version += 1
    entry = enter(
        actor,
        event.municipality_id,
        direction=Direction.INTERNAL,
        subject=f"{rules.title(facts)}: {event.title}"[:SUBJECT_LENGTH],
        kind="event",
        key=event.id,
    )
    facts["protocol"] = protocol_number(entry.number, entry.entered_on)
    version = EventMinutesVersion(
        municipality_id=event.municipality_id,
        minutes=made,
        number=made.version,
        content=facts,
        sha256=sealing.digest(facts),
        frozen_by_id=actor.id,
        protocol_entry_id=entry.id,
    )
    made.state = advance(RECORD_NEXT, made.state, RecordState.FROZEN)
    if event.state is EventState.HELD:
        event.state = advance(EVENT_NEXT, event.state, EventState.REPORTED)
    db.session.add(version)
    _keep_decisions(event, facts["decisions"])
    db.session.flush()
    _attach(actor, version, write_papers(facts, version.sha256))
    _note(actor, "minutes frozen", made, {"number": facts["protocol"], "sha256": version.sha256})
    return version


def take_up(actor: Actor, event: Event, *, reason: str) -> None:
    """Begin a further version of frozen minutes, with the reason; the frozen ones stay."""
    made = _held(actor, event)
    if not reason.strip():
        raise RuleError(N_("Give the reason: everybody reads it."), field="reason")
    made.state = advance(RECORD_NEXT, made.state, RecordState.WRITTEN)
    made.reason, made.amend_until = reason.strip(), None
    db.session.flush()
    _note(actor, "minutes taken up again", made, {"reason": made.reason})


def gather(event: Event, made: EventMinutes, words: Mapping[str, Any]) -> dict[str, Any]:
    """All that the minutes say, from agenda, attendance, amendments and what was typed."""
    content = {**EMPTY, **made.content}
    present = registrations.present(event)
    said = [*content["said"], *[""] * len(event.content.get("agenda") or ())]
    items = [
        {**item, "said": text}
        for item, text in zip(event.content.get("agenda") or (), said)  # noqa: B905
    ]
    proposals = (
        [
            {"text": one.text, "adopted": one.state is AmendmentState.ADOPTED, "answer": one.answer}
            for one in queries.amendments(made)
        ]
        if made.id
        else []
    )
    until = made.amend_until.isoformat() if made.amend_until else None
    return {
        **{name: content[name] for name in EMPTY if name != "said"},
        **words,
        "title": event.title,
        "starts_at": event.starts_at.isoformat() if event.starts_at else None,
        "ends_at": event.ends_at.isoformat() if event.ends_at else None,
        "items": items,
        "attendance": [
            {"kind": one.quota.kind.value, "number": one.attended}
            for one in registrations.turnout(event)
            if one.attended
        ],
        "unregistered": sum(one.entrance is Entrance.DOOR for one in present),
        "names": [one.name for one in present if one.named and one.name],
        **_room(event),
        "annex": words["annex"] if content["feedback"] else [],
        "amendments": proposals,
        "amend_until": until,
        "earlier": made.earlier.title if made.earlier else "",
        "version": made.version + 1,
        "reason": made.reason,
    }


def _room(event: Event) -> dict[str, Any]:
    """What was voted, and which questions of the room were answered."""
    closed = live.polls(event, (PollState.CLOSED,))
    answered = live.questions(event, (RoomQuestionState.ANSWERED,))
    return {
        "polls": [
            {
                "question": one.question,
                "several": one.several,
                "options": list(one.content["options"]),
                "votes": list(one.content["votes"]),
                "voters": one.content["voters"],
            }
            for one in closed
        ],
        "asked": [
            {
                "text": one.question.text,
                "name": one.question.name,
                "answer": one.question.answer,
                "support": one.support,
            }
            for one in answered
        ],
    }


def proof(version: EventMinutesVersion) -> bool:
    """Whether frozen minutes and their papers are still what was frozen."""
    return sealing.holds(version.content, version.sha256) and kept_whole(KIND, version.id)


def _held(actor: Actor, event: Event) -> EventMinutes:
    """The minutes of an event, which is locked."""
    follow_the_clock(actor, event)
    made = queries.of_event(event)
    if made is None:
        raise RuleError(N_("Nobody has begun the minutes of this event."))
    db.session.refresh(made)
    return made


def _check_polls(event: Event) -> None:
    """What everybody reads in the draft must not change any more."""
    poll = live.left_open(event)
    if poll is not None:
        raise RuleError(
            N_("Close the poll “%(question)s” first."), values={"question": poll.question}
        )


def _keep_decisions(event: Event, decided: Sequence[Mapping[str, Any]]) -> None:
    """What is decided is followed from now on; what happened to an earlier one is kept."""
    known = {one.text: one for one in commitment_queries.of_event(event)}
    for row in decided:
        due = date.fromisoformat(row["due"]) if row["due"] else None
        one = known.pop(row["text"], None)
        if one is None:
            commitments.of_minutes(event, text=row["text"], owner=row["owner"], due_on=due)
        elif not one.entries:
            one.owner, one.due_on = row["owner"], due
            commitments.plan_reminders(one)
    for gone in known.values():
        if not gone.entries:
            db.session.delete(gone)


def _attach(actor: Actor, version: EventMinutesVersion, written: Written) -> None:
    for purpose, content in (("docx", written.docx), ("pdf", written.pdf)):
        attach(
            actor,
            io.BytesIO(content),
            f"πρακτικά-εκδήλωσης-{version.minutes.event_id}-{version.number}.{purpose}",
            kind=KIND,
            key=version.id,
            municipality_id=version.municipality_id,
            public=True,
            purpose=purpose,
        )


def _note(actor: Actor, deed: str, made: EventMinutes, after: dict[str, Any]) -> None:
    note(actor, deed, KIND, made.id, municipality_id=made.municipality_id, after=after)
    logger.info("%s: minutes %s by %s", deed, made.id, actor.id)

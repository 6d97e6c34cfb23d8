"""What goes on in the room: who takes part and when, polls and their count, questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from inmeko.consultations.rules.phases import DOOR_OPENS, Dated
from inmeko.consultations.rules.words import EventState, RegistrationState
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

FEWEST, MOST = 2, 10
LONGEST_OPTION = 200
LONGEST_QUESTION = 500
LONGEST_ANSWER = 1_000
# Of one person: questions that nobody has looked at yet, and altogether.
WAITING_EACH, EACH = 3, 10
# Rooms run late: so long after the announced end one can still vote and ask.
LATE = timedelta(hours=3)


class PollState(StrEnum):
    """How far a poll has come."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


POLL_LABELS = {
    PollState.PREPARED: N_("Prepared"),
    PollState.OPEN: N_("Open for votes"),
    PollState.CLOSED: N_("Voting is over"),
}
# Closed for good: the ballots are gone, so nobody could be kept from voting twice.
POLL_NEXT = {
    PollState.PREPARED: {PollState.OPEN},
    PollState.OPEN: {PollState.CLOSED},
}


class RoomQuestionState(StrEnum):
    """What became of a question from the room."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"
    ANSWERED = "answered"


ROOM_QUESTION_LABELS = {
    RoomQuestionState.WAITING: N_("Not shown yet"),
    RoomQuestionState.SHOWN: N_("Shown"),
    RoomQuestionState.HIDDEN: N_("Hidden question"),
    RoomQuestionState.ANSWERED: N_("Answered"),
}
# What was answered in front of everybody is never hidden.
ROOM_QUESTION_NEXT = {
    RoomQuestionState.WAITING: {
        RoomQuestionState.SHOWN,
        RoomQuestionState.HIDDEN,
        RoomQuestionState.ANSWERED,
    },
    RoomQuestionState.SHOWN: {RoomQuestionState.HIDDEN, RoomQuestionState.ANSWERED},
    RoomQuestionState.HIDDEN: {RoomQuestionState.SHOWN},
    RoomQuestionState.ANSWERED: {RoomQuestionState.ANSWERED},
}
READABLE = (RoomQuestionState.SHOWN, RoomQuestionState.ANSWERED, RoomQuestionState.HIDDEN)


class Participant(Protocol):
    """What is looked at before somebody takes part."""

    @property
    def state(self) -> RegistrationState:
        """Where their registration stands."""

    @property
    def attended_at(self) -> datetime | None:
        """When they were let in."""


@dataclass(frozen=True)
class Tally:
    """How many chose each answer, and how many voted."""

    votes: tuple[int, ...]
    voters: int


def count(ballots: Iterable[Sequence[int]], options: int) -> Tally:
    """Count ballots, each of which names answers by their place."""
    votes, voters = [0] * options, 0
    for chosen in ballots:
        voters += 1
        for place in chosen:
            votes[place] += 1
    return Tally(tuple(votes), voters)


def check_poll(options: Sequence[str]) -> None:
    """Refuse a poll with too few answers, too many, or overlong ones."""
    if not FEWEST <= len(options) <= MOST:
        raise RuleError(
            N_("Write %(fewest)s to %(most)s different answers, one a line."),
            field="options",
            values={"fewest": FEWEST, "most": MOST},
        )
    if any(len(one) > LONGEST_OPTION for one in options):
        raise RuleError(
            N_("An answer has at most %(most)s letters."),
            field="options",
            values={"most": LONGEST_OPTION},
        )


def check_ballot(chosen: Sequence[int], options: int, *, several: bool) -> tuple[int, ...]:
    """The places of what was chosen, each once, in their order; RuleError if they are none."""
    places = tuple(sorted(set(chosen)))
    if not places:
        raise RuleError(N_("Choose an answer."), field="choice")
    if places[0] < 0 or places[-1] >= options:
        raise RuleError(N_("Choose one of the answers."), field="choice")
    if len(places) > 1 and not several:
        raise RuleError(N_("Choose one answer only."), field="choice")
    return places


def ends(event: Dated) -> datetime | None:
    """Until when one can vote and ask; nothing while the event has no end."""
    return event.ends_at + LATE if event.ends_at is not None else None


def check_going(event: Dated, now: datetime) -> None:
    """Refuse to take part in what does not take place, or is over."""
    if event.state is EventState.CANCELLED:
        raise RuleError(N_("This event was cancelled."))
    until = ends(event)
    if event.state is EventState.DRAFT or until is None:
        raise RuleError(N_("This event is not announced."))
    if now >= until:
        raise RuleError(N_("The event is over: one can read what was said, but not take part."))


def check_opens(event: Dated, now: datetime) -> None:
    """Refuse to open a poll before the room does."""
    check_going(event, now)
    if event.starts_at is None or now < event.starts_at - DOOR_OPENS:
        raise RuleError(
            N_("A poll can be opened from %(hours)s hours before the event begins."),
            values={"hours": int(DOOR_OPENS.total_seconds() // 3600)},
        )


def is_going(event: Dated, now: datetime) -> bool:
    """Whether one can take part now."""
    try:
        check_going(event, now)
    except RuleError:
        return False
    return True


def takes_part(one: Participant) -> bool:
    """Whether somebody has a voice: whoever has a place, or was let in."""
    return one.state is RegistrationState.REGISTERED or one.attended_at is not None


def check_takes_part(one: Participant) -> None:
    """Refuse whoever has no voice."""
    if not takes_part(one):
        raise RuleError(
            N_("Those who have a place, or were let in, take part."),
            field="code",
        )


def check_question(text: str) -> str:
    """The words of a question; RuleError for none and for too many."""
    words = text.replace("\0", "").strip()
    if not words:
        raise RuleError(N_("Write your question."), field="text")
    if len(words) > LONGEST_QUESTION:
        raise RuleError(
            N_("A question has at most %(most)s letters: yours has %(number)s."),
            field="text",
            values={"most": LONGEST_QUESTION, "number": len(words)},
        )
    return words


def check_flood(waiting: int, total: int) -> None:
    """Refuse further questions of somebody who sent many already."""
    if waiting >= WAITING_EACH:
        raise RuleError(
            N_("%(number)s of your questions have not been looked at yet: wait for them."),
            field="text",
            values={"number": waiting},
        )
    if total >= EACH:
        raise RuleError(
            N_("You have sent %(number)s questions: let the others ask, too."),
            field="text",
            values={"number": total},
        )


class Shown(Protocol):
    """What the screen sees of a poll."""

    @property
    def state(self) -> PollState:
        """How far it has come."""

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed."""


PollLike = TypeVar("PollLike", bound=Shown)
# So long the result of a poll stays on the screen before the questions come back.
LINGERS = timedelta(minutes=2)


def on_screen(wanted: str, polls: Sequence[PollLike], now: datetime) -> PollLike | None:
    """The poll that the screen shows; nothing: it shows the questions.

    `wanted` is "poll", "questions", or anything else for what goes on now.
    """
    if wanted == "questions":
        return None
    opened = [one for one in polls if one.state is PollState.OPEN]
    closed = sorted(
        (one for one in polls if one.closed_at is not None),
        key=lambda one: one.closed_at or now,
    )
    if opened:
        return opened[-1]
    if not closed:
        return None
    last = closed[-1]
    fresh = last.closed_at is not None and now - last.closed_at < LINGERS
    return last if fresh or wanted == "poll" else None

"""Who may make, publish, fill, open, judge and decide."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.calls.rules.words import CallState
from inmeko.kernel.actor import Actor

MAKERS = (Role.PLANNER, Role.MUNICIPAL_ADMIN)


class Town(Protocol):
    """What a policy sees of a municipality."""

    id: int


class Invitation(Protocol):
    """What a policy sees of a call."""

    municipality_id: int
    state: CallState


class Seat(Protocol):
    """What a policy sees of a member of a committee."""

    user_id: int
    chairs: bool
    left_at: datetime | None
    municipality_id: int


class Evaluation(Invitation, Protocol):
    """What a policy sees of a call and its committee."""

    @property
    def committee(self) -> Iterable[Seat]:
        """Everybody who ever sat in it."""


class Sheet(Protocol):
    """What a policy sees of a file given to a member of a committee."""

    @property
    def evaluator(self) -> Seat:
        """Whom it was given to."""


class Paper(Protocol):
    """What a policy sees of a document that an evaluator asks for."""

    @property
    def sheet(self) -> Sheet:
        """The file it belongs to, as it was given out."""


class Given(Sheet, Protocol):
    """What a policy sees of a file that was given out, and of its call."""

    @property
    def submission(self) -> "File":
        """The file."""


class File(Protocol):
    """What a policy sees of a submission."""

    @property
    def call(self) -> Evaluation:
        """The call that it answers."""


def may_see_all(actor: Actor, town: Town) -> bool:
    """Drafts, counts and the state of every file are seen by the town's staff."""
    return _any(actor, MUNICIPAL_ROLES, town.id)


def may_make(actor: Actor, town: Town) -> bool:
    """A call is made by the town's planners and administrators."""
    return _any(actor, MAKERS, town.id)


def may_manage(actor: Actor, call: Invitation) -> bool:
    """A call is changed, published, extended, cancelled and decided by those who make calls."""
    return _any(actor, MAKERS, call.municipality_id)


def may_see_call(actor: Actor, call: Invitation) -> bool:
    """What was published is for everybody; a draft for the staff."""
    return call.state is not CallState.DRAFT or _any(actor, MUNICIPAL_ROLES, call.municipality_id)


def may_see_desk(actor: Actor, town: Town) -> bool:
    """The desk of evaluators is for the town's evaluators."""
    return actor.has(Role.EVALUATOR, town.id)


def may_judge(actor: Actor, sheet: Sheet) -> bool:
    """A sheet is its evaluator's alone, while they hold the role and sit in the committee."""
    seat = sheet.evaluator
    return (
        actor.signed_in
        and seat.user_id == actor.id
        and seat.left_at is None
        and actor.has(Role.EVALUATOR, seat.municipality_id)
    )


def may_judge_paper(actor: Actor, paper: Paper) -> bool:
    """Documents are read by whoever judges the file."""
    return may_judge(actor, paper.sheet)


def may_take_back(actor: Actor, given: Given) -> bool:
    """Whoever gives files out takes them back."""
    return may_give_out(actor, given.submission)


def may_chair(actor: Actor, call: Evaluation) -> bool:
    """Whether somebody chairs the committee of a call."""
    return any(seat.chairs and _sits(actor, seat) for seat in call.committee)


def is_member(actor: Actor, call: Evaluation) -> bool:
    """Whether somebody sits in the committee of a call."""
    return any(_sits(actor, seat) for seat in call.committee)


def may_follow(actor: Actor, call: Evaluation) -> bool:
    """How an evaluation goes is seen, and files are given out, by the makers and the chair."""
    return may_manage(actor, call) or may_chair(actor, call)


def may_give_out(actor: Actor, file: File) -> bool:
    """A file is given to members of the committee by the makers and the chair."""
    return may_follow(actor, file.call)


def may_check(actor: Actor, file: File) -> bool:
    """The eligibility of a file is checked by those who manage the call."""
    return may_manage(actor, file.call)


def may_seat(actor: Actor, seat: Seat) -> bool:
    """Members of a committee come and go as those say who make calls."""
    return _any(actor, MAKERS, seat.municipality_id)


def _sits(actor: Actor, seat: Seat) -> bool:
    return actor.signed_in and seat.user_id == actor.id and seat.left_at is None


def _any(actor: Actor, roles: tuple[Role, ...], municipality_id: int) -> bool:
    return any(actor.has(role, municipality_id) for role in roles)


class Asked(Protocol):
    """What a policy sees of a question about a call."""

    municipality_id: int


def may_answer(actor: Actor, asked: Asked) -> bool:
    """Questions about calls are answered by those who make calls."""
    return _any(actor, MAKERS, asked.municipality_id)


class Sent(Protocol):
    """What a policy sees of something that belongs to a town: a call, a submission."""

    municipality_id: int


def may_see_files(actor: Actor, thing: Sent) -> bool:
    """The list of a call's files, and what was sent, is for those who make calls."""
    return _any(actor, MAKERS, thing.municipality_id)


def may_enter_for(actor: Actor, thing: Sent) -> bool:
    """A file is entered at the counter, or taken in late, by those who make calls."""
    return _any(actor, MAKERS, thing.municipality_id)


def may_see_own(actor: Actor) -> bool:
    """What somebody has sent is shown to whoever is signed in."""
    return actor.signed_in


def may_read_minutes(actor: Actor, paper: Asked) -> bool:
    """Minutes name applicants and evaluators: they are for those who decide the call."""
    return _any(actor, MAKERS, paper.municipality_id)

"""Who may make events, announce them, let people in and write minutes."""

from typing import Protocol

from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.consultations.rules.texts import TextState
from inmeko.consultations.rules.words import EventState
from inmeko.kernel.actor import Actor

MAKERS = (Role.PLANNER, Role.MUNICIPAL_ADMIN)


class Town(Protocol):
    """What a policy sees of a municipality."""

    id: int


class Meeting(Protocol):
    """What a policy sees of an event."""

    municipality_id: int
    state: EventState


class Consulted(Protocol):
    """What a policy sees of a text put to the public."""

    municipality_id: int
    state: TextState


class Inside(Protocol):
    """What a policy sees of an article, or of a comment."""

    @property
    def consulted(self) -> Consulted:
        """The text it belongs to."""


class InRoom(Protocol):
    """What a policy sees of a poll, or of a question from the room."""

    @property
    def event(self) -> Meeting:
        """The event it belongs to."""


class Owned(Protocol):
    """What a policy sees of a thing that belongs to a town."""

    municipality_id: int


def may_make_events(actor: Actor, town: Town) -> bool:
    """Events are made by the town's planners and administrators."""
    return _any(actor, MAKERS, town.id)


def may_manage_event(actor: Actor, event: Owned) -> bool:
    """An event is changed, announced and cancelled by those who make events."""
    return _any(actor, MAKERS, event.municipality_id)


def may_see_event(actor: Actor, event: Meeting) -> bool:
    """What was announced is for everybody; a draft for the staff."""
    return event.state is not EventState.DRAFT or _any(
        actor, MUNICIPAL_ROLES, event.municipality_id
    )


def may_see_room(actor: Actor, thing: InRoom) -> bool:
    """What is voted and asked in the room is seen by whoever sees the event."""
    return may_see_event(actor, thing.event)


def may_manage_room(actor: Actor, thing: Owned) -> bool:
    """Polls and questions are managed by those who make events."""
    return _any(actor, MAKERS, thing.municipality_id)


def may_see_registrations(actor: Actor, thing: Owned) -> bool:
    """Who registered, and who came, is seen by those who make events alone."""
    return _any(actor, MAKERS, thing.municipality_id)


def may_let_in(actor: Actor, thing: Owned) -> bool:
    """People are let in, and paper lists typed in, by those who make events."""
    return _any(actor, MAKERS, thing.municipality_id)


def may_make_texts(actor: Actor, town: Town) -> bool:
    """Texts are put to the public by the town's planners and administrators."""
    return _any(actor, MAKERS, town.id)


def may_manage_text(actor: Actor, text: Owned) -> bool:
    """A text, its themes and its comments are managed by those who make texts."""
    return _any(actor, MAKERS, text.municipality_id)


def may_see_text(actor: Actor, text: Consulted) -> bool:
    """What was published is for everybody; a draft for the staff."""
    return text.state is not TextState.DRAFT or _any(actor, MUNICIPAL_ROLES, text.municipality_id)


def may_comment(actor: Actor, article: Inside) -> bool:
    """Whoever sees a text may comment on its articles; the period is a rule, not a right."""
    return may_see_text(actor, article.consulted)


def may_see_comment(actor: Actor, comment: Inside) -> bool:
    """A comment is seen by whoever sees its text."""
    return may_see_text(actor, comment.consulted)


def may_manage_comment(actor: Actor, comment: Owned) -> bool:
    """Comments are answered, hidden and grouped by those who make texts."""
    return _any(actor, MAKERS, comment.municipality_id)


def may_manage_commitment(actor: Actor, commitment: Owned) -> bool:
    """A commitment is followed by those who make events and texts."""
    return _any(actor, MAKERS, commitment.municipality_id)


def may_manage_committee(actor: Actor, thing: Owned) -> bool:
    """A committee, its seats, draws and opinions are kept by those who make texts."""
    return _any(actor, MAKERS, thing.municipality_id)


def may_set_up_committee(actor: Actor, town: Town) -> bool:
    """A committee is set up by those who make texts."""
    return _any(actor, MAKERS, town.id)


def may_see_draw(actor: Actor, draw: Owned) -> bool:
    """A draw is seen by everybody once its list is frozen; before, by those who keep it."""
    frozen = getattr(draw, "frozen_at", None) is not None
    return frozen or _any(actor, MAKERS, draw.municipality_id)


def _any(actor: Actor, roles: tuple[Role, ...], municipality_id: int) -> bool:
    return any(actor.has(role, municipality_id) for role in roles)

"""What an event lacks before it can be announced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from inmeko.consultations.rules.phases import Registered
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_


class Drafted(Registered, Protocol):
    """What is looked at before an event is announced."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def content(self) -> dict[str, object]:
        """Aims, agenda and the rest."""

    @property
    def asset_id(self) -> int | None:
        """The asset in which it is held."""

    @property
    def address(self) -> str:
        """Where it is held, in words."""

    @property
    def online_url(self) -> str:
        """Where it is held online."""

    @property
    def capacity(self) -> int | None:
        """How many may come."""


@dataclass(frozen=True)
class EventLack:
    """What is missing, and on which page of the editor it belongs."""

    part: str
    message: str


def lacking(event: Drafted, now: datetime) -> list[EventLack]:
    """What an event lacks, page by page."""
    return [*_words(event), *_dates(event, now), *_place(event)]


def check(lacks: list[EventLack]) -> None:
    """Refuse to announce what lacks something."""
    if lacks:
        raise RuleError(lacks[0].message)


def _words(event: Drafted) -> Iterator[EventLack]:
    if not event.title.strip():
        yield EventLack("basics", N_("The event has no title."))
    if not event.content.get("aims"):
        yield EventLack("basics", N_("Say what the event is for: it has no aims."))


def _dates(event: Drafted, now: datetime) -> Iterator[EventLack]:
    if event.starts_at is None or event.ends_at is None:
        yield EventLack("time", N_("Say when the event begins and ends."))
        return
    if event.starts_at <= now:
        yield EventLack("time", N_("The event would begin in the past."))
    until = event.registers_until
    if until is not None and until > event.starts_at:
        yield EventLack("registration", N_("Registration must end before the event begins."))
    if until is not None and event.registers_from is not None and until <= event.registers_from:
        yield EventLack("registration", N_("Registration must end after it begins."))


def _place(event: Drafted) -> Iterator[EventLack]:
    if event.asset_id is None and not event.address and not event.online_url:
        yield EventLack(
            "place", N_("Say where the event is held: in an asset, at an address, or online.")
        )
    if event.online_url and not event.registration:
        yield EventLack(
            "registration",
            N_("The online link is shown only to those registered: take registrations."),
        )

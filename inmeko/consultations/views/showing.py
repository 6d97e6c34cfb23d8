"""What pages, mails and feeds say of an event: its hours, its place, what it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_date, format_datetime, gettext

from inmeko.accounts.views.letters import at_home
from inmeko.consultations.models import Commitment, Event
from inmeko.consultations.queries import events as queries
from inmeko.consultations.rules import commitments, phases
from inmeko.consultations.rules.commitments import CommitmentStanding
from inmeko.consultations.rules.words import SubjectKind
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens, athens_date
from inmeko.kernel.errors import NotFoundError
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.resources.queries import assets
from inmeko.resources.rules.asset import AssetState
from inmeko.web import neighbours


@dataclass(frozen=True)
class Named:
    """Something of another domain that an event is about."""

    title: str
    url: str


def when(event: Event) -> str:
    """When an event is held, in Athens time: «Δευτέρα 12 Μαΐου 2026, 18:00 – 20:30»."""
    if event.starts_at is None or event.ends_at is None:
        return str(gettext("(no date yet)"))
    starts, ends = athens(event.starts_at), athens(event.ends_at)
    begin = format_datetime(event.starts_at, "EEEE d MMMM y, HH:mm")
    same = starts.date() == ends.date()
    end = format_datetime(event.ends_at, "HH:mm" if same else "EEEE d MMMM y, HH:mm")
    return f"{begin}{_zone(event.starts_at)} – {end}{_zone(event.ends_at)}"


def where(event: Event) -> str:
    """Where an event is held, in words."""
    parts = [event.asset.title] if event.asset else []
    address = event.address or (event.asset.address if event.asset else "")
    parts += [address] if address else []
    parts += [str(gettext("online"))] if event.online_url else []
    return ", ".join(parts)


def page_of(event: Event) -> str:
    """The whole address of the page of an event."""
    slug = event.municipality.slug
    return at_home(url_for("events.show", municipality=slug, event_id=event.id, _external=True))


def place(event: Event) -> tuple[float, float] | None:
    """Where an event lies on the map (degrees of WGS84): its own point, or that of its asset."""
    if event.x is not None and event.y is not None:
        return event.x, event.y
    if event.asset is not None and event.asset.x is not None and event.asset.y is not None:
        return event.asset.x, event.asset.y
    return None


def subjects(event: Event) -> list[Named]:
    """What an event is about, as far as everybody may see it."""
    slug = event.municipality.slug
    told = (named(slug, kind, key) for kind, key in queries.subjects(event).items())
    return [one for one in told if one is not None]


def named(municipality: str, kind: SubjectKind, key: int) -> Named | None:
    """A thing by its kind and number, as far as everybody may see it."""
    try:
        if kind is SubjectKind.ASSET:
            asset = assets.asset(municipality=municipality, asset_id=key)
            url = url_for("resources.show", municipality=municipality, asset_id=key)
            return Named(asset.title, url) if asset.state is AssetState.CURRENT else None
        told = neighbours.told(kind.value, municipality, key)
        return Named(told[0], told[1]) if told and told[1] else None
    except NotFoundError:
        return None


def documents(event: Event) -> list[dict[str, str]]:
    """The documents of an event, for the list of files."""
    return [file(one) for one in records.attachments("event", event.id) if one.public]


def file(one: Attachment) -> dict[str, str]:
    """A file, for the list of files."""
    url = url_for("files.download", attachment_id=one.id, name=one.filename)
    return {"name": one.filename, "url": url, "size": f"{-(-one.size // 1024)} kB"}


def standings(them: Iterable[Commitment]) -> list[tuple[Commitment, CommitmentStanding]]:
    """Commitments, each with where it stands today."""
    today = athens_date(clock.now())
    return [
        (one, commitments.standing(one.state, one.due_on, one.closed_on, today)) for one in them
    ]


def day(moment: datetime) -> dict[str, str]:
    """The day and the month of a moment, as a sheet of a calendar shows them."""
    return {
        "day": format_datetime(moment, "d"),
        "month": format_datetime(moment, "MMM"),
        "weekday": format_datetime(moment, "EEEE"),
        "hour": format_datetime(moment, "HH:mm"),
    }


def month_name(first: Any) -> str:
    """A month in the nominative: «Μάιος 2026»."""
    return str(format_date(first, "LLLL y"))


def _zone(moment: datetime) -> str:
    """Which of two equal hours is meant."""
    if not phases.comes_twice(moment):
        return ""
    season = gettext("winter time") if phases.is_second(moment) else gettext("summer time")
    return f" ({season})"

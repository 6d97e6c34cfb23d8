"""What machines get of events: iCalendar, RSS, JSON and places; public fields only."""

import json
from typing import Any

from feedgenerator import Rss201rev2Feed
from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.views.letters import at_home
from inmeko.consultations import policy
from inmeko.consultations.models import Event
from inmeko.consultations.queries import events as queries
from inmeko.consultations.queries import registrations
from inmeko.consultations.rules import listing, phases
from inmeko.consultations.rules.listing import EventFilter
from inmeko.consultations.rules.words import EVENT_KIND_LABELS
from inmeko.consultations.views import calendars, showing
from inmeko.consultations.views.blueprint import pages
from inmeko.kernel import clock, formatted
from inmeko.kernel.calendar import athens
from inmeko.web.access import public, requires
from inmeko.web.filters import town_name
from inmeko.web.language import chosen

machines = Blueprint("events_api", "inmeko.consultations")
KEPT_SECONDS = 300
EXCERPT = 600


@machines.get("/<municipality>/events.ics")
@public(of=accounts.municipality)
def feed(town: Municipality) -> ResponseReturnValue:
    """The events of a town (or of some sectors) for a calendar that subscribes."""
    found = queries.fed(municipality_id=town.id, wanted=_wanted(), now=clock.now())
    return _calendar(_title(town), found, "events")


@pages.get("/<int:event_id>/event.ics")
@requires(policy.may_see_event, of=queries.event)
def one(event: Event) -> ResponseReturnValue:
    """One event for a calendar."""
    return _calendar(event.title, [event], f"event-{event.id}")


@machines.get("/<municipality>/events/rss.xml")
@public(of=accounts.municipality)
def rss(town: Municipality) -> ResponseReturnValue:
    """The events to come of a town as RSS, the latest announced first."""
    page = at_home(url_for("events.index", _external=True))
    made = Rss201rev2Feed(
        title=_title(town), link=page, description=_title(town), language=chosen()
    )
    found = queries.coming(municipality_id=town.id, wanted=_wanted(), now=clock.now())
    for event in sorted(found, key=lambda one: (one.announced_at or one.created_at, one.id))[::-1]:
        aims = " · ".join(event.content.get("aims", ()))
        told = f"{showing.when(event)}. {showing.where(event)}. {aims}"
        made.add_item(
            title=event.title,
            link=showing.page_of(event),
            description=told[:EXCERPT],
            pubdate=event.announced_at,
            unique_id=showing.page_of(event),
            author_name=town_name(town),
            categories=[str(gettext(EVENT_KIND_LABELS[event.kind]))],
        )
    response = Response(
        made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )
    response.cache_control.max_age = KEPT_SECONDS
    return response


@machines.get("/<municipality>/api/events")
@public(of=accounts.municipality)
def of_town(town: Municipality) -> ResponseReturnValue:
    """The events of a town as JSON: to come, cancelled, and past not long ago."""
    now = clock.now()
    found = queries.fed(municipality_id=town.id, wanted=_wanted(), now=now)
    sectors = queries.sectors([event.id for event in found], municipality_id=town.id)
    seated = registrations.seated([event.id for event in found], municipality_id=town.id)
    rows = [_row(one, town, sectors.get(one.id, []), seated.get(one.id, 0)) for one in found]
    response = jsonify(generated_at=athens(now).isoformat(timespec="seconds"), events=rows)
    response.cache_control.max_age = KEPT_SECONDS
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@machines.get("/<municipality>/api/events.geojson")
@public(of=accounts.municipality)
def places(town: Municipality) -> ResponseReturnValue:
    """The places of the events to come (WGS84)."""
    found = queries.coming(municipality_id=town.id, wanted=_wanted(), now=clock.now())
    features = [made for event in found if (made := _feature(event, showing.place(event)))]
    body = {"type": "FeatureCollection", "truncated": False, "features": features}
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/geo+json")


@machines.get("/<municipality>/api/events/<int:event_id>.geojson")
@requires(policy.may_see_event, of=queries.event)
def one_place(event: Event) -> ResponseReturnValue:
    """The place of one event (WGS84)."""
    made = _feature(event, showing.place(event))
    body = {"type": "FeatureCollection", "truncated": False, "features": [made] if made else []}
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/geo+json")


def _wanted() -> EventFilter:
    return listing.read(request.args.to_dict(flat=False))


def _title(town: Municipality) -> str:
    return str(gettext("Events – %(town)s", town=town_name(town)))


def _calendar(name: str, events: Any, filename: str) -> Response:
    response = Response(calendars.calendar(name, events), content_type=calendars.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    response.cache_control.max_age = KEPT_SECONDS
    return response


def _feature(event: Event, place: tuple[float, float] | None) -> dict[str, Any] | None:
    if place is None:
        return None
    told = {
        "title": event.title,
        "summary": f"{showing.when(event)} · {showing.where(event)}",
        "url": url_for("events.show", event_id=event.id),
        "state": "in_use",
    }
    shape = {"type": "Point", "coordinates": list(place)}
    return {"type": "Feature", "geometry": shape, "properties": told}


def _row(event: Event, town: Municipality, sectors: list[str], seated: int) -> dict[str, Any]:
    content = event.content
    phase = phases.phase(event, clock.now())
    left = None
    if event.capacity is not None and event.registration:
        left = max(0, event.capacity - seated)
    return {
        "id": event.id,
        "title": event.title,
        "kind": event.kind,
        "state": event.state,
        "phase": phase.value if phase else None,
        "municipality": {"slug": town.slug, "name": town.name, "code": town.code},
        "starts_at": _moment(event.starts_at),
        "ends_at": _moment(event.ends_at),
        "time_zone": "Europe/Athens",
        "place": showing.where(event),
        "asset_id": event.asset_id,
        "coordinates": showing.place(event),
        "online": bool(event.online_url),
        "aims": content.get("aims", []),
        "summary": formatted.plain(content.get("text") or "")[:EXCERPT],
        "agenda": content.get("agenda") or [],
        "languages": content.get("languages") or [],
        "accessibility": content.get("ease") or [],
        "series": event.series or None,
        "sectors": sectors,
        "capacity": event.capacity,
        "places_left": left,
        "registration": {
            "needed": event.registration,
            "from": _moment(event.registers_from),
            "until": _moment(event.registers_until),
        },
        "links": {
            "page": showing.page_of(event),
            "calendar": at_home(url_for("events.one", event_id=event.id, _external=True)),
        },
    }


def _moment(value: Any) -> str | None:
    return athens(value).isoformat(timespec="seconds") if value else None

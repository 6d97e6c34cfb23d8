"""Calls as others subscribe to them: RSS of the open ones, iCalendar of their deadlines."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from feedgenerator import Rss201rev2Feed
from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from icalendar import Alarm, Calendar, Event

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.accounts.views.letters import at_home
from inmeko.calls import policy
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.queries import listing
from inmeko.calls.rules import content as contents
from inmeko.calls.views.blueprint import everywhere, pages
from inmeko.kernel import clock
from inmeko.kernel import formatted as texts
from inmeko.web.access import public, requires
from inmeko.web.filters import deadline, town_name
from inmeko.web.language import chosen

EXCERPT = 600
KEPT_SECONDS = 300


@pages.get("/rss.xml")
@public(of=accounts.municipality)
def rss(town: Municipality) -> ResponseReturnValue:
    """The open calls of a town as RSS."""
    title = gettext("Open calls – %(town)s", town=town_name(town))
    page = url_for(".index", _external=True)
    return _rss(title, page, _open(town.id), town.id)


@everywhere.get("/calls/rss.xml")
@public()
def everywhere_rss() -> ResponseReturnValue:
    """The open calls of all towns as RSS."""
    page = url_for("all_calls.everywhere_index", _external=True)
    return _rss(gettext("Open calls of all municipalities"), page, _open(None), None)


@pages.get("/deadlines.ics")
@public(of=accounts.municipality)
def deadlines(town: Municipality) -> ResponseReturnValue:
    """The deadlines of a town's open calls, for a calendar."""
    title = gettext("Open calls – %(town)s", town=town_name(town))
    return _calendar(title, _open(town.id), "calls")


@everywhere.get("/calls/deadlines.ics")
@public()
def everywhere_deadlines() -> ResponseReturnValue:
    """The deadlines of all towns' open calls, for a calendar."""
    return _calendar(gettext("Open calls of all municipalities"), _open(None), "calls")


@pages.get("/<int:call_id>/deadline.ics")
@requires(policy.may_see_call, of=queries.call)
def one_deadline(call: Call) -> ResponseReturnValue:
    """The deadline of one call, for a calendar."""
    return _calendar(call.title, [call] if call.closes_at else [], f"call-{call.id}")


def page_of(call: Call) -> str:
    """The whole address of the page of a call."""
    slug = call.municipality.slug
    url = url_for("calls.show", municipality=slug, call_id=call.id, _external=True)
    return at_home(url)


def _open(municipality_id: int | None) -> Sequence[Call]:
    return queries.open_calls(municipality_id=municipality_id, now=clock.now())


def _rss(
    title: str, page: str, calls: Sequence[Call], municipality_id: int | None
) -> ResponseReturnValue:
    feed = Rss201rev2Feed(title=title, link=at_home(page), description=title, language=chosen())
    ids = [call.id for call in calls]
    known = listing.in_force(ids, municipality_id=municipality_id)
    for call in sorted(calls, key=lambda one: (one.published_at or one.created_at, one.id))[::-1]:
        content = contents.read(known[call.id])
        place = town_name(call.municipality)
        until = gettext("Deadline: %(moment)s", moment=deadline(call.closes_at))
        feed.add_item(
            title=f"{place}: {call.title}",
            link=page_of(call),
            description=f"{until}. {texts.plain(content.text)[:EXCERPT]}",
            pubdate=call.published_at,
            updateddate=call.published_at,
            unique_id=page_of(call),
            author_name=place,
            categories=[str(gettext(SECTOR_LABELS[one])) for one in content.sectors],
        )
    response = Response(
        feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )
    response.cache_control.max_age = KEPT_SECONDS
    return response


def _calendar(name: str, calls: Iterable[Call], filename: str) -> ResponseReturnValue:
    calendar = Calendar()
    calendar.add("prodid", "-//Inmeko//Calls//EL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    host = current_app.config["SETTINGS"].base_url.split("://")[-1]
    now = clock.now()
    for call in calls:
        if call.closes_at:
            calendar.add_component(_event(call, call.closes_at, host, now))
    response = Response(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    response.cache_control.max_age = KEPT_SECONDS
    return response


def _event(call: Call, closes_at: datetime, host: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"call-{call.id}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", closes_at)
    event.add("duration", timedelta(0))
    event.add("summary", gettext("Deadline: %(title)s", title=call.title))
    event.add("description", f"{town_name(call.municipality)}. {deadline(closes_at)}")
    event.add("url", page_of(call))
    # Calendars show the newest of what has the same name: each extension is a later one.
    event.add("sequence", call.revision)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", call.title)
    alarm.add("trigger", timedelta(days=-2))
    event.add_component(alarm)
    return event

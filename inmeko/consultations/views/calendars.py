"""Events as calendars read them (iCalendar)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext
from icalendar import Alarm, Calendar
from icalendar import Event as Entry

from inmeko.consultations.models import Event
from inmeko.consultations.rules.words import EVENT_KIND_LABELS, EventState
from inmeko.consultations.views import showing
from inmeko.kernel import clock, formatted

TYPE = "text/calendar; charset=utf-8"


def calendar(name: str, events: Iterable[Event], private: str = "") -> bytes:
    """A calendar of events; `private` is what only somebody registered may read in it."""
    made = Calendar()
    made.add("prodid", "-//Inmeko//Events//EL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Europe/Athens")
    host = current_app.config["SETTINGS"].base_url.split("://")[-1]
    now = clock.now()
    for event in events:
        if event.starts_at is not None and event.ends_at is not None:
            made.add_component(_entry(event, event.starts_at, event.ends_at, host, now, private))
    return bytes(made.to_ical())


def _entry(
    event: Event, starts: datetime, ends: datetime, host: str, now: datetime, private: str
) -> Entry:
    made = Entry()
    made.add("uid", f"event-{event.id}@{host}")
    made.add("dtstamp", now)
    # Moments in UTC: of two equal hours in October no calendar takes the wrong one.
    made.add("dtstart", starts)
    made.add("dtend", ends)
    made.add("summary", event.title)
    made.add("description", _about(event, private))
    made.add("location", showing.where(event))
    made.add("categories", [str(gettext(EVENT_KIND_LABELS[event.kind]))])
    made.add("url", showing.page_of(event))
    made.add("sequence", event.sequence)
    cancelled = event.state is EventState.CANCELLED
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    place = showing.place(event)
    if place is not None:
        made.add("geo", (place[1], place[0]))
    if not cancelled and starts > now:
        made.add_component(_alarm(event))
    return made


def _about(event: Event, private: str) -> str:
    parts = [*event.content.get("aims", ()), formatted.plain(event.content.get("text") or "")]
    return "\n".join(part for part in (*parts, private, showing.page_of(event)) if part)


def _alarm(event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", timedelta(days=-1))
    return alarm

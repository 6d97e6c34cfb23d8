"""What everybody sees: the calendar as list, month and map, one event, its poster."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.consultations import policy
from inmeko.consultations.forms.listing import EventFilterForm
from inmeko.consultations.models import Event
from inmeko.consultations.queries import events as queries
from inmeko.consultations.queries import registrations
from inmeko.consultations.rules import agenda, phases
from inmeko.consultations.rules import listing as asked
from inmeko.consultations.rules.listing import EventFilter
from inmeko.consultations.rules.words import EVENT_KIND_LABELS
from inmeko.consultations.views import feedback, live, showing
from inmeko.consultations.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import ATHENS, athens, athens_date
from inmeko.web import codes
from inmeko.web.access import current_actor, public, requires


@pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The events of a town as a list: what is to come, or what is past."""
    wanted, now = _wanted(), clock.now()
    found: dict[str, Any] = {"municipality_id": town.id, "wanted": wanted, "now": now}
    rows, more = queries.page(**found, after=_after())
    coming, past = queries.counts(**found)
    makes = policy.may_make_events(current_actor(), town)
    return render_template(
        "consultations/index.html",
        **_around(wanted, "index"),
        rows=rows,
        now=now,
        sectors=queries.sectors([one.id for one in rows], municipality_id=town.id),
        tabs=[
            _tab(gettext("Coming up"), replace(wanted, past=False), wanted, coming),
            _tab(gettext("Past events"), replace(wanted, past=True), wanted, past),
        ],
        next=_address("index", wanted, after=rows[-1].id) if more else None,
        previous=_address("index", wanted) if "after" in request.args else None,
        makes=makes,
        drafts=queries.drafts(municipality_id=town.id) if makes else [],
    )


@pages.get("/month")
@public(of=accounts.municipality)
def month(town: Municipality) -> ResponseReturnValue:
    """The events of a town, day by day of a month."""
    wanted, now = _wanted(), clock.now()
    first = asked.month(request.args.get("month", ""), athens_date(now))
    weeks = asked.weeks(first)
    begin = datetime.combine(weeks[0][0], time(), ATHENS)
    end = datetime.combine(weeks[-1][-1] + timedelta(days=1), time(), ATHENS)
    rows = queries.between(municipality_id=town.id, wanted=wanted, first=begin, last=end)
    days: dict[Any, list[Event]] = {}
    for one in rows:
        if one.starts_at is None or one.ends_at is None:
            continue
        day, last = athens_date(one.starts_at), athens_date(one.ends_at - timedelta(seconds=1))
        while day <= last:
            days.setdefault(day, []).append(one)
            day += timedelta(days=1)
    before, after = asked.month_after(first, -1), asked.month_after(first, 1)
    return render_template(
        "consultations/month.html",
        **_around(wanted, "month"),
        weeks=weeks,
        days=days,
        first=first,
        today=athens_date(now),
        title=showing.month_name(first),
        before=(showing.month_name(before), _address("month", wanted, month=f"{before:%Y-%m}")),
        after=(showing.month_name(after), _address("month", wanted, month=f"{after:%Y-%m}")),
    )


@pages.get("/map")
@public(of=accounts.municipality)
def on_map(town: Municipality) -> ResponseReturnValue:
    """The events to come on the map, beside the list of the same."""
    wanted = _wanted()
    arguments: dict[str, Any] = wanted.arguments()
    rows = queries.coming(municipality_id=town.id, wanted=wanted, now=clock.now())
    return render_template(
        "consultations/map.html",
        **_around(wanted, "on_map"),
        rows=rows,
        places=url_for("events_api.places", **arguments),
    )


@pages.get("/<int:event_id>")
@requires(policy.may_see_event, of=queries.event)
def show(event: Event) -> ResponseReturnValue:
    """One event."""
    now = clock.now()
    return render_template(
        "consultations/show.html",
        **facts(event),
        now=now,
        phase=phases.phase(event, now),
        takes=phases.may_register(event, now),
        turnout=registrations.turnout(event) if event.registration else [],
        room=registrations.room(event),
        taken=registrations.taken(event),
        series=queries.of_series(event),
        **live.facts(event),
        **feedback.results(event),
        manages=policy.may_manage_event(current_actor(), event),
    )


@pages.get("/<int:event_id>/poster")
@requires(policy.may_see_event, of=queries.event)
def poster(event: Event) -> ResponseReturnValue:
    """The page of an event that prints as a poster, with a code to scan."""
    address = showing.page_of(event)
    return render_template(
        "consultations/poster.html", **facts(event), address=address, code=codes.drawn(address)
    )


def facts(event: Event) -> dict[str, Any]:
    """What every page of an event shows."""
    return {
        "event": event,
        "content": event.content,
        "agenda": agenda.unkept(event.content.get("agenda") or ()),
        "when": showing.when(event),
        "where": showing.where(event),
        "place": showing.place(event),
        "subjects": showing.subjects(event),
        "documents": showing.documents(event),
    }


def _wanted() -> EventFilter:
    return asked.read(request.args.to_dict(flat=False))


def _around(wanted: EventFilter, here: str) -> dict[str, Any]:
    """What the three views of the calendar have in common: the filter, the feeds, the views."""
    views = {"index": gettext("List"), "month": gettext("Month"), "on_map": gettext("Map")}
    arguments: dict[str, Any] = wanted.arguments()
    form = EventFilterForm(
        formdata=None,
        data={
            "kind": [one.value for one in wanted.kind],
            "sector": [one.value for one in wanted.sector],
        },
    )
    return {
        "wanted": wanted,
        "form": form,
        "here": url_for(f".{here}"),
        "chips": _chips(wanted, here),
        "views": [
            {"label": label, "url": _address(name, wanted), "active": name == here}
            for name, label in views.items()
        ],
        "feeds": {
            "ics": url_for("events_api.feed", **arguments),
            "rss": url_for("events_api.rss", **arguments),
            "json": url_for("events_api.of_town", **arguments),
        },
        "showing": showing,
        "athens": athens,
    }


def _after() -> int | None:
    after = request.args.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None


def _address(view: str, wanted: EventFilter, **more: Any) -> str:
    arguments: dict[str, Any] = {**wanted.arguments(), **more}
    return url_for(f".{view}", **arguments)


def _tab(label: str, there: EventFilter, wanted: EventFilter, count: int) -> dict[str, Any]:
    url = _address("index", there)
    return {"label": label, "url": url, "active": there.past is wanted.past, "count": count}


def _chips(wanted: EventFilter, here: str) -> list[dict[str, str]]:
    told = {
        "q": [f"“{wanted.q}”"] if wanted.q else [],
        "series": [wanted.series] if wanted.series else [],
        "kind": [gettext(EVENT_KIND_LABELS[one]) for one in wanted.kind],
        "sector": [gettext(SECTOR_LABELS[one]) for one in wanted.sector],
        "subject": [gettext("about one thing")] if wanted.subject else [],
    }
    return [
        {"label": ", ".join(words), "url": _address(here, wanted.without(name))}
        for name, words in told.items()
        if words
    ]

"""The letters to those who registered: what became of it, a free place, a change of the event."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts.views.letters import at_home
from inmeko.consultations.models import Event, EventNotice, MinutesAmendment, Registration
from inmeko.consultations.queries import minutes
from inmeko.consultations.queries import registrations as queries
from inmeko.consultations.rules import feedback, places
from inmeko.consultations.rules.words import (
    EVENT_NOTICE_LABELS,
    EventNoticeKind,
    RegistrationState,
)
from inmeko.consultations.services import registering
from inmeko.consultations.views import calendars, showing
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.records.services import Enclosed, post_mail
from inmeko.web import codes

PICTURE = "image/png"


def registered(one: Registration, occasion: str = "registered") -> None:
    """Say that somebody has a place or waits for one, with the code and the calendar."""
    with force_locale(one.language):
        if one.state is RegistrationState.REGISTERED:
            _send(one, gettext("You have a place"), "registered", occasion, _enclosed(one))
        else:
            turn = places.turn(queries.queue(one.event), one.id)
            subject = gettext("You are on the waiting list")
            _send(one, subject, "queued", f"queued-{occasion}", turn=turn)


def again(one: Registration) -> None:
    """Tell the owner of an address that it is registered already, at most once a day."""
    with force_locale(one.language):
        day = athens_date(clock.now())
        _send(one, gettext("You are registered already"), "again", f"again-{day.isoformat()}")


def offered(them: Sequence[Registration]) -> None:
    """Tell those to whom a free place is offered until when they can take it."""
    for one in them:
        with force_locale(one.language):
            _send(one, gettext("A place is free for you"), "offered", "offered")


def cancelled(one: Registration) -> None:
    """Confirm that a registration was taken back."""
    with force_locale(one.language):
        _send(one, gettext("Your registration was cancelled"), "cancelled", "cancelled")


def reminder(event: Event) -> None:
    """Remind those who have a place, each once for each beginning of the event."""
    begins = event.starts_at.isoformat() if event.starts_at else ""
    for one in queries.everybody(event):
        if one.state is RegistrationState.REGISTERED:
            with force_locale(one.language):
                _send(one, gettext("Reminder"), "reminder", f"reminder-{begins}")


def thanks(event: Event) -> None:
    """Thank everybody who came, each once, and ask how it was."""
    slug = event.municipality.slug
    for one in queries.present(event):
        with force_locale(one.language):
            url = url_for("tickets.feedback", municipality=slug, ticket_key=one.key, _external=True)
            form: dict[str, Any] = {"feedback": at_home(url), "days": feedback.OPEN_FOR.days}
            _send(one, gettext("Thank you for coming"), "thanks", "thanks", **form)


def told(notice: EventNotice) -> None:
    """Tell everybody registered that an event was moved or cancelled."""
    for one in queries.everybody(notice.event):
        with force_locale(one.language):
            kept = notice.kind is EventNoticeKind.MOVED
            files = _enclosed(one) if one.state is RegistrationState.REGISTERED and kept else ()
            subject = gettext(EVENT_NOTICE_LABELS[notice.kind])
            _send(one, subject, "notice", f"notice-{notice.id}", files, notice=notice)


def minutes_open(them: Sequence[Registration]) -> None:
    """Tell those present that the draft of the minutes waits for their amendments."""
    for one in them:
        made = minutes.of_event(one.event)
        until = made.amend_until if made else None
        with force_locale(one.language):
            subject = gettext("Draft of the minutes")
            occasion = f"minutes-{until.isoformat() if until else ''}"
            url = url_for(
                "tickets.amend",
                municipality=one.event.municipality.slug,
                ticket_key=one.key,
                _external=True,
            )
            _send(one, subject, "minutes", occasion, until=until, amend=at_home(url))


def amendment_answered(proposal: MinutesAmendment) -> None:
    """Tell whoever proposed an amendment what became of it."""
    one = proposal.registration
    with force_locale(one.language):
        subject = gettext("Your amendment to the minutes")
        key = f"amendment-{proposal.id}-{proposal.state.value}"
        _send(one, subject, "amendment", key, proposal=proposal)


def door_of(one: Registration) -> str:
    """What the code to scan leads to: the door of the event, which only its staff opens."""
    url = url_for(
        "events.door",
        municipality=one.event.municipality.slug,
        event_id=one.event_id,
        code=one.code,
        _external=True,
    )
    return at_home(url)


def private(one: Registration) -> str:
    """What only somebody registered may read: the code and the online link."""
    parts = [str(gettext("Code: %(code)s", code=one.code))]
    if one.event.online_url:
        parts.append(str(gettext("Online link: %(link)s", link=one.event.online_url)))
    return "\n".join(parts)


def ticket_of(one: Registration) -> str:
    """The whole secret address of a registration."""
    slug = one.event.municipality.slug
    url = url_for("tickets.show", municipality=slug, ticket_key=one.key, _external=True)
    return at_home(url)


def _enclosed(one: Registration) -> list[Enclosed]:
    calendar = calendars.calendar(one.event.title, [one.event], private(one))
    code = codes.picture(door_of(one))
    return [
        Enclosed("event.ics", "text/calendar", calendar),
        Enclosed(f"code-{one.code}.png", PICTURE, code),
    ]


def _send(
    one: Registration,
    subject: str,
    letter: str,
    occasion: str,
    files: Sequence[Enclosed] = (),
    **context: Any,
) -> None:
    if not one.email:
        return
    event = one.event
    town = event.municipality
    # Straight from the template: a letter needs none of what surrounds a page.
    body = current_app.jinja_env.get_template(f"consultations/letters/{letter}.txt").render(
        one=one,
        event=event,
        place=town.name_en if one.language == "en" else town.name,
        when=showing.when(event),
        where=showing.where(event),
        link=ticket_of(one),
        page=showing.page_of(event),
        kept_days=registering.KEPT // timedelta(days=1),
        **context,
    )
    post_mail(
        one.email,
        f"{subject}: {event.title}",
        body,
        municipality_id=town.id,
        key=registering.mail_key(one.id, occasion),
        files=files,
    )

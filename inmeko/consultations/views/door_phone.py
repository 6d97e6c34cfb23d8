"""The door on a phone without a line: the list it takes along, what it sends, its worker."""

import json
from datetime import datetime, timedelta
from http import HTTPStatus

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from inmeko.consultations import policy
from inmeko.consultations.models import Event, Registration
from inmeko.consultations.queries import events, registrations
from inmeko.consultations.rules.tickets import GREEK
from inmeko.consultations.rules.words import QUOTA_LABELS, REGISTRATION_LABELS, RegistrationState
from inmeko.consultations.services import attending
from inmeko.consultations.views.blueprint import pages
from inmeko.consultations.views.feeding import machines
from inmeko.kernel import clock
from inmeko.kernel.text import N_
from inmeko.resources.views import shell
from inmeko.web.access import current_actor, requires

STORE = "js/door/store.js"
# A phone forgets the names so long after the end of the event.
KEPT = timedelta(hours=12)
# Letters of a Greek keyboard that stand for those of the code, as the site reads them.
ALIKE = json.dumps(GREEK, ensure_ascii=False)
# What the script of the door says; it fills the {places}.
SAYINGS = {
    "let_in": N_("Let in"),
    "in": N_("{name} is in."),
    "before": N_("Was let in before, at {when}."),
    "before_on_phone": N_("{name} was let in before."),
    "known": N_("On this phone: {number} registrations, as of {when}."),
    "unknown": N_("The list is not on this phone: codes are looked up on the site."),
    "offline": N_("There is no line: who comes is kept on this phone and sent later."),
    "other_event": N_("This code is for another event."),
    "not_listed": N_(
        "This code is not in the list on this phone. Without a line nobody knows more: write the "
        "name on the paper list."
    ),
    "waiting": N_("Waiting to be sent"),
    "signed_out": N_("Your sign-in has expired: sign in, and it will be sent."),
    "other_person": N_("Made from another account: sign in with that one to send it."),
    "failed": N_("The site did not answer as expected: it will be tried again."),
    "refused": N_("The site did not take it:"),
    "others": N_("People let in from another account wait on this phone: {number}"),
    "seen": N_("I have seen it"),
}


@machines.get("/<municipality>/api/events/<int:event_id>/door")
@requires(policy.may_let_in, of=events.event)
def door_list(event: Event) -> ResponseReturnValue:
    """Who is expected: codes and names, until when they are kept, and who asks for them."""
    now = clock.now()
    ends = event.ends_at or now
    return jsonify(
        person=current_actor().id,
        token=generate_csrf(),
        at=now.isoformat(),
        until=(ends + KEPT).isoformat(),
        people=[_person(one) for one in registrations.everybody(event)],
    )


@machines.post("/<municipality>/api/events/<int:event_id>/door")
@requires(policy.may_let_in, of=events.event)
def door_sent(event: Event) -> ResponseReturnValue:
    """Take somebody who was let in without a line; a repeat is answered alike."""
    found = attending.find(event, request.form.get("code", ""))
    at = _moment(request.form.get("at", ""))
    new = attending.check_in(current_actor(), event, found, at=at)
    came = found.attended_at or clock.now()
    return jsonify(new=new, at=came.isoformat()), HTTPStatus.CREATED if new else HTTPStatus.OK


@pages.get("/<int:event_id>/door/worker.js")
@requires(policy.may_let_in, of=events.event)
def door_worker(event: Event) -> ResponseReturnValue:
    """The service worker of one door: it answers where there is no line."""
    address = url_for(".door", event_id=event.id)
    return shell.served(
        address,
        cache=f"inmeko-door-{event.municipality.slug}-{event.id}-",
        scripts=(shell.LINE, STORE),
        pages=(address,),
        store="doorStore",
        tag="send-door",
    )


def sayings() -> str:
    """The sentences of the script in the reader's language, as JSON."""
    said = {name: gettext(message) for name, message in SAYINGS.items()}
    return json.dumps(said, ensure_ascii=False)


def _person(one: Registration) -> dict[str, object]:
    facts = [gettext(QUOTA_LABELS[one.quota.kind]), one.organisation]
    facts.append(gettext(REGISTRATION_LABELS[one.state]))
    return {
        "code": one.code,
        "name": one.name,
        "facts": " · ".join(part for part in facts if part),
        "place": one.state is RegistrationState.REGISTERED,
        "came": one.attended_at.isoformat() if one.attended_at else None,
    }


def _moment(text: str) -> datetime | None:
    """A moment as a phone writes it; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None

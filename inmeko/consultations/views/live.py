"""In the room: take part by phone, read what was asked and voted, the screen for everybody."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts.views.letters import at_home
from inmeko.consultations import policy
from inmeko.consultations.forms import live as forms
from inmeko.consultations.models import Event, EventPoll, Registration, RoomQuestion
from inmeko.consultations.queries import events, registrations
from inmeko.consultations.queries import live as queries
from inmeko.consultations.rules import live as rules
from inmeko.consultations.rules.live import READABLE, PollState, RoomQuestionState
from inmeko.consultations.services import attending, polls, questions
from inmeko.consultations.views import showing
from inmeko.consultations.views.blueprint import pages, tickets
from inmeko.kernel import clock, sealing
from inmeko.kernel.errors import DomainError, NotFoundError, RuleError
from inmeko.kernel.text import N_
from inmeko.web import codes
from inmeko.web.access import public, requires

# A hall shares one connection; whoever guesses codes tries hundreds of millions.
RATES = {
    ("POST", "events.live"): "120/minute;2000/day",
    ("POST", "events.vote"): "600/minute",
    ("POST", "events.ask_room"): "120/minute;2000/day",
    ("POST", "events.support_question"): "600/minute",
}
PLACE = "room"
# A phone remembers so many events in which it takes part.
REMEMBERED = 5
WANTED = ("poll", "questions")
HIDDEN = RoomQuestionState.HIDDEN


@pages.route("/<int:event_id>/live", methods=["GET", "POST"])
@requires(policy.may_see_event, of=events.event)
def live(event: Event) -> ResponseReturnValue:
    """What goes on in the room; whoever types their code takes part in it."""
    form = forms.CodeForm()
    if request.method == "GET" or not form.validate():
        return _page(event, code=form)
    try:
        one = attending.find(event, form.code.data or "")
        rules.check_takes_part(one)
    except DomainError as error:
        form.blame(error)
        return _page(event, code=form)
    _remember(event, one)
    return redirect(url_for(".live", event_id=event.id), 303)


@tickets.get("/live")
@public(of=registrations.by_key)
def take_part(one: Registration) -> ResponseReturnValue:
    """Take part with one's registration, without typing its code."""
    _remember(one.event, one)
    return redirect(url_for("events.live", event_id=one.event_id), 303)


@pages.post("/<int:event_id>/live/leave")
@requires(policy.may_see_event, of=events.event)
def leave_room(event: Event) -> ResponseReturnValue:
    """Let somebody else take part with this phone."""
    kept = dict(session.get(PLACE) or {})
    kept.pop(str(event.id), None)
    session[PLACE] = kept
    return redirect(url_for(".live", event_id=event.id), 303)


@pages.post("/<int:event_id>/polls/<int:poll_id>/vote")
@requires(policy.may_see_room, of=queries.poll)
def vote(poll: EventPoll) -> ResponseReturnValue:
    """Vote, or vote otherwise."""
    event, form = poll.event, forms.ballot(poll, ())
    try:
        if form.validate():
            polls.vote(poll, _voice(event), forms.places(form))
            said = gettext("Your vote counts. You can change it until the poll is closed.")
            flash(said, "success")
            return redirect(url_for(".live", event_id=event.id), 303)
    except DomainError as error:
        form.blame(error)
    return _page(event, ballot=form)


@pages.post("/<int:event_id>/questions")
@requires(policy.may_see_event, of=events.event)
def ask_room(event: Event) -> ResponseReturnValue:
    """Send a question."""
    form = forms.AskForm()
    try:
        if form.validate():
            named = bool(form.named.data)
            questions.ask(event, _voice(event), form.text.data or "", named=named)
            said = gettext("Your question was received. Everybody reads it once it is shown.")
            flash(said, "success")
            return redirect(url_for(".live", event_id=event.id), 303)
    except DomainError as error:
        form.blame(error)
    return _page(event, ask=form)


@pages.post("/<int:event_id>/questions/<int:question_id>/support")
@requires(policy.may_see_room, of=queries.question)
def support_question(question: RoomQuestion) -> ResponseReturnValue:
    """Want a question answered, too."""
    questions.support(question, _voice(question.event))
    return redirect(url_for(".live", event_id=question.event_id, _anchor="questions"), 303)


@pages.get("/<int:event_id>/screen")
@requires(policy.may_see_event, of=events.event)
def screen(event: Event) -> ResponseReturnValue:
    """What the projector shows: the poll of the moment, or the questions."""
    wanted = request.args.get("show", "")
    now = clock.now()
    seen = queries.polls(event, (PollState.OPEN, PollState.CLOSED))
    poll = rules.on_screen(wanted, seen, now)
    address = at_home(url_for(".live", event_id=event.id, _external=True))
    return render_template(
        "consultations/screen.html",
        event=event,
        wanted=wanted if wanted in WANTED else "",
        poll=poll,
        tally=queries.tally(poll) if poll else None,
        asked=queries.questions(event, READABLE) if poll is None else [],
        going=rules.is_going(event, now),
        address=address,
        code=codes.drawn(address),
        mark=mark(event),
    )


@pages.get("/<int:event_id>/live.json")
@requires(policy.may_see_event, of=events.event)
def live_json(event: Event) -> ResponseReturnValue:
    """What goes on in the room for machines; asked again and again, so it is marked."""
    told = _told(event)
    response = jsonify(told)
    response.set_etag(_mark(told))
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


def mark(event: Event) -> str:
    """The mark of what goes on in the room at this moment."""
    return _mark(_told(event))


def facts(event: Event) -> dict[str, Any]:
    """What the page of an event shows of the room."""
    seen = queries.polls(event, (PollState.OPEN, PollState.CLOSED))
    return {
        "polls": [(one, queries.tally(one)) for one in seen],
        "asked": queries.questions(event, READABLE),
        "going": rules.is_going(event, clock.now()),
    }


def _page(event: Event, **typed: Any) -> ResponseReturnValue:
    """The page of the room, with whatever form was refused."""
    found, one = facts(event), _remembered(event)
    known = questions.marks(event, one) if one else []
    poll = next((poll for poll, _ in found["polls"] if poll.state is PollState.OPEN), None)
    forms_of = {
        "code": typed.get("code") or forms.CodeForm(formdata=None),
        "ask": typed.get("ask") or forms.AskForm(formdata=None),
        "ballot": typed.get("ballot") or _ballot(poll, one),
    }
    refused = next((form for form in typed.values() if form.errors or form.form_errors), None)
    page = render_template(
        "consultations/live.html",
        event=event,
        when=showing.when(event),
        **found,
        open_poll=poll,
        one=one,
        voice=one is not None and rules.takes_part(one) and found["going"],
        mine=[it for it in queries.sent_by(event, known) if it.state not in READABLE],
        own={it.id for it in queries.sent_by(event, known)},
        supported=queries.supported_by(event, known) if one else set(),
        waiting=queries.waiting(event),
        refused=refused,
        mark=mark(event),
        **{f"{name}_form": form for name, form in forms_of.items()},
    )
    headers = {"Cache-Control": "private, no-store"}
    return page, 422 if refused else 200, headers


def _ballot(poll: EventPoll | None, one: Registration | None) -> Any:
    if poll is None or one is None:
        return None
    kept = queries.ballot(poll, polls.marks(poll, one))
    return forms.ballot(poll, kept.content["chosen"] if kept else ())


def _told(event: Event) -> dict[str, Any]:
    seen = queries.polls(event, (PollState.OPEN, PollState.CLOSED))
    shown = rules.on_screen("", seen, clock.now())
    return {
        "event": event.id,
        "screen": shown.id if shown else None,
        "polls": [_poll(one) for one in seen],
        "questions": [
            {
                "id": one.question.id,
                "state": one.question.state.value,
                "text": "" if one.question.state is HIDDEN else one.question.text,
                "name": "" if one.question.state is HIDDEN else one.question.name,
                "support": one.support,
                "answer": one.question.answer,
                "reason": one.question.reason,
            }
            for one in queries.questions(event, READABLE)
        ],
        "waiting": queries.waiting(event),
    }


def _poll(one: EventPoll) -> dict[str, Any]:
    found = queries.tally(one)
    texts = one.content["options"]
    return {
        "id": one.id,
        "question": one.question,
        "state": one.state.value,
        "several": one.several,
        "voters": found.voters,
        "options": [
            {"text": text, "votes": votes} for text, votes in zip(texts, found.votes, strict=True)
        ],
    }


def _mark(told: dict[str, Any]) -> str:
    return sealing.digest(told)[:32]


def _remember(event: Event, one: Registration) -> None:
    kept = dict(session.get(PLACE) or {})
    kept.pop(str(event.id), None)
    kept[str(event.id)] = one.id
    session[PLACE] = dict(list(kept.items())[-REMEMBERED:])


def _remembered(event: Event) -> Registration | None:
    """Whoever takes part with this phone."""
    number = (session.get(PLACE) or {}).get(str(event.id))
    if number is None:
        return None
    town = event.municipality.slug
    try:
        return registrations.registration(
            municipality=town, event_id=event.id, registration_id=number
        )
    except NotFoundError:
        return None


def _voice(event: Event) -> Registration:
    one = _remembered(event)
    if one is None:
        raise RuleError(N_("Type the code of your registration first."))
    return one

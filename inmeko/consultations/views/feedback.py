"""Thanks and what comes back: the form of those who came, its results, what is published."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.forms import feedback as forms
from inmeko.consultations.models import Event, EventFeedback, Registration
from inmeko.consultations.queries import events, registrations
from inmeko.consultations.queries import feedback as queries
from inmeko.consultations.rules import feedback as rules
from inmeko.consultations.services import feedback as deeds
from inmeko.consultations.views import showing
from inmeko.consultations.views.blueprint import pages, tickets
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, public, requires
from inmeko.web.asking import asked


@tickets.route("/feedback", methods=["GET", "POST"])
@public(of=registrations.by_key)
def feedback(one: Registration) -> ResponseReturnValue:
    """Say how it was; nobody is shown who said what."""
    event = one.event
    if one.attended_at is None:
        raise NotFoundError(N_("Those who came to the event are asked."))
    form, status = forms.of_event(event), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deeds.give(one, forms.given(form, event))
                flash(gettext("Thank you. Your answers were received."), "success")
                return redirect(url_for("tickets.show", ticket_key=one.key), 303)
            except DomainError as error:
                form.blame(error)
    page = render_template(
        "consultations/feedback.html",
        event=event,
        one=one,
        form=form,
        fields=forms.fields(form, event),
        given=queries.given(event, deeds.marks(one)),
        open=rules.is_open(event, clock.now()),
    )
    return page, status


@pages.get("/<int:event_id>/feedback")
@requires(policy.may_manage_event, of=events.event)
def feedback_desk(event: Event) -> ResponseReturnValue:
    """What was answered, and which words everybody may read."""
    return render_template(
        "consultations/feedback_desk.html",
        event=event,
        when=showing.when(event),
        asked=rules.questions(event.content.get("feedback") or ()),
        fewest=rules.FEWEST,
        texts=_texts(event),
        form=forms.PublishForm(formdata=None),
        **results(event),
    )


@pages.post("/<int:event_id>/feedback")
@requires(policy.may_manage_event, of=events.event)
def publish_feedback(event: Event) -> ResponseReturnValue:
    """Publish the marked words, and no others."""
    number = deeds.publish(current_actor(), event, forms.PublishForm().chosen())
    flash(gettext("Everybody can read %(number)s of the texts.", number=number), "success")
    return redirect(url_for(".feedback_desk", event_id=event.id), 303)


@pages.route("/<int:event_id>/feedback/questions", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=events.event)
def feedback_questions(event: Event) -> ResponseReturnValue:
    """Choose what those who came are asked."""
    kept = event.content.get("feedback") or ()
    own = rules.typed(rules.questions(kept)) if kept else ""
    form = forms.FeedbackQuestionsForm(data={"questions": own})
    return asked(
        "consultations/change.html",
        form,
        lambda: deeds.ask(current_actor(), event, form.questions.data or ""),
        event=event,
        back=url_for(".feedback_desk", event_id=event.id),
        done=gettext("Saved."),
        title=gettext("Questions of the feedback form"),
        text=gettext("Those who came get them by e-mail, with thanks, on the day after."),
        button=gettext("Save"),
    )


def results(event: Event) -> dict[str, Any]:
    """What everybody sees of the answers; nothing of fewer than three."""
    found = queries.of_event(event)
    if len(found) < rules.FEWEST:
        return {"answers": len(found), "summed": [], "published": {}}
    asked_of = rules.questions(event.content.get("feedback") or ())
    answers = [one.content["answers"] for one in found]
    published: dict[str, list[str]] = {}
    for form, key, text in _words(event, found):
        if key in form.content["shown"]:
            published.setdefault(key, []).append(text)
    return {
        "answers": len(found),
        "summed": rules.summed(asked_of, answers),
        "published": published,
    }


def _texts(event: Event) -> dict[str, list[tuple[str, str, bool]]]:
    """The free answers by question, for the planner: what to mark, the words, if it is marked."""
    found = queries.of_event(event)
    texts: dict[str, list[tuple[str, str, bool]]] = {}
    for form, key, text in _words(event, found) if len(found) >= rules.FEWEST else []:
        row = (f"{form.id}:{key}", text, key in form.content["shown"])
        texts.setdefault(key, []).append(row)
    return texts


def _words(event: Event, found: Any) -> list[tuple[EventFeedback, str, str]]:
    """The free answers by their words: the order of coming would tell who wrote them."""
    asked_of = rules.questions(event.content.get("feedback") or ())
    free = [one.key for one in asked_of if not one.options]
    rows = [
        (form, key, form.content["answers"][key])
        for form in found
        for key in free
        if key in form.content["answers"]
    ]
    return sorted(rows, key=lambda row: row[2])

"""Somebody who was present reads the draft of the minutes and proposes amendments."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations.forms.minutes import AmendForm
from inmeko.consultations.models import Registration
from inmeko.consultations.queries import minutes as queries
from inmeko.consultations.queries import registrations
from inmeko.consultations.rules import minutes as rules
from inmeko.consultations.services import minutes as deeds
from inmeko.consultations.views import minutes_papers
from inmeko.consultations.views.blueprint import tickets
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web.access import public


@tickets.route("/minutes", methods=["GET", "POST"])
@public(of=registrations.by_key)
def amend(one: Registration) -> ResponseReturnValue:
    """The draft of the minutes, what one has proposed, and the form for more."""
    event = one.event
    made = queries.of_event(event)
    if made is None or one.attended_at is None:
        raise NotFoundError(N_("There are no minutes here that you could amend."))
    form, status = AmendForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deeds.propose(one, form.text.data or "")
                flash(
                    gettext("Your amendment was received. You hear what becomes of it."), "success"
                )
                return redirect(url_for("tickets.amend", ticket_key=one.key), 303)
            except DomainError as error:
                form.blame(error)
    facts = deeds.gather(event, made, minutes_papers.words(event))
    page = render_template(
        "consultations/amend.html",
        event=event,
        one=one,
        made=made,
        form=form,
        takes=rules.takes_amendments(made.state, made.amend_until, clock.now()),
        mine=queries.proposed_by(one),
        sections=[one for one in rules.sections(facts) if one.title != rules.AMENDMENTS],
    )
    return page, status

"""Follow-up: what is due in a town, obligations, reports, calendars, and what a body holds."""

import uuid
from collections.abc import Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources import policy
from inmeko.resources.forms.concessions import DoneForm, ObligationForm, ReportForm
from inmeko.resources.models import Concession, Obligation
from inmeko.resources.queries import concessions as queries
from inmeko.resources.rules.concession_words import ReportKind
from inmeko.resources.rules.obligations import Event, as_calendar
from inmeko.resources.services import following as deeds
from inmeko.resources.views import giving
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires
from inmeko.web.asking import asked
from inmeko.web.forms import Form

FORM = "resources/concession_form.html"
REMINDER = deeds.REMINDER


@pages.get("/concessions/follow-up")
@requires(policy.may_see_follow_up, of=accounts.municipality)
def follow_up(town: Municipality) -> ResponseReturnValue:
    """What is overdue and due, what ends soon, and what was written lately."""
    today = athens_date(clock.now())
    due = queries.due(town.id)
    return render_template(
        "resources/follow_up.html",
        overdue=[one for one in due if one.due_on < today],
        due=[one for one in due if one.due_on >= today],
        ending=queries.ending(town.id, today),
        reports=queries.reports(town.id, queries.a_year_before(today)),
        today=today,
    )


@pages.get("/concessions/dates.ics")
@requires(policy.may_see_follow_up, of=accounts.municipality)
def town_dates(town: Municipality) -> ResponseReturnValue:
    """Everything that is due in a town, for a calendar."""
    due = queries.due(town.id)
    today = athens_date(clock.now())
    found = [event for one in due for event in giving.events(one.concession, [one])]
    found += [event for one in queries.ending(town.id, today) for event in giving.events(one, [])]
    unique = {event.uid: event for event in found}
    return _calendar(town.name, list(unique.values()))


@pages.get("/concessions/<int:concession_id>/dates.ics")
@requires(policy.may_follow, of=queries.concession)
def concession_dates(concession: Concession) -> ResponseReturnValue:
    """The days of one concession, for a calendar."""
    found = list(giving.events(concession, concession.obligations))
    return _calendar(concession.asset.title, found)


@pages.get("/concessions/mine")
@requires(policy.may_see_own_concessions, of=accounts.municipality)
def own_concessions(town: Municipality) -> ResponseReturnValue:
    """What the bodies of whoever is signed in hold in a town, and what they must do."""
    held = queries.of_bodies(town.id, current_actor().organisations)
    return render_template(
        "resources/own_concessions.html", held=held, today=athens_date(clock.now())
    )


@pages.route("/concessions/<int:concession_id>/obligations/new", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.concession)
def new_obligation(concession: Concession) -> ResponseReturnValue:
    """Say what the body must do by a day."""
    form = ObligationForm()

    def deed() -> None:
        deeds.oblige(
            current_actor(),
            concession,
            what=form.what.data or "",
            due_on=form.due_on.data or concession.starts_on,
            yearly=bool(form.yearly.data),
        )

    return asked(
        FORM,
        form,
        deed,
        gettext("The obligation was set; the body is reminded 30 and 7 days before."),
        giving.page_of(concession),
        concession=concession,
        title=gettext("Set an obligation"),
        button=gettext("Set the obligation"),
    )


@pages.route(
    "/concessions/<int:concession_id>/obligations/<int:obligation_id>/done",
    methods=["GET", "POST"],
)
@requires(policy.may_manage_obligation, of=queries.obligation)
def obligation_done(obligation: Obligation) -> ResponseReturnValue:
    """Write down that an obligation was fulfilled, with the evidence."""
    today = athens_date(clock.now())
    form = DoneForm(data={"done_on": today})

    def deed() -> None:
        deeds.fulfil(
            current_actor(),
            obligation,
            done_on=form.done_on.data or today,
            comment=form.comment.data or "",
            files=giving.uploads(form.files),
        )

    return asked(
        FORM,
        form,
        deed,
        gettext("Written down."),
        giving.page_of(obligation.concession),
        concession=obligation.concession,
        title=gettext("Fulfilled: %(what)s", what=obligation.what),
        button=gettext("Write down"),
        multipart=True,
    )


@pages.route(
    "/concessions/<int:concession_id>/obligations/<int:obligation_id>/remove",
    methods=["GET", "POST"],
)
@requires(policy.may_manage_obligation, of=queries.obligation)
def remove_obligation(obligation: Obligation) -> ResponseReturnValue:
    """Take an obligation away, after a question."""
    concession = obligation.concession
    return asked(
        FORM,
        Form(),
        lambda: deeds.release(current_actor(), obligation),
        gettext("The obligation was removed."),
        giving.page_of(concession),
        concession=concession,
        title=gettext("Remove this obligation?"),
        text=obligation.what,
        button=gettext("Remove"),
        kind="warning",
    )


@pages.route("/concessions/<int:concession_id>/reports/new", methods=["GET", "POST"])
@requires(policy.may_report, of=queries.concession)
def new_report(concession: Concession) -> ResponseReturnValue:
    """Write a report for one's own body, or note what a visit found."""
    actor, today = current_actor(), athens_date(clock.now())
    own = concession.organisation_id in actor.organisations
    form = ReportForm(data={"written_on": today, "once": uuid.uuid4().hex})

    def deed() -> None:
        deeds.report(
            actor,
            concession,
            kind=ReportKind.BODY if own else ReportKind.VISIT,
            text=form.text.data or "",
            written_on=form.written_on.data or today,
            files=giving.uploads(form.files),
            once=(form.once.data or "")[:64] or None,
        )

    return asked(
        FORM,
        form,
        deed,
        gettext("The report was kept."),
        giving.page_of(concession),
        concession=concession,
        title=gettext("Write a report") if own else gettext("Note a follow-up visit"),
        text=gettext("The municipality reads it; it is not published.") if own else "",
        button=gettext("Send"),
        multipart=True,
    )


def _calendar(name: str, events: Sequence[Event]) -> Response:
    text = as_calendar(name, events, clock.now())
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="inmeko.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

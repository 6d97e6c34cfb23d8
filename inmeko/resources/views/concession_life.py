"""A concession goes on: in force, over, revoked, handed back, or given up before it began."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources import policy
from inmeko.resources.forms.concessions import (
    ActivateForm,
    EndForm,
    ReasonForm,
    ReturnForm,
    RevokeForm,
)
from inmeko.resources.models import Concession
from inmeko.resources.queries import concessions as queries
from inmeko.resources.rules.asset import Condition
from inmeko.resources.rules.concession_paths import PATH
from inmeko.resources.rules.concession_words import ReportKind
from inmeko.resources.services import concessions as deeds
from inmeko.resources.services import following
from inmeko.resources.views.blueprint import pages
from inmeko.resources.views.giving import page_of, uploads
from inmeko.web.access import current_actor, requires
from inmeko.web.asking import asked

FORM = "resources/concession_form.html"


@pages.route("/concessions/<int:concession_id>/activate", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.concession)
def activate_concession(concession: Concession) -> ResponseReturnValue:
    """Put a concession in force, by a decision that is posted."""
    names = ("council_members", "votes_for", "decision_number", "ada", "posted_on")
    form = ActivateForm(data={name: getattr(concession, name) for name in names})

    def deed() -> None:
        values = {name: form[name].data for name in names if name in form}
        deeds.activate(current_actor(), concession, values)

    if not PATH[concession.path].council_votes:
        del form.council_members, form.votes_for
    return asked(
        FORM,
        form,
        deed,
        gettext("The concession is in force."),
        page_of(concession),
        concession=concession,
        title=gettext("Put the concession in force"),
        text=gettext(
            "It takes effect from the posting of the decision on Διαύγεια, and the asset is no "
            "longer available to others."
        ),
        button=gettext("Put in force"),
    )


@pages.route("/concessions/<int:concession_id>/cancel", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.concession)
def cancel_concession(concession: Concession) -> ResponseReturnValue:
    """Give up a concession that is being prepared."""
    form = ReasonForm()
    return asked(
        FORM,
        form,
        lambda: deeds.cancel(current_actor(), concession, form.reason.data or ""),
        gettext("The concession was given up; it stays in the history."),
        page_of(concession),
        concession=concession,
        title=gettext("Give up this concession?"),
        text=gettext("It never takes effect."),
        button=gettext("Give up"),
        kind="warning",
    )


@pages.route("/concessions/<int:concession_id>/end", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.concession)
def end_concession(concession: Concession) -> ResponseReturnValue:
    """Write down that a concession is over."""
    today = athens_date(clock.now())
    last = min(concession.ends_on or today, today)
    form = EndForm(data={"day": last})

    def deed() -> None:
        deeds.end(current_actor(), concession, form.reason.data or "", form.day.data or last)

    return asked(
        FORM,
        form,
        deed,
        gettext("The concession is over."),
        page_of(concession),
        concession=concession,
        title=gettext("The concession is over"),
        text=gettext("Its time is up, or both sides agree. The return is written down apart."),
        button=gettext("Write down"),
    )


@pages.route("/concessions/<int:concession_id>/revoke", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.concession)
def revoke_concession(concession: Concession) -> ResponseReturnValue:
    """Take a concession back before its time."""
    today = athens_date(clock.now())
    form = RevokeForm(data={"day": today})

    def deed() -> None:
        reason, ada = form.reason.data or "", form.ada.data or ""
        deeds.revoke(current_actor(), concession, reason, form.day.data or today, ada)

    return asked(
        FORM,
        form,
        deed,
        gettext("The concession was revoked."),
        page_of(concession),
        concession=concession,
        title=gettext("Revoke the concession?"),
        text=gettext("The conditions of a revocation are to be confirmed by the legal service."),
        button=gettext("Revoke"),
        kind="warning",
    )


@pages.route("/concessions/<int:concession_id>/return", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.concession)
def return_concession(concession: Concession) -> ResponseReturnValue:
    """Write down that the asset was handed back, and how it looked."""
    today = athens_date(clock.now())
    form = ReturnForm(data={"day": today, "condition": Condition.UNKNOWN.value})

    def deed() -> None:
        actor, day = current_actor(), form.day.data or today
        deeds.give_back(actor, concession, day, Condition(form.condition.data))
        files, text = uploads(form.files), form.text.data or ""
        if files or text:
            following.report(
                actor,
                concession,
                kind=ReportKind.RETURN,
                text=text or gettext("Handed back"),
                written_on=day,
                files=files,
            )

    return asked(
        FORM,
        form,
        deed,
        gettext("The asset is back."),
        page_of(concession),
        concession=concession,
        title=gettext("The asset comes back"),
        text=gettext("Note its condition and add photos, so that nobody has to remember."),
        button=gettext("Write down"),
        multipart=True,
    )

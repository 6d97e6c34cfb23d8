"""Pages of a committee: who sits in it, the chair, who leaves."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import policy as people
from inmeko.accounts import queries as accounts
from inmeko.accounts.rules import Role
from inmeko.calls import policy
from inmeko.calls.forms.judging import AboutSeat, InviteForm, ReasonForm, SeatForm
from inmeko.calls.models import Call, Evaluator
from inmeko.calls.queries import calls as queries
from inmeko.calls.queries import committee as seats
from inmeko.calls.services import committee as deeds
from inmeko.calls.views import reminders
from inmeko.calls.views.blueprint import pages
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, requires


@pages.get("/<int:call_id>/committee")
@requires(policy.may_follow, of=queries.call)
def committee(call: Call) -> ResponseReturnValue:
    """Who sits in the committee of a call."""
    return _page(call)


@pages.post("/<int:call_id>/committee")
@requires(policy.may_manage, of=queries.call)
def seat_evaluator(call: Call) -> ResponseReturnValue:
    """Let an evaluator of the town sit in the committee."""
    form = SeatForm(seats.candidates(call), prefix="seat")
    if form.validate():
        try:
            user = accounts.user(form.user.data)
            told = {"substitute": form.substitute.data, "advised": form.bodies()}
            deeds.seat(current_actor(), call, user, **told)
            flash(gettext("The committee has a new member."), "success")
            return redirect(url_for(".committee", call_id=call.id), 303)
        except DomainError as error:
            form.blame(error)
    return _page(call, seat=form), 422


@pages.post("/<int:call_id>/committee/invite")
@requires(policy.may_manage, of=queries.call)
def invite_evaluator(call: Call) -> ResponseReturnValue:
    """Invite somebody by e-mail: they become an evaluator of the town and sit in the committee."""
    form = InviteForm(prefix="invite")
    if form.validate():
        try:
            deeds.invite(
                current_actor(),
                call,
                email=form.email.data or "",
                name=form.name.data or "",
                substitute=form.substitute.data,
                advised=form.bodies(),
            )
            flash(gettext("The committee has a new member."), "success")
            return redirect(url_for(".committee", call_id=call.id), 303)
        except DomainError as error:
            form.blame(error)
    return _page(call, invite=form), 422


@pages.route("/committee/<int:evaluator_id>", methods=["GET", "POST"])
@requires(policy.may_seat, of=seats.member)
def committee_member(seated: Evaluator) -> ResponseReturnValue:
    """Change what is known of a member."""
    if request.method == "GET":
        told = {"substitute": seated.substitute, "advised": "\n".join(seated.advised)}
        return render_template(
            "calls/committee_member.html", form=AboutSeat(formdata=None, data=told), seated=seated
        )
    form = AboutSeat()
    if form.validate():
        try:
            substitute = form.substitute.data
            deeds.change(current_actor(), seated, substitute=substitute, advised=form.bodies())
            flash(gettext("The changes were saved."), "success")
            return redirect(url_for(".committee", call_id=seated.call_id), 303)
        except DomainError as error:
            form.blame(error)
    return render_template("calls/committee_member.html", form=form, seated=seated), 422


@pages.post("/committee/<int:evaluator_id>/chair")
@requires(policy.may_seat, of=seats.member)
def name_chair(seated: Evaluator) -> ResponseReturnValue:
    """Let a member chair the committee."""
    deeds.put_in_the_chair(current_actor(), seated)
    flash(gettext("The committee has a chair."), "success")
    return redirect(url_for(".committee", call_id=seated.call_id), 303)


@pages.route("/committee/<int:evaluator_id>/leave", methods=["GET", "POST"])
@requires(policy.may_seat, of=seats.member)
def leave_committee(seated: Evaluator) -> ResponseReturnValue:
    """Let a member leave: what is not finished goes to somebody else."""
    form = ReasonForm()
    if request.method == "GET":
        return render_template("calls/committee_leave.html", form=form, seated=seated)
    if form.validate():
        try:
            handed = deeds.leave(current_actor(), seated, form.reason.data or "")
            reminders.tell(handed)
            flash(
                gettext("The member has left; %(n)s files were handed on.", n=len(handed)),
                "success",
            )
            return redirect(url_for(".committee", call_id=seated.call_id), 303)
        except DomainError as error:
            form.blame(error)
    return render_template("calls/committee_leave.html", form=form, seated=seated), 422


def _page(call: Call, seat: SeatForm | None = None, invite: InviteForm | None = None) -> str:
    actor = current_actor()
    return render_template(
        "calls/committee.html",
        call=call,
        seats=seats.members(call),
        loads=seats.loads(call),
        seat=seat or SeatForm(seats.candidates(call), prefix="seat", formdata=None),
        invite=invite or InviteForm(prefix="invite", formdata=None),
        manages=policy.may_manage(actor, call),
        invites=people.may_grant(actor, Role.EVALUATOR, call.municipality),
    )

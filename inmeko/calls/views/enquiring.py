"""Questions about a call: ask one, the queue of those that wait, answer, set aside."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.views.letters import at_home
from inmeko.calls import policy
from inmeko.calls.forms.making import AnswerForm, EnquiryForm
from inmeko.calls.models import Call, Enquiry
from inmeko.calls.queries import calls
from inmeko.calls.queries import enquiries as queries
from inmeko.calls.rules import phases
from inmeko.calls.services import enquiries as deeds
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.records import services as records
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form
from inmeko.web.language import chosen

# How often one address may ask.
RATES = {("POST", "calls.enquire"): "5/minute;20/day"}


@pages.route("/<int:call_id>/enquire", methods=["GET", "POST"])
@requires(policy.may_see_call, of=calls.call)
def enquire(call: Call) -> ResponseReturnValue:
    """The form with which anybody asks about a call."""
    form, status = EnquiryForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                _ask(call, form)
                flash(gettext("Your question was received. The answer will be public."), "success")
                return redirect(url_for(".show", call_id=call.id), 303)
            except DomainError as error:
                form.blame(error)
    takes = phases.takes_questions(call, clock.now())
    return render_template("calls/enquire.html", call=call, form=form, takes=takes), status


@pages.get("/enquiries")
@requires(policy.may_make, of=accounts.municipality)
def enquiries(town: Municipality) -> ResponseReturnValue:
    """The questions that wait for an answer, the oldest first."""
    waiting = queries.waiting(municipality_id=town.id)
    return render_template("calls/enquiries.html", waiting=waiting)


@pages.route("/enquiries/<int:enquiry_id>", methods=["GET", "POST"])
@requires(policy.may_answer, of=queries.enquiry)
def enquiry(asked: Enquiry) -> ResponseReturnValue:
    """Answer a question in public."""
    form, status = AnswerForm(data={"text": asked.text, "answer": asked.answer}), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            given = {"text": form.text.data or "", "answer": form.answer.data or ""}
            try:
                deeds.answer(current_actor(), asked, **given)
                _write(asked)
                flash(gettext("The answer is public."), "success")
                return redirect(url_for(".enquiries"), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("calls/enquiry.html", asked=asked, form=form), status


@pages.route("/enquiries/<int:enquiry_id>/dismiss", methods=["GET", "POST"])
@requires(policy.may_answer, of=queries.enquiry)
def dismiss(asked: Enquiry) -> ResponseReturnValue:
    """Set aside what is no question about the call."""
    form = Form()
    if form.validate_on_submit():
        deeds.dismiss(current_actor(), asked)
        flash(gettext("The question is set aside."), "success")
        return redirect(url_for(".enquiries"), 303)
    return render_template("calls/dismiss.html", asked=asked, form=form)


def _ask(call: Call, form: EnquiryForm) -> None:
    if form.homepage.data:
        raise RuleError(N_("Leave this field empty, so that we know you are no machine."))
    given = {"text": form.text.data or "", "email": form.email.data or ""}
    _tell_planners(deeds.ask(call, **given, language=chosen()))


def _tell_planners(asked: Enquiry) -> None:
    """Tell the planners of the town that a question waits; what it says stays on the site."""
    link = at_home(url_for(".enquiry", enquiry_id=asked.id, _external=True))
    for reader in accounts.planners(municipality_id=asked.municipality_id):
        with force_locale(reader.language or "el"):
            body = render_template(
                "calls/letters/asked_us.txt", call=asked.call, until=asked.call.closes_at, link=link
            )
            subject = gettext("A question about the call: %(title)s", title=asked.call.title)
        records.post_mail(
            reader.email,
            subject,
            body,
            municipality_id=asked.municipality_id,
            key=f"{deeds.mail_key(asked.id)}:{reader.id}",
        )


def _write(asked: Enquiry) -> None:
    """Send the answer to whoever left an address."""
    if not asked.email:
        return
    link = url_for("calls.show", call_id=asked.call_id, _anchor="answers", _external=True)
    with force_locale(asked.language):
        body = render_template(
            "calls/letters/answer.txt", asked=asked, call=asked.call, link=at_home(link)
        )
        subject = gettext("Answer to your question: %(title)s", title=asked.call.title)
    records.post_mail(
        asked.email,
        subject,
        body,
        municipality_id=asked.municipality_id,
        key=deeds.mail_key(asked.id),
    )

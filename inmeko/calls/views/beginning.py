"""A file is begun: by a group without an account, for an organisation, or at the counter."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Organisation, User
from inmeko.calls import policy
from inmeko.calls.forms.files import BeginForForm, BeginForm, CounterForm
from inmeko.calls.models import Call, Holder
from inmeko.calls.queries import calls
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import phases
from inmeko.calls.rules.words import Source
from inmeko.calls.services import expressions as deeds
from inmeko.calls.views import file_letters as letters
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, public, requires
from inmeko.web.language import chosen

# How often one address may begin: a whole class may sit in one room.
RATES = {("POST", "calls.begin"): "20/minute;200/day"}


@pages.route("/<int:call_id>/begin", methods=["GET", "POST"])
@public(of=calls.call)
def begin(call: Call) -> ResponseReturnValue:
    """Begin a file: a name and an e-mail address are enough."""
    user = _me()
    bodies = queries.bodies(user, municipality_id=call.municipality_id) if user else []
    form = _form(user, bodies)
    own = queries.drafts_of(call, user.email) if user else []
    if request.method == "GET":
        return _page(call, form, own)
    if form.validate():
        try:
            return _begun(call, form, user, bodies)
        except DomainError as error:
            form.blame(error)
    return _page(call, form, own), 422


@pages.route("/<int:call_id>/counter", methods=["GET", "POST"])
@requires(policy.may_enter_for, of=calls.call)
def counter(call: Call) -> ResponseReturnValue:
    """Begin a file for a group that came to the counter; it says so everywhere."""
    form = CounterForm()
    if form.validate_on_submit():
        try:
            holder = deeds.begin(
                current_actor(),
                call,
                name=form.name.data or "",
                email=form.email.data or "",
                contact=form.contact.data or "",
                source=Source.COUNTER,
            )
            letters.link(holder)
            return redirect(url_for("call_file.applicant", key=holder.key), 303)
        except DomainError as error:
            form.blame(error)
    status = 422 if form.errors else 200
    return render_template("calls/begin.html", call=call, form=form, counter=True), status


def _me() -> User | None:
    actor = current_actor()
    return accounts.user(actor.id) if actor.id else None


def _form(user: User | None, bodies: Sequence[Organisation]) -> BeginForm:
    if user is None or not bodies:
        form = BeginForm()
        if user and request.method == "GET":
            form.email.data, form.contact.data = user.email, user.name
        return form
    offered = BeginForForm()
    offered.offer(bodies)
    if request.method == "GET":
        offered.email.data, offered.contact.data = user.email, user.name
        offered.name.data, offered.organisation.data = bodies[0].name, bodies[0].id
    return offered


def _begun(
    call: Call, form: BeginForm, user: User | None, bodies: Sequence[Organisation]
) -> ResponseReturnValue:
    """Begin, unless the person has a file already: that is told to nobody but themselves."""
    if form.homepage.data:
        raise RuleError(N_("Leave this field empty, so that we know you are no machine."))
    email = (form.email.data or "").lower()
    earlier = list(queries.drafts_of(call, email))
    body = _chosen(form, bodies)
    if earlier and user is not None and user.email.lower() == email and "again" not in request.form:
        letters.link_again(earlier[0])
        words = gettext("You have begun a file for this call already; this is it.")
        flash(words, "warning")
        return redirect(_there(earlier[0]), 303)
    holder = deeds.begin(
        current_actor(),
        call,
        name=form.name.data or "",
        email=email,
        contact=form.contact.data or "",
        language=chosen(),
        organisation=body,
    )
    # A stranger who types somebody's address learns nothing here; the mail tells its owner.
    letters.link(holder, earlier=earlier)
    return redirect(_there(holder), 303)


def _there(holder: Holder) -> str:
    return url_for("call_file.show", key=holder.key)


def _chosen(form: BeginForm, bodies: Sequence[Organisation]) -> Organisation | None:
    wanted = form.organisation.data if isinstance(form, BeginForForm) else 0
    return next((one for one in bodies if one.id == wanted), None)


def _page(call: Call, form: BeginForm, own: Sequence[Holder]) -> str:
    now = clock.now()
    return render_template(
        "calls/begin.html",
        call=call,
        form=form,
        own=own,
        takes=phases.is_open(call, now),
        past=phases.is_past(call, now),
    )

"""Who of the group works on a file: invited by whoever leads it, each by a link of their own."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls.forms.files import AnywayForm, InviteForm
from inmeko.calls.models import Holder
from inmeko.calls.queries import expressions as queries
from inmeko.calls.services import expressions as deeds
from inmeko.calls.views import file_letters as letters
from inmeko.calls.views import file_page
from inmeko.calls.views.blueprint import files
from inmeko.calls.views.file_page import file_of
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, public

# How many letters one address may cause.
RATES = {("POST", "call_file.group"): "10/minute;60/day"}


@files.route("/group", methods=["GET", "POST"])
@public(of=queries.holder)
def group(holder: Holder) -> ResponseReturnValue:
    """The people of a file, and the form that invites another one."""
    form = InviteForm()
    if request.method == "POST" and form.validate():
        try:
            other = deeds.invite(
                current_actor(),
                holder,
                email=form.email.data or "",
                name=form.name.data or "",
            )
            letters.invited(other, holder)
            flash(gettext("The link was sent to %(email)s.", email=other.email), "success")
            return redirect(url_for("call_file.group"), 303)
        except DomainError as error:
            form.blame(error)
    page = file_page.page(
        "file_group", file_of(holder), form=form, people=queries.holders(holder.expression)
    )
    return page, 422 if form.errors else 200


@files.route("/group/<int:holder_id>/remove", methods=["GET", "POST"])
@public(of=queries.holder_and_other)
def remove_holder(place: tuple[Holder, Holder]) -> ResponseReturnValue:
    """Ask, then take somebody's link back."""
    holder, other = place
    if request.method == "POST":
        deeds.remove_holder(current_actor(), holder, other)
        flash(gettext("The link was taken back."), "success")
        return redirect(url_for("call_file.group"), 303)
    form = AnywayForm(formdata=None)
    return file_page.page("file_unshare", file_of(holder), form=form, other=other)

"""One's own account: sign-up, roles, devices, language, data, deletion."""

from flask import flash, jsonify, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import logout_user

from inmeko.accounts import policy, queries
from inmeko.accounts.forms import AccountForm, ConfirmForm, SignUpForm
from inmeko.accounts.models import Device, User
from inmeko.accounts.services import account as deeds
from inmeko.accounts.services import signing_in
from inmeko.accounts.views.blueprints import accounts
from inmeko.accounts.views.freshness import fresh
from inmeko.accounts.views.sign_in import DEVICE
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, public, requires
from inmeko.web.language import remember


def me() -> User:
    """The account of whoever is signed in."""
    return queries.user(current_actor().id or 0)


def my_device(*, device_id: int) -> Device:
    """A device of whoever is signed in; raises NotFoundError."""
    return queries.device(user_id=current_actor().id or 0, device_id=device_id)


@accounts.route("/sign-up", methods=["GET", "POST"])
@public()
def sign_up() -> ResponseReturnValue:
    """Make an account without a password; the answer never says who already has one."""
    form = SignUpForm()
    if form.validate_on_submit():
        user = signing_in.find_or_create(email=form.email.data, name=form.name.data)
        signing_in.send_link(user)
        return redirect(url_for("accounts.signed_up"), 303)
    status = 422 if form.errors else 200
    return render_template("accounts/sign_up.html", form=form), status


@accounts.get("/sign-up/sent")
@public()
def signed_up() -> ResponseReturnValue:
    """Say that a link is on its way."""
    return render_template("accounts/signed_up.html")


@accounts.route("/account", methods=["GET", "POST"])
@requires(policy.may_use_account)
def account() -> ResponseReturnValue:
    """Show and change one's own account."""
    user = me()
    form = AccountForm(obj=user)
    if form.validate_on_submit():
        deeds.describe(user, name=form.name.data, language=form.language.data)
        flash(gettext("Saved."), "success")
        return remember(form.language.data, redirect(url_for("accounts.account"), 303))
    page = render_template(
        "accounts/account.html",
        form=form,
        user=user,
        devices=queries.devices(user_id=user.id),
        passkeys=queries.passkeys(user_id=user.id),
        this_device=session.get(DEVICE),
    )
    return page, 422 if form.errors else 200


@accounts.get("/account/second-factor")
@requires(policy.may_use_account)
def second_factor() -> ResponseReturnValue:
    """Explain the second step of signing in and lead to its set-up."""
    return render_template("accounts/second_factor.html")


@accounts.post("/account/devices/<int:device_id>/end")
@requires(policy.may_use_account)
def end_device(device_id: int) -> ResponseReturnValue:
    """Sign one of one's devices out."""
    signing_in.end_device(my_device(device_id=device_id))
    flash(gettext("The device is signed out."), "success")
    return redirect(url_for("accounts.account"), 303)


@accounts.get("/account/data")
@requires(policy.may_use_account)
def own_data() -> ResponseReturnValue:
    """Hand out all that the account holds of its owner."""
    response = jsonify(queries.own_data(me()))
    response.headers["Content-Disposition"] = "attachment; filename=inmeko-account.json"
    return response


@accounts.route("/account/delete", methods=["GET", "POST"])
@requires(policy.may_use_account)
@fresh
def delete() -> ResponseReturnValue:
    """Delete one's own account, after a question."""
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            deeds.delete(current_actor(), me())
        except DomainError as error:
            form.blame(error)
        else:
            logout_user()
            flash(gettext("Your account is deleted."), "success")
            return redirect(url_for("accounts.deleted"), 303)
    status = 422 if form.errors else 200
    return render_template("accounts/delete.html", form=form, user=me()), status


@accounts.get("/account/deleted")
@public()
def deleted() -> ResponseReturnValue:
    """Say that the account is gone."""
    return render_template("accounts/deleted.html")

"""The people of a municipality, and of the platform: invite, give and take roles."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import policy, queries
from inmeko.accounts.forms import ConfirmForm, InviteForm
from inmeko.accounts.models import Grant, Municipality
from inmeko.accounts.rules import Role
from inmeko.accounts.services import people as deeds
from inmeko.accounts.views import letters
from inmeko.accounts.views.blueprints import municipalities, people
from inmeko.accounts.views.freshness import fresh
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError, ForbiddenError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, requires


def held_here(*, municipality: str, grant_id: int) -> Grant:
    """A role that somebody holds in the town of the URL; raises NotFoundError."""
    town = queries.municipality(municipality=municipality)
    return queries.grant(municipality_id=town.id, grant_id=grant_id)


def held_on_platform(*, grant_id: int) -> Grant:
    """A role that somebody holds on the platform; raises NotFoundError."""
    return queries.grant(municipality_id=None, grant_id=grant_id)


def may_revoke(actor: Actor, grant: Grant) -> bool:
    """Who may give a role may take it."""
    return policy.may_grant(actor, grant.role, grant.municipality)


@people.get("")
@requires(policy.may_manage_people, of=queries.municipality)
@fresh
def index(town: Municipality) -> ResponseReturnValue:
    """List the people of a town with their roles."""
    return _list(town)


@people.route("/new", methods=["GET", "POST"])
@requires(policy.may_manage_people, of=queries.municipality)
@fresh
def invite(town: Municipality) -> ResponseReturnValue:
    """Give somebody a role in a town."""
    return _invite(town)


@people.route("/<int:grant_id>/revoke", methods=["GET", "POST"])
@requires(may_revoke, of=held_here)
@fresh
def revoke(grant: Grant) -> ResponseReturnValue:
    """Take a role in a town away, after a question."""
    return _revoke(grant)


@municipalities.get("/people")
@requires(policy.may_administer_platform)
@fresh
def platform_people() -> ResponseReturnValue:
    """List the administrators of the platform."""
    return _list(None)


@municipalities.route("/people/new", methods=["GET", "POST"])
@requires(policy.may_administer_platform)
@fresh
def platform_invite() -> ResponseReturnValue:
    """Make somebody an administrator of the platform."""
    return _invite(None)


@municipalities.route("/people/<int:grant_id>/revoke", methods=["GET", "POST"])
@requires(may_revoke, of=held_on_platform)
@fresh
def platform_revoke(grant: Grant) -> ResponseReturnValue:
    """Take the role of an administrator of the platform away, after a question."""
    return _revoke(grant)


def _urls(town: Municipality | None) -> dict[str, Any]:
    if town is None:
        return {"index": "municipalities.platform_people", "new": "municipalities.platform_invite",
                "revoke": "municipalities.platform_revoke"}  # fmt: skip
    return {"index": "people.index", "new": "people.invite", "revoke": "people.revoke"}


def _list(town: Municipality | None) -> ResponseReturnValue:
    held: dict[int, list[Grant]] = {}
    for grant in queries.grants(municipality_id=town.id if town else None):
        held.setdefault(grant.user_id, []).append(grant)
    people = [(grants[0].user, grants) for grants in held.values()]
    return render_template("accounts/people.html", place=town, people=people, urls=_urls(town))


def _invite(town: Municipality | None) -> ResponseReturnValue:
    form = InviteForm(platform=town is None, email=request.args.get("email", ""))
    if town is not None and form.role.data == Role.PLATFORM_ADMIN:
        raise ForbiddenError(N_("You may not give or take this role."))
    if form.validate_on_submit():
        role = Role(form.role.data)
        try:
            user = deeds.invite(
                current_actor(),
                email=form.email.data,
                name=form.name.data,
                role=role,
                municipality=town,
            )
        except DomainError as error:
            form.blame(error)
        else:
            letters.invitation(user, role, town)
            flash(gettext("The role is given, and an e-mail is on its way."), "success")
            return redirect(url_for(_urls(town)["index"]), 303)
    status = 422 if form.errors else 200
    page = render_template("accounts/invite.html", form=form, place=town, urls=_urls(town))
    return page, status


def _revoke(grant: Grant) -> ResponseReturnValue:
    form, town = ConfirmForm(), grant.municipality
    if form.validate_on_submit():
        try:
            deeds.revoke(current_actor(), grant)
        except DomainError as error:
            form.blame(error)
        else:
            flash(gettext("The role is taken away."), "success")
            return redirect(url_for(_urls(town)["index"]), 303)
    status = 422 if form.errors else 200
    page = render_template(
        "accounts/revoke.html", form=form, grant=grant, place=town, urls=_urls(town)
    )
    return page, status

"""The organisations of a town: list, show, register, describe, members."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import policy, queries
from inmeko.accounts.forms import ConfirmForm, MemberForm, OrganisationForm
from inmeko.accounts.models import Membership, Municipality, Organisation
from inmeko.accounts.rules import OrganisationKind, Role
from inmeko.accounts.services import organising as deeds
from inmeko.accounts.views import letters
from inmeko.accounts.views.blueprints import organisations
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, public, requires


def member(*, municipality: str, organisation_id: int, member_id: int) -> Membership:
    """Somebody who acts for an organisation of the town; raises NotFoundError."""
    body = queries.organisation(municipality=municipality, organisation_id=organisation_id)
    for found in body.memberships:
        if found.id == member_id:
            return found
    raise NotFoundError(N_("This person does not act for the organisation."))


def may_remove(actor: Actor, member: Membership) -> bool:
    """Who may change an organisation may remove its members; everybody may leave."""
    if member.user_id == actor.id:
        return True
    return policy.may_edit_organisation(actor, member.organisation)


@organisations.get("")
@public(of=queries.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """List the organisations of a town, or those a search finds."""
    search, start = request.args.get("q", "").strip(), request.args.get("after", "")
    after = queries.place_of_organisation(municipality_id=town.id, key=start)
    found = queries.organisations(municipality_id=town.id, search=search, after=after)
    page, more = found[: queries.PAGE], len(found) > queries.PAGE
    following = url_for(".index", q=search or None, after=page[-1].id) if more else None
    return render_template(
        "accounts/organisations.html",
        place=town,
        organisations=page,
        search=search,
        following=following,
        paged=bool(after),
    )


@organisations.get("/<int:organisation_id>")
@public(of=queries.organisation)
def show(organisation: Organisation) -> ResponseReturnValue:
    """Show an organisation."""
    return render_template("accounts/organisation.html", organisation=organisation)


@organisations.route("/new", methods=["GET", "POST"])
@requires(policy.may_register_organisation, of=queries.municipality)
def new(town: Municipality) -> ResponseReturnValue:
    """Register an organisation; a member of the public becomes its manager."""
    form, actor = OrganisationForm(), current_actor()
    if form.validate_on_submit():
        staff = actor.has(Role.PLANNER, town.id) or actor.has(Role.MUNICIPAL_ADMIN, town.id)
        try:
            made = deeds.register(
                actor,
                municipality=town,
                manager=None if staff else queries.user(actor.id or 0),
                values=_values(form),
            )
        except DomainError as error:
            form.blame(error)
        else:
            flash(gettext("The organisation is registered."), "success")
            return redirect(url_for(".show", organisation_id=made.id), 303)
    status = 422 if form.errors else 200
    page = render_template("accounts/edit_organisation.html", form=form, organisation=None)
    return page, status


@organisations.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(policy.may_edit_organisation, of=queries.organisation)
def edit(organisation: Organisation) -> ResponseReturnValue:
    """Change what is known of an organisation."""
    form = OrganisationForm(obj=organisation)
    if form.validate_on_submit():
        try:
            deeds.describe(current_actor(), organisation, _values(form))
        except DomainError as error:
            form.blame(error)
        else:
            flash(gettext("Saved."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id), 303)
    status = 422 if form.errors else 200
    page = render_template("accounts/edit_organisation.html", form=form, organisation=organisation)
    return page, status


@organisations.route("/<int:organisation_id>/members/new", methods=["GET", "POST"])
@requires(policy.may_edit_organisation, of=queries.organisation)
def add_member(organisation: Organisation) -> ResponseReturnValue:
    """Let somebody act for an organisation, and tell them so."""
    form = MemberForm()
    if form.validate_on_submit():
        try:
            user = deeds.add_member(
                current_actor(),
                organisation,
                email=form.email.data,
                name=form.name.data,
                manages=form.manages.data,
            )
        except DomainError as error:
            form.blame(error)
        else:
            letters.membership(user, organisation)
            flash(gettext("The person is added, and an e-mail is on its way."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id), 303)
    status = 422 if form.errors else 200
    page = render_template("accounts/add_member.html", form=form, organisation=organisation)
    return page, status


@organisations.route(
    "/<int:organisation_id>/members/<int:member_id>/remove", methods=["GET", "POST"]
)
@requires(may_remove, of=member)
def remove_member(member: Membership) -> ResponseReturnValue:
    """End that somebody acts for an organisation, after a question."""
    form, organisation = ConfirmForm(), member.organisation
    if form.validate_on_submit():
        try:
            deeds.remove_member(current_actor(), organisation, member)
        except DomainError as error:
            form.blame(error)
        else:
            flash(gettext("The person no longer acts for the organisation."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id), 303)
    status = 422 if form.errors else 200
    page = render_template(
        "accounts/remove_member.html", form=form, member=member, organisation=organisation
    )
    return page, status


def _values(form: OrganisationForm) -> dict[str, Any]:
    values = {name: form[name].data or "" for name in deeds.FIELDS}
    return {
        **values,
        "kind": OrganisationKind(form.kind.data),
        "sectors": list(form.sectors.data or ()),
    }

"""The founders: the list with what is missing, the form of each, invitations, grounds."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from inmeko.coops import policy
from inmeko.coops.forms.people import EmptyForm, FounderForm, GroundForm, LeaveForm
from inmeko.coops.models import Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.cases import SPECIAL, VULNERABLE
from inmeko.coops.rules.formation.people import full_name, masked
from inmeko.coops.services import founders as deeds
from inmeko.coops.services import grounds
from inmeko.coops.views import both, lack_words, letters
from inmeko.coops.views.blueprint import staff
from inmeko.coops.views.room import Room, on_both, page, staff_room
from inmeko.kernel.errors import DomainError
from inmeko.web.access import requires

# Rules about the list of founders, by the beginning of their names.
OF_PEOPLE = (
    "KOIN_MIN",
    "SYN_MIN",
    "KOIN_LEGAL",
    "KOIN_OTA",
    "KOIN_PUBLIC",
    "SYN_NATURAL",
    "KOIN_VULN_MEMBERS",
    "KOIN_SPEC_MEMBERS",
    "KOIN_DOUBLE",
    "SYN_DOUBLE",
    "ID_AFM",
)
RATES = {
    ("POST", "coop_group.invite"): "20/minute;100/day",
    ("POST", "coop_group.add_founder"): "30/minute;200/day",
}


@on_both("/people")
def people(room: Room) -> ResponseReturnValue:
    """The list, and what the law says of it."""
    formation = room.formation
    position = standing.position(formation)
    found = queries.founders(formation)
    return page(
        "people",
        room,
        people=[
            {"one": one, "name": full_name(one), "afm": masked(one.afm), "open": _unknown(one)}
            for one in found
        ],
        lacks=[lack_words.said(one) for one in position.lacks],
        findings=[
            lack_words.told(one, position.names)
            for one in position.answer.findings
            if one.rule.id.startswith(OF_PEOPLE)
        ],
        inclusion=formation.form in (VULNERABLE, SPECIAL),
    )


@on_both("/people/add", methods=("GET", "POST"))
def add_founder(room: Room) -> ResponseReturnValue:
    """A further founder, who is invited at once if the group wishes."""
    if not room.leads:
        abort(403)
    form = FounderForm()
    if form.validate_on_submit():
        try:
            founder = deeds.add(room.doer, room.formation, form.told())
            if "invite" in request.form:
                _invite(room, founder)
            flash(gettext("%(name)s was entered.", name=full_name(founder)), "success")
            return redirect(url_for(".people"), 303)
        except DomainError as error:
            form.blame(error)
    return page("founder", room, form=form, other=None), 422 if form.errors else 200


@on_both("/people/<int:founder_id>", methods=("GET", "POST"))
def founder(room: Room) -> ResponseReturnValue:
    """What is known of a founder; filled in by the founder, by whoever leads, by the consultant."""
    other = queries.founder_of(room.formation, room.rest["founder_id"])
    if not room.may_see(other):
        abort(403)
    if request.method == "GET":
        form = FounderForm.of(other)
        form.before.data = both.kept(form)
        return page("founder", room, form=form, other=other, name=full_name(other))
    before = both.before()
    form = FounderForm(both.posted(before))
    differing: list[dict[str, str]] = []
    if form.validate():
        try:
            saved = deeds.change(
                room.doer,
                room.formation,
                other,
                form.told(),
                seen=form.seen_version(),
                shown=_shown(before),
            )
            if not saved.clashes:
                flash(gettext("Saved."), "success")
                return redirect(url_for(".people"), 303)
            differing = _both(form, saved)
        except DomainError as error:
            form.blame(error)
    told = {"form": form, "other": other, "name": full_name(other), "differing": differing}
    return page("founder", room, **told), 422 if form.errors else 200


@on_both("/people/<int:founder_id>/invite", methods=("POST",))
def invite(room: Room) -> ResponseReturnValue:
    """Send a founder their link."""
    other = queries.founder_of(room.formation, room.rest["founder_id"])
    if not room.leads:
        abort(403)
    _invite(room, other)
    flash(gettext("The link was sent to %(email)s.", email=other.email), "success")
    return redirect(url_for(".people"), 303)


@on_both("/people/<int:founder_id>/take-back", methods=("POST",))
def take_link_back(room: Room) -> ResponseReturnValue:
    """A founder's link opens nothing any more, until they are sent another."""
    other = queries.founder_of(room.formation, room.rest["founder_id"])
    mine = room.founder is not None and room.founder.id == other.id
    if not room.leads or mine:
        abort(403)
    deeds.new_link_for(room.doer, room.formation, other)
    flash(gettext("The link of %(name)s opens nothing any more.", name=full_name(other)), "success")
    return redirect(url_for(".people"), 303)


@on_both("/people/<int:founder_id>/leave", methods=("GET", "POST"))
def leave(room: Room) -> ResponseReturnValue:
    """A founder leaves."""
    other = queries.founder_of(room.formation, room.rest["founder_id"])
    if not room.may_see(other):
        abort(403)
    form = LeaveForm()
    if form.validate_on_submit():
        try:
            deeds.leave(room.doer, room.formation, other, reason=form.reason.data or "")
            flash(gettext("%(name)s has left.", name=full_name(other)), "success")
            mine = room.founder is not None and room.founder.id == other.id
            back = url_for("formations.index") if mine else url_for(".people")
            return redirect(back, 303)
        except DomainError as error:
            form.blame(error)
    status = 422 if form.errors else 200
    return page("leave", room, form=form, other=other, name=full_name(other)), status


@staff.route("/people/<int:founder_id>/ground", methods=["GET", "POST"])
@requires(policy.may_open_ground, of=staff_room)
def ground(room: Room) -> ResponseReturnValue:
    """What a proof of the group showed: ticked by the consultant who looked at it."""
    other = queries.founder_of(room.formation, room.rest["founder_id"])
    form = GroundForm()
    if form.validate_on_submit():
        try:
            grounds.verify(room.doer, room.formation, other, **form.told())
            flash(gettext("Sealed. Give the proof back to its owner."), "success")
            return redirect(url_for(".people"), 303)
        except DomainError as error:
            form.blame(error)
    return _ground_page(room, other, form), 422 if form.errors else 200


@staff.post("/people/<int:founder_id>/ground/open")
@requires(policy.may_open_ground, of=staff_room)
def open_ground(room: Room) -> ResponseReturnValue:
    """Show what is sealed, once; that it was looked at is written down."""
    other = queries.founder_of(room.formation, room.rest["founder_id"])
    opened = grounds.look(room.doer, room.formation, other)
    return _ground_page(room, other, GroundForm(formdata=None), opened)


def _ground_page(
    room: Room, other: Founder, form: GroundForm, opened: grounds.Opened | None = None
) -> str:
    return page(
        "ground",
        room,
        form=form,
        other=other,
        name=full_name(other),
        opened=opened,
        doubtful=opened is not None and grounds.doubtful(room.formation, opened),
        look=EmptyForm(formdata=None),
    )


def _invite(room: Room, other: Founder) -> None:
    deeds.invite(room.doer, room.formation, other)
    letters.link(other)


def _shown(before: both.Raw) -> dict[str, Any] | None:
    """The same in the types of the deed."""
    try:
        return FounderForm(MultiDict(before)).told() if before else None
    except ValueError:
        return None


def _both(form: FounderForm, saved: deeds.Saved) -> list[dict[str, str]]:
    """What both changed, side by side; the form goes on from what the other one has saved."""
    rows = both.differing(form, form.told(), saved.clashes)
    both.refused(form)
    form.show({name: one for name, one in saved.merged.items() if name not in saved.clashes})
    theirs = FounderForm.of(saved.founder)
    form.before.data, form.before.raw_data = both.kept(theirs), None
    form.seen.data, form.seen.raw_data = str(saved.founder.version), None
    return rows


def _unknown(one: Founder) -> list[str]:
    """What is still to be told of a founder."""
    asked = {
        "afm": gettext("tax number (ΑΦΜ)"),
        "address": gettext("address"),
        "id_number": gettext("identity papers"),
        "other": gettext("other memberships"),
    }
    if one.kind.value == "legal":
        asked.pop("id_number")
        asked["represented_by"] = gettext("representative")
    return [words for name, words in asked.items() if getattr(one, name) in (None, "")]

"""The deliberation committee: who sits in it, its draws, meetings and opinions."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.consultations import policy
from inmeko.consultations.forms import committees as forms
from inmeko.consultations.models import Committee, CommitteeOpinion, CommitteeSeat
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import committees as rules
from inmeko.consultations.rules.committees import SeatState
from inmeko.consultations.services import committees as deeds
from inmeko.consultations.views import showing
from inmeko.consultations.views.committee_blueprint import ask, pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.web.access import current_actor, public, requires


@pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The committees of a town, term by term."""
    makes = policy.may_set_up_committee(current_actor(), town)
    rows = queries.of_town(municipality_id=town.id)
    today = athens_date(clock.now())
    page = "consultations/committee_index.html"
    return render_template(page, rows=rows, makes=makes, today=today)


@pages.route("/new", methods=["GET", "POST"])
@requires(policy.may_set_up_committee, of=accounts.municipality)
def new(town: Municipality) -> ResponseReturnValue:
    """Set a committee up."""
    form = forms.CommitteeForm(data={"title": gettext("Deliberation committee")})
    if form.validate_on_submit():
        try:
            made = deeds.set_up(current_actor(), town, form.values())
            _warn(made)
            return redirect(url_for(".show", committee_id=made.id), 303)
        except DomainError as error:
            form.blame(error)
    page = render_template(
        "consultations/committee_ask.html",
        form=form,
        title=gettext("Set up a committee"),
        button=gettext("Set it up"),
        back=url_for(".index"),
    )
    return page, 422 if form.errors else 200


@pages.get("/<int:committee_id>")
@public(of=queries.committee)
def show(committee: Committee) -> ResponseReturnValue:
    """A committee: members, substitutes, who left, draws, meetings, opinions."""
    manages = policy.may_manage_committee(current_actor(), committee)
    seats = queries.seats(committee)
    draws = [one for one in queries.draws(committee) if manages or one.frozen_at]
    opinions = queries.opinions(committee)
    return render_template(
        "consultations/committee.html",
        committee=committee,
        seats={state.value: [one for one in seats if one.state is state] for state in SeatState},
        draws=draws,
        meetings=queries.meetings(committee),
        opinions=with_papers(opinions, municipality_id=committee.municipality_id),
        manages=manages,
        when=showing.when,
        said=said,
    )


@pages.route("/<int:committee_id>/edit", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.committee)
def edit(committee: Committee) -> ResponseReturnValue:
    """Change the title, the term or the decision."""
    form = forms.CommitteeForm(obj=committee)

    def deed() -> None:
        deeds.change(current_actor(), committee, form.values())
        _warn(committee)

    title = gettext("Change the committee")
    return ask(committee, form, deed, title=title, button=gettext("Save"))


@pages.route("/<int:committee_id>/members/new", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.committee)
def new_member(committee: Committee) -> ResponseReturnValue:
    """Enter whom a body has named."""
    form = forms.BodyMemberForm()
    return ask(
        committee,
        form,
        lambda: deeds.name(
            current_actor(),
            committee,
            body=form.body.data or "",
            person=form.person.data or "",
            substitute=bool(form.substitute.data),
        ),
        title=gettext("Enter a member named by a body"),
        button=gettext("Enter the member"),
    )


@pages.route("/<int:committee_id>/members/<int:seat_id>/name", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.seat)
def name_member(seat: CommitteeSeat) -> ResponseReturnValue:
    """Write the name of a member, if they agree that it is read."""
    form = forms.SeatNameForm(data={"person": seat.name, "named": seat.named})
    return ask(
        seat.committee,
        form,
        lambda: deeds.show_name(
            current_actor(), seat, person=form.person.data or "", named=bool(form.named.data)
        ),
        title=gettext("Name of a member"),
        told=said(seat),
        button=gettext("Save"),
    )


@pages.route("/<int:committee_id>/members/<int:seat_id>/leave", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.seat)
def leave(seat: CommitteeSeat) -> ResponseReturnValue:
    """Write down that a member left; the next substitute takes the seat."""
    form = forms.LeaveForm(data={"day": athens_date(clock.now())})
    after = queries.next_substitute(seat) if seat.state is SeatState.MEMBER else None
    told = gettext("The seat goes to: %(who)s.", who=said(after)) if after else ""
    return ask(
        seat.committee,
        form,
        lambda: deeds.leave(current_actor(), seat, day=form.day.data, why=form.words.data or ""),
        title=gettext("A member has left"),
        told=f"{said(seat)}. {told}",
        button=gettext("Write it down"),
        kind="warning",
    )


@pages.route("/<int:committee_id>/meetings/new", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.committee)
def new_meeting(committee: Committee) -> ResponseReturnValue:
    """Say that an event is a meeting of the committee."""
    form, known = forms.MeetingForm(), queries.possible_meetings(committee)
    found = {one.id: one for one in known}
    form.event.choices = [
        SelectChoice(number, f"{one.title}, {showing.when(one)}") for number, one in found.items()
    ]
    told = gettext("A meeting is an event: announce it among the events first.")
    return ask(
        committee,
        form,
        lambda: deeds.meet(current_actor(), committee, found[form.event.data]),
        title=gettext("Link a meeting"),
        told="" if found else told,
        button=gettext("Link the meeting"),
    )


@pages.route("/<int:committee_id>/opinions/new", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.committee)
def new_opinion(committee: Committee) -> ResponseReturnValue:
    """Enter an opinion, with its votes and its document."""
    form = forms.OpinionForm()
    known = queries.possible_texts(committee)
    form.text.choices = [
        SelectChoice(0, "–"),
        *(SelectChoice(one.id, one.title) for one in known),
    ]

    def deed() -> None:
        made = deeds.say(current_actor(), committee, form.values())
        upload = form.document.data
        if upload:
            try:
                deeds.add_paper(current_actor(), made, upload.stream, upload.filename)
            except DomainError as error:
                error.field = "document"
                raise

    title = gettext("Enter an opinion of the committee")
    return ask(committee, form, deed, title=title, button=gettext("Enter the opinion"))


def said(seat: CommitteeSeat | None) -> str:
    """Who sits there, as everybody may know it: a body, a name that may be read, a number."""
    if seat is None:
        return ""
    name = seat.name if seat.named else ""
    if seat.number is not None:
        lot = gettext("citizen by lot, number %(number)s", number=seat.number)
        group = f", {seat.lot_group}" if seat.lot_group else ""
        return f"{name} ({lot}{group})" if name else f"{lot[:1].upper()}{lot[1:]}{group}"
    return f"{seat.body}: {name}" if name else seat.body


def with_papers(
    opinions: Sequence[CommitteeOpinion], *, municipality_id: int
) -> list[tuple[CommitteeOpinion, list[Attachment]]]:
    """Opinions, each with its documents."""
    numbers = [one.id for one in opinions]
    found = records.attachments_of(deeds.OPINION, numbers, municipality_id=municipality_id)
    return [(one, found[one.id]) for one in opinions]


def _warn(committee: Committee) -> None:
    if rules.longer_than_law(committee.starts_on, committee.ends_on):
        flash(
            gettext(
                "Article 76 of law 3852/2010 first said at most two and a half years: to be "
                "confirmed by the legal service of the municipality."
            ),
            "warning",
        )

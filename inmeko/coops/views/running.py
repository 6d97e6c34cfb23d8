"""A registered cooperative: duties of the year, the yearly check, assemblies, the profit."""

from decimal import Decimal

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.coops.forms.people import EmptyForm
from inmeko.coops.forms.running import AssemblyForm, ProfitForm, YearForm
from inmeko.coops.models import Assembly
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.queries import standing
from inmeko.coops.rules.cases import SPECIAL, VULNERABLE
from inmeko.coops.rules.engine import evaluate
from inmeko.coops.rules.running import assemblies as rules
from inmeko.coops.rules.running import duties, yearly
from inmeko.coops.rules.running.impact import sheet
from inmeko.coops.rules.running.words import Duty
from inmeko.coops.services import running as deeds
from inmeko.coops.views import lack_words
from inmeko.coops.views import papers as paper_views
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_


@on_both("/running")
def running(room: Room) -> ResponseReturnValue:
    """What is owed this year, what was checked, what was decided."""
    formation, today = room.formation, athens_date(clock.now())
    begun = formation.registered_on or today
    return page(
        "running",
        room,
        owed=duties.owed(begun, today, found.duties(formation)),
        checks=found.checks(formation),
        assemblies=found.assemblies(formation),
        today=today,
        empty=EmptyForm(formdata=None),
    )


@on_both("/running/duties/<duty>/<int:year>", methods=("POST",))
def duty_met(room: Room) -> ResponseReturnValue:
    """A duty of a year was met."""
    try:
        duty = Duty(room.rest["duty"])
    except ValueError:
        raise NotFoundError(N_("There is no such duty.")) from None
    deeds.meet(room.doer, room.formation, duty, room.rest["year"], evidence="")
    return redirect(url_for(".running"), 303)


@on_both("/running/check", methods=("GET", "POST"))
def yearly_check(room: Room) -> ResponseReturnValue:
    """The figures of a year, and what the rules say of them."""
    formation, today = room.formation, athens_date(clock.now())
    form = YearForm(data={"year": today.year})
    if formation.form not in (VULNERABLE, SPECIAL):
        del form.workers_group
    findings = None
    if form.validate_on_submit():
        try:
            year = form.year.data or today.year
            _row, answer = deeds.check_year(room.doer, formation, year, form.figures())
            names = standing.position(formation).names
            findings = [lack_words.told(one, names) for one in answer.findings]
        except DomainError as error:
            form.blame(error)
    status = 422 if form.errors else 200
    return page("yearly_check", room, form=form, findings=findings), status


@on_both("/running/assemblies", methods=("GET", "POST"))
def assemblies(room: Room) -> ResponseReturnValue:
    """Assemblies, with quorum and decisions."""
    formation = room.formation
    people = queries.founders(formation)
    form = AssemblyForm(data={"members": len(people)})
    form.fit(people)
    if form.validate_on_submit():
        try:
            deeds.hold(room.doer, formation, **form.told())
            flash(gettext("Written down."), "success")
            return redirect(url_for(".assemblies"), 303)
        except DomainError as error:
            form.blame(error)
    rows = [
        (
            one,
            rules.quorate(one.members, one.present, repeated=one.repeated),
            [_voted(one, rules.Decision(**told)) for told in one.decisions.get("decisions", ())],
        )
        for one in found.assemblies(formation)
    ]
    return page("assemblies", room, form=form, rows=rows), 422 if form.errors else 200


@on_both("/running/assemblies/<int:assembly_id>.<print_form>")
def assembly_file(room: Room) -> ResponseReturnValue:
    """The minutes of an assembly as a file: DOCX to edit, PDF to sign."""
    row = found.assembly_of(room.formation, room.rest["assembly_id"])
    name = f"minutes-{row.held_on.isoformat()}"
    return paper_views.handed_out(
        deeds.minutes_of(room.formation, row), name, room.rest["print_form"]
    )


def _voted(row: Assembly, decision: rules.Decision) -> tuple[rules.Decision, bool, bool]:
    """A decision, whether it was carried, and whether enough members were there for it."""
    return decision, decision.carried(row.present), decision.quorate(row.members, row.present)


@on_both("/running/impact")
def impact(room: Room) -> ResponseReturnValue:
    """The sheet of social impact of the year that was checked last."""
    formation = room.formation
    checks = found.checks(formation)
    latest = checks[0] if checks else None
    people = queries.founders(formation)
    grouped = formation.form in (VULNERABLE, SPECIAL)
    figures = sheet(
        members=len(people),
        group=sum(standing.group_of(one) is not None for one in people) if grouped else None,
        figures=latest.figures if latest else {},
        present=[
            (one.present, one.members)
            for one in found.assemblies(formation)
            if latest is not None and one.held_on.year == latest.year
        ],
    )
    return page("impact", room, figures=figures, latest=latest)


@on_both("/running/profit")
def profit(room: Room) -> ResponseReturnValue:
    """How a profit may be divided, and what the rules say of another way."""
    formation, day = room.formation, athens_date(clock.now())
    form = ProfitForm(request.args if request.args else None)
    valid = not request.args or form.validate()
    usual, findings = None, None
    if valid and form.profit.data is not None:
        book = standing.newest_book(formation)
        usual = yearly.usual_split(formation.form, _cents(form.profit.data), book, day)
        split = yearly.Split(
            usual.profit,
            *(
                getattr(usual, name)
                if form._fields[name].data is None
                else _cents(form._fields[name].data)
                for name in ("reserve", "workers", "jobs", "members")
            ),
        )
        decided = bool(form.decided.data)
        case = yearly.split_case(formation.form, split, decided=decided, day=day)
        findings = [lack_words.told(one, {}) for one in evaluate(case, book).findings]
    return page("profit", room, form=form, usual=usual, findings=findings), 200 if valid else 422


def _cents(amount: Decimal) -> int:
    return int((amount * 100).to_integral_value())

"""A registered cooperative: duties of the year, the yearly check, the profit."""

from decimal import Decimal

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inmeko.coops.forms.people import EmptyForm
from inmeko.coops.forms.running import ProfitForm, YearForm
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.queries import standing
from inmeko.coops.rules.cases import SPECIAL, VULNERABLE
from inmeko.coops.rules.engine import evaluate
from inmeko.coops.rules.running import duties, yearly
from inmeko.coops.rules.running.impact import sheet
from inmeko.coops.rules.running.words import Duty
from inmeko.coops.services import running as deeds
from inmeko.coops.views import lack_words
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

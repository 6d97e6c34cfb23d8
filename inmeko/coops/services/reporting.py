"""The report of a town as a workbook: totals, and a line for each formation."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from inmeko.accounts.models import Municipality
from inmeko.coops.queries import desk
from inmeko.coops.rules.chooser import FORM_LABELS
from inmeko.coops.rules.formation.words import STAGE_LABELS, Chapter
from inmeko.coops.rules.running.reporting import Entry, Report, planned_jobs, report
from inmeko.extensions import papers as press
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.text import N_, guard_cell

Say = Callable[[str], str]

HEAD = (
    N_("Group"),
    N_("Legal form"),
    N_("Stage"),
    N_("Begun"),
    N_("Registered"),
    N_("Founders"),
    N_("Posts"),
    N_("Reason"),
    N_("Lesson"),
)


def report_of(town: Municipality) -> Report:
    """What the formations of a town come to."""
    lines = desk.of_town(municipality_id=town.id)
    budgets = desk.chapters_of([one.formation for one in lines], Chapter.BUDGET)
    entries = [
        Entry(
            title=one.formation.name or one.formation.title,
            form=one.formation.form,
            stage=one.formation.stage,
            begun=athens_date(one.formation.begun_at),
            founders=one.founders,
            jobs=planned_jobs(budgets.get(one.formation.id, {})),
            registered=one.formation.registered_on,
            reason=one.formation.end_reason,
            lesson=one.formation.lesson,
        )
        for one in lines
    ]
    return report(entries, desk.minutes_of(municipality_id=town.id))


def workbook(found: Report, say: Say) -> bytes:
    """The report as XLSX; a title that looks like a formula is a title."""
    book = Workbook(write_only=True)
    totals = book.create_sheet("totals")
    for label, number in totals_of(found):
        totals.append([say(label), number])
    rows = book.create_sheet("formations")
    rows.append([say(head) for head in HEAD])
    for one in found.entries:
        rows.append(
            [
                guard_cell(one.title),
                say(FORM_LABELS[one.form]),
                say(STAGE_LABELS[one.stage]),
                one.begun,
                one.registered,
                one.founders,
                one.jobs,
                guard_cell(one.reason),
                guard_cell(one.lesson),
            ]
        )
    _drawn(book.create_sheet("forms"), found, say)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _drawn(sheet: Any, found: Report, say: Say) -> None:
    """How many set-ups each form has, as rows and as a chart of them."""
    counted = found.by_form()
    sheet.append([say(N_("Legal form")), say(N_("Set-ups"))])
    for form, number in counted:
        sheet.append([say(FORM_LABELS[form]), number])
    if not counted:
        return
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", say(N_("By legal form")), None
    last = len(counted) + 1
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    sheet.add_chart(chart, "D2")


def as_paper(page: str) -> bytes:
    """A page of the report as PDF."""
    return press.pdf(page)


def totals_of(found: Report) -> list[tuple[str, float]]:
    """The totals with their words."""
    return [
        (N_("Founded"), len(found.founded)),
        (N_("Under way"), len(found.under_way)),
        (N_("Given up or deleted"), len(found.given_up)),
        (N_("Members of the founded"), found.people),
        (N_("Posts planned by the founded"), found.jobs),
        (N_("Hours of consultants"), round(found.minutes / 60, 1)),
    ]

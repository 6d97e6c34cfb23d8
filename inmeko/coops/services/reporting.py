"""The report of a town as a workbook: totals, and a line for each formation."""

from collections.abc import Callable

from inmeko.accounts.models import Municipality
from inmeko.coops.queries import desk
from inmeko.coops.rules.chooser import FORM_LABELS
from inmeko.coops.rules.formation.words import STAGE_LABELS, Chapter
from inmeko.coops.rules.running.reporting import Entry, Report, planned_jobs, report
from inmeko.extensions import papers as press
from inmeko.extensions.workbooks import Book, Chart, Row
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
    book = Book()
    totals = [(say(label), number) for label, number in totals_of(found)]
    book.table(say(N_("Totals")), [say(N_("What")), say(N_("Number"))], totals)
    book.table(say(N_("Set-ups")), [say(head) for head in HEAD], _rows(found, say))
    forms = [(say(FORM_LABELS[form]), number) for form, number in found.by_form()]
    head = (say(N_("Legal form")), say(N_("Set-ups")))
    book.charts(say(N_("Charts")), [Chart(say(N_("By legal form")), head, forms)] if forms else [])
    return book.content()


def _rows(found: Report, say: Say) -> list[Row]:
    return [
        (
            guard_cell(one.title),
            say(FORM_LABELS[one.form]),
            say(STAGE_LABELS[one.stage]),
            one.begun,
            one.registered,
            one.founders,
            one.jobs,
            guard_cell(one.reason),
            guard_cell(one.lesson),
        )
        for one in found.entries
    ]


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

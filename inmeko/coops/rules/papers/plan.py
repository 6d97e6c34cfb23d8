"""The work plan and the budget of the first years, with the figures that the rules look at."""

from inmeko.coops.rules.papers.document import (
    Clause,
    Paper,
    PaperKind,
    Paragraph,
    Table,
    paragraphs,
)
from inmeko.coops.rules.papers.dossier import Dossier, Year
from inmeko.coops.rules.papers.identity import FORM_NAMES
from inmeko.coops.rules.papers.law import Law, euro

COLUMNS = (
    "Έτος",
    "Έσοδα",
    "Από αυτά, δημόσια",
    "Μισθοδοσία",
    "Λοιπά έξοδα",
    "Αποτέλεσμα",
    "Θέσεις εργασίας",
)


def work_plan(dossier: Dossier, law: Law) -> Paper:
    """What it will do, with whom, and what it will earn and spend."""
    clauses = [_activities(dossier), _means(dossier)]
    if dossier.work:
        said = f"{dossier.work[:1].upper()}{dossier.work[1:].rstrip('.')}."
        clauses.append(Clause("work", "Εργασία", paragraphs(said), choices=("work",)))
    if dossier.years:
        clauses.append(_figures(dossier.years, law))
    rows = tuple(_row(one) for one in dossier.years)
    tables = (Table("Προϋπολογισμός", COLUMNS, rows, frozenset(range(7))),) if rows else ()
    return Paper(
        kind=PaperKind.WORK_PLAN,
        title="Πρόγραμμα εργασίας και προϋπολογισμός",
        subtitle=dossier.name or FORM_NAMES[dossier.form],
        clauses=tuple(clauses),
        tables=tables,
        lacks=tuple(sorted(dossier.lacks & {"activities", "years"})),
    )


def break_even(years: tuple[Year, ...]) -> int | None:
    """The first year from which on the results together are not below zero; None if never."""
    total = 0
    for one in years:
        total += one.result
        if total >= 0:
            return one.number
    return None


def public_share(years: tuple[Year, ...]) -> tuple[int, int]:
    """Public income and all income of the three last years, in cents."""
    last = years[-3:]
    return sum(one.public_income for one in last), sum(one.income for one in last)


def _activities(dossier: Dossier) -> Clause:
    listed = tuple(words.rstrip(".") for words, _kad in dossier.activities)
    told: str | Paragraph = "Κάθε νόμιμη οικονομική δραστηριότητα που υπηρετεί τον σκοπό του."
    if listed:
        told = Paragraph("Ο Συνεταιρισμός αναπτύσσει:", listed)
    return Clause("activities", "Δραστηριότητες", paragraphs(told), choices=("activities",))


def _means(dossier: Dossier) -> Clause:
    """With whom and with what it begins."""
    number = len(dossier.founders)
    working = sum(one.works for one in dossier.founders)
    first = f"Αρχίζει με {number} μέλη και κεφάλαιο {euro(dossier.capital_cents)} από τις "
    parts = [f"{first}υποχρεωτικές μερίδες τους."]
    if working:
        parts.append(
            "Στον Συνεταιρισμό εργάζεται ένα από τα μέλη."
            if working == 1
            else f"Στον Συνεταιρισμό εργάζονται {working} από τα μέλη."
        )
    return Clause(
        "means", "Μέλη και κεφάλαιο", paragraphs(*parts), choices=("founders", "share_cents")
    )


def _figures(years: tuple[Year, ...], law: Law) -> Clause:
    public, income = public_share(years)
    paid = break_even(years)
    parts = [
        f"Έσοδα από το Δημόσιο και την αυτοδιοίκηση στην τριετία: {euro(public)} από "
        f"{euro(income)} (όριο {law.number('PUBLIC_REVENUE')} %)."
    ]
    for before, year in zip(years, years[1:], strict=False):
        parts.append(
            f"Μισθοδοσία του έτους {year.number}: {euro(year.payroll)}, έναντι ακαθάριστων "
            f"εσόδων {euro(before.income)} του προηγούμενου (ελάχιστο "
            f"{law.number('PAYROLL_SHARE')} %, προς επιβεβαίωση)."
        )
    parts.append(
        f"Τα αποτελέσματα αθροιστικά δεν είναι ζημιογόνα από το έτος {paid}."
        if paid is not None
        else "Στα έτη του προγράμματος τα αποτελέσματα αθροιστικά παραμένουν ζημιογόνα."
    )
    return Clause(
        "figures",
        "Έλεγχος μεγεθών",
        paragraphs(*parts),
        rules=("PUBLIC_REVENUE", "PAYROLL_SHARE"),
        choices=("years",),
    )


def _row(one: Year) -> tuple[str, ...]:
    sums = (one.income, one.public_income, one.payroll, one.other_costs, one.result)
    return (str(one.number), *(euro(cents) for cents in sums), str(one.jobs))

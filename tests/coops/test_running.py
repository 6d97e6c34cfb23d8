"""A registered cooperative: its yearly check warns and refuses, its assemblies, its duties."""

import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from inmeko.accounts.rules import Role
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.rules import rulebook
from inmeko.coops.rules.cases import VULNERABLE, WORKERS
from inmeko.coops.rules.engine import evaluate
from inmeko.coops.rules.rulebook import Verdict
from inmeko.coops.rules.running import assemblies, duties, impact, yearly
from inmeko.coops.rules.running.words import AssemblyKind, Duty
from inmeko.coops.services import assembling, formations, registry, running
from inmeko.kernel.errors import ConflictError, RuleError
from tests.builders import formations as build
from tests.builders.formations import STAFF
from tests.builders.people import municipality
from tests.papers import text_of

DAY = date(2026, 5, 12)
NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
BOOK = rulebook.shipped()
FIGURES = {
    "turnover_previous": "100000.00",
    "payroll": "20000.00",
    "workers_total": 7,
    "workers_members": 7,
    "workers_group": 3,
    "highest_net": "1000.00",
    "lowest_net": "900.00",
    "total_3y": "300000.00",
    "public_3y": "210000.00",
}


@pytest.fixture
def group(session, at):
    at(NOON)
    made = build.approved(build.seven(municipality(name="Δήμος Δοκιμής", slug="dokimi")))
    registry.file(STAFF, made, DAY)
    registry.certify(STAFF, made, DAY)
    numbers = {"agemko": "77", "gemi": "123456789012", "afm": build.tax_number(77)}
    registry.register(STAFF, made, started_on=DAY, **numbers)
    at(datetime(2027, 7, 1, 9, tzinfo=UTC))
    return made


def verdicts(answer) -> dict[str, Verdict]:
    return {one.rule.id: one.verdict for one in answer.findings}


def test_the_first_yearly_check_warns(group) -> None:
    row, answer = running.check_year(STAFF, group, 2027, FIGURES)
    said = verdicts(answer)
    assert said["PAYROLL_SHARE"] is Verdict.WARN
    assert said["PUBLIC_REVENUE"] is Verdict.WARN
    assert said["KOIN_VULN_MEMBERS"] is Verdict.OK
    assert said["PAY_RATIO"] is Verdict.OK
    assert row.verdict == Verdict.WARN.value
    assert (Duty.CHECK.value, 2027) in found.duties(group)


def test_too_many_strangers_among_the_workers_are_refused(group) -> None:
    told = {**FIGURES, "workers_total": 12}
    _row, answer = running.check_year(STAFF, group, 2027, told)
    assert verdicts(answer)["KOIN_NONMEMBER_MAX"] is Verdict.REFUSE


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"workers_members": 8}, "workers_members"),
        ({"workers_group": 8}, "workers_group"),
        ({"public_3y": "400000.00"}, "public_3y"),
    ],
)
def test_figures_that_contradict_one_another_are_refused_on_their_field(
    group, change, field
) -> None:
    with pytest.raises(RuleError) as refused:
        running.check_year(STAFF, group, 2027, {**FIGURES, **change})
    assert refused.value.field == field
    assert found.checks(group) == []


def test_a_year_that_has_not_been_is_refused(group) -> None:
    with pytest.raises(RuleError) as refused:
        running.check_year(STAFF, group, 2031, FIGURES)
    assert refused.value.field == "year"


def test_an_assembly_keeps_quorum_and_decisions_and_meets_its_duty(group) -> None:
    told: dict[str, Any] = {"kind": AssemblyKind.ORDINARY, "held_on": date(2027, 6, 20)}
    told |= {"members": 7, "present": 5}
    text = "Έγκριση ισολογισμού; 4; 1\nΤροποποίηση καταστατικού; 3; 2; 2/3\n"
    row = assembling.hold(STAFF, group, {**told, "decisions": text})
    carried = [assemblies.Decision(**one).carried(5) for one in row.decisions["decisions"]]
    assert carried == [True, False]
    assert assemblies.quorate(7, 5)
    assert (Duty.ASSEMBLY.value, 2027) in found.duties(group)
    for wrong, field in (("Μόνο λόγια", "decisions"), ("Πολλές ψήφοι; 5; 4", "decisions")):
        with pytest.raises(RuleError) as refused:
            assembling.hold(STAFF, group, {**told, "decisions": wrong})
        assert refused.value.field == field


def test_the_minutes_of_an_assembly_come_as_files(group, client) -> None:
    people = queries.founders(group)
    here = f"/dokimi/coops/group/{people[0].key}/running/assemblies"
    told = {"kind": "ordinary", "held_on": "2027-06-20", "place": "Πολιτιστικό Κέντρο",
            "members": "7", "present": "5", "chair": "Αλεξίου Άννα", "agenda": "Ισολογισμός",
            "decisions": "Έγκριση ισολογισμού; 4; 1", "minutes": "Ρώτησαν για τα έξοδα.",
            "attended": [str(one.id) for one in people[:5]]}  # fmt: skip
    many = client.post(here, data={**told, "present": "4", "decisions": ""})
    assert many.status_code == 422
    assert 'id="attended-error"' in many.text
    assert "Ρώτησαν για τα έξοδα." in many.text
    assert client.post(here, data=told).status_code == 303
    [row] = found.assemblies(group)
    assert f"{here}/{row.id}.pdf" in client.get(here).text
    document = client.get(f"{here}/{row.id}.docx").data
    paper = text_of(client.get(f"{here}/{row.id}.pdf").data)
    for words in ("Πρακτικό τακτικής Γενικής Συνέλευσης", "Ρώτησαν για τα έξοδα.", "SHA-256"):
        assert words in paper
    assert document.startswith(b"PK")
    assert client.get(f"{here}/{row.id}.exe").status_code == 404
    other = build.assembly(build.formation(group.municipality, title="Άλλη παρέα"))
    assert client.get(f"{here}/{other.id}.pdf").status_code == 404


def test_who_is_not_registered_owes_nothing(session) -> None:
    group = build.formation(municipality())
    with pytest.raises(ConflictError):
        running.meet(STAFF, group, Duty.REPORT, 2026, evidence="")


def test_members_come_and_go_after_the_registration(group) -> None:
    before = len(queries.founders(group))
    new = build.join(group, 20)
    assert new.joined_on == date(2027, 7, 1)
    assert len(queries.founders(group)) == before + 1


def test_duties_begin_with_the_registration_and_one_of_them_is_law() -> None:
    owed = duties.owed(date(2026, 5, 12), date(2027, 7, 1), {("assembly", 2026)})
    days = {(one.duty, one.year): one for one in owed}
    assert (Duty.CHECK, 2026) not in days, "January had passed"
    assert days[(Duty.ASSEMBLY, 2026)].done
    assert days[(Duty.CERTIFICATE, 2027)].due == date(2027, 5, 12)
    assert days[(Duty.CERTIFICATE, 2027)].by_law
    assert days[(Duty.ASSEMBLY, 2027)].late(date(2027, 7, 1))


@pytest.mark.parametrize("form", [VULNERABLE, WORKERS])
@pytest.mark.parametrize("profit", [0, 1, 33333, 1_000_000])
def test_the_usual_split_passes_every_rule(form, profit) -> None:
    split = yearly.usual_split(form, profit, BOOK, DAY)
    assert split.reserve + split.workers + split.jobs == profit
    answer = evaluate(yearly.split_case(form, split, decided=False, day=DAY), BOOK)
    assert answer.verdict is Verdict.OK


def test_a_dividend_is_refused_by_its_article() -> None:
    split = yearly.Split(100_000, 5_000, 35_000, 50_000, members=10_000)
    answer = evaluate(yearly.split_case(VULNERABLE, split, decided=False, day=DAY), BOOK)
    refused = {one.rule.id for one in answer.findings if one.verdict is Verdict.REFUSE}
    assert refused == {"KOIN_PROFIT_MEMBERS"}


def test_the_calculator_and_the_check_speak_over_http(group, client) -> None:
    here = f"/dokimi/coops/group/{queries.founders(group)[0].key}/running"
    assert client.get(here).status_code == 200
    text = client.get(f"{here}/profit?profit=1000").text
    assert "50,00 €" in text
    assert "350,00 €" in text
    assert "600,00 €" in text
    moved = client.get(f"{here}/profit?profit=1000&workers=100&jobs=850").text
    assert 'data-rule="KOIN_PROFIT_MOVE"' in moved
    assert client.get(f"{here}/profit?profit=πολλά").status_code == 422
    form = {**FIGURES, "year": "2027"}
    text = client.post(f"{here}/check", data=form).text
    assert "προς επιβεβαίωση" in text
    assert re.search(r'data-rule="PAYROLL_SHARE"', text)
    assert client.post(f"{here}/duties/report/2027").status_code == 303
    assert client.post(f"{here}/duties/nothing/2027").status_code == 404
    bad = client.post(f"{here}/assemblies", data={"kind": "ordinary", "held_on": "2027-06-20",
                      "members": "7", "present": "9"})  # fmt: skip
    assert bad.status_code == 422


def test_the_report_of_a_town_counts_and_keeps_lessons_and_no_names(group, client, sign_in) -> None:
    town = group.municipality
    other = build.formation(town, title="=1+1", form=WORKERS)
    lesson = "Πρώτα ο χώρος και μετά το καταστατικό."
    formations.give_up(STAFF, other, reason="Χωρίς χώρο", lesson=lesson)
    sign_in(Role.PLANNER, town=town)
    text = client.get("/dokimi/coops/report").text
    assert lesson in text
    assert "Αλεξίου" not in text
    book = load_workbook(io.BytesIO(client.get("/dokimi/coops/report.xlsx").data))
    totals = dict(book["Σύνολα"].iter_rows(min_row=2, values_only=True))
    assert list(totals.values()) == [1, 0, 1, 7, 3, 0]
    titles = [row[0] for row in book["Συστάσεις"].iter_rows(min_row=2, values_only=True)]
    assert titles[0] == "'=1+1"
    forms = book["Διαγράμματα"]
    drawn = forms.iter_rows(min_row=3, max_row=4, max_col=2, values_only=True)
    assert [number for _form, number in drawn] == [1, 1]
    assert len(forms._charts) == 1
    paper = text_of(client.get("/dokimi/coops/report.pdf").data)
    assert lesson.split()[-1] in paper
    assert "Αλεξίου" not in paper
    sign_in(Role.EVALUATOR, town=town)
    assert client.get("/dokimi/coops/report").status_code == 403


def test_the_sheet_of_impact_tells_what_was_entered_and_guesses_nothing(group, client) -> None:
    told = {"workers_total": 8, "workers_members": 6, "highest_net": "1500.00"}
    found = impact.sheet(members=7, group=3, figures=told, present=[(5, 7), (6, 7)])
    values = {one.label: one.value for one in found}
    assert values["Members among those at work"] == 75
    assert values["Members present in assemblies"] == Decimal("78.6")
    assert "Highest pay to lowest" not in values
    assert "Income from public bodies, of three years" not in values
    here = f"/dokimi/coops/group/{queries.founders(group)[0].key}/running"
    running.check_year(STAFF, group, 2027, FIGURES)
    text = client.get(f"{here}/impact").text
    assert "70,0 %" in text
    assert build.GROUND not in text

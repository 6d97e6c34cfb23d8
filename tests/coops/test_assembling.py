"""Minutes of assemblies: corrected by two at once, checked again, signed, corrected after that."""

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.rules.running.words import AssemblyKind, Duty
from inmeko.coops.services import assembling, founders, registry
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.queries import history
from tests.builders import formations as build
from tests.builders.formations import STAFF
from tests.builders.people import municipality
from tests.forms import sent
from tests.papers import text_of
from tests.queries import count_queries

DAY = date(2026, 5, 12)
HELD: dict[str, Any] = {
    "kind": AssemblyKind.ORDINARY,
    "held_on": date(2027, 6, 20),
    "place": "Πολιτιστικό Κέντρο",
    "members": 7,
    "present": 5,
    "decisions": "Έγκριση ισολογισμού; 4; 1\nΤροποποίηση καταστατικού; 4; 1; 2/3",
    "minutes": "Ρώτησαν για τα έξοδα.\nΑπάντησε το ταμείο.",
    "agenda": "Ισολογισμός\nΚαταστατικό",
}


@pytest.fixture
def group(session, at):
    at(datetime(2026, 5, 12, 9, tzinfo=UTC))
    made = build.approved(build.seven(municipality(name="Δήμος Δοκιμής", slug="dokimi")))
    registry.file(STAFF, made, DAY)
    registry.certify(STAFF, made, DAY)
    numbers = {"agemko": "77", "gemi": "123456789012", "afm": build.tax_number(77)}
    registry.register(STAFF, made, started_on=DAY, **numbers)
    at(datetime(2027, 7, 1, 9, tzinfo=UTC))
    return made


@pytest.fixture
def row(group):
    people = queries.founders(group)
    return assembling.hold(STAFF, group, {**HELD, "attended": [one.id for one in people[:3]]})


def change(group, row, *, seen: int | None = None, **changes: Any) -> assembling.Saved:
    number = row.version if seen is None else seen
    return assembling.change(STAFF, group, row, changes, seen=number)


def versions(row) -> list[Any]:
    return found.versions_of(row)


def trail(group) -> list[Any]:
    return history(queries.KIND, group.id)


def page_of(group, row) -> str:
    return f"/dokimi/coops/group/{queries.founders(group)[0].key}/running/assemblies/{row.id}"


def test_a_correction_is_a_version_and_the_files_say_it(group, row, client) -> None:
    here = page_of(group, row)
    mine = sent(client.get(here).text)
    mine["attended"] = [str(one) for one in row.attended["members"]]
    assert client.post(here, data=mine).status_code == 303
    assert row.version == 1, "who changes nothing makes no version"
    told = {**mine, "place": "Δημαρχείο", "decisions": "Έγκριση ισολογισμού; 5; 0"}
    assert client.post(here, data=told).status_code == 303
    newest, first = versions(row)
    assert (newest.version, newest.changed) == (2, ["decisions", "place"])
    assert newest.founder_id == queries.founders(group)[0].id
    paper = text_of(client.get(f"{here}.pdf").data)
    assert "Δημαρχείο" in paper
    assert "ομόφωνα" in paper
    assert "Πολιτιστικό Κέντρο" in text_of(client.get(f"{here}/{first.version}.pdf").data)
    assert client.get(f"{here}/1.docx").data.startswith(b"PK")
    assert client.get(f"{here}/3.pdf").status_code == 404
    [entry] = [one for one in trail(group) if one.deed == "assembly corrected"]
    told = {one.field: one.after for one in entry.changes}
    assert (told["version"], told["changed"]) == (2, "decisions, place")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"present": 4}, "decisions"),
        ({"present": 8}, "present"),
        ({"held_on": date(2028, 1, 1)}, "held_on"),
        ({"present": 2, "decisions": ""}, "attended"),
    ],
)
def test_votes_and_people_are_checked_again(group, row, changes, field) -> None:
    with pytest.raises(RuleError) as refused:
        change(group, row, **changes)
    assert refused.value.field == field


def test_fewer_people_lose_two_thirds_and_the_minutes_say_so(group, row) -> None:
    assert "πλειοψηφία των δύο τρίτων" in str(versions(row)[0].paper)
    change(group, row, present=4, decisions="Τροποποίηση καταστατικού; 4; 0; 2/3")
    assert "δεν υπήρχε απαρτία των δύο τρίτων" in str(versions(row)[0].paper)


def test_two_who_correct_different_things_lose_nothing(group, row, client) -> None:
    here = page_of(group, row)
    mine = sent(client.get(here).text)
    mine["attended"] = [str(one) for one in row.attended["members"]]
    change(group, row, place="Δημαρχείο")
    assert client.post(here, data={**mine, "chair": "Αλεξίου Άννα"}).status_code == 303
    assert (row.place, row.chair, row.version) == ("Δημαρχείο", "Αλεξίου Άννα", 3)


def test_two_who_correct_the_same_see_both_and_choose(group, row, client) -> None:
    here = page_of(group, row)
    mine = sent(client.get(here).text)
    mine["attended"] = [str(one) for one in row.attended["members"]]
    change(group, row, place="Δημαρχείο", decisions="Έγκριση ισολογισμού; 5; 0", chair="Δήμου")
    told = {**mine, "place": "Σχολείο", "decisions": "Έγκριση ισολογισμού; 3; 2"}
    answer = client.post(here, data=told)
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert set(re.findall(r'name="take-(\w+)"', text)) == {"place", "decisions"}
    assert "Έγκριση ισολογισμού; 5; 0" in text
    assert row.version == 2, "nothing is saved yet"
    again = {**sent(answer.text), "attended": mine["attended"]}
    assert again["chair"] == "Δήμου", "what only the other changed is in the form"
    again |= {"take-place": "theirs", "take-decisions": "mine"}
    assert client.post(here, data=again).status_code == 303
    assert (row.place, row.chair, row.version) == ("Δημαρχείο", "Δήμου", 3)
    assert row.decisions["decisions"][0]["votes_for"] == 3


def test_what_two_make_of_it_together_is_checked_together(group, row, client) -> None:
    here = page_of(group, row)
    mine = sent(client.get(here).text)
    mine["attended"] = [str(one) for one in row.attended["members"]]
    change(group, row, present=4, decisions="Έγκριση ισολογισμού; 4; 0")
    seen = {**mine, "chair": "Αλεξίου Άννα"}
    assert client.post(here, data=seen).status_code == 303
    mine = {**sent(client.get(here).text), "attended": mine["attended"]}
    change(group, row, present=3, decisions="Έγκριση ισολογισμού; 3; 0")
    told = {
        **mine,
        "agenda": "Μόνο ένα",
        "attended": [str(one.id) for one in queries.founders(group)[:4]],
    }
    answer = client.post(here, data=told)
    assert answer.status_code == 422
    assert 'id="attended-error"' in answer.text


def test_what_was_signed_stays_and_a_correction_names_it(group, row, client) -> None:
    here = page_of(group, row)
    assert "Η έκδοση 1 υπογράφηκε" in client.get(f"{here}/sign/1").text
    assert assembling.signed(versions(row)) is None, "it is asked first"
    assert client.post(f"{here}/sign/1").status_code == 303
    signed = versions(row)[0]
    assert signed.signed_on == date(2027, 7, 1)
    before = client.get(f"{here}/1.pdf").data
    with pytest.raises(RuleError) as refused:
        change(group, row, place="Δημαρχείο")
    assert refused.value.field == "correction"
    assert change(group, row, correction="Χωρίς αλλαγή").assembly.version == 1
    change(group, row, place="Δημαρχείο", correction="Γράφτηκε λάθος ο τόπος.")
    change(group, row, chair="Αλεξίου Άννα")
    assert (row.version, row.correction) == (3, "Γράφτηκε λάθος ο τόπος.")
    paper = " ".join(text_of(client.get(f"{here}.pdf").data).split())
    for words in ("Διορθωμένο πρακτικό τακτικής", "την 1η Ιουλίου 2027", "έκδοση 1",
                  signed.paper["sha256"][:16], "Γράφτηκε λάθος ο τόπος."):  # fmt: skip
        assert words in paper
    assert client.get(f"{here}/1.pdf").data == before
    assembling.sign(STAFF, group, row, version=3)
    assert 'name="correction"' in client.get(here).text
    with pytest.raises(RuleError):
        change(group, row, place="Σχολείο", correction=" ")
    deeds = [one.deed for one in trail(group)]
    assert deeds.count("minutes signed") == 2


def test_nobody_signs_what_was_changed_meanwhile(group, row) -> None:
    change(group, row, place="Δημαρχείο")
    with pytest.raises(ConflictError):
        assembling.sign(STAFF, group, row, version=1)
    assert all(one.signed_on is None for one in versions(row))


def test_signed_while_somebody_was_writing_asks_for_a_reason(group, row, client) -> None:
    here = page_of(group, row)
    mine = sent(client.get(here).text)
    assert "correction" not in mine
    assembling.sign(STAFF, group, row, version=1)
    answer = client.post(here, data={**mine, "place": "Δημαρχείο"})
    assert answer.status_code == 422
    assert 'id="correction-error"' in answer.text


def test_a_name_that_was_corrected_comes_into_the_minutes(group, row) -> None:
    person = queries.founders(group)[1]
    known = {name: getattr(person, name) for name in founders.FIELDS}
    founders.change(STAFF, group, person, {**known, "surname": "Νέου"}, seen=person.version)
    change(group, row)
    assert (row.version, versions(row)[0].changed) == (2, ["attended"])
    assert "Νέου" in str(versions(row)[0].paper["before"])


def test_an_assembly_of_another_year_meets_the_duty_of_that_year(group, row) -> None:
    change(group, row, held_on=date(2026, 12, 20))
    assert (Duty.ASSEMBLY.value, 2027) not in found.duties(group)
    assert (Duty.ASSEMBLY.value, 2026) in found.duties(group)
    change(group, row, kind=AssemblyKind.EXTRAORDINARY)
    assert (Duty.ASSEMBLY.value, 2026) not in found.duties(group)


def test_an_assembly_older_than_versions_keeps_its_first_one(group) -> None:
    old = build.assembly(group)
    assert assembling.minutes_of(group, old) is not None
    change(group, old, place="Δημαρχείο")
    assert [one.version for one in versions(old)] == [2, 1]


def test_the_list_asks_a_fixed_number_of_questions(group, row, client) -> None:
    here = page_of(group, row).rsplit("/", 1)[0]
    client.get(here)
    with count_queries() as few:
        client.get(here)
    for number in range(4):
        held = assembling.hold(STAFF, group, {**HELD, "held_on": date(2027, 5, 1 + number)})
        assembling.sign(STAFF, group, held, version=1)
    with count_queries() as many:
        assert client.get(here).text.count("2027") > 4
    assert len(many) == len(few)

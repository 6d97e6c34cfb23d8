"""Founders as data: tax numbers of all wrong kinds, two spellings of one person, days of birth."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules.formation import people
from inmeko.coops.rules.formation.people import Told
from inmeko.coops.rules.formation.words import FounderKind
from inmeko.kernel.errors import ConflictError, RuleError
from tests.builders.formations import tax_number

TODAY = date(2026, 5, 12)
GOOD, OTHER = tax_number(94014), tax_number(94015)


@dataclass
class Known:
    surname: str
    first_name: str = ""
    afm: str = ""
    kind: FounderKind = FounderKind.NATURAL
    id: int = 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("000000000", "does not exist"),
        (GOOD[:-1] + str((int(GOOD[-1]) + 1) % 10), "does not exist"),
        ("Ο" + GOOD[1:], "letter Ο"),
        ("o" + GOOD[1:], "letter Ο"),
        (GOOD + OTHER, "two tax numbers"),
        (f"{GOOD} {OTHER}", "two tax numbers"),
        (GOOD[:8], "exactly 9 digits"),
        ("=1+1", "exactly 9 digits"),
    ],
)
def test_a_wrong_tax_number_is_told_what_is_wrong_with_it(typed, words) -> None:
    with pytest.raises(RuleError, match=words) as refused:
        people.tax_number(typed)
    assert refused.value.field == "afm"


def test_a_right_tax_number_is_kept_without_blanks_and_none_is_none() -> None:
    assert people.tax_number(f" {GOOD[:3]} {GOOD[3:]} ") == GOOD
    assert people.tax_number("  ") == ""


@pytest.mark.parametrize(
    "spelt",
    [
        Told(FounderKind.NATURAL, "ΠΑΠΑΔΟΠΟΥΛΟΣ", "ΓΙΩΡΓΟΣ"),
        Told(FounderKind.NATURAL, "Παπαδοπουλος", "Γιωργος"),
        Told(FounderKind.NATURAL, "Γιώργος", "Παπαδόπουλος"),
        Told(FounderKind.NATURAL, "ΠAΠAΔOΠOYΛOΣ", "Γιώργος"),
    ],
)
def test_one_person_under_two_spellings_is_found_out(spelt) -> None:
    known = [Known("Παπαδόπουλος", "Γιώργος")]
    with pytest.raises(ConflictError) as refused:
        people.check_alone(spelt, known)
    assert refused.value.field == "surname"
    another = Told(spelt.kind, spelt.surname, spelt.first_name, another=True)
    people.check_alone(another, known)


def test_one_tax_number_is_one_person_whatever_is_said() -> None:
    known = [Known("Παπαδόπουλος", "Γιώργος", GOOD)]
    told = Told(FounderKind.NATURAL, "Άλλος", "Άλλος", GOOD, another=True)
    with pytest.raises(ConflictError) as refused:
        people.check_alone(told, known)
    assert refused.value.field == "afm"


def test_two_tax_numbers_are_two_persons_of_one_name() -> None:
    known = [Known("Παπαδόπουλος", "Γιώργος", GOOD)]
    people.check_alone(Told(FounderKind.NATURAL, "Παπαδόπουλος", "Γιώργος", OTHER), known)


def test_a_body_and_a_person_of_one_name_are_two() -> None:
    known = [Known("Αλεξίου")]
    people.check_alone(Told(FounderKind.LEGAL, "Αλεξίου"), known)


@pytest.mark.parametrize("born", [date(2026, 5, 13), date(2126, 1, 1), date(1880, 1, 1)])
def test_nobody_is_born_tomorrow_or_two_lives_ago(born) -> None:
    with pytest.raises(RuleError) as refused:
        people.check_birth(born, TODAY)
    assert refused.value.field == "birth_date"


def test_days_of_birth_that_can_be_are_taken() -> None:
    people.check_birth(None, TODAY)
    people.check_birth(TODAY, TODAY)


@given(st.text())
def test_whatever_is_typed_as_a_tax_number_is_one_or_refused_with_its_field(text) -> None:
    try:
        found, field = people.tax_number(text), "afm"
    except RuleError as error:
        found, field = "", error.field
    assert field == "afm"
    assert found == "" or (len(found) == 9 and found.isdigit())


def test_lists_show_the_end_of_a_tax_number() -> None:
    assert people.masked("123456789") == "••••••789"
    assert people.masked("") == ""

"""What ties an evaluator to an applicant, and what only looks as if it did."""

import pytest

from inmeko.calls.rules import conflicts
from inmeko.calls.rules.conflicts import Applicant, Conflict, Judge
from inmeko.calls.rules.words import ConflictKind

JUDGE = Judge(email="lito@municipality.example", name="Λητώ Κριτή")
BODY = Applicant(
    name="Κύκλος Υλικών ΚοινΣΕπ",
    organisation_id=7,
    afm="000001069",
    emails=frozenset({"info@kyklos.example"}),
    people=("Μυρτώ Συνεργάτη",),
)


def judge(**changes):
    return Judge(**{**vars(JUDGE), **changes})


def body(**changes):
    return Applicant(**{**vars(BODY), **changes})


@pytest.mark.parametrize(
    ("judge", "body", "kind", "word"),
    [
        (judge(organisations=frozenset({7})), BODY, "same_organisation", BODY.name),
        (judge(afms=frozenset({"000001069"})), BODY, "same_afm", "000001069"),
        (judge(email="a@kyklos.example"), BODY, "same_email_domain", "kyklos.example"),
        (judge(email="a@mail.KYKLOS.example"), BODY, "same_email_domain", "kyklos.example"),
        (judge(name="ΣΥΝΕΡΓΑΤΗ ΜΥΡΤΩ"), BODY, "on_its_board", "Μυρτώ Συνεργάτη"),
        (judge(left=frozenset({7})), BODY, "former_consultant", BODY.name),
        (judge(advised=("000001069",)), BODY, "former_consultant", "000001069"),
        (judge(advised=("κυκλος υλικων κοινσεπ",)), BODY, "former_consultant", None),
        (JUDGE, body(former=frozenset({JUDGE.email})), "former_consultant", BODY.name),
    ],
)
def test_a_tie_is_found_with_its_word(judge, body, kind, word):
    [found] = conflicts.conflicts(judge, body)
    assert found.kind is ConflictKind(kind)
    assert word in (None, found.word)
    assert conflicts.read([found.kept]) == [found]


def test_an_address_of_the_file_itself_is_found_even_at_a_public_provider():
    mine = judge(email="Myrto@gmail.com")
    found = conflicts.conflicts(mine, body(emails=frozenset({"myrto@GMAIL.com"})))
    assert [one.kind for one in found] == [ConflictKind.ON_ITS_BOARD]


@pytest.mark.parametrize(
    ("judge", "body"),
    [
        (JUDGE, BODY),
        (judge(email="a@gmail.com"), body(emails=frozenset({"b@gmail.com"}))),
        (judge(email="a@sch.gr"), body(emails=frozenset({"b@sch.gr"}))),
        (judge(email="a@notkyklos.example"), BODY),
        (judge(name="Μυρτώ"), BODY),
        (judge(name=""), body(people=("",))),
        (judge(), body(organisation_id=None, afm=None, emails=frozenset())),
        (judge(advised=("",)), body(afm=None)),
    ],
)
def test_what_only_looks_alike_is_no_tie(judge, body):
    assert conflicts.conflicts(judge, body) == []


def test_a_word_with_a_colon_comes_back_whole():
    kept = Conflict(ConflictKind.DECLARED_BY_SELF, "αδελφός: ταμίας").kept
    assert conflicts.read([kept])[0].word == "αδελφός: ταμίας"


def test_the_names_of_a_table_of_people_are_read():
    answers = {"q3": [{"name": "Α Β", "role": "ταμίας"}, {"role": "μέλος"}, "παράξενο"], "q4": None}
    assert conflicts.people_in(answers, ["q3", "q4", "q5"]) == ("Α Β",)

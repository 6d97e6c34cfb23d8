"""Answers with plain objects: what is asked, what is taken, what is kept, what is missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.calls.rules import answers, parts, receipts
from inmeko.calls.rules.content import Content, PaperAsked, Question, Section, ShownIf
from inmeko.calls.rules.words import QuestionKind
from inmeko.kernel import sealing
from inmeko.kernel.errors import RuleError

Kind = QuestionKind
WORKS = Question("q1", Kind.CHOICE, "Χρειάζονται εργασίες;", options=("Ναι", "Όχι"))
WHICH = Question("q2", Kind.LONG_TEXT, "Ποιες;", required=True, shown_if=ShownIf("q1", ("Ναι",)))
COST = Question("q3", Kind.MONEY, "Κόστος", least=Decimal(0), shown_if=ShownIf("q2", ("x",)))
CONTENT = Content(
    sections=(Section("s1", "Εργασίες", questions=(WORKS, WHICH, COST)),),
    papers=(
        PaperAsked("p1", "Καταστατικό", only_for=("association",)),
        PaperAsked("p2", "Δήλωση"),
        PaperAsked("p3", "Φωτογραφία", required=False),
    ),
)
WHO = {
    "name": "Σύλλογος",
    "kind": "association",
    "afm": "094014201",
    "contact_name": "Ελένη",
    "email": "eleni@example.org",
    "phone": "+302106001234",
}


def of(kind: QuestionKind, **changes) -> Question:
    return Question("q9", kind, "Ερώτηση", **changes)


def test_a_question_is_asked_once_the_answer_that_it_waits_for_is_there() -> None:
    keys = [one.key for one in answers.visible(CONTENT, {"q1": "Ναι"})]
    assert keys == ["q1", "q2"]
    assert [one.key for one in answers.visible(CONTENT, {"q1": "Όχι", "q2": "x"})] == ["q1"]


def test_what_is_no_longer_asked_is_no_part_of_what_is_sent() -> None:
    kept = {"q1": "Όχι", "q2": "Στέγη", "gone": "x"}
    assert answers.only_asked(CONTENT, kept) == {"q1": "Όχι"}


@pytest.mark.parametrize(
    ("kind", "typed", "plain"),
    [
        (Kind.TEXT, "  Το   Πλατάνι\0 ", "Το Πλατάνι"),
        (Kind.LONG_TEXT, "Ένα\r\nδύο ", "Ένα\nδύο"),
        (Kind.NUMBER, "1.234,5", "1234.5"),
        (Kind.NUMBER, "12.5", "12.5"),
        (Kind.MONEY, "1.250", "1250.00"),
        (Kind.MONEY, "3,5 €", "3.50"),
        (Kind.DATE, "24/12/2026", "2026-12-24"),
        (Kind.DATE, "2026-12-24", "2026-12-24"),
        (Kind.PLACE, {"address": "Ηρώων 4"}, {"address": "Ηρώων 4"}),
        (Kind.PLACE, {"x": "23,75", "y": "38"}, {"x": "23.750000", "y": "38.000000"}),
        (Kind.TEXT, "   ", None),
        (Kind.CHOICES, [], None),
        (Kind.PEOPLE, [{"name": " "}], None),
        (Kind.PLACE, {"x": "", "y": "", "address": ""}, None),
    ],
)
def test_what_is_typed_has_one_plain_form(kind, typed, plain) -> None:
    assert answers.clean(of(kind), typed) == plain


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (of(Kind.NUMBER), "πολλά"),
        (of(Kind.NUMBER, least=Decimal(1)), "0"),
        (of(Kind.NUMBER, most=Decimal(9)), "10"),
        (of(Kind.MONEY), "3,555"),
        (of(Kind.DATE), "31/2/2027"),
        (of(Kind.TEXT), "α" * 301),
        (of(Kind.LONG_TEXT, least=Decimal(20)), "λίγα"),
        (of(Kind.CHOICE, options=("Ναι", "Όχι")), "Ίσως"),
        (of(Kind.CHOICES, options=("Ναι", "Όχι")), ["Ναι", "Ίσως"]),
        (of(Kind.PLACE), {"x": "23,75", "y": "πάνω"}),
        (of(Kind.PEOPLE, columns=("Ρόλος",)), [{"Ρόλος": "ταμίας"}]),
        (of(Kind.PEOPLE), [{"name": "Α"}] * 101),
    ],
)
def test_what_makes_no_sense_is_refused_under_its_question_and_kept_as_typed(
    question, typed
) -> None:
    with pytest.raises(RuleError) as refused:
        answers.clean(question, typed)
    assert refused.value.field == "q9"
    kept = answers.kept(question, typed)
    assert answers.is_typed(kept)
    assert answers.problem(question, kept) is not None
    assert answers.spoken(question, kept)


def test_choices_keep_the_order_of_the_call() -> None:
    question = of(Kind.CHOICES, options=("α", "β", "γ"))
    assert answers.clean(question, ["γ", "α"]) == ["α", "γ"]


def test_an_answer_to_a_question_that_was_changed_is_named() -> None:
    assert answers.problem(of(Kind.NUMBER), "τρία") is not None
    assert answers.problem(of(Kind.CHOICE, options=("α",)), "β") is not None
    assert answers.problem(of(Kind.MONEY), ["α"]) is not None
    assert answers.spoken(of(Kind.NUMBER), "τρία") == ["τρία"]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_that_is_spoken_is_read_as_itself(number) -> None:
    plain = answers.clean(of(Kind.NUMBER), f"{number:f}".replace(".", ","))
    assert Decimal(plain) == number
    again = answers.spoken_number(plain, grouped=False)
    assert answers.clean(of(Kind.NUMBER), again) == plain


def test_answers_are_spoken_as_greeks_write() -> None:
    people = of(Kind.PEOPLE, columns=("Ρόλος",))
    assert answers.spoken(of(Kind.MONEY), "1250.50") == ["1.250,50 €"]
    assert answers.spoken(of(Kind.DATE), "2026-05-12") == ["12/5/2026"]
    assert answers.spoken(people, [{"name": "Ελένη", "Ρόλος": "ταμίας"}]) == [
        "Ελένη · Ρόλος: ταμίας"
    ]
    place = {"address": "Ηρώων 4", "x": "23.750000", "y": "38.000000"}
    assert answers.spoken(of(Kind.PLACE), place) == ["Ηρώων 4", "38.000000, 23.750000 (WGS84)"]


def test_two_answers_that_differ_have_different_marks() -> None:
    assert answers.mark("α") == answers.mark("α") != answers.mark(["α"])
    assert answers.mark(None) != answers.mark("")


def test_a_file_that_lacks_nothing_is_complete_in_every_part() -> None:
    found = parts.states(CONTENT, {"q1": "Όχι"}, {"p1", "p2"}, WHO)
    assert set(found.values()) == {parts.PartState.COMPLETE}


def test_what_is_missing_is_named_with_its_part() -> None:
    gaps = parts.missing(CONTENT, {"q1": "Ναι"}, {"p1"}, {**WHO, "phone": ""})
    assert [(gap.part, gap.key) for gap in gaps] == [
        ("applicant", "phone"),
        ("s1", "q2"),
        ("documents", "p2"),
    ]
    found = parts.states(CONTENT, {}, (), {"name": "Σύλλογος", "email": "a@example.org"})
    assert found == {
        "applicant": parts.PartState.NOT_BEGUN,
        "s1": parts.PartState.COMPLETE,
        "documents": parts.PartState.NOT_BEGUN,
    }


def test_documents_are_asked_of_the_kinds_that_they_are_for() -> None:
    asked = parts.papers(CONTENT, "informal_group")
    assert [one.key for one in asked] == ["p2", "p3"]


def test_only_a_group_without_a_legal_form_needs_no_afm() -> None:
    group = {**WHO, "afm": "", "kind": "informal_group"}
    assert not parts.missing(CONTENT, {}, {"p2"}, group)
    lacking = parts.missing(CONTENT, {}, {"p1", "p2"}, {**WHO, "afm": ""})
    assert [gap.key for gap in lacking] == ["afm"]
    wrong = parts.missing(CONTENT, {}, {"p1", "p2"}, {**WHO, "afm": "094014202"})
    assert [gap.key for gap in wrong] == ["afm"]


def test_a_call_for_others_says_so() -> None:
    call = Content(applicants=("social_cooperative",))
    assert [gap.key for gap in parts.missing(call, {}, (), WHO)] == ["kind"]


def test_a_frozen_content_has_one_form_and_holds_only_what_is_asked() -> None:
    def frozen(**changes):
        given = {
            "call": {"id": 1, "title": "Πρόσκληση", "version": 1},
            "applicant": WHO,
            "answers": {"q1": "Όχι", "q2": "κρυφό"},
            "files": [
                receipts.SentFile(2, "p2", "β.pdf", "application/pdf", 9, "b" * 64),
                receipts.SentFile(1, "p1", "α.pdf", "application/pdf", 9, "a" * 64),
                receipts.SentFile(3, "old", "γ.pdf", "application/pdf", 9, "c" * 64),
            ],
            "language": "el",
        }
        return receipts.frozen(CONTENT, **{**given, **changes})

    made = frozen()
    assert made["answers"] == {"q1": "Όχι"}
    assert [one["purpose"] for one in made["files"]] == ["p1", "p2"]
    assert sealing.digest(made) == sealing.digest(dict(reversed(made.items())))
    assert sealing.holds(made, sealing.digest(made))
    assert not sealing.holds(frozen(answers={"q1": "Ναι"}), sealing.digest(made))
    assert sealing.in_fours("abcdefgh") == "abcd efgh"

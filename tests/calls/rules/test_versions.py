"""The difference between two versions, and the working copy while it is worked on."""

from dataclasses import replace
from decimal import Decimal

import pytest

from inmeko.calls.rules import asking, editing, versions
from inmeko.calls.rules.content import Question, Section, ShownIf
from inmeko.calls.rules.versions import DifferenceKind
from inmeko.calls.rules.words import CallState, QuestionKind
from inmeko.kernel.errors import NotFoundError, RuleError
from tests.builders.calls import IDEA, PEOPLE, content

MORE = Question("q3", QuestionKind.TEXT, "Πού;", shown_if=ShownIf("q1", ("Ναι",)))
TWO = content(
    sections=(Section("s1", "Α", questions=(IDEA, PEOPLE)), Section("s2", "Β", questions=(MORE,)))
)


def told(before, after):
    """Kind, sort and key of each difference, with the names of its changed fields."""
    return [
        (one.kind, one.sort, one.key, tuple(change.name for change in one.changes))
        for one in versions.difference(before, after)
    ]


def test_the_same_content_has_no_difference() -> None:
    assert told(TWO, TWO) == []


def test_fields_items_and_rules_are_compared_each_by_itself() -> None:
    after = replace(
        editing.without_item(TWO, "q2"),
        title="Νέος τίτλος",
        judging=replace(TWO.judging, places=3),
    )
    after = editing.with_item(after, replace(IDEA, label="Πείτε μας", most=Decimal(500)))
    after = editing.with_item(after, Question("q4", QuestionKind.DATE, "Πότε;"), "s2")
    assert told(TWO, after) == [
        (DifferenceKind.ALTERED, "call", "", ("title",)),
        (DifferenceKind.ALTERED, "question", "q1", ("label", "most")),
        (DifferenceKind.ADDED, "question", "q4", ()),
        (DifferenceKind.REMOVED, "question", "q2", ()),
        (DifferenceKind.ALTERED, "judging", "", ("places",)),
    ]
    assert versions.touched(versions.difference(TWO, after)) == {"q1", "q4"}


def test_a_question_that_moved_to_another_section_says_so() -> None:
    after = editing.with_item(TWO, PEOPLE, "s2")
    [found] = versions.difference(TWO, after)
    [change] = found.changes
    assert (found.key, change.name, change.before, change.after) == ("q2", "section", "Α", "Β")


def test_removing_a_question_frees_those_that_depended_on_it() -> None:
    assert [one.key for one in asking.dependents(TWO, "q1")] == ["q3"]
    left = editing.without_item(TWO, "q1")
    assert left.question("q3") == replace(MORE, shown_if=None)
    without = editing.without_item(TWO, "s1")
    assert [one.key for one in without.questions()] == ["q3"]
    assert without.question("q3").shown_if is None


def test_a_section_keeps_its_questions_when_its_title_changes() -> None:
    after = editing.with_item(TWO, Section("s1", "Νέα"))
    assert editing.item(after, "s1") == replace(TWO.sections[0], title="Νέα")


@pytest.mark.parametrize(
    ("key", "up", "order"),
    [
        ("q1", False, ["q2", "q1", "q3"]),
        ("q1", True, ["q1", "q2", "q3"]),
        ("s2", True, ["q3", "q1", "q2"]),
    ],
)
def test_items_move_among_their_own(key, up, order) -> None:
    assert [one.key for one in editing.moved(TWO, key, up=up).questions()] == order


def test_a_key_that_was_published_is_not_given_again() -> None:
    assert editing.fresh_key("q", [editing.without_item(TWO, "q3"), TWO]) == "q4"
    assert editing.fresh_key("c", [TWO]) == "c3"


def test_what_is_no_key_is_not_found_and_no_section_is_invented() -> None:
    for key in ("x1", "q0", "q", "q1; DROP", "q12345"):
        with pytest.raises(NotFoundError):
            editing.sort_of(key)
    with pytest.raises(RuleError):
        editing.with_item(TWO, PEOPLE, "s9")


def test_two_who_saw_the_same_have_the_same_sum() -> None:
    first = editing.seen(editing.part(TWO, "basics"))
    assert first == editing.seen(editing.part(editing.without_item(TWO, "q1"), "basics"))
    assert first != editing.seen(editing.part(replace(TWO, title="Άλλος"), "basics"))
    assert editing.item_sum(TWO, "q2") != editing.item_sum(
        editing.with_item(TWO, PEOPLE, "s2"), "q2"
    )
    assert editing.item_sum(TWO, "q9") == ""
    with pytest.raises(ValueError, match="basics"):
        editing.with_part(TWO, "basics", {"privacy": ""})


def test_only_drafts_and_published_calls_are_edited() -> None:
    for state in CallState:
        if state in (CallState.DRAFT, CallState.PUBLISHED):
            editing.check_editable(state)
        else:
            with pytest.raises(RuleError):
                editing.check_editable(state)

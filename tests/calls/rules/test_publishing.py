"""What a call lacks before it is published, as plain objects say it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from inmeko.calls.rules import phases, publishing
from inmeko.calls.rules.content import Content, Criterion, Judging, Question, Section, ShownIf
from inmeko.calls.rules.phases import CallPhase
from inmeko.calls.rules.templates import TEMPLATES
from inmeko.calls.rules.words import CallState, QuestionKind
from inmeko.kernel.errors import RuleError
from tests.builders.calls import ADA, IDEA, content

# A Tuesday, and a Monday four weeks later.
NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
END = datetime(2026, 6, 8, 12, tzinfo=UTC)


@dataclass
class Dates:
    """The dates and the state of a call."""

    opens_at: datetime | None = NOW
    questions_until: datetime | None = END - timedelta(days=5)
    closes_at: datetime | None = END
    objection_days: int = 5
    state: CallState = CallState.PUBLISHED


def lacks(given: Content | None = None, holidays: frozenset[date] = frozenset(), **dates: Any):
    """The parts and fields (or items) of what a call lacks."""
    legal = replace(given or content(), legal_basis="Ν. 4430/2016")
    found = publishing.lacking(legal, Dates(**dates), NOW, holidays)
    return {(one.part, one.item or one.field, one.blocks) for one in found}


def test_a_whole_call_lacks_nothing() -> None:
    assert lacks() == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_a_template_lacks_only_what_stands_in_brackets_and_whom_to_ask(template) -> None:
    found = publishing.lacking(template.content("Δήμος Δοκιμής"), Dates(), NOW)
    assert {(one.part, one.field) for one in found} == {
        ("basics", "legal_basis"),
        ("contact", "privacy"),
        ("contact", "email"),
    }


@pytest.mark.parametrize(
    ("dates", "field", "blocks"),
    [
        ({"opens_at": None}, "opens_at", True),
        ({"closes_at": None}, "closes_at", True),
        ({"closes_at": NOW - timedelta(days=1), "questions_until": None}, "closes_at", True),
        ({"opens_at": END + timedelta(days=1), "questions_until": None}, "closes_at", True),
        ({"closes_at": NOW + timedelta(days=6), "questions_until": None}, "closes_at", True),
        ({"closes_at": NOW + timedelta(days=10), "questions_until": None}, "closes_at", False),
        ({"questions_until": END + timedelta(seconds=1)}, "questions_until", True),
        ({"objection_days": 2}, "objection_days", True),
    ],
)
def test_dates_must_stand_in_order_and_leave_time(dates, field, blocks) -> None:
    assert lacks(**dates) == {("dates", field, blocks)}


def test_a_window_counts_from_the_publication_where_it_began_before() -> None:
    opened, closed = NOW - timedelta(days=30), NOW + timedelta(days=6)
    found = lacks(opens_at=opened, closes_at=closed, questions_until=None)
    assert found == {("dates", "closes_at", True)}


@pytest.mark.parametrize(
    ("day", "holidays"),
    [
        # Whit Monday of the Orthodox calendar, a Saturday, and the town's own feast.
        (datetime(2026, 6, 1, 12, tzinfo=UTC), frozenset()),
        (datetime(2026, 6, 6, 12, tzinfo=UTC), frozenset()),
        (END, frozenset({date(2026, 6, 8)})),
    ],
)
def test_a_deadline_on_no_working_day_is_pointed_out(day, holidays) -> None:
    found = lacks(closes_at=day, questions_until=None, holidays=holidays)
    assert found == {("dates", "closes_at", False)}


def criteria(*weights: str) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(key=f"c{n}", label="Κάτι", weight=Decimal(weight))
        for n, weight in enumerate(weights, start=1)
    )


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": " "}, ("basics", "title")),
        ({"text": "<p> </p>"}, ("basics", "text")),
        ({"text": "<p>Η απόφαση [αριθμός]</p>"}, ("basics", "text")),
        ({"privacy": ""}, ("contact", "privacy")),
        ({"criteria": ()}, ("items", "")),
        ({"criteria": criteria("60", "30")}, ("items", "")),
        ({"criteria": (replace(criteria("100")[0], most=Decimal(0)),)}, ("items", "c1")),
        ({"criteria": (replace(criteria("100")[0], threshold=Decimal(11)),)}, ("items", "c1")),
        ({"judging": Judging(evaluators=2, quorum=3)}, ("judging", "quorum")),
        ({"judging": Judging(waiting=2)}, ("judging", "waiting")),
        ({"sections": ()}, ("items", "")),
    ],
)
def test_each_thing_that_is_missing_has_its_place(changes, place) -> None:
    assert (*place, True) in lacks(content(**changes))


def asked(*questions: Question) -> Content:
    return content(sections=(Section("s1", "Ενότητα", questions=questions),))


CHOICE = Question("q5", QuestionKind.CHOICE, "Χώρος;", options=("Ναι", "Όχι"))


@pytest.mark.parametrize(
    "question",
    [
        replace(IDEA, label=""),
        replace(CHOICE, key="q1", options=("Ναι",)),
        Question("q1", QuestionKind.NUMBER, "Πόσοι;", least=Decimal(5), most=Decimal(2)),
        replace(IDEA, shown_if=ShownIf("q9", ("Ναι",))),
        replace(IDEA, shown_if=ShownIf("q5", ())),
        replace(IDEA, shown_if=ShownIf("q5", ("Ίσως",))),
    ],
)
def test_a_question_that_makes_no_sense_is_named(question) -> None:
    assert ("items", "q1", True) in lacks(asked(CHOICE, question))


def test_a_condition_names_an_earlier_question() -> None:
    depending = replace(IDEA, shown_if=ShownIf("q5", ("Ναι",)))
    assert lacks(asked(CHOICE, depending)) == set()
    assert lacks(asked(depending, CHOICE)) == {("items", "q1", True)}


def test_the_ada_may_wait_only_where_the_town_allows_it() -> None:
    assert publishing.check_ada(ADA.lower(), may_wait=False) == ADA
    assert publishing.check_ada(" ", may_wait=True) is None
    for text, may_wait in (("", False), ("12", True)):
        with pytest.raises(RuleError) as refused:
            publishing.check_ada(text, may_wait=may_wait)
        assert refused.value.field == "ada"


def test_a_new_deadline_is_later_and_ahead() -> None:
    publishing.check_later(END, END + timedelta(seconds=1), NOW)
    for after in (END, NOW, NOW - timedelta(days=1)):
        with pytest.raises(RuleError):
            publishing.check_later(END, after, NOW)


def test_a_call_is_open_to_the_end_of_its_last_second() -> None:
    call = Dates()
    moments = {
        NOW - timedelta(microseconds=1): CallPhase.COMING,
        NOW: CallPhase.OPEN,
        END + timedelta(microseconds=999_999): CallPhase.OPEN,
        END + timedelta(seconds=1): CallPhase.JUDGED,
    }
    for moment, phase in moments.items():
        assert phases.phase(call, moment) is phase
        assert phases.is_open(call, moment) is (phase is CallPhase.OPEN)


def test_every_state_has_its_phase() -> None:
    found = {
        state: phases.phase(Dates(state=state), END + timedelta(days=1)) for state in CallState
    }
    assert found == {
        CallState.DRAFT: None,
        CallState.PUBLISHED: CallPhase.JUDGED,
        CallState.CLOSED: CallPhase.JUDGED,
        CallState.EVALUATION: CallPhase.JUDGED,
        CallState.PRELIMINARY: CallPhase.RESULTS,
        CallState.OBJECTIONS: CallPhase.RESULTS,
        CallState.FINAL: CallPhase.RESULTS,
        CallState.ARCHIVED: CallPhase.OVER,
        CallState.CANCELLED: CallPhase.OVER,
    }


def test_questions_are_taken_until_their_moment_else_until_the_deadline() -> None:
    assert phases.takes_questions(Dates(), END - timedelta(days=5))
    assert not phases.takes_questions(Dates(), END - timedelta(days=5) + timedelta(seconds=1))
    assert phases.takes_questions(Dates(questions_until=None), END)
    assert not phases.takes_questions(Dates(state=CallState.DRAFT), NOW)

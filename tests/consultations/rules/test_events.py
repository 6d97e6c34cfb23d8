"""Rules of events: agenda, questions, codes, places, the clock, the calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.consultations.rules import agenda, asking, listing, phases, places, tickets
from inmeko.consultations.rules.agenda import AgendaItem
from inmeko.consultations.rules.phases import EventPhase
from inmeko.consultations.rules.places import Room, Waiting
from inmeko.consultations.rules.words import EventState
from inmeko.kernel.errors import RuleError

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
TYPED = "18:00 Υποδοχή | Δήμαρχος; Αντιδήμαρχος\n24/10/2026 9.30 Εργαστήριο\n"


def test_an_agenda_is_read_and_typed_back() -> None:
    items = agenda.read(TYPED)
    assert items == (
        AgendaItem("18:00", "Υποδοχή", ("Δήμαρχος", "Αντιδήμαρχος")),
        AgendaItem("09:30", "Εργαστήριο", (), "2026-10-24"),
    )
    assert agenda.read(agenda.typed(items)) == items
    assert agenda.unkept(agenda.kept(items)) == items


@pytest.mark.parametrize("line", ["χωρίς ώρα", "25:00 Αργά", "18:60 Αργά", "31/2/2026 9:00 Ποτέ"])
def test_a_line_that_is_no_item_is_named(line) -> None:
    with pytest.raises(RuleError) as refused:
        agenda.read(f"18:00 Υποδοχή\n{line}")
    assert refused.value.values == {"line": 2}


def test_questions_are_read_typed_back_and_answered() -> None:
    found = asking.read("Θέλετε διερμηνεία; * | Ναι; Όχι\nΠαρατηρήσεις")
    assert asking.read(asking.typed(found)) == found
    assert asking.unkept(asking.kept(found)) == found
    assert asking.answered(found, {"a1": "Ναι", "a2": " ", "a9": "ξένο"}) == {"a1": "Ναι"}
    for given_ in ({"a2": "κάτι"}, {"a1": "Ίσως"}):
        with pytest.raises(RuleError):
            asking.answered(found, given_)


def test_a_code_is_read_from_paper_from_greek_keys_and_from_a_camera() -> None:
    code = tickets.made()
    assert tickets.read(f" {code[:3].lower()}-{code[3:]} ") == code
    assert tickets.read("ΑΒΕΚ23") == "ABEK23", "Greek capitals that look alike"
    scanned = f"https://town.example/amarousi/events/7/door?code={code}"
    assert tickets.read(scanned) == code


quota = st.integers(1, 3)
limit = st.none() | st.integers(0, 6)


@given(limit, st.dictionaries(quota, limit, min_size=3), st.lists(quota, max_size=20))
def test_offers_keep_to_capacity_quotas_and_order(capacity, quotas, queue) -> None:
    room = Room(capacity, quotas)
    waiting = [Waiting(number, kind) for number, kind in enumerate(queue)]
    chosen = places.offers(room, {}, waiting)
    assert chosen == sorted(chosen)
    assert capacity is None or len(chosen) <= capacity
    seated = {kind: sum(queue[one] == kind for one in chosen) for kind in quotas}
    assert all(most is None or seated[kind] <= most for kind, most in quotas.items())
    # Nobody is passed over: whoever was not chosen finds no place at the end.
    left = [one for one in waiting if one.id not in chosen]
    assert not any(room.has_place(seated, one.quota) for one in left)


def test_places_left_are_the_smaller_of_quota_and_capacity() -> None:
    room = Room(10, {1: 4, 2: None})
    assert (room.left({1: 3, 2: 5}, 1), room.left({1: 3, 2: 5}, 2)) == (1, 2)
    assert Room(None, {1: None}).left({1: 99}, 1) is None


def test_an_offer_never_outlives_the_start() -> None:
    start = NOON + timedelta(hours=5)
    assert places.offer_ends(NOON, 24, start) == start
    assert places.offer_ends(NOON, 2, start) == NOON + timedelta(hours=2)
    assert places.offer_ends(start, 2, start) is None


FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 03:30 in summer time


def test_the_hour_that_comes_twice_must_be_told_apart() -> None:
    assert phases.comes_twice(FIRST)
    assert not phases.comes_twice(FIRST - timedelta(hours=1))
    with pytest.raises(RuleError):
        phases.in_time(FIRST, second=None, field="twice")
    assert phases.in_time(FIRST, second=False, field="twice") == FIRST
    second = phases.in_time(FIRST, second=True, field="twice")
    assert second == FIRST + timedelta(hours=1)
    assert (phases.is_second(FIRST), phases.is_second(second)) == (False, True)
    assert phases.in_time(second, second=False, field="twice") == FIRST


@dataclass(frozen=True)
class Meeting:
    state: EventState = EventState.ANNOUNCED
    starts_at: datetime | None = NOON
    ends_at: datetime | None = NOON + timedelta(hours=2)
    registration: bool = True
    registers_from: datetime | None = None
    registers_until: datetime | None = None


def test_an_event_is_coming_going_on_and_past_by_the_clock() -> None:
    moments = (NOON - timedelta(seconds=1), NOON, NOON + timedelta(hours=2))
    found = [phases.phase(Meeting(), at) for at in moments]
    assert found == [EventPhase.COMING, EventPhase.NOW, EventPhase.OVER]
    assert phases.phase(Meeting(EventState.DRAFT), NOON) is None
    assert phases.phase(Meeting(EventState.CANCELLED), moments[0]) is EventPhase.OVER


def test_registration_has_its_window_and_ends_with_the_start() -> None:
    early, day = NOON - timedelta(days=2), timedelta(days=1)
    assert phases.may_register(Meeting(), early)
    assert not phases.may_register(Meeting(), NOON)
    assert not phases.may_register(Meeting(EventState.CANCELLED), early)
    assert not phases.may_register(Meeting(registration=False), early)
    assert not phases.may_register(Meeting(registers_from=early + day), early)
    assert not phases.may_register(Meeting(registers_until=early - day), early)


def test_an_event_ends_after_it_begins_and_within_two_weeks() -> None:
    for ends in (NOON, NOON + timedelta(days=15)):
        with pytest.raises(RuleError):
            phases.check_times(NOON, ends)
    phases.check_times(NOON, NOON + timedelta(days=14))


def test_a_question_to_the_calendar_is_the_same_in_its_address() -> None:
    asked = {"when": ["past"], "kind": ["hearing", "no"], "sector": ["care"], "q": [" α "]}
    wanted = listing.read({**asked, "call": ["7"], "asset": ["x"]})
    again = {
        name: [text] if isinstance(text, str) else text for name, text in wanted.arguments().items()
    }
    assert listing.read(again) == wanted
    assert wanted.without("subject").subject is None


def test_a_month_is_whole_weeks() -> None:
    found = listing.weeks(date(2026, 2, 1))
    assert [len(week) for week in found] == [7] * 5
    assert (found[0][0], found[-1][-1]) == (date(2026, 1, 26), date(2026, 3, 1))
    assert listing.month_after(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert listing.month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert listing.month("2026-13", date(2026, 5, 12)) == date(2026, 5, 1)

"""From scored files to an ordered list: places, waiting list, thresholds, ties."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.calls.rules import ranking
from inmeko.calls.rules.content import Criterion, Judging
from inmeko.calls.rules.ranking import File, Granted, rank
from inmeko.calls.rules.words import Ground, Outcome, TieRule
from inmeko.kernel.errors import RuleError

START = datetime(2026, 5, 12, 9, tzinfo=UTC)
CRITERIA = (
    Criterion(key="c1", label="Όφελος", weight=Decimal(60)),
    Criterion(key="c2", label="Βιωσιμότητα", weight=Decimal(40), threshold=Decimal(4)),
)
OPEN = Judging(minimum=Decimal(50))
CHOSEN = {Outcome.SELECTED, Outcome.PARTIAL}


def file(key=1, score: str | None = "70", first="7", second="7", **changes) -> File:
    known = {
        "key": key,
        "name": f"{key}/2026",
        "year": 2026,
        "number": key,
        "submitted_at": START + timedelta(minutes=key),
        "eligible": True,
        "score": None if score is None else Decimal(score),
        "averages": {"c1": Decimal(first), "c2": Decimal(second)},
    }
    return File(**{**known, **changes})


def order(judging, files, seed="") -> list[int]:
    return [one.file.key for one in rank(judging, CRITERIA, files, seed)]


def outcomes(judging, files) -> list[Outcome]:
    return [one.outcome for one in rank(judging, CRITERIA, files)]


def test_files_stand_by_score_and_those_that_are_not_eligible_come_last() -> None:
    files = [file(1, "60"), file(2, "90"), file(3, None, eligible=False), file(4, None)]
    assert order(OPEN, files) == [2, 1, 4, 3]
    expected = [Outcome.SELECTED, Outcome.SELECTED, Outcome.NOT_SELECTED, Outcome.INELIGIBLE]
    assert outcomes(OPEN, files) == expected


def test_the_minimum_itself_is_enough_and_a_hundredth_less_is_not() -> None:
    files = [file(1, "50.00"), file(2, "49.99")]
    assert outcomes(OPEN, files) == [Outcome.SELECTED, Outcome.NOT_SELECTED]


def test_below_a_threshold_the_best_score_does_not_help_and_takes_no_place() -> None:
    one = replace(OPEN, places=1)
    files = [file(1, "95", second="3.99"), file(2, "60", second="4")]
    (first, second) = rank(one, CRITERIA, files)
    assert (first.outcome, second.outcome) == (Outcome.NOT_SELECTED, Outcome.SELECTED)
    [why] = first.reasons
    assert why.ground is Ground.BELOW_THRESHOLD
    assert why.values == {"criterion": "Βιωσιμότητα", "score": "3.99", "threshold": "4"}


def test_places_then_the_waiting_list_then_nothing() -> None:
    few = replace(OPEN, places=1, waiting=1)
    files = [file(key, str(90 - key)) for key in range(1, 5)]
    found = rank(few, CRITERIA, files)
    assert [one.outcome for one in found] == [
        Outcome.SELECTED,
        Outcome.WAITING,
        Outcome.NOT_SELECTED,
        Outcome.NOT_SELECTED,
    ]
    assert [one.reasons[0].ground for one in found] == [
        Ground.AMONG_PLACES,
        Ground.PLACES_TAKEN,
        Ground.NO_PLACE,
        Ground.NO_PLACE,
    ]
    assert found[1].reasons[0].values["row"] == "1"


def test_a_tie_is_broken_by_the_first_criterion_that_differs() -> None:
    files = [file(1, first="6", second="8"), file(2, first="7", second="6")]
    found = rank(OPEN, CRITERIA, files)
    assert [one.file.key for one in found] == [2, 1]
    why = found[1].reasons[-1]
    assert why.ground is Ground.TIE_BY_CRITERION
    assert (why.values["other"], why.values["own"], why.values["theirs"]) == ("2/2026", "6", "7")


def test_a_tie_in_everything_goes_to_the_earlier_submission() -> None:
    early = file(2, submitted_at=START)
    found = rank(OPEN, CRITERIA, [file(1), early])
    assert [one.file.key for one in found] == [2, 1]
    assert found[1].reasons[-1].ground is Ground.TIE_BY_TIME


def test_a_lot_is_the_hash_that_anybody_can_work_out() -> None:
    drawn = replace(OPEN, ties=TieRule.LOT)
    seed = ranking.seed_of(["b" * 64, "a" * 64])
    assert seed == ranking.seed_of(["a" * 64, "b" * 64])
    files = [file(key) for key in range(1, 6)]
    by_hand = sorted(files, key=lambda one: ranking.lot(seed, one.name))
    assert order(drawn, files, seed) == [one.key for one in by_hand]
    assert order(drawn, files, "another") != [one.key for one in by_hand]


def test_a_part_is_granted_with_a_reason_to_a_selected_file_only() -> None:
    part = Granted("Το ισόγειο", "Στενότητα χώρου", Decimal(100))
    [chosen] = rank(OPEN, CRITERIA, [file(granted=part)])
    assert chosen.outcome is Outcome.PARTIAL
    ranking.check_granted([chosen])
    for wrong in (replace(part, reason=""), replace(part, amount=Decimal(-1))):
        with pytest.raises(RuleError):
            ranking.check_granted(rank(OPEN, CRITERIA, [file(granted=wrong)]))
    with pytest.raises(RuleError, match="not selected"):
        ranking.check_granted(rank(OPEN, CRITERIA, [file(score="10", granted=part)]))


SCORES = st.one_of(st.none(), st.decimals(0, 100, places=2))
GIVEN = st.decimals(0, 10, places=1)
FILES = st.lists(
    st.tuples(SCORES, GIVEN, GIVEN, st.booleans(), st.integers(0, 3)), max_size=12
).map(
    lambda rows: [
        file(
            key,
            None if score is None else str(score),
            str(first),
            str(second),
            eligible=eligible,
            submitted_at=START + timedelta(seconds=second_of),
        )
        for key, (score, first, second, eligible, second_of) in enumerate(rows, start=1)
    ]
)
JUDGINGS = st.builds(
    Judging,
    minimum=st.decimals(0, 100, places=0),
    ties=st.sampled_from(TieRule),
    places=st.one_of(st.none(), st.integers(0, 4)),
    waiting=st.integers(0, 3),
)


@given(FILES, JUDGINGS, st.randoms())
def test_the_order_does_not_depend_on_how_the_files_lie(files, judging, chance) -> None:
    shuffled = list(files)
    chance.shuffle(shuffled)
    assert rank(judging, CRITERIA, files, "s") == rank(judging, CRITERIA, shuffled, "s")


@given(FILES, JUDGINGS)
def test_everybody_has_one_place_one_outcome_and_a_reason(files, judging) -> None:
    found = rank(judging, CRITERIA, files, "s")
    assert [one.place for one in found] == list(range(1, len(files) + 1))
    assert {one.file.key for one in found} == {one.key for one in files}
    assert all(one.reasons for one in found)


@given(FILES, JUDGINGS)
def test_no_more_are_selected_than_there_are_places_and_nobody_is_passed_over(
    files, judging
) -> None:
    found = rank(judging, CRITERIA, files, "s")
    chosen = [one for one in found if one.outcome in CHOSEN]
    waiting = [one for one in found if one.outcome is Outcome.WAITING]
    if judging.places is not None:
        assert len(chosen) <= judging.places
        assert len(waiting) <= judging.waiting
    for one in found:
        if one.outcome is Outcome.NOT_SELECTED and one.reasons[0].ground is Ground.NO_PLACE:
            assert all(better.place < one.place for better in chosen + waiting)


@given(FILES, JUDGINGS)
def test_a_better_score_never_stands_behind_a_worse_one(files, judging) -> None:
    scores = [
        one.file.score
        for one in rank(judging, CRITERIA, files, "s")
        if one.file.eligible and one.file.score is not None
    ]
    assert scores == sorted(scores, reverse=True)

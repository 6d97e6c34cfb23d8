"""The draw by lot: the order of the list is no matter, everybody is as likely, nobody is two."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inmeko.consultations.rules import lottery
from inmeko.consultations.rules.lottery import Candidate, LotRole, Seats
from inmeko.kernel.errors import RuleError

FEW = settings(max_examples=40, deadline=None)
NUMBERS = st.lists(st.integers(0, 10**9 - 1), min_size=3, max_size=40, unique=True)
SEEDS = st.text(min_size=1, max_size=30)


def drawn(lots: list[lottery.Lot], role: LotRole) -> set[int]:
    return {one.number for one in lots if one.role is role}


@FEW
@given(NUMBERS, SEEDS, st.randoms())
def test_the_order_of_the_list_changes_nothing(numbers, seed, chance) -> None:
    people = [Candidate(number) for number in numbers]
    mixed = list(people)
    chance.shuffle(mixed)
    seats = {"": Seats(1, 2)}
    assert lottery.draw(people, seed, seats) == lottery.draw(mixed, seed, seats)
    assert lottery.public_hash(people) == lottery.public_hash(mixed)
    assert lottery.list_hash(people, "x") == lottery.list_hash(mixed, "x")


@FEW
@given(NUMBERS, SEEDS, st.integers(1, 3), st.integers(0, 3))
def test_members_and_substitutes_are_as_many_as_asked_and_nobody_is_both(
    numbers, seed, members, substitutes
) -> None:
    people = [Candidate(number) for number in numbers]
    lots = lottery.draw(people, seed, {"": Seats(members, substitutes)})
    first, next_ones = drawn(lots, LotRole.MEMBER), drawn(lots, LotRole.SUBSTITUTE)
    assert first.isdisjoint(next_ones)
    assert len(first) == min(members, len(numbers))
    assert len(next_ones) == max(0, min(substitutes, len(numbers) - members))
    assert {one.number for one in lots} == set(numbers)
    assert [one.rank for one in lots] == list(range(1, len(numbers) + 1))


@FEW
@given(NUMBERS, SEEDS)
def test_a_candidate_more_moves_nobody_past_another(numbers, seed) -> None:
    people = [Candidate(number) for number in numbers]
    whole = [one.number for one in lottery.draw(people, seed, {})]
    without = [one.number for one in lottery.draw(people[1:], seed, {})]
    assert [number for number in whole if number != numbers[0]] == without


def test_each_candidate_is_as_likely_over_many_seeds() -> None:
    """Five of twenty over 4,000 seeds: each about 1,000 times, within six standard deviations."""
    people = [Candidate(number) for number in range(1, 21)]
    counted: Counter[int] = Counter()
    for seed in range(4_000):
        counted.update(
            drawn(lottery.draw(people, f"seed {seed}", {"": Seats(5, 0)}), LotRole.MEMBER)
        )
    assert sum(counted.values()) == 20_000
    deviation = (4_000 * 0.25 * 0.75) ** 0.5
    far = {n: times for n, times in counted.items() if abs(times - 1_000) > 6 * deviation}
    assert far == {}
    assert set(counted) == set(range(1, 21))


def test_a_lot_is_what_the_rule_says() -> None:
    wanted = hashlib.sha256(b"4711:17").hexdigest()
    assert lottery.lot_of("4711", 17) == wanted
    [lot] = lottery.draw([Candidate(17)], "4711", {"": Seats(1, 0)})
    assert (lot.digest, lot.rank, lot.role) == (wanted, 1, LotRole.MEMBER)


@FEW
@given(st.integers(1, 6), st.integers(1, 6), SEEDS)
def test_each_group_has_its_own_seats(women, men, seed) -> None:
    people = [Candidate(n, "Γυναίκες") for n in range(10)]
    people += [Candidate(n, "Άνδρες") for n in range(10, 20)]
    lots = lottery.draw(people, seed, {"Γυναίκες": Seats(women, 1), "Άνδρες": Seats(men, 2)})
    counted = Counter((one.group, one.role) for one in lots)
    assert counted["Γυναίκες", LotRole.MEMBER] == women
    assert counted["Άνδρες", LotRole.MEMBER] == men
    assert counted["Άνδρες", LotRole.SUBSTITUTE] == 2


def test_a_list_is_read_and_typed_back_and_its_names_are_not_public() -> None:
    text = "2; Μαρία  Δάφνη; Γυναίκες\n\n1; Νίκος Ρήγας; Άνδρες\n"
    people = lottery.read_list(text)
    assert lottery.typed_list(people) == "1;Νίκος Ρήγας;Άνδρες\n2;Μαρία Δάφνη;Γυναίκες"
    assert lottery.public_list(people) == "1;;Άνδρες\n2;;Γυναίκες\n"
    assert lottery.read_list(lottery.typed_list(people)) == people
    again = lottery.read_list(lottery.public_list(people))
    assert lottery.public_hash(again) == lottery.public_hash(people), "from the public file, too"
    assert lottery.list_hash(people, "a") != lottery.list_hash(people, "b")
    renamed = [people[0], Candidate(2, "Γυναίκες", "Άλλη")]
    assert lottery.list_hash(renamed, "a") != lottery.list_hash(people, "a")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "one a line"),
        ("1; Α\n1; Β", "comes twice"),
        ("Α; 1", "Line 1"),
        ("1; Α; Ομάδα; κάτι", "Line 1"),
        ("٣; Α", "Line 1"),
        ("1234567890; Α", "Line 1"),
    ],
)
def test_a_list_that_is_none_is_refused_by_its_line(text: str, words: str) -> None:
    with pytest.raises(RuleError) as refused:
        lottery.read_list(text)
    assert words in (str(refused.value) % (refused.value.values or {}))
    assert refused.value.field == "candidates"


def test_seats_are_read_typed_back_and_not_more_than_candidates() -> None:
    seats = lottery.read_seats("5; 3; Γυναίκες\n4;2;Άνδρες\n")
    assert seats == {"Γυναίκες": Seats(5, 3), "Άνδρες": Seats(4, 2)}
    assert lottery.read_seats(lottery.typed_seats(seats)) == seats
    for wrong in ("5", "πέντε; 1", "1; 1; Α\n2; 2; Α", "1;2;Α;Β"):
        with pytest.raises(RuleError):
            lottery.read_seats(wrong)
    people = [Candidate(1), Candidate(2)]
    lottery.check_seats(people, {"": Seats(1, 1)})
    for unfit in ({"": Seats(2, 1)}, {"": Seats(0, 1)}, {"Άλλη": Seats(1, 0)}, {}):
        with pytest.raises(RuleError):
            lottery.check_seats(people, unfit)

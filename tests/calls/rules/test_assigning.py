"""Sharing files out: evenly, without conflicts, always the same."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.calls.rules import assigning
from inmeko.calls.rules.assigning import Hand
from inmeko.kernel.errors import RuleError

cases = st.tuples(
    st.dictionaries(st.integers(1, 40), st.integers(1, 3), max_size=25),
    st.lists(st.integers(100, 106), unique=True, max_size=6),
    st.sets(st.tuples(st.integers(100, 106), st.integers(1, 40)), max_size=40),
)


@given(cases)
def test_each_file_gets_as_many_as_there_are_without_conflict(case):
    files, people, barred = case
    pairs = assigning.balance(files, [Hand(one) for one in people], barred)
    assert not set(pairs) & barred
    assert len(set(pairs)) == len(pairs)
    got = Counter(file for _, file in pairs)
    for file, asked in files.items():
        free = sum((one, file) not in barred for one in people)
        assert got[file] == min(asked, free)


@given(cases, st.randoms())
def test_the_same_files_and_people_give_the_same_pairs(case, random):
    files, people, barred = case
    hands, order = [Hand(one) for one in people], list(files)
    random.shuffle(order)
    mixed = assigning.balance({one: files[one] for one in order}, hands[::-1], list(barred))
    assert mixed == assigning.balance(files, hands, barred)


@given(st.integers(0, 60), st.integers(3, 9))
def test_without_conflicts_nobody_has_two_more_than_another(number, people):
    hands = [Hand(one) for one in range(people)]
    pairs = assigning.balance(dict.fromkeys(range(number), 3), hands, [])
    load = Counter(dict.fromkeys(range(people), 0)) + Counter()
    load.update(one for one, _ in pairs)
    held = [load[one] for one in range(people)]
    assert max(held) - min(held) <= 1


def test_conflicts_of_one_are_evened_out_over_the_rest():
    files = dict.fromkeys(range(1, 7), 1)
    barred = [(1, file) for file in (4, 5, 6)] + [(2, file) for file in (1, 2)]
    load = Counter(one for one, _ in assigning.balance(files, [Hand(1), Hand(2), Hand(3)], barred))
    assert load == {1: 2, 2: 2, 3: 2}


def test_what_is_held_already_counts_and_substitutes_wait():
    hands = [Hand(1, load=4), Hand(2), Hand(3, substitute=True)]
    load = Counter(one for one, _ in assigning.balance(dict.fromkeys(range(4), 1), hands, []))
    assert load == {2: 4}


def test_a_recusal_goes_to_substitutes_first_and_a_further_opinion_to_members():
    hands = [Hand(1, load=3), Hand(2, load=1), Hand(3, load=9, substitute=True)]
    assert assigning.replacement(hands, [], further=False) == 3
    assert assigning.replacement(hands, [3], further=False) == 2
    assert assigning.replacement(hands, [], further=True) == 2
    assert assigning.replacement(hands, [1, 2], further=True) == 3
    assert assigning.replacement(hands, [1, 2, 3], further=True) is None


def test_a_file_of_assignments_is_read_line_by_line():
    lines = [
        ["Αριθμός πρωτοκόλλου", "E-mail"],
        ["12/2026", "Lito@example.org "],
        ["13/05-06-2026", "b@example.org"],
        [],
        ["δώδεκα", "b@example.org"],
        ["14"],
    ]
    rows, wrong = assigning.read_rows(lines)
    assert [(row.line, row.number, row.year, row.email) for row in rows] == [
        (2, 12, 2026, "lito@example.org"),
        (3, 13, 2026, "b@example.org"),
    ]
    assert sorted(wrong) == [5, 6]


def test_a_committee_needs_its_members_and_its_chair():
    assigning.check_committee(3, 3, chaired=True)
    for members, chaired in ((2, True), (3, False)):
        with pytest.raises(RuleError):
            assigning.check_committee(members, 3, chaired=chaired)

"""The arithmetic of scores: examples worked by hand, and what must hold for every sheet."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.calls.rules import scoring
from inmeko.calls.rules.content import Criterion, Judging
from inmeko.calls.rules.scoring import Judged
from inmeko.calls.rules.words import Mean
from inmeko.kernel.errors import RuleError

BENEFIT = Criterion(key="c1", label="Κοινωνικό όφελος", weight=Decimal(60), threshold=Decimal(4))
LASTING = Criterion(key="c2", label="Βιωσιμότητα", weight=Decimal(40), most=Decimal(5))
BOTH = (BENEFIT, LASTING)
JUDGING = Judging(evaluators=2, quorum=2, spread=Decimal(30))

values = st.decimals(min_value=0, max_value=5, places=2)
sheets = st.fixed_dictionaries({"c1": st.none() | values, "c2": st.none() | values})
full = st.fixed_dictionaries({"c1": values, "c2": values})
means = st.sampled_from(Mean)


def sheet(first, second):
    return {"c1": first if first is None else Decimal(first), "c2": second and Decimal(second)}


def points(known, criteria=BOTH):
    return [scoring.points(criteria, sheet) for sheet in known]


def score(mean, known, criteria=BOTH):
    return scoring.file_score(mean, points(known, criteria))


def test_a_sheet_counts_the_share_of_each_scale_by_its_weight():
    assert scoring.points(BOTH, sheet("8", "2.5")) == Decimal("68.00")
    assert scoring.points(BOTH, sheet("10", "5")) == Decimal("100.00")
    assert scoring.points(BOTH, sheet("0", "0")) == Decimal("0.00")


def test_a_scale_that_begins_at_one_gives_nothing_for_one():
    stars = (Criterion(key="c1", label="Ποιότητα", least=Decimal(1), most=Decimal(5)),)
    assert scoring.points(stars, {"c1": Decimal(1)}) == Decimal("0.00")
    assert scoring.points(stars, {"c1": Decimal(3)}) == Decimal("50.00")


def test_what_is_abstained_from_leaves_the_weight_to_the_rest():
    assert scoring.points(BOTH, sheet("8", None)) == Decimal("80.00")
    assert scoring.points(BOTH, sheet(None, None)) is None
    known = [sheet("8", "2.5"), sheet(None, None), sheet("6", "2.5")]
    assert score(Mean.MEAN, known) == Decimal("62.00")
    assert score(Mean.MEAN, [sheet(None, None)]) is None


def test_the_median_does_not_follow_one_who_lies_far_apart():
    known = [sheet("8", "4"), sheet("8", "4"), sheet("0", "0")]
    assert score(Mean.MEDIAN, known) == Decimal("80.00")
    assert score(Mean.MEAN, known) == Decimal("53.33")
    assert scoring.spread(points(known)) == Decimal("80.00")
    assert scoring.spread(points(known[:1])) is None


def test_thresholds_are_measured_on_the_average_of_the_criterion():
    low = scoring.by_criterion(BOTH, Mean.MEAN, [sheet("3", "1"), sheet("4.99", "1")])
    assert low == {"c1": Decimal("4.00"), "c2": Decimal("1.00")}
    assert scoring.below(BOTH, low) == ()
    assert scoring.below(BOTH, {**low, "c1": Decimal("3.99")}) == (BENEFIT,)
    assert scoring.below(BOTH, {"c1": None, "c2": None}) == ()


@given(st.lists(sheets, max_size=5), means, st.randoms())
def test_the_order_of_the_evaluators_does_not_matter(known, mean, random):
    mixed = list(known)
    random.shuffle(mixed)
    assert score(mean, known) == score(mean, mixed)
    assert scoring.by_criterion(BOTH, mean, known) == scoring.by_criterion(BOTH, mean, mixed)
    assert scoring.spread(points(known)) == scoring.spread(points(mixed))


@given(st.lists(full, min_size=1, max_size=5), means, st.data())
def test_raising_a_score_never_lowers_the_file(known, mean, data):
    place = data.draw(st.integers(0, len(known) - 1))
    key = data.draw(st.sampled_from(["c1", "c2"]))
    more = data.draw(st.decimals(min_value=known[place][key], max_value=5, places=2))
    raised = [*known]
    raised[place] = {**known[place], key: more}
    assert score(mean, raised) >= score(mean, known)


@given(st.lists(sheets, max_size=4), means, st.decimals(min_value="0.5", max_value=50, places=2))
def test_weights_count_by_their_shares_alone(known, mean, factor):
    scaled = [replace(one, weight=one.weight * factor) for one in BOTH]
    assert score(mean, known, scaled) == score(mean, known)


@given(st.lists(sheets, max_size=5), means)
def test_a_score_lies_between_the_lowest_and_the_highest_sheet(known, mean):
    middle = score(mean, known)
    given_ = [one for one in points(known) if one is not None]
    assert (middle is None) == (not given_)
    assert middle is None or 0 <= min(given_) <= middle <= max(given_) <= 100


@given(full, means, st.integers(1, 5))
def test_evaluators_who_agree_give_the_score_of_one(sheet, mean, number):
    assert score(mean, [sheet] * number) == scoring.points(BOTH, sheet)
    assert scoring.spread(points([sheet] * (number + 1))) == 0


@pytest.mark.parametrize("value", ["-0.01", "10.01", "NaN", "Infinity", "7.255"])
def test_a_value_outside_its_scale_is_refused(value):
    with pytest.raises(RuleError) as refused:
        scoring.check_value(BENEFIT, Decimal(value))
    assert refused.value.field == "c1"


def test_the_ends_of_a_scale_belong_to_it():
    scoring.check_value(BENEFIT, Decimal(0))
    scoring.check_value(BENEFIT, Decimal("10.00"))


@pytest.mark.parametrize(
    ("values", "comments", "field"),
    [
        ({"c1": Decimal(5)}, {}, "c2"),
        ({"c1": None, "c2": Decimal(3)}, {}, "c1-comment"),
        ({"c1": Decimal("3.99"), "c2": Decimal(3)}, {"c1": "  "}, "c1-comment"),
    ],
)
def test_a_sheet_is_not_finished_without_every_score_and_every_reason(values, comments, field):
    with pytest.raises(RuleError) as refused:
        scoring.check_finished(BOTH, values, comments)
    assert refused.value.field == field


def test_a_sheet_with_its_reasons_is_finished():
    given_ = {"c1": Decimal(2), "c2": None}
    scoring.check_finished(BOTH, given_, {"c1": "Ασαφές", "c2": "Εκτός ειδικότητας"})


def judged(**changes):
    known: dict[str, Any] = {"name": "7/2026", "eligible": True, "live": 2}
    return Judged(**known | {"finished": 2, "scored": 2} | changes)


@given(st.integers(0, 5), st.integers(0, 5), st.booleans(), st.booleans())
def test_no_file_has_more_sheets_than_it_waits_for(live, finished, apart, further):
    file = judged(live=max(live, finished), finished=finished, apart=apart, further=further)
    assert finished <= scoring.needed(JUDGING, file)


def test_nothing_is_missing_once_everybody_has_finished():
    assert scoring.ready(JUDGING, [judged(), judged(eligible=False, live=0, finished=0)]) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"eligible": None}, "The eligibility of file 7/2026 has not been concluded."),
        ({"finished": 1}, "File 7/2026 has 1 of 2 score sheets."),
        ({"live": 3}, "File 7/2026 has 2 of 3 score sheets."),
        ({"live": 0, "finished": 0}, "File 7/2026 has 0 of 2 score sheets."),
        ({"scored": 1}, "File 7/2026 has 1 sheets with scores; the call asks for 2."),
        ({"apart": True}, "The scores of file 7/2026 lie far apart, and nobody further"),
        ({"apart": True, "further": True, "live": 3}, "File 7/2026 has 2 of 3 score sheets."),
    ],
)
def test_a_result_waits_and_says_for_what(changes, words):
    [missing] = scoring.ready(JUDGING, [judged(), judged(**changes)])
    assert (missing.message % missing.values).startswith(words)


def test_only_more_than_the_spread_of_the_call_is_too_far():
    assert not scoring.too_far_apart(JUDGING, Decimal(30))
    assert scoring.too_far_apart(JUDGING, Decimal("30.01"))
    assert not scoring.too_far_apart(JUDGING, None)
    assert scoring.reaches(JUDGING, Decimal(50))
    assert not scoring.reaches(JUDGING, Decimal("49.99"))
    assert not scoring.reaches(JUDGING, None)

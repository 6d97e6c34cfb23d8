"""Two changes of the same answers: nothing of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules.formation.answers import gathered, merge, spread, year_of

VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2) | st.none())


@given(VALUES, VALUES, VALUES)
def test_what_one_changed_stays_and_what_both_changed_is_shown(before, theirs, mine) -> None:
    merged = merge(before, theirs, mine)
    for name in {*theirs, *mine}:
        was, now, wanted = before.get(name), theirs.get(name), mine.get(name)
        if name not in mine or wanted == was:
            assert merged.values.get(name) == now
        else:
            assert merged.values.get(name) == wanted
        both = name in mine and wanted != was and now not in (was, wanted)
        assert (name in merged.clashes) is both
        if both:
            assert merged.clashes[name] == now


@given(VALUES, VALUES)
def test_nobody_else_means_no_clash(before, mine) -> None:
    assert merge(before, before, mine).clashes == {}


FIGURES = st.fixed_dictionaries(
    {"income": st.none() | st.text("019", max_size=3), "jobs": st.none()}
)


@given(VALUES, st.lists(FIGURES, max_size=3))
def test_years_are_taken_apart_and_put_together_again(values, years) -> None:
    told = {**values, "years": years} if years else values
    assert gathered(spread(told)) == told
    assert len(spread(told)) == len(values) + 2 * len(years)


def test_only_figures_of_a_year_have_one() -> None:
    assert year_of("y2_other_costs") == (2, "other_costs")
    assert year_of("years") is year_of("y_income") is year_of("y0_jobs") is None

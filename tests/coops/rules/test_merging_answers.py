"""Two changes of the same answers: nothing of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules.formation.answers import merge

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

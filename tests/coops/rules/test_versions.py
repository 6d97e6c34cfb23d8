"""Versions of rules: one a day, the town's before the platform's, old law does not come back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules.rulebook import Evidence, Rule, Verdict, Words, shipped
from inmeko.coops.rules.rulings import changed, found
from inmeko.coops.rules.versions import Ruling, merged
from inmeko.kernel.errors import RuleError
from tests.builders.coops import DAY, finding, rule

TODAY = date(2027, 1, 11)
YEAR = timedelta(days=365)


def begun(value: int, first: date, last: date | None = None) -> Rule:
    return replace(rule("SYN_MIN"), value=value, valid_from=first, valid_to=last)


def values(days: list[date], platform: list[Rule], town: Sequence[Rule] = ()) -> list[Any]:
    book = merged(shipped(), platform, town)
    return [next((one.value for one in book.on(day) if one.id == "SYN_MIN"), None) for day in days]


def test_a_newer_version_counts_from_its_day() -> None:
    eve = DAY - timedelta(days=1)
    assert values([eve, DAY, DAY + YEAR], [begun(4, DAY)]) == [3, 4, 4]


def test_a_rule_that_was_ended_does_not_come_back() -> None:
    last = DAY + YEAR
    assert values([DAY, last, last + YEAR], [begun(4, DAY, last)]) == [4, 4, None]


def test_of_two_of_one_day_the_later_found_counts() -> None:
    assert values([DAY], [begun(4, DAY), begun(5, DAY)]) == [5]


def test_a_town_stands_before_the_platform_as_long_as_its_version_holds() -> None:
    platform, town = [begun(4, DAY)], [begun(6, DAY + YEAR, DAY + 2 * YEAR)]
    days = [DAY, DAY + YEAR, DAY + 2 * YEAR, DAY + 3 * YEAR]
    assert values(days, platform, town) == [4, 6, 6, 4]
    assert values(days, platform) == [4, 4, 4, 4]


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(KeyError, match="NO_RULE"):
        merged(shipped(), [replace(begun(4, DAY), id="NO_RULE")])


days = st.dates(date(2015, 1, 1), date(2035, 1, 1))
spans = st.tuples(days, st.one_of(st.none(), st.integers(0, 900)))


def _versions(given_spans: list[tuple[date, int | None]]) -> list[Rule]:
    return [
        begun(n, first, None if length is None else first + timedelta(days=length))
        for n, (first, length) in enumerate(given_spans, 10)
    ]


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=4), days)
def test_on_every_day_one_version_holds_at_most(
    platform: list[Any], town: list[Any], day: date
) -> None:
    own = _versions(town)
    book = merged(shipped(), _versions(platform), own)
    holding = [one for one in book.rules if one.id == "SYN_MIN" and one.holds(day)]
    assert len(holding) <= 1
    if any(one.holds(day) and one is max(own, key=lambda each: each.valid_from) for one in own):
        assert holding[0].value in {one.value for one in own}
    assert len({one.id for one in book.on(day)} | {"SYN_MIN"}) == len(shipped().on(day)) + (
        "SYN_MIN" not in {one.id for one in shipped().on(day)}
    )


def test_a_confirmation_changes_what_may_refuse_and_not_what_the_rule_says() -> None:
    old = rule("SYN_MIN")
    made = found(old, finding(old, value="99"), TODAY)
    assert (made.evidence, made.on_fail, made.value) == (Evidence.VERIFIED, Verdict.REFUSE, 3)
    assert made.source[0] == "https://example.org/apofasi"
    assert made.checked_on == TODAY
    assert set(changed(old, made)) == {"evidence", "on_fail"}


def corrected(about: str, **changes: Any) -> Rule:
    old = rule(about)
    return found(old, finding(old, ruling=Ruling.CORRECTED, **changes), TODAY)


def test_a_measure_is_read_in_the_shape_of_its_rule() -> None:
    words = Words("Συνεταιρισμός Εργαζομένων: τουλάχιστον 4 μέλη", "At least 4 members")
    assert corrected("SYN_MIN", value="4", title=words).value == 4
    plain = Words("Νομικά πρόσωπα", "Legal persons")
    assert corrected("KOIN_LEGAL_MAX", value="1/4", title=plain).value == "1/4"
    # A list of words belongs to the test itself: only the rest of the rule changes.
    kept = corrected("KOIN_OTA_MEMBER", value="anything", article="ν. 4430/2016 άρ. 16 παρ. 2")
    assert kept.value == ["municipality", "region"]


@pytest.mark.parametrize(
    ("about", "changes", "field"),
    [
        ("SYN_MIN", {"value": "three"}, "value"),
        ("SYN_MIN", {"value": "1/3"}, "value"),
        ("SYN_MIN", {"value": "2,5"}, "value"),
        ("SYN_MIN", {"value": "4"}, "title_el"),
        ("KOIN_VULN_MEMBERS", {"value": "101"}, "value"),
        ("KOIN_LEGAL_MAX", {"value": "4/3"}, "value"),
        ("KOIN_LEGAL_MAX", {"value": "1/0"}, "value"),
        ("REG_DATA_30", {"value": "99999"}, "value"),
        ("SYN_MIN", {"source": ""}, "source"),
        ("SYN_MIN", {"source": "x" * 501}, "source"),
        ("SYN_MIN", {"reason": ""}, "reason"),
        ("SYN_MIN", {"valid_to": DAY - timedelta(days=1)}, "valid_to"),
        ("SYN_MIN", {"evidence": Evidence.DRAFT}, "on_fail"),
        ("SYN_MIN", {"fails": Words("Λείπουν {members}", "Missing")}, "fails_el"),
        ("KOIN_MIN_BENEFIT", {}, "value"),
    ],
)
def test_a_finding_that_cannot_be_is_refused_beside_its_field(
    about: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        corrected(about, **changes)
    assert refused.value.field == field

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inmeko.kernel.degrees import is_northing, parse_degrees, split_pair
from inmeko.kernel.errors import RuleError


@pytest.mark.parametrize(
    "text",
    [
        "37°58'36\"N", "37° 58′ 36″ N", "37 58 36", "37:58:36", "37d58m36s", "37°58'36''",
        "37°58΄36΄΄Β", "N37°58.6'", "N 37 58.6", "Β 37° 58΄ 36΄΄", "37ο58΄36΄΄", "37o 58' 36\"",
        "37º58’36”", "37°58,6'", "37°58'36\"Ν", "37°58'36\" N.", "lat: 37°58'36\"",
    ],
)  # fmt: skip
def test_an_angle_is_read_in_every_usual_spelling(text: str) -> None:
    assert parse_degrees(text) == Decimal("37.97666667")


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("37 58 36.5", "37.97680556"),
        ("23°43'30\"Α", "23.725"),
        ("E 23°44'", "23.73333333"),
        ("W23 44 10", "-23.73611111"),
        ("37°58'36\"S", "-37.97666667"),
        ("-37 58 36", "-37.97666667"),
        ("38.05 N", "38.05"),
        ("180°", "180"),
        ("0°0'0\"", "0"),
    ],
)
def test_decimals_and_hemispheres_count(text: str, degrees: str) -> None:
    assert parse_degrees(text) == Decimal(degrees)


@pytest.mark.parametrize(
    "text", ["37°61'", "200°", "37.5°30'", "πλατεία", "", "°", "37°58'36\"N23", "1 2 3 4", "9" * 99]
)
def test_what_is_no_angle_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse_degrees(text)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("38.05, 23.80", ("38.05", "23.80")),
        ("38.05,23.80", ("38.05", "23.80")),
        ("38,05 23,80", ("38,05", "23,80")),
        ("38,05,23,80", ("38,05", "23,80")),
        ("38,05, 23,80", ("38,05", "23,80")),
        ("38,05; 23,80", ("38,05", "23,80")),
        ("(38.05, -23.80)", ("38.05", "-23.80")),
        ("38.05/23.80", ("38.05", "23.80")),
        ("482.769,12 4.211.781,3", ("482.769,12", "4.211.781,3")),
        ("37°58'36\"N 23°43'30\"E", ("37°58'36\"N", "23°43'30\"E")),
        ("37° 58΄ 36΄΄ Β, 23° 43΄ 30΄΄ Α", ('37° 58΄ 36" Β', '23° 43΄ 30" Α')),
        ("N37°58.6' E23°43.5'", ("N37°58.6'", "E23°43.5'")),
        ("37 58 36, 23 43 30", ("37 58 36", "23 43 30")),
    ],
)
def test_two_coordinates_in_one_cell_are_taken_apart(text: str, pair: tuple[str, str]) -> None:
    assert split_pair(text) == pair


@pytest.mark.parametrize("text", ["38,23", "38.05", "Πλατεία 3, 4", "", "1, 2, 3", "1;2;3"])
def test_what_is_no_pair_is_left_alone(text: str) -> None:
    assert split_pair(text) is None


def test_the_letter_tells_the_axis() -> None:
    assert is_northing("37°58'36\"N") is True
    assert is_northing("23°43'30\"Α") is False
    assert is_northing("23°43'30\"") is None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59), st.sampled_from("NESWΒΑ"))
def test_angles_come_back_as_they_were_written(d: int, m: int, s: int, letter: str) -> None:
    found = parse_degrees(f"{d}°{m:02}'{s:02}\"{letter}")
    assert round(abs(found) * 3600) == d * 3600 + m * 60 + s


@example("37°" * 20)
@settings(max_examples=200, deadline=500)
@given(st.text(st.sampled_from("0123456789 .,°'\"΄NSEWΒΑ-;:"), max_size=130))
def test_any_text_is_an_angle_or_refused(text: str) -> None:
    with suppress(RuleError):
        assert abs(parse_degrees(text)) <= 181
    assert split_pair(text) is None or len(split_pair(text)) == 2

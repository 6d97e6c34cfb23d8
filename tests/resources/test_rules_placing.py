"""Where people say that an asset is."""

import pytest

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.placing import drawn, typed_point


def test_typed_degrees_are_kept_as_given():
    place = typed_point("23,735427", "38,0137", 4326)
    assert (place.geometry.x, place.geometry.y) == (23.735427, 38.0137)
    assert place.given == "POINT (23.735427 38.0137)"


def test_typed_metres_become_degrees_and_stay_beside_them():
    place = typed_point("482.769,12", "4.211.781,5", 2100)
    assert round(place.geometry.x, 4) == 23.8053
    assert (place.crs, place.given) == (2100, "POINT (482769.12 4211781.5)")


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("23°44'07.5\"", "38°03'22.5\""),
        ("23° 44΄ 7,5΄΄ Α", "38° 3΄ 22,5΄΄ Β"),
        ("23 44 7.5", "38 3 22.5"),
        ("E23°44.125'", "N38°3.375'"),
        ("23.73541667", "38°03'22.5\"N"),
    ],
)
def test_degrees_minutes_and_seconds_are_typed_as_they_stand_on_paper(x, y):
    place = typed_point(x, y, 4326)
    assert place.geometry.x == pytest.approx(23.73541667, abs=1e-8)
    assert place.geometry.y == pytest.approx(38.05625, abs=1e-8)
    assert place.given == "POINT (23.73541667 38.05625)"


@pytest.mark.parametrize(
    ("x", "y", "crs", "field"),
    [
        ("38°03'22\"N", "23°44'07\"E", 4326, "x"),
        ("23°44'07\"", "38°64'22\"", 4326, "y"),
        ("23°44'07\"", "38°03'22\"", 2100, "x"),
        ("38.05", "23.80", 4326, "x"),
        ("4211781", "482769", 2100, "x"),
        ("12", "15", 2100, "x"),
        ("", "38.05", 4326, "x"),
        ("23.8", "εδώ", 4326, "y"),
    ],
)
def test_a_place_that_is_none_is_refused_at_its_field(x, y, crs, field):
    with pytest.raises(RuleError) as refusal:
        typed_point(x, y, crs)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "Point", "coordinates": [23.75, 38.0]}',
        '{"type": "Feature", "properties": {}, "geometry":'
        ' {"type": "Point", "coordinates": [23.75, 38.0]}}',
        "POINT (23.75 38)",
    ],
)
def test_a_shape_is_read_from_geojson_and_from_wkt(text):
    assert (drawn(text).geometry.x, drawn(text).geometry.y) == (23.75, 38.0)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "εδώ",
        '{"type": "Feature"}',
        '{"type": "Point"}',
        "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))",
        "POINT EMPTY",
        "POINT (500 500)",
    ],
)
def test_a_text_that_is_no_shape_is_refused_at_its_field(text):
    with pytest.raises(RuleError) as refusal:
        drawn(text)
    assert refusal.value.field == "geometry"

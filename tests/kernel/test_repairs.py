"""Broken shapes are mended where it is clear what is meant, and refused where it is not."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError

BOW = "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"
SQUARE = "(0 0, 4 0, 4 4, 0 4, 0 0)"


@pytest.mark.parametrize(
    ("broken", "area", "words"),
    [
        (BOW, 0.5, "crossed itself"),
        ("POLYGON ((0 0, 4 0, 4 4, 6 4, 4 4, 0 4, 0 0))", 16, "touched itself"),
        (f"POLYGON ({SQUARE}, (5 5, 6 5, 6 6, 5 6, 5 5))", 16, "outside the outline"),
        (
            f"POLYGON ({SQUARE}, (1 1, 3 1, 3 3, 1 3, 1 1), (1.5 1.5, 2 1.5, 2 2, 1.5 2, 1.5 1.5))",
            12,
            "inside another",
        ),
        (f"MULTIPOLYGON (({SQUARE}), ((1 1, 2 1, 2 2, 1 2, 1 1)))", 16, "joined with it"),
        (f"MULTIPOLYGON (({SQUARE}), ((2 2, 6 2, 6 6, 2 6, 2 2)))", 28, "overlapped"),
        (f"POLYGON ({SQUARE}, (2 0, 4 2, 2 4, 0 2, 2 0))", 8, "two parts"),
    ],
)
def test_a_broken_polygon_is_mended_and_says_how(broken: str, area: float, words: str) -> None:
    mended, how = geo.repair_geometry(shapely.from_wkt(broken))
    assert shapely.is_valid(mended)
    assert mended.area == pytest.approx(area)
    assert words in how
    geo.check_geometry(mended)


@pytest.mark.parametrize(
    "broken",
    [
        # Around the middle twice: a yard or a house?
        "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 1, 3 1, 3 3, 1 3, 1 0, 0 0))",
        "POLYGON ((0 0, 1 1, 0 0, 0 0))",
        "LINESTRING (0 0, 0 0)",
        f"POLYGON ({SQUARE}, {SQUARE})",
    ],
)
def test_what_is_not_clear_or_has_no_area_is_refused(broken: str) -> None:
    with pytest.raises(RuleError):
        geo.repair_geometry(shapely.from_wkt(broken))


def test_what_is_whole_stays_as_it_is() -> None:
    for text in ("POINT (1 2)", "LINESTRING (0 0, 1 1)", f"POLYGON ({SQUARE})"):
        shape = shapely.from_wkt(text)
        assert geo.repair_geometry(shape) == (shape, None)


corners = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9, unique=True
)


@given(corners, st.sampled_from([1.0, 1e-4]))
def test_a_repair_gives_a_valid_shape_of_the_same_area_or_refuses(
    points: list[tuple[int, int]], unit: float
) -> None:
    outline = shapely.Polygon([(x * unit, y * unit) for x, y in points])
    try:
        mended, how = geo.repair_geometry(outline)
    except RuleError:
        return
    assert shapely.is_valid(mended)
    assert (how is None) == shapely.is_valid(outline)
    enclosed = shapely.make_valid(outline).area
    assert math.isclose(mended.area, enclosed, rel_tol=0.002)
    assert geo.repair_geometry(mended) == (mended, None)


@given(corners, corners)
def test_parts_that_lie_on_one_another_are_joined_and_nothing_is_lost(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    parts = [shapely.Polygon(one).convex_hull, shapely.Polygon(other).convex_hull]
    if any(part.geom_type != "Polygon" for part in parts):
        return
    mended, _how = geo.repair_geometry(shapely.MultiPolygon(parts))
    assert shapely.is_valid(mended)
    assert mended.area == pytest.approx(shapely.union_all(parts).area)

import json
import math
from contextlib import suppress

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError

VECTORS = [
    ((482769, 4211781), (23.805297, 38.056204)),
    ((476000, 4203000), (23.728433, 37.976910)),
    ((411000, 4500000), (22.949111, 40.648652)),
    ((604000, 3910000), (25.145941, 35.330423)),
]
MAROUSI = shapely.Point(23.805297, 38.056204)
SQUARE = shapely.box(23.80, 38.05, 23.81, 38.06)


@pytest.mark.parametrize(("egsa", "degrees"), VECTORS)
def test_egsa87_and_wgs84_meet_within_two_millimetres(
    egsa: tuple[float, float], degrees: tuple[float, float]
) -> None:
    point = geo.to_wgs84(shapely.Point(egsa), geo.EGSA87)
    assert (point.x, point.y) == pytest.approx(degrees, abs=6e-7)
    back = geo.from_wgs84(point, geo.EGSA87)
    assert (back.x, back.y) == pytest.approx(egsa, abs=0.002)


@given(
    st.floats(geo.GREECE_EGSA87[0], geo.GREECE_EGSA87[2]),
    st.floats(geo.GREECE_EGSA87[1], geo.GREECE_EGSA87[3]),
)
def test_every_place_of_greece_comes_back_within_three_millimetres(
    east: float, north: float
) -> None:
    # The datum step gives a point a height, which is dropped: 1 mm in Crete, 2.5 mm in Evros.
    there = geo.to_wgs84(shapely.Point(east, north), geo.EGSA87)
    back = geo.from_wgs84(there, geo.EGSA87)
    assert (back.x, back.y) == pytest.approx((east, north), abs=0.003)


def test_without_the_datum_step_a_point_would_lie_some_325_metres_off() -> None:
    grs80 = "+proj=tmerc +lat_0=0 +lon_0=24 +k=0.9996 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m"
    right = geo.from_wgs84(MAROUSI, geo.EGSA87)
    assert 300 < geo.from_wgs84(MAROUSI, grs80).distance(right) < 350


def test_wgs84_stays_as_it_is_but_loses_heights() -> None:
    assert geo.to_wgs84(shapely.Point(23.8, 38.1, 200), geo.WGS84).wkt == "POINT (23.8 38.1)"


@pytest.mark.parametrize("kind", ["LINESTRING (0 0, 1 1)", "MULTIPOINT (0 0, 1 1)", "POINT EMPTY"])
def test_every_kind_of_geometry_travels(kind: str) -> None:
    shape = shapely.from_wkt(kind)
    assert geo.to_wgs84(geo.from_wgs84(shape, 3857), 3857).equals_exact(shape, 1e-9)


def test_feet_of_new_york_land_in_new_york() -> None:
    point = geo.to_wgs84(shapely.Point(987654, 201234), 2263)
    assert (point.x, point.y) == pytest.approx((-73.987, 40.719), abs=0.01)


@pytest.mark.parametrize("crs", [999999, "EPSG:nothing", ""])
def test_an_unknown_coordinate_system_is_refused_by_name(crs: int | str) -> None:
    with pytest.raises(RuleError) as refusal:
        geo.to_wgs84(MAROUSI, crs)
    assert refusal.value.values == {"crs": crs}


def test_a_place_beyond_the_projection_is_refused() -> None:
    with pytest.raises(RuleError):
        geo.from_wgs84(shapely.Point(23, 1000), geo.EGSA87)


def test_the_area_of_a_polygon_is_that_of_its_plane_in_egsa87() -> None:
    plot = geo.to_wgs84(shapely.box(482000, 4211000, 482100, 4211050), geo.EGSA87)
    assert geo.area_m2(plot) == pytest.approx(5000, abs=0.01)
    assert geo.area_m2(geo.multi_polygon(plot)) == pytest.approx(5000, abs=0.01)


@pytest.mark.parametrize(
    "shape",
    [
        MAROUSI,
        shapely.LineString([(23, 38), (24, 38)]),
        shapely.Polygon(),
        shapely.box(-74, 40, -73.9, 40.1),
    ],
)
def test_points_lines_and_far_lands_have_no_area(shape: BaseGeometry) -> None:
    assert geo.area_m2(shape) is None


def test_a_checked_shape_is_flat_and_runs_counter_clockwise() -> None:
    clockwise = shapely.from_wkt("POLYGON Z ((23 38 5, 23 39 5, 24 39 5, 24 38 5, 23 38 5))")
    checked = geo.check_geometry(clockwise)
    assert checked.exterior.is_ccw
    assert not checked.has_z
    assert geo.check_geometry(checked).wkb == checked.wkb
    assert geo.check_geometry(MAROUSI).equals(MAROUSI)


@pytest.mark.parametrize(
    ("wkt", "sentence"),
    [
        ("POLYGON EMPTY", "The shape is empty."),
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "The outline crosses itself."),
        (
            "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (2 2, 3 2, 3 3, 2 2))",
            "A hole lies outside the outline.",
        ),
        ("POLYGON ((0 0, 1 1, 0 0, 0 0))", "The shape has too few points."),
        ("LINESTRING (0 0, 0 0)", "The shape has too few points."),
        ("LINESTRING (0 0, inf 1)", "A coordinate of the shape is not a number."),
        (
            "POINT (482769 4211781)",
            "The place is not on the globe: check the coordinates and their system.",
        ),
        (
            "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0)), ((1 1, 2 1, 2 2, 1 1)))",
            "One part lies inside another.",
        ),
    ],
)
def test_a_wrong_shape_is_refused_with_its_fault(wkt: str, sentence: str) -> None:
    with pytest.raises(RuleError) as refusal:
        geo.check_geometry(shapely.from_wkt(wkt))
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("23,735427", 23.735427),
        ("23.735427", 23.735427),
        (" 23,735427\u00a0", 23.735427),
        ("482.769,12", 482769.12),
        ("4.211.781", 4211781),
        ("4.211.781,5", 4211781.5),
        ("482,769.12", 482769.12),
        ("4 211 781,5", 4211781.5),
        ("4\u00a0211\u202f781", 4211781),
        ("482769", 482769),
        ("482.769", 482.769),
        ("-73,95", -73.95),
        ("−73.95", -73.95),
        ("+23", 23),
        ("23,", 23),
    ],
)
def test_a_coordinate_is_read_with_comma_or_point(typed: str, number: float) -> None:
    assert geo.parse_coordinate(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "άγνωστο",
        "nan",
        "inf",
        "4,21E+06",
        "23,735427 38,05",
        "23 735427",
        "1.2.3",
        "12.34,5",
        "--5",
        "-",
        "٢٣",
        "9" * 400,
    ],
)
def test_what_is_no_coordinate_is_refused(typed: str) -> None:
    with pytest.raises(RuleError):
        geo.parse_coordinate(typed)


@pytest.mark.parametrize("typed", ["38°03'22\"", "38° 3′ 22.5″ N", "38º"])
def test_degrees_and_minutes_among_metres_are_refused_with_what_to_choose(typed: str) -> None:
    with pytest.raises(RuleError, match="choose it as the coordinate system"):
        geo.parse_coordinate(typed)


@given(st.floats(-1e7, 1e7).map(lambda number: round(number, 6)))
def test_a_printed_coordinate_is_read_back(number: float) -> None:
    printed = f"{number:.6f}"
    assert geo.parse_coordinate(printed) == number
    assert geo.parse_coordinate(printed.replace(".", ",")) == number


@given(st.text())
def test_whatever_is_typed_is_a_finite_number_or_refused(typed: str) -> None:
    with suppress(RuleError):
        assert math.isfinite(geo.parse_coordinate(typed))


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(23.8, 38.05), (29.59, 36.15), (24.08, 34.83), (19.40, 39.85), (26.5, 41.5), (25.73, 35.01)],
    ids=["Marousi", "Kastellorizo", "Gavdos", "Othonoi", "Orestiada", "Ierapetra"],
)
def test_all_of_greece_is_in_the_box(lon: float, lat: float) -> None:
    assert geo.in_greece_wgs84(lon, lat)
    point = geo.from_wgs84(shapely.Point(lon, lat), geo.EGSA87)
    assert geo.in_greece_egsa87(point.x, point.y)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (38.05, 23.8),
        (-73.9, 40.7),
        (12.5, 41.9),
        (0, 0),
        (204, -38),
        (math.nan, 38),
        (23, math.inf),
    ],
)
def test_other_places_are_not_in_the_box(lon: float, lat: float) -> None:
    assert not geo.in_greece_wgs84(lon, lat)


def test_swapped_axes_are_noticed_in_both_systems() -> None:
    assert geo.looks_swapped(38.05, 23.8, geo.WGS84)
    assert not geo.looks_swapped(23.8, 38.05, geo.WGS84)
    assert not geo.looks_swapped(-73.9, 40.7, geo.WGS84)
    assert geo.looks_swapped(4211781, 482769, geo.EGSA87)
    assert not geo.looks_swapped(482769, 4211781, geo.EGSA87)


def test_a_feature_is_geojson() -> None:
    clockwise = shapely.Polygon([(23, 38), (23, 39), (24, 39), (24, 38)])
    written = json.loads(json.dumps(geo.feature(clockwise, {"title": "Οικόπεδο"}, 7)))
    assert written["type"] == "Feature"
    assert written["id"] == 7
    assert written["properties"] == {"title": "Οικόπεδο"}
    assert shapely.geometry.shape(written["geometry"]).exterior.is_ccw


def test_a_feature_may_have_neither_place_nor_id() -> None:
    assert geo.feature(None, {}) == {"type": "Feature", "geometry": None, "properties": {}}


def test_heights_are_dropped() -> None:
    assert geo.force_2d(shapely.Point(1, 2, 3)).wkt == "POINT (1 2)"


def test_an_area_is_one_or_many_polygons() -> None:
    assert geo.multi_polygon(SQUARE).geom_type == "MultiPolygon"
    both = shapely.GeometryCollection([SQUARE, MAROUSI, shapely.MultiPolygon([SQUARE])])
    assert len(geo.multi_polygon(both).geoms) == 2
    with pytest.raises(RuleError):
        geo.multi_polygon(MAROUSI)


def test_a_collection_inside_another_is_refused() -> None:
    nested = shapely.from_wkt("GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POINT (23 38)))")
    with pytest.raises(RuleError, match="not valid"):
        geo.check_geometry(nested)

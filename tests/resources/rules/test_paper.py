"""A map on paper: what is measured on it is so on the ground."""

import pytest
from shapely.geometry import LineString, Point, box

from inmeko.kernel.geo import EGSA87, from_wgs84, to_wgs84
from inmeko.resources.rules.paper import BAR, HEIGHT, WIDTH, sheet

MAROUSI = (23.78, 38.03, 23.84, 38.08)


@pytest.mark.parametrize(
    "around",
    [MAROUSI, (23.8, 38.05, 23.8, 38.05), (19.4, 34.8, 28.3, 41.8), (23.8, 38.05, 23.8005, 38.051)],
    ids=["town", "point", "country", "house"],
)
def test_everything_asked_for_is_on_the_sheet(around: tuple[float, float, float, float]) -> None:
    paper = sheet(around)
    for x, y in ((around[0], around[1]), (around[2], around[3])):
        mark = paper.mark(Point(x, y))
        assert 0 < mark.x < WIDTH
        assert 0 < mark.y < HEIGHT
    assert BAR[0] <= paper.bar[1] <= BAR[1]


def test_the_bar_is_as_long_as_it_says() -> None:
    paper = sheet(MAROUSI)
    metres, millimetres = paper.bar
    middle = from_wgs84(Point(23.81, 38.05), EGSA87)
    ends = [middle, Point(middle.x + metres, middle.y)]
    first, second = (paper.mark(to_wgs84(end, EGSA87)) for end in ends)
    assert second.x - first.x == pytest.approx(millimetres, abs=0.02)
    assert second.y == pytest.approx(first.y, abs=0.02)
    assert millimetres == pytest.approx(metres * 1000 / paper.scale)


def test_north_is_up_and_shapes_keep_their_kind() -> None:
    paper = sheet(MAROUSI)
    assert paper.mark(Point(23.81, 38.06)).y < paper.mark(Point(23.81, 38.05)).y
    plot = paper.mark(box(23.81, 38.05, 23.811, 38.051))
    assert plot.closed
    assert plot.path.startswith("M")
    assert plot.path.endswith("Z")
    road = paper.mark(LineString([(23.81, 38.05), (23.82, 38.06)]))
    assert not road.closed
    assert "Z" not in road.path


def test_an_outline_is_cut_at_the_frame() -> None:
    paper = sheet((23.81, 38.05, 23.811, 38.051))
    numbers = [
        float(number)
        for pair in paper.outline(box(20, 35, 27, 41)).strip("MZ").split()
        for number in pair.split(",")
    ]
    assert max(numbers) <= WIDTH + 1
    assert min(numbers) >= -1

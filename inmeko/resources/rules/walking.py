"""A sensible order to walk through stops, and a fair split of them among people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPoint

from inmeko.kernel.geo import EGSA87, from_wgs84

Points = NDArray[np.float64]
Place = tuple[float, float]

# Streets are longer than the crow's way, and people look around: 4.5 km an hour on foot.
DETOUR = 1.3
METRES_A_MINUTE = 75.0
# A gain smaller than this (metres) is a rounding error of sums, not a shorter way.
SLACK = 1e-6
LONGEST_MOVED = 3


@dataclass(frozen=True)
class Walk:
    """Stops in walking order by their numbers, with the metres from the stop before each."""

    order: list[int]
    metres: list[float]

    @property
    def length(self) -> float:
        """The whole way in metres, as the crow flies."""
        return sum(self.metres)


def in_metres(places: Sequence[Place]) -> Points:
    """Degrees of WGS84 (x, y) as metres of EPSG:2100."""
    if not places:
        return np.zeros((0, 2))
    found: Points = shapely.get_coordinates(from_wgs84(MultiPoint(places), EGSA87))
    return found


def walk(places: Sequence[Place], start: Place | None = None) -> Walk:
    """A short way through places (degrees of WGS84) from a start; without one, from any end.

    Nearest neighbour or the given order, whichever is shorter, improved by 2-opt and Or-opt
    until neither finds a shorter way: never longer than the given order.
    """
    points = in_metres([start, *places] if start else places)
    if len(points) == 0:
        return Walk([], [])
    apart = _apart(points, fixed=start is not None)
    given = np.arange(len(apart))
    paths = (given, _nearest(apart, points, fixed=start is not None))
    path = _improved(min(paths, key=lambda path: _length(apart, path)), apart)
    steps = apart[path[:-1], path[1:]][:-1]
    return Walk([int(place) - 1 for place in path[1:-1]], [float(step) for step in steps])


def districts(places: Sequence[Place], number: int) -> list[list[int]]:
    """The places (degrees of WGS84) in so many neighbourhoods, as equal in count as can be."""
    points = in_metres(places)
    return _halved(points, np.arange(len(points)), number)


def minutes(metres: float, stops: int, minutes_a_stop: int) -> int:
    """About how long a walk takes, in minutes: the way on foot by the streets, and the stops."""
    return round(metres * DETOUR / METRES_A_MINUTE + stops * minutes_a_stop)


def _apart(points: Points, *, fixed: bool) -> Points:
    """Distances between a start (0), the stops (1 …) and an end that is near to all of them.

    A start that nobody fixed is near to all stops, too: the way may begin at any of them.
    """
    offset = 0 if fixed else 1
    size = len(points) + offset + 1
    apart = np.zeros((size, size))
    gaps = points[:, None, :] - points[None, :, :]
    apart[offset:-1, offset:-1] = np.hypot(gaps[..., 0], gaps[..., 1])
    return apart


def _length(apart: Points, path: NDArray[Any]) -> float:
    return float(apart[path[:-1], path[1:]].sum())


def _nearest(apart: Points, points: Points, *, fixed: bool) -> NDArray[Any]:
    """From the start always on to the nearest stop not yet visited."""
    last = len(apart) - 1
    left = np.ones(len(apart), dtype=bool)
    left[[0, last]] = False
    path = [0]
    if not fixed:
        # Without a start the way begins at the stop that lies farthest out.
        out = np.hypot(*(points - points.mean(axis=0)).T)
        path.append(int(out.argmax()) + 1)
        left[path[-1]] = False
    while left.any():
        path.append(int(np.where(left, apart[path[-1]], np.inf).argmin()))
        left[path[-1]] = False
    return np.array([*path, last])


def _improved(path: NDArray[Any], apart: Points) -> NDArray[Any]:
    """The path after turning stretches round and moving short ones, until nothing helps."""
    shorter = True
    while shorter:
        shorter = _turned(path, apart)
        for length in range(1, LONGEST_MOVED + 1):
            shorter = _moved(path, apart, length) or shorter
    return path


def _turned(path: NDArray[Any], apart: Points) -> bool:
    """Turn every stretch whose reversal shortens the path; whether there was one (2-opt)."""
    found = False
    for first in range(1, len(path) - 2):
        ends = np.arange(first + 1, len(path) - 1)
        before, here = path[first - 1], path[first]
        now = apart[before, here] + apart[path[ends], path[ends + 1]]
        then = apart[before, path[ends]] + apart[here, path[ends + 1]]
        best = int((now - then).argmax())
        if now[best] - then[best] > SLACK:
            last = first + 1 + best
            path[first : last + 1] = path[first : last + 1][::-1]
            found = True
    return found


def _moved(path: NDArray[Any], apart: Points, length: int) -> bool:
    """Move every stretch of so many stops to where it shortens the path (Or-opt)."""
    found = False
    for first in range(1, len(path) - length):
        piece = path[first : first + length].copy()
        rest = np.concatenate([path[:first], path[first + length :]])
        left, right = rest[:-1], rest[1:]
        gap = apart[left, right]
        ahead = apart[left, piece[0]] + apart[piece[-1], right] - gap
        about = apart[left, piece[-1]] + apart[piece[0], right] - gap
        cost = np.minimum(ahead, about)
        best = int(cost.argmin())
        if cost[first - 1] - cost[best] > SLACK:
            turned = piece if ahead[best] <= about[best] else piece[::-1]
            path[:] = np.concatenate([rest[: best + 1], turned, rest[best + 1 :]])
            found = True
    return found


def _halved(points: Points, members: NDArray[Any], number: int) -> list[list[int]]:
    """Cut places across their longer side again and again, each part in its share."""
    if number <= 1:
        return [[int(member) for member in members]]
    share = number // 2
    cut = round(len(members) * share / number)
    if len(members):
        spread = np.ptp(points[members], axis=0)
        along = points[members][:, int(spread.argmax())]
        members = members[np.lexsort((members, along))]
    one = _halved(points, members[:cut], share)
    return one + _halved(points, members[cut:], number - share)

"""How long a piece of work takes, as a ratio to a floor of the same run."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 5
Timed = Callable[[], object]


def seconds(work: Timed) -> float:
    """How long a piece of work takes once, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(work: Timed, floor: Timed) -> tuple[float, float, float]:
    """The medians of a work and of its floor (ms), taken in turns, and how many times longer."""
    pairs = [(seconds(work), seconds(floor)) for _ in range(ROUNDS)]
    ours, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return ours, bare, ours / bare

"""How often Python looks for things that nobody refers to but they themselves."""

import gc
from contextlib import AbstractContextManager
from threading import Lock

# So many more things made than dropped, where thousands of rows are held at a time.
SELDOM = 1_000_000


class _Seldom(AbstractContextManager["_Seldom"]):
    """The threads of a process share what is set: the last one to leave sets it back."""

    def __init__(self) -> None:
        self._lock, self._inside = Lock(), 0
        self._usual = gc.get_threshold()

    def __enter__(self) -> "_Seldom":
        self._count(1)
        return self

    def __exit__(self, *error: object) -> None:
        self._count(-1)

    def _count(self, step: int) -> None:
        with self._lock:
            if not self._inside:
                self._usual = gc.get_threshold()
            self._inside += step
            least, *older = self._usual
            gc.set_threshold(SELDOM if self._inside else least, *older)


_seldom = _Seldom()


def seldom_looked_for() -> AbstractContextManager[object]:
    """Look for such things seldom: rows hold none, and the looking costs a third of their time."""
    return _seldom

"""What a process keeps of its answers, worth as long as the marks of the inventory stay.

Marks are rows that triggers write (`inmeko.extensions.changes`), so that every process notices a
change of any other within PATIENCE.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.changes import MARKS, own_change

# How long (seconds) a process believes the marks it has read.
PATIENCE = 1.0
# How much memory (bytes) a process spends on answers.
ROOM = 48 * 1024 * 1024

Stamp = Hashable
Thing = TypeVar("Thing")

_MARK: sa.ColumnClause[int] = sa.column("change", sa.BigInteger)
_QUERY = sa.select(sa.column("municipality_id", sa.Integer), _MARK, own_change(_MARK)).select_from(
    sa.table(MARKS)
)


class Keeper:
    """The marks one process has read, and what it made since; shared by its threads."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._marks: dict[int, Hashable] = {}
        self._all: Stamp = object()
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._making = threading.RLock()
        self._things: dict[Hashable, tuple[Stamp, Any]] = {}

    def stamp(self, municipality_id: int | None, patience: float | None = None) -> Stamp:
        """What an answer about a municipality, or about all, must be made from to be right.

        It is at most so many seconds old; 0 for who must see what they have just done.
        """
        if time.monotonic() - self._looked >= (PATIENCE if patience is None else patience):
            self._look()
        if municipality_id is None:
            return self._all
        return self._marks.get(municipality_id, 0)

    def towns(self) -> list[int]:
        """The ids of the municipalities that have ever had assets."""
        return sorted(self._marks)

    def thing(self, key: Hashable, stamp: Stamp, make: Callable[[], Thing]) -> Thing:
        """What is kept under a key and made under this stamp, else made now, by one at a time."""
        with self._making:
            found = self._things.get(key)
            if found is None or found[0] != stamp:
                found = self._things[key] = (stamp, make())
            return cast(Thing, found[1])

    def keep(self, key: Hashable, stamp: Stamp, thing: object) -> None:
        """Keep something that was made together with others."""
        with self._making:
            self._things[key] = (stamp, thing)

    def has(self, key: Hashable, stamp: Stamp) -> bool:
        """Whether something made under this stamp is kept."""
        return key in self._things and self._things[key][0] == stamp

    def known(self, key: Hashable) -> bytes | None:
        """The answer kept under a key that holds its stamp, if there is one."""
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def answer(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The answer kept under a key that holds its stamp, else made and kept now."""
        found = self.known(key)
        if found is not None:
            return found
        made = make()
        with self._lock:
            if key not in self._answers:
                self._answers[key] = made
                self._size += len(made)
            while self._size > ROOM:
                self._size -= len(self._answers.popitem(last=False)[1])
        return made

    def _look(self) -> None:
        looked = time.monotonic()
        marks: dict[int, Any] = {}
        for municipality_id, change, own in db.session.execute(_QUERY):
            # What this very transaction changed, it may change again: nothing of it is kept.
            mark = object() if own else change
            marks[municipality_id] = (*marks.get(municipality_id, ()), mark)
        marks = {town: frozenset(found) for town, found in marks.items()}
        with self._lock:
            if marks != self._marks:
                self._marks, self._all = marks, object()
            self._looked = looked


_keepers: WeakKeyDictionary[Any, Keeper] = WeakKeyDictionary()


def keeper() -> Keeper:
    """What this process keeps of the application's database."""
    engine = db.engines[None]
    found = _keepers.get(engine)
    if found is None:
        found = _keepers.setdefault(engine, Keeper())
    return found

"""How far a long job is, told beside its transaction: small files in the data directory."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Between two tellings of one job, in seconds: nobody looks more often.
PAUSE = 0.2

Tell = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Told:
    """What a job said last: its phase, how much is done, of how much, and seconds since then."""

    phase: str
    done: int
    total: int | None
    silent: float


class Progress:
    """The last word of each job by its key; whoever shares the folder can read it."""

    def __init__(self) -> None:
        """Start without a place; `init_app` names it."""
        self._folder = Path()

    def init_app(self, data_dir: Path) -> None:
        """Keep the words in a folder of the data directory."""
        self._folder = data_dir / "progress"

    def teller(self, key: str) -> Tell:
        """What a job calls to say its phase, how much is done and of how much."""
        last: tuple[str, float] = ("", 0.0)

        def tell(phase: str, done: int, total: int | None) -> None:
            nonlocal last
            now = time.monotonic()
            if phase == last[0] and now - last[1] < PAUSE:
                return
            last = (phase, now)
            self._folder.mkdir(parents=True, exist_ok=True)
            # A reader must never find half a word.
            unfinished = self._path(key).with_suffix(f".{os.getpid()}")
            unfinished.write_text(json.dumps([phase, done, total]))
            unfinished.replace(self._path(key))

        return tell

    def read(self, key: str) -> Told | None:
        """What a job said last; None if it has not begun, or has ended."""
        try:
            path = self._path(key)
            phase, done, total = json.loads(path.read_text())
            return Told(phase, done, total, max(0.0, time.time() - path.stat().st_mtime))
        except (OSError, ValueError):
            return None

    def forget(self, key: str) -> None:
        """Remove the word of a job that has ended."""
        with suppress(OSError):
            self._path(key).unlink()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

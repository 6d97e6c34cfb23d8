"""Small files for the tests of the import, written as towns write them."""

import io
from pathlib import Path
from typing import BinaryIO

import pytest

from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.outcome import Repeats, Tally, decide, freeze
from inmeko.resources.rules.proposal import Chosen, propose
from inmeko.resources.rules.sources import open_table
from inmeko.resources.rules.values import Candidate, Interpreter, Refused

DATA = Path(__file__).parents[3].parent / "shared" / "data"


def stream(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def real(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the public file {name} is not here")
    return path


def imported(
    file: BinaryIO,
    name: str = "file.csv",
    chosen: Chosen | None = None,
    plan: Plan | None = None,
) -> tuple[list[Candidate], Tally]:
    """The candidates and the tally of a file nobody has imported before."""
    plan = plan or propose(file, name, chosen).plan
    table = open_table(file, plan.settings)
    tally, repeats, candidates = Tally(), Repeats(), []
    for read in Interpreter(plan, table.columns, this_year=2026).read(table):
        if isinstance(read, Refused):
            tally.refuse(read)
            continue
        frozen = freeze(read.values)
        outcome = repeats.outcome(read, frozen)
        candidates.append(read)
        tally.add(read.row, outcome or decide(read, frozen, last=None, current=None))
    return candidates, tally

"""Which papers were generated, and which of them say something else now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inmeko.coops.models import Formation, PrintedPaper
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.formation.staleness import hash_of, stale
from inmeko.coops.rules.papers import Paper
from inmeko.coops.services.doing import Doer, lock, noted
from inmeko.extensions import db
from inmeko.kernel import clock


@dataclass(frozen=True)
class PaperState:
    """A paper, when it was generated last, and whether it must be generated again."""

    paper: Paper
    sha256: str
    printed_at: datetime | None = None
    stale: bool = False


def states(formation: Formation) -> Mapping[str, PaperState]:
    """The papers of a formation as they stand."""
    now = standing.papers_of(formation)
    hashes = {name: hash_of(paper) for name, paper in now.items()}
    printed = queries.printed(formation)
    old = stale({name: one.sha256 for name, one in printed.items()}, hashes)
    return {
        name: PaperState(
            paper,
            hashes[name],
            printed[name].printed_at if name in printed else None,
            name in old,
        )
        for name, paper in now.items()
    }


def generate(doer: Doer, formation: Formation) -> int:
    """Generate what was never generated or says something else now; how many papers."""
    held = lock(formation)
    known, number = queries.printed(held), 0
    now = states(held)
    for name, state in now.items():
        if state.printed_at is not None and not state.stale:
            continue
        row = known.get(name)
        if row is None:
            row = PrintedPaper(
                municipality_id=held.municipality_id,
                formation_id=held.id,
                kind=state.paper.kind,
                name=name,
            )
            db.session.add(row)
        row.sha256, row.printed_at = state.sha256, clock.now()
        number += 1
    for name, row in known.items():
        if name not in now:
            db.session.delete(row)
    db.session.flush()
    told = {name: state.sha256[:16] for name, state in now.items() if "-" not in name}
    noted(doer, "papers generated", held, papers=number, **told)
    return number

"""A first look at what a plan makes of a file: places for the map, and the words it says."""

from collections import Counter
from itertools import islice
from typing import Any

from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_year
from inmeko.kernel.errors import DomainError
from inmeko.resources.models import AssetImport
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.reading import is_null
from inmeko.resources.rules.sources import open_table
from inmeko.resources.rules.values import Candidate, Interpreter
from inmeko.resources.services.importing.staging import opened

MOST_PLACES = 500
LOOKED_AT = 2_000
MOST_WORDS = 200


def places(asset_import: AssetImport) -> list[Candidate]:
    """The first rows that have a place, by the plan as it stands; none while it cannot be used."""
    plan = Plan.from_json(asset_import.plan)
    year = athens_year(clock.now())
    try:
        with opened(asset_import) as stream:
            table = open_table(stream, plan.settings)
            rows = islice(table, MOST_PLACES)
            read = list(Interpreter(plan, table.columns, this_year=year).read(rows))
    except DomainError:
        return []
    return [
        one for one in read if isinstance(one, Candidate) and one.values.get("geometry") is not None
    ]


def said(asset_import: AssetImport) -> dict[str, dict[str, int]]:
    """What the columns of fields with fixed words say in the first rows, and how often."""
    plan = Plan.from_json(asset_import.plan)
    if plan.own:
        return {}
    sources: dict[str, tuple[str, ...]] = {
        name: columns
        for name, columns in plan.columns.items()
        if name in FIELD and FIELD[name].words is not None
    }
    if not sources:
        return {}
    found: dict[str, Counter[str]] = {name: Counter() for name in sources}
    with opened(asset_import) as stream:
        for row in islice(open_table(stream, plan.settings), LOOKED_AT):
            for name, columns in sources.items():
                cells: list[Any] = [row.cells.get(column, "") for column in columns]
                word = " ".join(cell.strip() for cell in cells if not is_null(cell))
                if word:
                    found[name][word] += 1
    return {name: dict(counts.most_common(MOST_WORDS)) for name, counts in found.items()}

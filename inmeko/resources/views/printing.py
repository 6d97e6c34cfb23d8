"""The map of a filter on paper, for a council: scale, legend, date, and the list beside it."""

import json
from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from shapely.geometry import Point, shape

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import LICENCE_NAMES
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources.queries import assets, clusters, towns
from inmeko.resources.rules import filters, paper
from inmeko.resources.rules.clusters import gathered
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.rules.paper import DRAWN, NUMBERED, Box, Sheet
from inmeko.resources.views import presenting
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import public

# For a town that has told neither its boundary nor a place.
GREECE: Box = (19.4, 34.8, 28.3, 41.8)


@pages.get("/print")
@public(of=accounts.municipality)
def print_map(town: Municipality) -> ResponseReturnValue:
    """The map of a filter on an A4 sheet, and as many of its assets as can be numbered."""
    wanted = filters.read(request.args.to_dict(flat=False))
    today = athens_date(clock.now())
    boundary = towns.boundary(municipality_id=town.id)
    outline = shape(boundary) if boundary else None
    around = wanted.box or (outline.bounds if outline is not None else None)
    around = around or clusters.extent(town.id, wanted, today) or GREECE
    sheet = paper.sheet(around)
    rows = assets.features(town.id, wanted, today, wanted.box, DRAWN)
    return render_template(
        "resources/print.html",
        paper=paper,
        sheet=sheet,
        outline=sheet.outline(outline) if outline is not None else "",
        marks=_marks(sheet, rows) if len(rows) <= DRAWN else [],
        clusters=_clusters(sheet, town.id, wanted, today, around) if len(rows) > DRAWN else [],
        numbered=rows if len(rows) <= NUMBERED else [],
        count=assets.count(town.id, wanted, today),
        wanted=wanted,
        asked=[chip["label"] for chip in presenting.chips(wanted)],
        legend=presenting.legend(),
        licence=LICENCE_NAMES[town.licence],
        today=today,
    )


def _marks(sheet: Sheet, rows: Any) -> list[dict[str, Any]]:
    drawn = [sheet.mark(shape(json.loads(row.shape))) for row in rows]
    return [
        {"mark": mark, "state": row.use.value, "number": place}
        for place, (mark, row) in enumerate(zip(drawn, rows, strict=True), start=1)
    ]


def _clusters(
    sheet: Sheet, town_id: int, wanted: AssetFilter, today: date, around: Box
) -> list[dict[str, Any]]:
    """Marks of assets counted together, with the part of them that lies idle."""
    found = clusters.view(town_id, wanted, today, around, sheet.zoom)
    return [
        {"mark": sheet.mark(Point(one.x, one.y)), "count": one.found, "idle": one.idle / one.found}
        for one in gathered(found, sheet.zoom)
    ]

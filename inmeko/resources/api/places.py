"""What a map draws of a view: clusters far off, the assets themselves near by."""

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext

from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources import policy
from inmeko.resources.queries import assets, clusters
from inmeko.resources.rules import filters
from inmeko.resources.rules.asset import Kind, label
from inmeko.resources.rules.clusters import (
    ASSETS_FROM,
    DEEPEST,
    Box,
    Cluster,
    bearable,
    cells_of,
    gathered,
)
from inmeko.resources.rules.filters import AssetFilter
from inmeko.web.access import current_actor
from inmeko.web.language import chosen

GEOJSON = "application/geo+json"
WORLD = (-180.0, -85.0, 180.0, 85.0)


@dataclass(frozen=True)
class View:
    """What somebody looks at: a filter, a day, a box (WGS84), and a zoom if marks are wanted."""

    wanted: AssetFilter
    today: date
    box: Box | None
    zoom: int | None

    @property
    def key(self) -> Hashable:
        """What it has in common with every view that has the same answer."""
        assert self.zoom is not None
        # Two views of the same cells have the same answer, and near by nearly the same box.
        box = self.box or WORLD
        around = box if self.zoom >= ASSETS_FROM else cells_of(box, self.zoom)
        return ("places", chosen(), self.wanted, self.today, self.zoom, around)


def view(arguments: Mapping[str, Sequence[str]], today: date, *, staff: bool = False) -> View:
    """What the arguments of an address ask to see on a day."""
    asked = {name: list(values) for name, values in arguments.items()}
    wanted = replace(filters.read(asked, staff=staff), box=None)
    box = filters.read_box(asked.get("bbox", [""])[0])
    zoom = filters.read_zoom(asked.get("zoom", [""])[0])
    if zoom is not None:
        zoom = min(zoom, DEEPEST)
        zoom = zoom if zoom >= ASSETS_FROM else bearable(box or WORLD, zoom)
    return View(wanted, today, box, zoom)


def answer(municipality_id: int | None) -> Response:
    """The places of the address's filter in its box (WGS84), as marks of its zoom.

    Without a zoom: the assets themselves, as many as a map bears. What was made once is kept
    until an asset of the municipality changes.
    """
    staff = municipality_id and policy.may_see_staff_fields(current_actor(), municipality_id)
    today = athens_date(clock.now())
    asked = view(request.args.to_dict(flat=False), today, staff=bool(staff))
    if asked.zoom is None:
        body = _assets(_rows(municipality_id, asked.wanted, asked.today, asked.box)).encode()
    else:
        body = clusters.kept(
            municipality_id,
            asked.key,
            lambda: _marks(municipality_id, asked).encode(),
            # Who works on the register sees at once what they have done.
            at_once=current_actor().signed_in,
        )
    return Response(body, content_type=GEOJSON)


def _marks(municipality_id: int | None, asked: View) -> str:
    wanted, today, box, zoom = asked.wanted, asked.today, asked.box or WORLD, asked.zoom
    assert zoom is not None
    if zoom >= ASSETS_FROM:
        rows = _rows(municipality_id, wanted, today, box)
        if len(rows) <= assets.MAP_LIMIT:
            return _assets(rows)
        zoom = bearable(box, zoom)
    found = clusters.view(municipality_id, wanted, today, box, zoom)
    marks = gathered(found, zoom)
    alone = assets.marks([mark.first for mark in marks if mark.found == 1])
    words = Words()
    features = [
        words.feature(alone[mark.first], _point(mark))
        if mark.found == 1 and mark.first in alone
        else _cluster(mark)
        for mark in marks
    ]
    return _collection(features, cut=False, count=sum(mark.found for mark in marks))


def _rows(
    municipality_id: int | None, wanted: AssetFilter, today: date, box: Box | None
) -> Sequence[Any]:
    return assets.features(municipality_id, wanted, today, box)


def _assets(rows: Sequence[Any]) -> str:
    # The geometry is the database's own text: reading and writing it again would cost most.
    words = Words()
    shown = [words.feature(row, row.shape) for row in rows[: assets.MAP_LIMIT]]
    return _collection(shown, cut=len(rows) > assets.MAP_LIMIT, count=len(shown))


def _collection(features: Iterable[str], *, cut: bool, count: int) -> str:
    return (
        f'{{"type":"FeatureCollection","truncated":{json.dumps(cut)},"count":{count},'
        f'"features":[{",".join(features)}]}}'
    )


def _cluster(mark: Cluster) -> str:
    known = {
        "count": mark.found,
        "idle": mark.idle,
        "box": [round(edge, 6) for edge in (mark.west, mark.south, mark.east, mark.north)],
    }
    return f'{{"type":"Feature","geometry":{_point(mark)},"properties":{json.dumps(known)}}}'


def _point(mark: Cluster) -> str:
    return f'{{"type":"Point","coordinates":[{mark.x:.6f},{mark.y:.6f}]}}'


class Words:
    """Writes assets as features, asking once for each word and each town's address."""

    def __init__(self) -> None:
        """Know the words of the reader's language."""
        self._kinds = {kind: str(gettext(label(kind))) for kind in Kind}
        self._pages: dict[str, str] = {}

    def feature(self, row: Any, geometry: str) -> str:
        """A row of assets as GeoJSON text."""
        known = json.dumps(self.properties(row, row.slug), ensure_ascii=False)
        return f'{{"type":"Feature","id":{row.id},"geometry":{geometry},"properties":{known}}}'

    def properties(self, row: Any, slug: str) -> dict[str, str]:
        """What a popup says of an asset of a town."""
        parts = (row.code, self._kinds[row.kind], row.address)
        return {
            "title": row.title,
            "url": f"{self._page(slug)}{row.id}",
            "summary": " · ".join(part for part in parts if part),
            "kind": row.kind.value,
            "state": row.use.value,
        }

    def _page(self, slug: str) -> str:
        if slug not in self._pages:
            address = url_for("resources.show", municipality=slug, asset_id=0)
            self._pages[slug] = address.removesuffix("0")
        return self._pages[slug]

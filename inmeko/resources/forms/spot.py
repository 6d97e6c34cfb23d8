"""Between what visitors and their phones say and what a visit is: typed, taken along, in words."""

import json
import math
from datetime import UTC, datetime
from typing import Any

import shapely
from flask import url_for
from flask_babel import gettext
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.geo import WGS84
from inmeko.resources.forms.visits import VisitForm
from inmeko.resources.models import Asset, Visit
from inmeko.resources.queries import visits
from inmeko.resources.rules import visits as rules
from inmeko.resources.rules.asset import FIELD, Certainty, Condition, Use, Value, label
from inmeko.resources.rules.placing import typed_point
from inmeko.resources.rules.plain import wkt
from inmeko.resources.rules.visits import OBSERVED, ProposalState, Said, VisitState
from inmeko.resources.services.assets import values_of
from inmeko.resources.services.visits import values_now

WORDS = ("condition", "use", "use_certainty")
# Of a place that is new to the register, these say nothing.
NOTHING = (Condition.UNKNOWN.value, Use.UNKNOWN.value, Certainty.UNCERTAIN.value)
LONGEST_VERSION = 10
FARTHEST = 100_000.0
NONE = "–"


def said(form: VisitForm, asset: Asset | None) -> Said:
    """What a form says; RuleError for a place that is none or a visit without its number."""
    x, y = _point(form)
    return Said(
        key=rules.client_key(form.key.data or ""),
        visited_at=_moment(form.visited_at.data or ""),
        values=_values(form, asset, x, y),
        seen=_seen(form.seen.data or "", asset),
        version=_version(form.version.data or ""),
        x=x,
        y=y,
        accuracy=_metres(form.accuracy.data or ""),
        note=form.note.data or "",
    )


def opened(asset: Asset | None) -> dict[str, Any]:
    """What the form shows of an asset when it opens."""
    if asset is None:
        return {}
    values = {name: getattr(asset, name).value for name in WORDS}
    seen = json.dumps(seen_of(asset), ensure_ascii=False)
    return {**values, "asset": asset.id, "seen": seen, "version": asset.version}


def seen_of(asset: Asset) -> dict[str, str | None]:
    """The values of an asset that a visitor has before them; of its place, a point at most."""
    now = values_now(asset)
    names = OBSERVED if shape_of(asset) != "area" else WORDS
    return {name: now[name] for name in names}


def along(asset: Asset, stop: int | None = None) -> dict[str, Any]:
    """An asset as a phone takes it along: what its page shows to everybody, and its version."""
    return {
        "id": asset.id,
        "version": asset.version,
        "stop": stop,
        "title": asset.title,
        "code": asset.code,
        "kind": gettext(label(asset.kind)),
        "address": asset.address,
        "x": asset.x,
        "y": asset.y,
        "shape": shape_of(asset),
        "seen": seen_of(asset),
        "url": url_for("resources.new_visit", asset=asset.id),
    }


def changed(visit: Visit, seen: dict[str, str | None]) -> list[dict[str, str]]:
    """What changed in the register between the visitor's look and the receipt, in words."""
    now = values_now(visit.asset)
    return [
        {
            "field": name,
            "label": gettext(FIELD[name].label),
            "seen": spoken(name, seen[name]),
            "now": spoken(name, now[name]),
        }
        for name in (rules.changed_meanwhile(seen, now) if visit.asset else ())
    ]


def seen_by(form: VisitForm, asset: Asset | None) -> dict[str, str | None]:
    """The values that the visitor had before them."""
    return _seen(form.seen.data or "", asset)


def rows(visit: Visit) -> list[dict[str, Any]]:
    """Each proposed value beside the one that was seen and the one of now, in words."""
    now = values_now(visit.asset)
    return [
        {
            "name": one.field,
            "label": gettext(FIELD[one.field].label),
            "seen": spoken(one.field, one.seen),
            "now": spoken(one.field, now.get(one.field)),
            "proposed": spoken(one.field, one.proposed),
            "conflict": visit.asset is not None and rules.conflicts(one, now.get(one.field)),
            "same": one.proposed == now.get(one.field),
            "state": one.state,
            "waits": one.state is ProposalState.WAITING and visit.state is VisitState.WAITING,
        }
        for one in visit.proposals
    ]


def in_conflict(visit: Visit) -> bool:
    """Whether anything that a visit proposes was changed by somebody else meanwhile."""
    return any(row["conflict"] and row["waits"] for row in rows(visit))


def shape_of(asset: Asset) -> str:
    """What the map shows of an asset: none, a point, or an area (any larger shape)."""
    return rules.shape_of(values_of(asset)["geometry"])


def outcome(visit: Visit) -> str:
    """What came of a visit, in one line."""
    kept = [one for one in visit.proposals if one.state is ProposalState.ACCEPTED]
    if visit.state is VisitState.DONE and kept:
        fields = ", ".join(gettext(FIELD[one.field].label) for one in kept)
        return str(gettext("Changed: %(fields)s", fields=fields))
    if visit.state is VisitState.DONE:
        return str(gettext("Nothing was changed"))
    return str(gettext(rules.VISIT_LABELS[visit.state]))


def proposed(visit: Visit) -> str:
    """The fields that a visit proposes to change, in one line."""
    return ", ".join(gettext(FIELD[one.field].label) for one in visit.proposals) or NONE


def panel(asset: Asset, *, staff: bool) -> dict[str, Any]:
    """What the page of an asset says of its visits: all of them to staff."""
    return {"visits": visits.of_asset(asset) if staff else [], "visit_outcome": outcome}


def spoken(name: str, text: str | None) -> str:
    """A plain value of a field in the reader's language."""
    field = FIELD[name]
    if text in (None, ""):
        return NONE
    if field.words:
        return str(gettext(label(field.words(text))))
    if field.value is Value.GEOMETRY:
        return _place(shapely.from_wkt(text))
    return str(text)


def _place(shape: BaseGeometry) -> str:
    if isinstance(shape, Point):
        return f"{shape.y:.5f}, {shape.x:.5f}"
    return str(gettext("a drawn shape"))


def _point(form: VisitForm) -> tuple[float | None, float | None]:
    x, y = form.x.data or "", form.y.data or ""
    if not x and not y:
        return None, None
    place = typed_point(x, y, WGS84).geometry
    return place.x, place.y


def _values(
    form: VisitForm, asset: Asset | None, x: float | None, y: float | None
) -> dict[str, str]:
    values = {name: str(form[name].data) for name in WORDS if form[name].data}
    if asset is None:
        values = {name: word for name, word in values.items() if word not in NOTHING}
        typed = {name: form[name].data for name in ("title", "kind", "address")}
        values = {name: str(text) for name, text in typed.items() if text} | values
    if x is not None and (asset is None or (form.here.data and shape_of(asset) != "area")):
        values["geometry"] = wkt(Point(x, y))
    return values


def _seen(text: str, asset: Asset | None) -> dict[str, str | None]:
    try:
        given = json.loads(text) if asset is not None else {}
    except ValueError:
        given = {}
    if not isinstance(given, dict):
        return {}
    return {
        name: given[name]
        for name in OBSERVED
        if name in given and rules.can_be_seen(name, given[name])
    }


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _version(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < LONGEST_VERSION else None


def _metres(text: str) -> float | None:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) and 0 <= found <= FARTHEST else None

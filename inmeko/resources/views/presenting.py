"""Between what pages show and what an asset is: facts, chips, typed values, differences."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import shapely
from flask import url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import WGS84
from inmeko.kernel.identifiers import kaek, postcode
from inmeko.records.queries import Deed
from inmeko.records.rules.audit import Change
from inmeko.records.views.presenting import Teller
from inmeko.resources.forms.assets import AssetForm, FilterForm
from inmeko.resources.forms.flags import PlaceForm
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import FIELD, FIELDS, PUBLIC_FIELDS, Field, Use, Value, label
from inmeko.resources.rules.filters import (
    PLACING_LABELS,
    STANDING_LABELS,
    AssetFilter,
    Standing,
)
from inmeko.resources.rules.flagging import FLAG_LABELS, VERDICT_LABELS
from inmeko.resources.rules.placing import NO_PLACE, drawn, typed_point
from inmeko.resources.rules.plain import plain, plain_value
from inmeko.resources.services.assets import snapshot, values_of
from inmeko.web.filters import day, number

Asking = TypeVar("Asking", bound=FilterForm)

PLAIN_FIELDS = tuple(
    field.name
    for field in FIELDS
    if not field.readonly and field.name not in {"code", "register", "register_ref", *NO_PLACE}
)
TIDY = {"kaek": kaek, "postcode": postcode}
FIELD_LABELS = {field.name: field.label for field in FIELDS}
CHOICE = "choice-"
# For whoever looks up where the shape came from; nobody begins with it.
BACK_OF_THE_PAGE = {"register", "register_ref", "original_crs", "original_geometry"}
HIDDEN_FACTS = {"title", "geometry", "description", "state", "retired_reason", "version"}


def filter_form(wanted: AssetFilter, kind: type[FilterForm] = FilterForm) -> FilterForm:
    """The form that asks this question again."""
    data = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}
    data = {name: _asked(value) for name, value in data.items()}
    return kind(formdata=None, data=data)


def chips(wanted: AssetFilter, endpoint: str = ".index", **more: Any) -> list[dict[str, str]]:
    """Each part of a question, and the address of a page without it."""
    parts: list[tuple[str, str, str]] = [("q", "", f"«{wanted.q}»")] if wanted.q else []
    for name in ("kind", "use", "condition", "sector"):
        parts += [(name, word, gettext(label(word))) for word in getattr(wanted, name)]
    if wanted.available:
        parts.append(("available", "", gettext("Only what is available today")))
    if wanted.flagged:
        parts.append(("flagged", "", gettext("Only what is flagged")))
    if wanted.placing:
        parts.append(("placing", "", gettext(PLACING_LABELS[wanted.placing])))
    if wanted.box is not None:
        parts.append(("box", "", gettext("Only what the map shows")))
    if wanted.standing is not Standing.CURRENT:
        parts.append(("standing", "", gettext(STANDING_LABELS[wanted.standing])))
    parts += _limits(wanted)
    return [
        {"label": words, "url": address(endpoint, wanted.without(name, word), **more)}
        for name, word, words in parts
    ]


def _limits(wanted: AssetFilter) -> list[tuple[str, str, str]]:
    """The days, places and measures of a question in words."""
    parts = []
    if wanted.unvisited_since:
        since = gettext("not visited since %(day)s", day=day(wanted.unvisited_since))
        parts.append(("unvisited_since", "", since))
    if wanted.kept_in is not None:
        parts.append(("kept_in", "", gettext("kept at one place")))
    if wanted.min_area is not None:
        parts.append(("min_area", "", gettext("from %(area)s m²", area=number(wanted.min_area))))
    if wanted.max_area is not None:
        parts.append(("max_area", "", gettext("to %(area)s m²", area=number(wanted.max_area))))
    return parts


def legend() -> list[dict[str, str]]:
    """What the colours of the map mean."""
    return [{"state": use.value, "label": gettext(label(use))} for use in Use]


def address(endpoint: str, wanted: AssetFilter, **more: Any) -> str:
    """The address of a page for a question."""
    arguments: dict[str, Any] = MultiDict(wanted.arguments()).to_dict(flat=False)
    return url_for(endpoint, **arguments, **more)


def facts(asset: Asset, *, staff: bool) -> list[dict[str, str]]:
    """What a page says about an asset: for the public, only the public fields."""
    names = [field.name for field in FIELDS if staff or field.name in PUBLIC_FIELDS]
    names.sort(key=BACK_OF_THE_PAGE.__contains__)
    rows = [(FIELD[name], spoken(FIELD[name], getattr(asset, name))) for name in names]
    return [
        {"key": gettext(field.label), "value": words}
        for field, words in rows
        if words and field.name not in HIDDEN_FACTS
    ]


def spoken(field: Field, value: Any) -> str:
    """A value of a field in the reader's language; empty where nothing is known."""
    if value is None or value == "" or value == []:
        return ""
    if field.words and field.value is Value.WORDS:
        return ", ".join(gettext(label(field.words(word))) for word in value)
    if field.words:
        return str(gettext(label(field.words(value))))
    if field.name == "original_crs":
        return f"EPSG:{value}"
    if isinstance(value, Decimal):
        return number(value, 0 if value == value.to_integral_value() else 2)
    return day(value) if isinstance(value, date) else str(value)


def story(deeds: list[Deed]) -> list[Deed]:
    """The history of an asset with its values in the reader's language."""
    return [
        replace(
            deed,
            changes=[
                replace(change, before=_told(change, "before"), after=_told(change, "after"))
                for change in deed.changes
                if (change.before or None) != (change.after or None)
            ],
        )
        for deed in deeds
    ]


def typed(asset: Asset) -> dict[str, Any]:
    """What the form shows of an asset when it opens."""
    now = values_of(asset)
    data = {name: _asked(now[name]) for name in PLAIN_FIELDS}
    data |= {"version": asset.version, "before": json.dumps(snapshot(asset), ensure_ascii=False)}
    shape = now["geometry"]
    if shape is not None:
        data["geometry"] = shapely.to_geojson(shape)
        data |= _point(asset, shape)
    return data


def values(form: AssetForm, asset: Asset | None) -> dict[str, Any]:
    """What was typed, as values of an asset; RuleError for a place that is none."""
    found = {
        name: _meant(FIELD[name], form[name].data, getattr(asset, name, None))
        for name in PLAIN_FIELDS
    }
    return found | placed(form, asset)


def chosen(mine: dict[str, Any], asset: Asset, typed_in: Any) -> dict[str, Any]:
    """My values without those for which the other planner's were chosen."""
    theirs = {name[len(CHOICE) :] for name, word in typed_in.items() if word == "theirs"}
    if "geometry" in theirs:
        theirs |= set(NO_PLACE)
    return {name: value for name, value in mine.items() if name not in theirs}


def difference(mine: dict[str, Any], asset: Asset, before: str | None) -> list[dict[str, str]]:
    """Where my values differ from those another planner saved meanwhile; what I typed is chosen."""
    now, meant = snapshot(asset), plain(mine)
    try:
        seen = json.loads(before or "{}")
    except ValueError:
        seen = {}
    shown = [name for name in meant if name not in {"original_crs", "original_geometry"}]
    return [
        {
            "name": f"{CHOICE}{name}",
            "label": gettext(FIELD[name].label),
            "mine": written(name, meant[name]),
            "theirs": written(name, now[name]),
            "chosen": "theirs" if meant[name] == seen.get(name) else "mine",
        }
        for name in shown
        if meant[name] != now[name]
    ]


def typed_again(typed_in: Any) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent again with the choice."""
    left_out = {"csrf_token", "version"}
    return [
        (name, value)
        for name, values_typed in typed_in.lists()
        for value in values_typed
        if name not in left_out and not name.startswith(CHOICE)
    ]


# What the history says of flags: their kind and how they were settled.
SETTLING: dict[str, dict[Any, str]] = {"flag": dict(FLAG_LABELS), "verdict": dict(VERDICT_LABELS)}
TELLER = Teller(FIELD_LABELS, story, lambda key: url_for("resources.show", asset_id=key))


def written(name: str, value: Any) -> str:
    """A value of a field as its history keeps it, in the reader's language."""
    field = FIELD[name]
    if _is_spoken(field):
        return spoken(field, _typed(field, value)) or "–"
    return str(value)[:300] if value not in (None, "") else "–"


def _told(change: Change, side: str) -> Any:
    kept = getattr(change, side)
    if change.field in SETTLING:
        return gettext(SETTLING[change.field].get(kept, kept)) if kept else kept
    field = FIELD.get(change.field)
    return spoken(field, _typed(field, kept)) if field and _is_spoken(field) and kept else kept


def _is_spoken(field: Field) -> bool:
    return bool(field.words) or field.value in {Value.WORDS, Value.NUMBER, Value.DATE}


def _typed(field: Field, kept: Any) -> Any:
    """A value as records keep it, with its own type again."""
    if not isinstance(kept, str) or not kept:
        return kept
    if field.value is Value.NUMBER:
        return Decimal(kept)
    return date.fromisoformat(kept) if field.value is Value.DATE else kept


def _asked(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [plain_value(part) for part in value]
    return plain_value(value) if not isinstance(value, Decimal | date) else value


def _meant(field: Field, typed_in: Any, before: Any) -> Any:
    if field.value is Value.WORDS and field.words:
        return [field.words(word) for word in typed_in or []]
    if field.words:
        return field.words(typed_in)
    if isinstance(typed_in, Decimal):
        return typed_in.quantize(Decimal("0.01"))
    if typed_in in (None, ""):
        return (
            None
            if field.value is not Value.TEXT or field.name in {*TIDY, "atak", "owner_afm"}
            else ""
        )
    tidy = field.name in TIDY and typed_in != before
    return _tidy(field.name, typed_in) if tidy else typed_in


def _tidy(name: str, typed_in: str) -> str:
    try:
        return TIDY[name](typed_in)
    except RuleError as error:
        error.field = name
        raise


def _point(asset: Asset, shape: Any) -> dict[str, str]:
    """The coordinates of a point as they were given, else in degrees."""
    if shape.geom_type != "Point":
        return {}
    given = (asset.original_geometry or "").removeprefix("POINT (").removesuffix(")").split()
    if asset.original_crs in {WGS84, 2100} and len(given) == 2:
        return {"x": given[0], "y": given[1], "crs": str(asset.original_crs)}
    return {"x": f"{shape.x:.6f}", "y": f"{shape.y:.6f}", "crs": str(WGS84)}


def placed(form: AssetForm | PlaceForm, asset: Asset | None) -> dict[str, Any]:
    """The place that was typed, else the one drawn, else none; an untouched one is left alone."""
    shape = values_of(asset)["geometry"] if asset else None
    opened = _point(asset, shape) if asset and shape is not None else {}
    coordinates = {"x": form.x.data or "", "y": form.y.data or "", "crs": form.crs.data}
    if (coordinates["x"] or coordinates["y"]) and coordinates != opened:
        return typed_point(coordinates["x"], coordinates["y"], int(coordinates["crs"])).values()
    text = (form.geometry.data or "").strip()
    if not text:
        return dict(NO_PLACE)
    place = drawn(text)
    if shape is not None and shapely.equals_exact(place.geometry, shape, 0):
        return {}
    return place.values()

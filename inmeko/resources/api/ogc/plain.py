"""Plain questions for features, answered without ceremony: the same answers as `items` gives."""

import re

from inmeko.kernel.mvt import DEEPEST, Tile
from inmeko.resources.api.ogc import writing
from inmeko.resources.api.ogc.answering import home_of
from inmeko.resources.api.ogc.tiles import GRID, MVT
from inmeko.resources.api.ogc.writing import Here
from inmeko.resources.queries import features, tiles
from inmeko.resources.rules.questions import crs_only, question
from inmeko.resources.rules.tiles import properties
from inmeko.web.lane import Answered, Plain, Way

# What an address may name: the slug of a town, and an id as the converters take it.
PAGE = r"/ogc/collections/(?P<collection>[a-z0-9-]+)/items"
ONE = rf"{PAGE}/(?P<number>\d{{1,9}})"
TILE = (
    rf"/ogc/collections/(?P<collection>[a-z0-9-]+)/tiles/{GRID}"
    r"/(?P<zoom>\d{1,2})/(?P<row>\d{1,9})/(?P<column>\d{1,9})"
)


def items(plain: Plain) -> Answered | None:
    """A page of features; what is empty may be no collection at all, which the site finds out."""
    if not _as_json(plain):
        return None
    named, asked = plain.named["collection"], question(plain.arguments)
    rows = features.page(municipality=named, asked=asked, send=features.AT_ONCE)
    if not rows:
        return None
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    matched = None if asked.after else len(rows)
    if more and not asked.after:
        matched = features.lately_matched(municipality=named, asked=asked)
    links = _here(plain).links(named, rows[-1][0] if more else None)
    return writing.collection(rows, matched, links), writing.headers(asked.crs)


def item(plain: Plain) -> Answered | None:
    """One feature."""
    if not _as_json(plain):
        return None
    named, crs = plain.named["collection"], crs_only(plain.arguments)
    number = int(plain.named["number"])
    text = features.one(municipality=named, number=number, crs=crs, send=features.AT_ONCE)
    if text is None:
        return None
    return writing.feature(text, _here(plain).links(named)), writing.headers(crs)


def tile(plain: Plain) -> Answered | None:
    """One vector tile; where nothing lies in it, the site says so."""
    zoom, row, column = (int(plain.named[name]) for name in ("zoom", "row", "column"))
    wanted = Tile(zoom, column, row)
    if zoom > DEEPEST or not wanted.exists:
        return None
    told = properties(plain.arguments)
    named = plain.named["collection"]
    made = tiles.tile(municipality=named, wanted=wanted, told=told, send=tiles.AT_ONCE)
    return (made, {"Content-Type": MVT}) if made else None


def _as_json(plain: Plain) -> bool:
    return plain.arguments.get("f", ["json"]) == ["json"]


def _here(plain: Plain) -> Here:
    given = {name: values[0] for name, values in plain.arguments.items()}
    return Here(home_of(plain.host_url), plain.path, given)


WAYS = (
    Way("ogc.items", re.compile(PAGE), items),
    Way("ogc.item", re.compile(ONE), item),
    Way("ogc.tile", re.compile(TILE), tile),
)

"""Plain questions for features, answered without ceremony: the same answers as `items` gives."""

import re

from inmeko.resources.api.ogc import writing
from inmeko.resources.api.ogc.answering import home_of
from inmeko.resources.api.ogc.writing import Here
from inmeko.resources.queries import features
from inmeko.resources.rules.questions import crs_only, question
from inmeko.web.lane import Answered, Plain, Way

# What an address may name: the slug of a town, and an id as the converters take it.
PAGE = r"/ogc/collections/(?P<collection>[a-z0-9-]+)/items"
ONE = rf"{PAGE}/(?P<number>\d{{1,9}})"


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


def _as_json(plain: Plain) -> bool:
    return plain.arguments.get("f", ["json"]) == ["json"]


def _here(plain: Plain) -> Here:
    given = {name: values[0] for name, values in plain.arguments.items()}
    return Here(home_of(plain.host_url), plain.path, given)


WAYS = (Way("ogc.items", re.compile(PAGE), items), Way("ogc.item", re.compile(ONE), item))

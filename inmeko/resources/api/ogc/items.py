"""The features themselves: a page of a collection, and one; the database writes their JSON."""

import json

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.api.ogc import writing
from inmeko.resources.api.ogc.answering import Link, home, wants_page
from inmeko.resources.api.ogc.blueprint import ogc
from inmeko.resources.api.ogc.describing import facts, spoken
from inmeko.resources.api.ogc.writing import Here
from inmeko.resources.queries import collections, features
from inmeko.resources.queries.features import Written
from inmeko.resources.rules.questions import Question, crs_only, question
from inmeko.web.access import public


@ogc.get("/collections/<collection_id>/items")
@public()
def items(collection_id: str) -> ResponseReturnValue:
    """A page of features: by box, time and property, in the order of their numbers."""
    asked = question(request.args.to_dict(flat=False))
    rows = features.page(municipality=collection_id, asked=asked)
    if not rows and not collections.exists(municipality=collection_id):
        raise NotFoundError(N_("There is no such collection."))
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    matched = _matched(collection_id, asked, len(rows), more=more)
    links = _here().links(collection_id, rows[-1][0] if more else None)
    if wants_page():
        return _page(collection_id, rows, links, matched)
    body = writing.collection(rows, matched, links)
    return Response(body, headers=writing.headers(asked.crs))


@ogc.get("/collections/<collection_id>/items/<int:feature_id>")
@public()
def item(collection_id: str, feature_id: int) -> ResponseReturnValue:
    """One feature."""
    crs = crs_only(request.args.to_dict(flat=False))
    text = features.one(municipality=collection_id, number=feature_id, crs=crs)
    if text is None:
        raise NotFoundError(N_("There is no such feature in this collection."))
    links = _here().links(collection_id)
    if wants_page():
        found = json.loads(text)
        return render_template(
            "resources/ogc/item.html",
            feature=found,
            facts=facts(found["properties"]),
            collection_id=collection_id,
            links=links,
        )
    return Response(writing.feature(text, links), headers=writing.headers(crs))


def _here() -> Here:
    return Here(home(), request.path, request.args.to_dict(), wants_page())


def _matched(collection_id: str, asked: Question, shown: int, *, more: bool) -> int | None:
    """How many features answer; told on the first page, where it costs little."""
    if asked.after:
        return None
    return features.matched(municipality=collection_id, asked=asked) if more else shown


def _page(
    collection_id: str, rows: list[Written], links: list[Link], matched: int | None
) -> ResponseReturnValue:
    onward = {one["rel"]: one["href"] for one in links}
    return render_template(
        "resources/ogc/items.html",
        features=[json.loads(text) for _number, text in rows],
        collection=collections.collection(municipality=collection_id),
        matched=matched,
        onward=onward,
        title=gettext("The assets"),
        spoken=spoken,
    )

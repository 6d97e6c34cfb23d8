"""The features themselves: a page of a collection, and one; the database writes their JSON."""

import json
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel import clock
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.api.ogc.answering import (
    GEOJSON,
    HTML,
    JSON,
    Link,
    address,
    link,
    wants_page,
)
from inmeko.resources.api.ogc.blueprint import ogc
from inmeko.resources.api.ogc.describing import facts, moment, spoken
from inmeko.resources.queries import collections, features
from inmeko.resources.rules.publishing import Crs
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
    links = _links(collection_id, rows[-1].id if more else None)
    if wants_page():
        return _page(collection_id, rows, links, matched)
    body = "".join(
        (
            '{"type":"FeatureCollection","features":[',
            ",".join([row.text for row in rows]),
            f'],"numberReturned":{len(rows)},',
            f'"numberMatched":{matched},' if matched is not None else "",
            f'"timeStamp":"{moment(clock.now())}","links":{json.dumps(links)}}}',
        )
    )
    return _geojson(body, asked.crs)


@ogc.get("/collections/<collection_id>/items/<int:feature_id>")
@public()
def item(collection_id: str, feature_id: int) -> ResponseReturnValue:
    """One feature."""
    crs = crs_only(request.args.to_dict(flat=False))
    text = features.one(municipality=collection_id, number=feature_id, crs=crs)
    if text is None:
        raise NotFoundError(N_("There is no such feature in this collection."))
    path = f"/collections/{collection_id}"
    shown = wants_page()
    links = [
        link("alternate" if shown else "self", _here(f="json"), GEOJSON),
        link("self" if shown else "alternate", _here(f="html"), HTML),
        link("collection", address(path)),
    ]
    if shown:
        found = json.loads(text)
        return render_template(
            "resources/ogc/item.html",
            feature=found,
            facts=facts(found["properties"]),
            collection_id=collection_id,
            links=links,
        )
    return _geojson(f'{text[:-1]},"links":{json.dumps(links)}}}', crs)


def _geojson(body: str, crs: Crs) -> Response:
    response = Response(body, content_type=GEOJSON)
    response.headers["Content-Crs"] = f"<{crs.address}>"
    return response


def _matched(collection_id: str, asked: Question, shown: int, *, more: bool) -> int | None:
    """How many features answer; told on the first page, where it costs little."""
    if asked.after:
        return None
    return features.matched(municipality=collection_id, asked=asked) if more else shown


def _here(**changes: str | int) -> str:
    arguments: dict[str, str | int] = {**request.args.to_dict(), **changes}
    return address(request.path.removeprefix("/ogc"), **arguments)


def _links(collection_id: str, last: int | None) -> list[Link]:
    shown = wants_page()
    found = [
        link("alternate" if shown else "self", _here(f="json"), GEOJSON),
        link("self" if shown else "alternate", _here(f="html"), HTML),
        link("collection", address(f"/collections/{collection_id}"), JSON),
    ]
    if last is not None:
        found.append(link("next", _here(after=last), HTML if shown else GEOJSON))
    return found


def _page(
    collection_id: str, rows: Any, links: list[Link], matched: int | None
) -> ResponseReturnValue:
    onward = {one["rel"]: one["href"] for one in links}
    return render_template(
        "resources/ogc/items.html",
        features=[json.loads(row.text) for row in rows],
        collection=collections.collection(municipality=collection_id),
        matched=matched,
        onward=onward,
        title=gettext("The assets"),
        spoken=spoken,
    )

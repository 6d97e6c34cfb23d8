"""The map of a text: the planner's page, the places for the map, and comments on a place."""

import json
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.forms import comments as comment_forms
from inmeko.consultations.forms import texts as forms
from inmeko.consultations.models import ConsultedText, TextComment, TextFeature
from inmeko.consultations.queries import text_map as queries
from inmeko.consultations.queries import texts
from inmeko.consultations.rules import text_map as rules
from inmeko.consultations.rules.texts import TextState
from inmeko.consultations.services import text_map as deeds
from inmeko.consultations.services.comments import Spot
from inmeko.consultations.views import comments
from inmeko.consultations.views.text_blueprint import machines, pages
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, requires

EXCERPT = 160


@pages.route("/<int:text_id>/map", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=texts.text)
def edit_map(text: ConsultedText) -> ResponseReturnValue:
    """The map of a draft: a GeoJSON file, assets of the register, or none."""
    form, status = forms.MapForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                _put(text, form)
                flash(gettext("The map of the text is kept."), "success")
                return redirect(url_for(".edit_map", text_id=text.id), 303)
            except DomainError as error:
                form.blame(error)
    page = render_template(
        "consultations/text_map.html",
        text=text,
        form=form,
        features=queries.features(text),
        draft=text.state is TextState.DRAFT,
    )
    return page, status


@pages.route("/<int:text_id>/place", methods=["GET", "POST"])
@requires(policy.may_see_text, of=texts.text)
def comment_place(text: ConsultedText) -> ResponseReturnValue:
    """The form with which anybody comments on a place; the address may name a shape."""
    features = {one.id: one for one in queries.features(text)}
    wanted = request.args.get("feature", "")
    chosen = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0
    form = comment_forms.PlaceCommentForm(data={**comments.address(), "feature": chosen})
    form.offer(features)

    def about() -> Spot:
        return spot_of(text, form, features)

    return comments.commenting(
        text, form, about, "consultations/text_comment_place.html", features=features.values()
    )


@machines.get("/<municipality>/api/consultations/<int:text_id>/places")
@requires(policy.may_see_text, of=texts.text)
def places(text: ConsultedText) -> ResponseReturnValue:
    """The map of a text as GeoJSON (WGS84): its shapes, and the places that people comment."""
    said = queries.places(text)
    body = {
        "type": "FeatureCollection",
        "truncated": len(said) > queries.MOST_PLACES,
        "features": [
            *(_shape(text, one) for one in queries.features(text)),
            *(_place(text, one) for one in said[: queries.MOST_PLACES]),
        ],
    }
    response = Response(json.dumps(body, ensure_ascii=False), content_type="application/geo+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def spot_of(
    text: ConsultedText, form: comment_forms.PlaceCommentForm, features: dict[int, TextFeature]
) -> Spot:
    """The place that was chosen, drawn or typed."""
    point = rules.typed_spot(form.x.data or "", form.y.data or "")
    feature = features.get(form.feature.data or 0)
    return Spot(text, feature=feature, point=point, address=form.place.data or "")


def _put(text: ConsultedText, form: forms.MapForm) -> None:
    upload, shapes = form.layer.data, []
    if upload and upload.filename:
        size = upload.stream.seek(0, 2)
        upload.stream.seek(0)
        shapes = rules.read_layer(upload.stream, size)
    deeds.put(current_actor(), text, shapes, form.assets.data or [])


def _shape(text: ConsultedText, one: TextFeature) -> dict[str, Any]:
    url = url_for("texts.show", text_id=text.id, _anchor=f"feature-{one.id}")
    told = {"title": one.title, "url": url, "state": "unknown", "kind": "shape", "id": one.id}
    return {"type": "Feature", "geometry": one.geometry, "properties": told}


def _place(text: ConsultedText, one: TextComment) -> dict[str, Any]:
    anchor = f"comment-{one.id}"
    url = url_for("texts.show", text_id=text.id, after=one.id - 1, _anchor=anchor)
    told = {
        "title": gettext("Comment no. %(number)s", number=one.id),
        "summary": one.text[:EXCERPT],
        "url": url,
        "state": "idle",
        "kind": "comment",
        "id": one.id,
    }
    shape = {"type": "Point", "coordinates": [one.x, one.y]}
    return {"type": "Feature", "geometry": shape, "properties": told}

"""What a phone asks and sends on visits: who is signed in, what to take along, visits, photos."""

from http import HTTPStatus
from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources import policy
from inmeko.resources.api.blueprint import api
from inmeko.resources.forms import spot
from inmeko.resources.forms.visits import VisitForm
from inmeko.resources.models import Asset, Visit
from inmeko.resources.queries import assets, visits
from inmeko.resources.queries.visits import VisitGround
from inmeko.resources.rules import filters
from inmeko.resources.rules.visits import client_key
from inmeko.resources.services import visits as deeds
from inmeko.web.access import current_actor, requires
from inmeko.web.errors import answer

NO_PHOTO = N_("No photo came with this request.")


@api.get("/visits/standing")
@requires(policy.may_visit, of=visits.ground)
def standing(ground: VisitGround) -> ResponseReturnValue:
    """Who is signed in on this phone, and the token that their next request needs."""
    return jsonify(person=current_actor().id, token=generate_csrf())


@api.get("/visits/along.json")
@requires(policy.may_visit, of=visits.ground)
def along(ground: VisitGround) -> ResponseReturnValue:
    """The assets of a filter, or the stops of a round, as a phone takes them along."""
    named = request.args.get("round", "")
    if named:
        number = int(named) if named.isdecimal() and len(named) < 10 else 0
        found = visits.along_round(ground.town.id, number)
    else:
        wanted = filters.read(request.args.to_dict(flat=False))
        found = visits.along_filter(ground.town.id, wanted, athens_date(clock.now()))
    rows = [spot.along(asset, stop) for asset, stop in found.rows]
    return jsonify(town=ground.town.slug, assets=rows, more=found.more)


@api.post("/visits")
@requires(policy.may_visit, of=visits.ground)
def receive(ground: VisitGround) -> ResponseReturnValue:
    """Keep a visit; the answer to a repeat names the same visit."""
    form = VisitForm()
    asset = _asset(ground, form)
    if not form.validate():
        words = " ".join(error for field in form for error in field.errors)
        return answer(HTTPStatus.UNPROCESSABLE_ENTITY, words)
    said = spot.said(form, asset)
    visit, new = deeds.receive(current_actor(), ground.town.id, asset, said)
    told = _told(visit, spot.changed(visit, dict(said.seen)))
    return jsonify(told), HTTPStatus.CREATED if new else HTTPStatus.OK


@api.post("/visits/<client_key>/photos")
@requires(policy.may_add_to_visit, of=visits.visit_of_key)
def receive_photo(visit: Visit) -> ResponseReturnValue:
    """Keep a photo of a visit under the phone's number; a repeat is answered alike."""
    upload = request.files.get("photo")
    if upload is None:
        raise RuleError(NO_PHOTO)
    key = client_key(request.form.get("key", ""))
    name = upload.filename or ""
    _photo, new = deeds.add_photo(current_actor(), visit, key, upload.stream, name)
    told = _told(visit, [])
    return jsonify(told), HTTPStatus.CREATED if new else HTTPStatus.OK


@api.get("/visits/<int:visit_id>.geojson")
@requires(policy.may_read_visit, of=visits.visit)
def visit_places(visit: Visit) -> ResponseReturnValue:
    """Where the visitor stood, and where the register places the asset."""
    found = []
    if visit.x is not None:
        place = {"type": "Point", "coordinates": [visit.x, visit.y]}
        found.append(_feature(place, gettext("Where the visitor stood"), "other", "unknown"))
    shape = assets.shape(visit.asset) if visit.asset else None
    if visit.asset and shape:
        asset = visit.asset
        found.append(_feature(shape, asset.title, asset.kind.value, asset.use.value))
    return jsonify(type="FeatureCollection", truncated=False, features=found)


def _asset(ground: VisitGround, form: VisitForm) -> Asset | None:
    named = form.asset.data or ""
    if not named:
        return None
    number = int(named) if named.isdecimal() and len(named) < 10 else 0
    return assets.asset(municipality=ground.town.slug, asset_id=number)


def _told(visit: Visit, changed: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "number": visit.id,
        "url": url_for("resources.visit", visit_id=visit.id),
        "photos": [photo.client_key for photo in visit.photos],
        "changed": changed,
    }


def _feature(shape: dict[str, Any], title: str, kind: str, state: str) -> dict[str, Any]:
    properties = {"title": title, "kind": kind, "state": state}
    return {"type": "Feature", "geometry": shape, "properties": properties}

"""Give a text its map: shapes out of a file, assets of the register; or take it away."""

from collections.abc import Sequence

import sqlalchemy as sa

from inmeko.consultations.models import ConsultedText, TextFeature
from inmeko.consultations.queries import text_map as queries
from inmeko.consultations.rules import text_map as rules
from inmeko.consultations.rules.text_map import Shape
from inmeko.consultations.rules.texts import TextState
from inmeko.consultations.services.texts import KIND, lock
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note


def put(
    actor: Actor, text: ConsultedText, shapes: Sequence[Shape], codes: Sequence[str]
) -> Sequence[TextFeature]:
    """Let these shapes, and the assets of these codes, be the map of a draft; none clears it."""
    lock(text)
    if text.state is not TextState.DRAFT:
        raise ConflictError(N_("The text is public: its map does not change under its comments."))
    rows = [TextFeature(title=one.title, geometry=dict(one.geometry)) for one in shapes]
    rows += _assets(text, codes)
    if len(rows) > rules.MOST_FEATURES:
        raise RuleError(N_("The map of a text has at most 500 shapes."), field="assets")
    db.session.execute(sa.delete(TextFeature).where(TextFeature.text_id == text.id))
    for position, row in enumerate(rows, start=1):
        row.municipality_id, row.text_id, row.position = text.municipality_id, text.id, position
        db.session.add(row)
    db.session.flush()
    town, after = text.municipality_id, {"title": text.title, "shapes": len(rows)}
    note(actor, "map changed", KIND, text.id, municipality_id=town, after=after)
    return rows


def _assets(text: ConsultedText, codes: Sequence[str]) -> list[TextFeature]:
    found = queries.assets(municipality_id=text.municipality_id, codes=codes)
    missing = [code for code in codes if code not in found]
    if missing:
        message = N_("Not in the register, or without a place: %(codes)s")
        raise RuleError(message, field="assets", values={"codes": ", ".join(missing[:10])})
    return [
        TextFeature(title=asset.title[:300], geometry=rules.as_geojson(shape), asset_id=asset.id)
        for asset, shape in (found[code] for code in codes)
    ]

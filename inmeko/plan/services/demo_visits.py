"""Send the visits of the demo as a phone would, photos included."""

import io
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.plan import queries
from inmeko.plan.rules.demo_visits import VISITS, DemoVisit
from inmeko.resources.models import Asset, Visit
from inmeko.resources.queries import assets
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.visits import Said
from inmeko.resources.services import visit_decisions as decisions
from inmeko.resources.services import visits

SKY, WALL, ROOF, GROUND = "#cfe0f2", "#d9cdb8", "#a0563f", "#8c9a78"


def load(visitor: Actor, planner: Actor, town: Municipality) -> None:
    """Receive the visits, and settle those that are done."""
    first = queries.first_idle(town.id)
    for number, one in enumerate(VISITS):
        visit = _send(visitor, town, first, number, one)
        if one.accepted:
            choices = {proposal.field: True for proposal in visit.proposals}
            version = visit.asset.version if visit.asset else None
            decisions.settle(planner, visit, choices, asset_version=version)


def _send(
    visitor: Actor, town: Municipality, first: dict[Kind, int], number: int, one: DemoVisit
) -> Visit:
    asset = None
    if one.kind is not None:
        asset = assets.asset(municipality=town.slug, asset_id=first[one.kind])
    visit, _new = visits.receive(visitor, town.id, asset, _said(town, asset, number, one))
    for place in range(one.photos):
        key = _key(town, f"{number}/{place}")
        visits.add_photo(visitor, visit, key, _picture(place), f"photo-{place + 1}.jpg")
    return visit


def _said(town: Municipality, asset: Asset | None, number: int, one: DemoVisit) -> Said:
    x, y = (asset.x, asset.y) if asset and asset.x is not None else queries.middle(town.id)
    place = None if x is None or y is None else (x + one.shift[0], y + one.shift[1])
    values = dict(one.values)
    if asset is None and place:
        values["geometry"] = f"POINT ({place[0]:.6f} {place[1]:.6f})"
    now = visits.values_now(asset)
    seen = {name: now[name] for name in ("condition", "use", "use_certainty") if name in now}
    return Said(
        key=_key(town, str(number)),
        visited_at=clock.now() - timedelta(days=one.days_ago),
        values=values,
        seen={**seen, **one.seen},
        version=None if asset is None else asset.version,
        x=place[0] if place else None,
        y=place[1] if place else None,
        accuracy=one.accuracy,
        note=one.note,
    )


def _key(town: Municipality, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{town.slug}/visits/{name}"))


def _picture(shade: int) -> io.BytesIO:
    """A house drawn with five strokes: the demo shows no real one."""
    picture = Image.new("RGB", (960, 720), SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 560, 960, 720), fill=GROUND)
    pen.rectangle((240, 300, 720, 600), fill=WALL)
    pen.polygon(((200, 310), (480 + 60 * shade, 160), (760, 310)), fill=ROOF)
    pen.rectangle((440, 430, 520, 600), fill=ROOF)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    target.seek(0)
    return target

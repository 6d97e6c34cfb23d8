"""Receive what a phone sends: a visit and its photos, each kept once however often it comes."""

import logging
from collections.abc import Mapping
from typing import IO

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules import files
from inmeko.records.services import attach, note
from inmeko.records.services.picturing import published
from inmeko.resources.models import Asset, Visit, VisitPhoto, VisitProposal
from inmeko.resources.queries import visits as queries
from inmeko.resources.rules import visits as rules
from inmeko.resources.services.assets import values_of
from inmeko.resources.services.rounds import mark_visited

logger = logging.getLogger(__name__)

TAKEN = N_("Another visit has this number: open the form again.")


def receive(
    actor: Actor, municipality_id: int, asset: Asset | None, said: rules.Said
) -> tuple[Visit, bool]:
    """Keep a visit, and say whether it is new; a repeat gives the one that was kept before.

    Refuses a place without a name, words that the register does not know, and a number that
    somebody else's visit has.
    """
    known = queries.by_key(said.key)
    if known is not None:
        return _own(actor, municipality_id, known), False
    _check(asset, said)
    visit = _made(actor, municipality_id, asset, said)
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except sa.exc.IntegrityError:
        # The same visit came in twice at once, and the other request was quicker.
        known = queries.by_key(said.key)
        if known is None:
            raise
        return _own(actor, municipality_id, known), False
    if asset is not None:
        _mark_stop(actor, asset, visit)
    after = {one.field: one.proposed for one in visit.proposals}
    note(actor, "visit received", "visit", visit.id, municipality_id=municipality_id, after=after)
    logger.info("visit %s received from %s", visit.id, actor.id)
    return visit, True


def add_photo(
    actor: Actor, visit: Visit, key: str, upload: IO[bytes], filename: str
) -> tuple[VisitPhoto, bool]:
    """Keep a photo of a visit, and say whether it is new; its pixels alone are kept.

    Refuses what is no picture, and more photos than one visit has.
    """
    known = queries.photo_by_key(key)
    if known is not None:
        return _of(visit, known), False
    if len(visit.photos) >= rules.MOST_PHOTOS:
        raise RuleError(
            N_("A visit has at most %(most)s photos."),
            field="photos",
            values={"most": rules.MOST_PHOTOS},
        )
    try:
        with db.session.begin_nested():
            photo = _kept(actor, visit, key, upload, filename)
    except sa.exc.IntegrityError:
        known = queries.photo_by_key(key)
        if known is None:
            raise
        return _of(visit, known), False
    return photo, True


def values_now(asset: Asset | None) -> Mapping[str, str | None]:
    """What the register says now of the fields that a visit may speak of, as plain text."""
    return {} if asset is None else rules.plain_values(values_of(asset))


def _check(asset: Asset | None, said: rules.Said) -> None:
    if asset is None and not said.values.get("title"):
        raise RuleError(N_("Give the place a name."), field="title")
    if len(said.note) > rules.LONGEST_NOTE:
        raise RuleError(
            N_("This text has %(length)s characters; at most %(longest)s are kept"),
            field="note",
            values={"length": len(said.note), "longest": rules.LONGEST_NOTE},
        )
    rules.asset_values(said.values)


def _made(actor: Actor, municipality_id: int, asset: Asset | None, said: rules.Said) -> Visit:
    now = clock.now()
    changes = rules.proposals(said, values_now(asset))
    return Visit(
        municipality_id=municipality_id,
        asset_id=None if asset is None else asset.id,
        person_id=actor.id,
        client_key=said.key,
        seen_version=said.version,
        visited_at=rules.moment_of(said.visited_at, now),
        received_at=now,
        x=said.x,
        y=said.y,
        accuracy=said.accuracy,
        note=said.note,
        proposals=[VisitProposal(field=c.field, seen=c.seen, proposed=c.proposed) for c in changes],
        photos=[],
    )


def _own(actor: Actor, municipality_id: int, visit: Visit) -> Visit:
    if visit.person_id != actor.id or visit.municipality_id != municipality_id:
        raise ConflictError(TAKEN)
    return visit


def _of(visit: Visit, photo: VisitPhoto) -> VisitPhoto:
    if photo.visit_id != visit.id:
        raise ConflictError(TAKEN)
    return photo


def _mark_stop(actor: Actor, asset: Asset, visit: Visit) -> None:
    """The visit does the stop of the visitor's open round, if there is one at this asset."""
    stop = queries.open_stop(asset.municipality_id, asset.id, actor.id)
    if stop is not None:
        visit.round_stop_id = stop.id
        mark_visited(stop, visit.visited_at)


def _kept(actor: Actor, visit: Visit, key: str, upload: IO[bytes], filename: str) -> VisitPhoto:
    kind = files.identify(upload, filename)
    if kind.media_type not in files.IMAGES:
        raise RuleError(
            N_("“%(name)s” is no photo."), field="photos", values={"name": files.shown(filename)}
        )
    # Who stood where is told by the visit alone: the place inside the picture is not kept.
    clean = published(upload, filename)
    name = f"episkepsi-{visit.id}-{len(visit.photos) + 1}{kind.extension}"
    attachment = attach(
        actor,
        clean,
        name,
        kind="visit",
        key=visit.id,
        municipality_id=visit.municipality_id,
        public=False,
        purpose="evidence",
    )
    photo = VisitPhoto(client_key=key, attachment=attachment, attachment_id=attachment.id)
    visit.photos.append(photo)
    db.session.flush()
    return photo

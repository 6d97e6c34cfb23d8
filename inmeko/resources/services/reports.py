"""Deeds on reports of citizens: receive, accept, link, refuse, and forget who sent them."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from shapely.geometry import Point

from inmeko.accounts import queries as accounts
from inmeko.extensions import db
from inmeko.extensions.counters import count_on
from inmeko.kernel import clock
from inmeko.kernel.actor import ANONYMOUS, Actor
from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import WGS84
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records import queries as records_queries
from inmeko.records import services as records
from inmeko.records.rules import files
from inmeko.records.rules.outbox import check_address
from inmeko.resources.models import Asset, IdleReport, ReportCounter
from inmeko.resources.queries import reports as queries
from inmeko.resources.rules.asset import AssetState, Certainty, Kind, Use
from inmeko.resources.rules.reports import (
    ADDRESS_KEPT,
    REPORT_NEXT,
    SOURCE,
    ReportState,
    check_photos,
    check_report,
)
from inmeko.resources.services import assets

logger = logging.getLogger(__name__)

KIND = "idle_report"


@dataclass(frozen=True)
class Photo:
    """A photo as it was sent."""

    content: IO[bytes]
    filename: str


def receive(
    municipality_id: int, values: Mapping[str, Any], photos: Sequence[Photo], *, language: str
) -> IdleReport:
    """Keep what a citizen says about an idle place; nobody sees it before a planner does."""
    check_report(values)
    check_photos(len(photos))
    email = check_address(values["email"]) if values.get("email") else None
    report = IdleReport(
        municipality_id=municipality_id,
        number=count_on(ReportCounter, {"municipality_id": municipality_id}),
        secret=secrets.token_urlsafe(24),
        title=values["title"].strip(),
        kind=values.get("kind") or Kind.OTHER,
        text=values.get("text") or "",
        address=values.get("address") or "",
        x=values.get("x"),
        y=values.get("y"),
        accuracy=values.get("accuracy"),
        email=email,
        language=language,
    )
    db.session.add(report)
    db.session.flush()
    for photo in photos:
        _keep(ANONYMOUS, photo, KIND, report.id, municipality_id, public=False)
    # Neither the words nor the address of the citizen belong into a trail that is kept for ever.
    _note(ANONYMOUS, "spotted", report, {"number": report.number})
    return report


def accept(
    actor: Actor, report: IdleReport, *, title: str, kind: Kind, publish_photos: bool
) -> Asset:
    """Enter what is reported as a new asset: idle, not certain, with the report as its source."""
    _move(report, ReportState.ACCEPTED)
    values: dict[str, Any] = {
        "title": title.strip(),
        "kind": kind,
        "description": report.text,
        "use": Use.IDLE,
        "use_certainty": Certainty.UNCERTAIN,
        "use_source": SOURCE.format(number=report.number),
        "address": report.address,
    }
    if report.x is not None and report.y is not None:
        values["geometry"] = Point(report.x, report.y)
        values["original_crs"] = WGS84
        values["original_geometry"] = f"POINT ({report.x} {report.y})"
    asset = assets.record(actor, report.municipality_id, values)
    _settle(actor, report, asset, publish_photos=publish_photos)
    _note(actor, "accepted", report, {"asset": asset.code})
    return asset


def link(actor: Actor, report: IdleReport, asset: Asset, *, publish_photos: bool) -> None:
    """Say that what is reported stands in the register already; its photos go to that asset."""
    if asset.municipality_id != report.municipality_id or asset.state is not AssetState.CURRENT:
        raise RuleError(N_("Choose an asset of this municipality's register."), field="code")
    _move(report, ReportState.LINKED)
    _settle(actor, report, asset, publish_photos=publish_photos)
    _note(actor, "linked", report, {"asset": asset.code})


def refuse(actor: Actor, report: IdleReport, reason: str) -> None:
    """Set a report aside, with a reason that the citizen reads."""
    if not reason.strip():
        raise RuleError(
            N_("Say why the report is not taken up; the citizen reads it."), field="reason"
        )
    _move(report, ReportState.REFUSED)
    report.reason = reason.strip()
    _judged(actor, report)
    _note(actor, "refused", report, {"reason": report.reason})


def mail_key(report: IdleReport, occasion: str) -> str:
    """The key of a mail about a report: sent once for each occasion ("received", "verdict")."""
    return f"idle-report-{report.id}-{occasion}"


def forget_addresses() -> int:
    """Forget the addresses of citizens whose verdict was sent, or who wrote 90 days ago."""
    before = clock.now() - ADDRESS_KEPT
    found = [
        report
        for town in accounts.municipalities()
        for report in queries.to_forget(municipality_id=town.id, before=before)
    ]
    for report in found:
        records.forget_mails([mail_key(report, "received"), mail_key(report, "verdict")])
        report.email = None
    db.session.flush()
    logger.info("addresses of %s reports forgotten", len(found))
    return len(found)


def _settle(actor: Actor, report: IdleReport, asset: Asset, *, publish_photos: bool) -> None:
    report.asset_id = asset.id
    _judged(actor, report)
    for file in records_queries.attachments(KIND, report.id):
        photo = Photo(records_queries.content(file), file.filename)
        town = report.municipality_id
        _keep(actor, photo, "asset", asset.id, town, public=publish_photos)


def _keep(
    actor: Actor, photo: Photo, kind: str, key: int, municipality_id: int, *, public: bool
) -> None:
    if files.identify(photo.content, photo.filename).media_type not in files.IMAGES:
        raise RuleError(
            N_("“%(name)s” is no photo."),
            field="photos",
            values={"name": files.shown(photo.filename)},
        )
    records.attach(
        actor,
        photo.content,
        photo.filename,
        kind=kind,
        key=key,
        municipality_id=municipality_id,
        public=public,
        purpose="evidence",
    )


def _move(report: IdleReport, to: ReportState) -> None:
    report.state = advance(REPORT_NEXT, report.state, to)


def _judged(actor: Actor, report: IdleReport) -> None:
    report.judged_by_id, report.judged_at = actor.id, clock.now()
    db.session.flush()


def _note(actor: Actor, deed: str, report: IdleReport, after: dict[str, Any]) -> None:
    records.note(actor, deed, KIND, report.id, municipality_id=report.municipality_id, after=after)
    logger.info("report %s %s", report.id, deed)

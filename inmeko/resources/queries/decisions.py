"""Decisions of Διαύγεια: one, a list, those of an asset, and the assets that one may concern."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.portable import among, matches
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset, Concession, Decision, DecisionLink
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.concession_words import LinkState
from inmeko.resources.rules.likeness import TOO_COMMON, Place

PAGE = 50
# The embedded engine takes a limited number of parameters.
TOGETHER = 5000


def decision(*, municipality: str, decision_id: int) -> Decision:
    """A decision of a town with its links; NotFoundError if that town has none of this id."""
    query = (
        sa.select(Decision)
        .join(Decision.municipality)
        .where(Municipality.slug == municipality, Decision.id == decision_id)
        .options(selectinload(Decision.links).joinedload(DecisionLink.asset))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such decision in this municipality."))
    return found


def link(*, municipality: str, decision_id: int, link_id: int) -> DecisionLink:
    """A decision's link to an asset; raises NotFoundError."""
    found = next(
        (
            one
            for one in decision(municipality=municipality, decision_id=decision_id).links
            if one.id == link_id
        ),
        None,
    )
    if found is None:
        raise NotFoundError(N_("This asset is not offered for the decision."))
    return found


def page(
    municipality_id: int, words: Sequence[str], *, offered: bool, after: int | None
) -> tuple[Sequence[Decision], bool]:
    """A page of a town's decisions, the newest first, and whether there are more.

    `words` are sought in the subject and the ΑΔΑ; with `offered` only those to be judged.
    """
    query = sa.select(Decision).where(Decision.municipality_id == municipality_id)
    for word in words:
        query = query.where(
            sa.or_(
                Decision.subject.icontains(word, autoescape=True),
                Decision.ada.contains(word.upper(), autoescape=True),
            )
        )
    if offered:
        waiting = sa.select(DecisionLink.decision_id).where(
            DecisionLink.municipality_id == municipality_id,
            DecisionLink.state == LinkState.OFFERED,
        )
        query = query.where(Decision.id.in_(waiting))
    day = sa.func.coalesce(Decision.issued_on, sa.literal(date(1900, 1, 1)))
    if after is not None:
        last = sa.select(day, Decision.id).where(
            Decision.municipality_id == municipality_id, Decision.id == after
        )
        place = db.session.execute(last).first()
        if place is not None:
            row = sa.tuple_(sa.literal(place[0], sa.Date()), sa.literal(place[1]))
            query = query.where(sa.tuple_(day, Decision.id) < row)
    query = query.options(selectinload(Decision.links).joinedload(DecisionLink.asset))
    rows = db.session.scalars(query.order_by(day.desc(), Decision.id.desc()).limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def counts(municipality_id: int) -> tuple[int, int]:
    """How many decisions a town has, and how many of its links wait to be judged."""
    all_of_them = sa.select(sa.func.count(Decision.id)).where(
        Decision.municipality_id == municipality_id
    )
    waiting = sa.select(sa.func.count(DecisionLink.id)).where(
        DecisionLink.municipality_id == municipality_id, DecisionLink.state == LinkState.OFFERED
    )
    return db.session.scalar(all_of_them) or 0, db.session.scalar(waiting) or 0


def by_ada(municipality_id: int, adas: Collection[str]) -> dict[str, Decision]:
    """The decisions of a town that are known of these numbers."""
    query = sa.select(Decision).where(
        Decision.municipality_id == municipality_id, among(Decision.ada, adas)
    )
    return {found.ada: found for found in db.session.scalars(query)}


def naming(decision: Decision) -> Sequence[Decision]:
    """The decisions of the same town whose subjects name this one."""
    query = sa.select(Decision).where(
        Decision.municipality_id == decision.municipality_id, Decision.names_ada == decision.ada
    )
    return db.session.scalars(query.order_by(Decision.issued_on, Decision.id)).all()


def concessions_by(decision: Decision) -> Sequence[Concession]:
    """The concessions of the same town that rest on a decision."""
    query = (
        sa.select(Concession)
        .where(
            Concession.municipality_id == decision.municipality_id, Concession.ada == decision.ada
        )
        .options(joinedload(Concession.asset), joinedload(Concession.organisation))
    )
    return db.session.scalars(query.order_by(Concession.id)).all()


def of_asset(asset: Asset) -> Sequence[DecisionLink]:
    """The decisions that concern an asset, the newest first."""
    query = (
        sa.select(DecisionLink)
        .join(DecisionLink.decision)
        .where(DecisionLink.asset_id == asset.id, DecisionLink.state == LinkState.ACCEPTED)
        .options(contains_eager(DecisionLink.decision))
    )
    return db.session.scalars(query.order_by(Decision.issued_on.desc(), Decision.id.desc())).all()


def unlooked(municipality_id: int) -> Sequence[Decision]:
    """The decisions of a town of which no link was accepted."""
    judged = sa.select(DecisionLink.decision_id).where(
        DecisionLink.municipality_id == municipality_id, DecisionLink.state == LinkState.ACCEPTED
    )
    query = sa.select(Decision).where(
        Decision.municipality_id == municipality_id, Decision.id.not_in(judged)
    )
    query = query.options(selectinload(Decision.links))
    return db.session.scalars(query.order_by(Decision.id)).all()


def bearers(municipality_id: int, stem: str) -> list[int]:
    """The assets whose words begin with a stem; none where it is too common to tell anything."""
    query = (
        sa.select(Asset.id)
        .where(Asset.municipality_id == municipality_id, Asset.state == AssetState.CURRENT)
        .where(matches(Asset.search_text, [stem]))
        .limit(TOO_COMMON + 1)
    )
    found = list(db.session.scalars(query))
    return found if len(found) <= TOO_COMMON else []


def with_kaek(municipality_id: int, kaeks: Collection[str]) -> list[int]:
    """The assets of these cadastral codes."""
    query = sa.select(Asset.id).where(
        Asset.municipality_id == municipality_id,
        Asset.state == AssetState.CURRENT,
        among(Asset.kaek, kaeks),
    )
    return list(db.session.scalars(query))


def places(municipality_id: int, ids: Collection[int]) -> dict[int, Place]:
    """What of assets is compared with a subject, by the asset's id."""
    query = sa.select(Asset.id, Asset.title, Asset.address, Asset.code, Asset.kaek)
    query = query.where(Asset.municipality_id == municipality_id)
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), TOGETHER):
        part = query.where(Asset.id.in_(wanted[start : start + TOGETHER]))
        for number, title, address, code, kaek in db.session.execute(part):
            found[number] = Place(title, address, code, kaek)
    return found

"""What depends on an import: why it cannot be undone, asset by asset."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import User
from inmeko.extensions import Base, db
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment, AuditEntry, ProtocolEntry
from inmeko.resources.models import Asset, AssetImport, DecisionLink, ImportChange
from inmeko.resources.rules.concession_words import LinkState

# So many dependents of each sort are named.
NAMED = 20

# What goes away with an asset that is removed, and so keeps nobody from undoing.
FREE = frozenset({"asset_features", "asset_sectors", "asset_flags", "import_changes"})

# Tables that refer to assets, by what their rows are; a part that adds one may name it here.
REASONS = {
    "assets": N_("another asset is kept there"),
    "visits": N_("it was visited"),
    "visit_proposals": N_("it was visited"),
    "concessions": N_("it was given to use"),
    "decision_links": N_("a decision of Διαύγεια is linked to it"),
    "asset_costs": N_("costs were entered for it"),
    "reuse_scenarios": N_("a reuse was computed for it"),
    "citations": N_("it cites where a value comes from"),
    "round_stops": N_("it is a stop of a round"),
    "idle_reports": N_("a citizen reported it"),
    "asset_merges": N_("it was merged with another"),
}
OTHERWISE = N_("something was entered about it since")


@dataclass(frozen=True)
class Dependent:
    """An asset that was gone on with since an import: why, by whom and when, where known."""

    id: int
    code: str
    title: str
    why: str
    who: str | None = None
    at: datetime | None = None


def dependents(asset_import: AssetImport) -> list[Dependent]:
    """What keeps an import from being undone; at most a few of each sort, by code."""
    found = [
        Dependent(row.id, row.code, row.title, why)
        for why, query in _questions(asset_import)
        for row in db.session.execute(query.order_by(Asset.code).limit(NAMED))
    ]
    return [*_changed_since(asset_import), *found]


def made(asset_import: AssetImport) -> int:
    """How many assets an import made that are still there."""
    return db.session.scalar(sa.select(sa.func.count()).where(_made(asset_import))) or 0


def numbers(asset_import: AssetImport) -> Sequence[int]:
    """The ids of the assets that an import made, in their order."""
    return db.session.scalars(
        sa.select(Asset.id).where(_made(asset_import)).order_by(Asset.id)
    ).all()


def altered(asset_import: AssetImport) -> int:
    """How many assets an import changed."""
    query = sa.select(sa.func.count()).where(
        ImportChange.import_id == asset_import.id, ImportChange.version > 0
    )
    return db.session.scalar(query) or 0


def changes(*, import_id: int, after: int, limit: int) -> Sequence[ImportChange]:
    """How assets were before an import, in the order of their ids."""
    query = (
        sa.select(ImportChange)
        .where(ImportChange.import_id == import_id, ImportChange.asset_id > after)
        .order_by(ImportChange.asset_id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def _made(asset_import: AssetImport) -> sa.ColumnElement[bool]:
    return Asset.made_by_id == asset_import.id


def _questions(asset_import: AssetImport) -> Iterator[tuple[str, sa.Select[Any]]]:
    """Each reason with the query of the assets it holds for."""
    named: tuple[Any, ...] = (Asset.id, Asset.code, Asset.title)
    columns = sa.select(*named)
    ours = columns.where(_made(asset_import))
    files = sa.select(Attachment.key).where(
        Attachment.kind == "asset", Attachment.removed_at.is_(None)
    )
    yield N_("it has files"), ours.where(Asset.id.in_(files))
    entries = sa.select(ProtocolEntry.key).where(ProtocolEntry.kind == "asset")
    yield N_("the protocol register refers to it"), ours.where(Asset.id.in_(entries))
    later = (
        sa.select(ImportChange.asset_id)
        .join(AssetImport, AssetImport.id == ImportChange.import_id)
        .where(AssetImport.done_at > asset_import.done_at, AssetImport.undone_at.is_(None))
    )
    mine = sa.select(ImportChange.asset_id).where(ImportChange.import_id == asset_import.id)
    touched = _made(asset_import) | Asset.id.in_(mine)
    again = columns.where(touched, Asset.id.in_(later), Asset.id.not_in(_moved_on(asset_import)))
    yield N_("a later import brought it again"), again
    for table in Base.metadata.sorted_tables:
        if table.name in FREE:
            continue
        columns_of: Any = table.c
        for column in columns_of:
            if column.references(Asset.__table__.c.id):
                refers = _referring(table, column, asset_import)
                yield REASONS.get(table.name, OTHERWISE), ours.where(Asset.id.in_(refers))


def _referring(table: Any, column: Any, asset_import: AssetImport) -> sa.Select[Any]:
    """Whom the rows of a table refer to; rows that go away with the import do not count."""
    query = sa.select(column).where(column.is_not(None))
    if table.name == DecisionLink.__tablename__:
        # What was only offered is nobody's work.
        return query.where(table.c.state != LinkState.OFFERED)
    if table.name != Asset.__tablename__:
        return query
    other = sa.alias(table)
    goes = sa.func.coalesce(other.c.made_by_id, 0) == asset_import.id
    return sa.select(other.c[column.name]).where(other.c[column.name].is_not(None), ~goes)


def _moved_on(asset_import: AssetImport) -> sa.Select[Any]:
    """The assets that are no longer in the version the import left."""
    made_anew = sa.select(Asset.id).where(_made(asset_import), Asset.version != 1)
    changed = (
        sa.select(Asset.id)
        .join(ImportChange, ImportChange.asset_id == Asset.id)
        .where(
            ImportChange.import_id == asset_import.id,
            ImportChange.version > 0,
            ImportChange.version != Asset.version,
        )
    )
    return sa.select(made_anew.union(changed).subquery().c.id)


def _changed_since(asset_import: AssetImport) -> Iterator[Dependent]:
    query = (
        sa.select(Asset.id, Asset.code, Asset.title)
        .where(Asset.id.in_(_moved_on(asset_import)))
        .order_by(Asset.code)
        .limit(NAMED)
    )
    rows = db.session.execute(query).all()
    last = (
        sa.select(sa.func.max(AuditEntry.id))
        .where(AuditEntry.kind == "asset", AuditEntry.key.in_([row.id for row in rows]))
        .group_by(AuditEntry.key)
    )
    told = (
        sa.select(AuditEntry.key, AuditEntry.at, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.id.in_(last))
    )
    deeds = {row.key: row for row in db.session.execute(told)}
    for row in rows:
        deed = deeds.get(row.id)
        who, at = (deed.name, deed.at) if deed else (None, None)
        yield Dependent(row.id, row.code, row.title, N_("it was changed since"), who, at)

"""Where equipment is kept: the asset that a text names, one by one and for a whole import."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from inmeko.extensions import db
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_, fold
from inmeko.resources.models import Asset
from inmeko.resources.queries import keeping as queries


def keeper_of(asset: Asset, text: str) -> int | None:
    """The id of the asset where a text says that an asset is kept; None for words alone."""
    if not text.strip():
        return None
    # Half-written values must not reach the database before they are checked as a whole.
    with db.session.no_autoflush:
        keeper = queries.named(municipality_id=asset.municipality_id, text=text)
    if keeper is None:
        return None
    if keeper.id == asset.id or (asset.id is not None and keeper.kept_at_id == asset.id):
        raise RuleError(N_("An asset cannot be kept in itself."), field="kept_at")
    return keeper.id


def settle(municipality_id: int, import_id: int) -> None:
    """Find the keepers of all that an import wrote, in a few statements however much it was."""
    written = sa.and_(Asset.municipality_id == municipality_id, Asset.import_id == import_id)
    said = sa.and_(written, Asset.kept_at != "")
    texts = db.session.scalars(sa.select(Asset.kept_at).where(said).distinct()).all()
    unsaid = sa.and_(written, Asset.kept_at == "", Asset.kept_at_id.is_not(None))
    _put(sa.update(Asset).where(unsaid).values(kept_at_id=None))
    if not texts:
        return
    other = aliased(Asset)
    code = sa.select(other.id).where(
        other.municipality_id == municipality_id,
        other.code == Asset.kept_at,
        other.id != Asset.id,
    )
    _put(sa.update(Asset).where(said).values(kept_at_id=code.scalar_subquery()))
    keys: dict[str, list[str]] = {}
    for text in texts:
        keys.setdefault(fold(text)[:300], []).append(text)
    for key, keeper in _alone(municipality_id, keys).items():
        theirs = sa.and_(said, Asset.kept_at_id.is_(None), Asset.kept_at.in_(keys[key]))
        _put(sa.update(Asset).where(theirs, Asset.id != keeper).values(kept_at_id=keeper))


def _alone(municipality_id: int, keys: dict[str, list[str]]) -> dict[str, int]:
    """The ids of assets by the folded titles that only one of the town has."""
    found: dict[str, int] = {}
    names = list(keys)
    for first in range(0, len(names), 500):
        query = (
            sa.select(Asset.title_key, sa.func.min(Asset.id))
            .where(
                Asset.municipality_id == municipality_id,
                Asset.title_key.in_(names[first : first + 500]),
            )
            .group_by(Asset.title_key)
            .having(sa.func.count() == 1)
        )
        for key, number in db.session.execute(query):
            found[key] = number
    return found


def _put(statement: sa.Update) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))

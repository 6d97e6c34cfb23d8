"""Fill the large demo municipality quickly: a part is drawn, the rest are copies beside it."""

import sqlalchemy as sa

from inmeko.accounts import queries as accounts
from inmeko.extensions import db
from inmeko.extensions.portable import learn_size
from inmeko.extensions.transaction import transaction
from inmeko.plan.rules.demo_places import LARGE
from inmeko.plan.services import demo
from inmeko.resources.models import Asset, AssetSector
from inmeko.resources.services import ready

# One asset in so many is drawn as the demo draws it; each copy lies a little further on (degrees).
COPIES = 30
STEP = (0.00031, 0.00023)
MOVED = ("id", "code", "register_ref", "geometry", "x", "y")


def fill(number: int) -> None:
    """Load so many assets, the same ones on both engines."""
    drawn = -(-number // COPIES)
    with transaction():
        demo.load_large(drawn, lambda _loaded: None)
    town = accounts.municipality(municipality=LARGE.slug).id
    left = number - drawn
    for copy in range(1, COPIES):
        if left > 0:
            with transaction():
                _copy(town, copy, min(drawn, left))
            left -= drawn
    # What the runner of the outbox does in quiet minutes.
    ready.all_ready(town)
    _learn()


def _copy(town: int, copy: int, number: int) -> None:
    """Write the first assets once more under other codes, moved by some steps."""
    east, north = STEP[0] * copy, STEP[1] * copy
    kept = [column.name for column in Asset.__table__.columns if column.name not in MOVED]
    values = [
        *kept,
        f"code || '-{copy}'",
        f"register_ref || '-{copy}'",
        f"ST_Translate(geometry, {east}, {north}, 0)",
        f"x + {east}",
        f"y + {north}",
    ]
    first = f"municipality_id = {town} AND code NOT LIKE '%-%-%' ORDER BY id LIMIT {number}"
    quoted = ", ".join(f'"{name}"' for name in (*kept, *MOVED[1:]))
    taken = ", ".join(f'"{name}"' if name in kept else name for name in values)
    db.session.execute(
        sa.text(f"INSERT INTO assets ({quoted}) SELECT {taken} FROM assets WHERE {first}")
    )
    source, target = sa.orm.aliased(Asset), sa.orm.aliased(Asset)
    pairs = (
        sa.select(target.id, AssetSector.sector)
        .join(source, source.id == AssetSector.asset_id)
        .join(
            target,
            sa.and_(
                target.municipality_id == town,
                target.code == source.code + f"-{copy}",
                source.municipality_id == town,
            ),
        )
        .where(source.code.not_like("%-%-%"))
    )
    db.session.execute(sa.insert(AssetSector).from_select(["asset_id", "sector"], pairs))


def _learn() -> None:
    """What a server does by itself in its quiet minutes."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.rollback()
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.autocommit = True
            raw.cursor().execute("VACUUM ANALYZE")
            raw.autocommit = False
    with transaction():
        db.session.execute(learn_size("assets"))

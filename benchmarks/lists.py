"""(g) The list at a depth of two hundred thousand assets, as a ratio to its first page."""

from collections.abc import Iterator

import sqlalchemy as sa

from benchmarks.timing import ratio
from inmeko.accounts import queries as accounts
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.plan.rules.demo_places import LARGE
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets
from inmeko.resources.rules.filters import AssetFilter, Cursor, Sort

DEPTH = 200_000
GOAL = 1.5


def rows(engine: str) -> Iterator[tuple[str, str, str, str]]:
    """A figure for each order of the list."""
    town, today = accounts.municipality(municipality=LARGE.slug).id, athens_date(clock.now())
    count = db.session.scalar(sa.select(sa.func.count(Asset.id))) or 0
    depth = min(DEPTH, count * 9 // 10)
    for sort in Sort:
        wanted = AssetFilter(sort=sort)
        place = _place(town, sort, depth)
        deep, first, times = ratio(
            lambda wanted=wanted, place=place: assets.page(town, wanted, today, place),  # type: ignore[misc]
            lambda wanted=wanted: assets.page(town, wanted, today),  # type: ignore[misc]
        )
        what = f"(g) {engine}: list by {sort.value} at {depth} / first page"
        yield what, f"{deep:.1f} ms", f"{first:.1f} ms", f"{times:.1f} × (goal {GOAL} ×)"


def _place(town: int, sort: Sort, depth: int) -> Cursor:
    order = assets.ORDERS[sort]
    along = (order.column.desc(), Asset.id.desc()) if order.descending else (order.column, Asset.id)
    row = db.session.execute(
        sa.select(order.column.label("key"), Asset.id)
        .where(Asset.municipality_id == town)
        .order_by(*along)
        .offset(depth)
        .limit(1)
    ).one()
    key = row.key.isoformat() if hasattr(row.key, "isoformat") else str(row.key)
    return Cursor(key, row.id)

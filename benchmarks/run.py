"""Measure the inventory on both engines, each figure as a ratio to a floor of the same run.

`make bench ASSETS=60000` prints one table. A floor is the same work without the house around
it: bare rows into a table, the bare statement, the first page.
"""

import argparse
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from inmeko.accounts import queries as accounts
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.extensions import db
from inmeko.extensions.portable import as_geojson, within_box
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.actor import ANONYMOUS
from inmeko.kernel.calendar import athens_date
from inmeko.plan.rules.demo_places import LARGE
from inmeko.plan.services import demo
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets
from inmeko.resources.rules.filters import AssetFilter, Cursor
from inmeko.resources.rules.outcome import Fate
from inmeko.resources.services import importing
from tools.cluster import cluster

ROUNDS = 5
ROWS = 10_000
Timed = Callable[[], object]


def seconds(work: Timed) -> float:
    """How long a piece of work takes once, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(work: Timed, floor: Timed) -> tuple[float, float, float]:
    """The medians of a work and of its floor (ms), taken in turns, and how many times longer."""
    pairs = [(seconds(work), seconds(floor)) for _ in range(ROUNDS)]
    ours, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return ours, bare, ours / bare


def register(number: int, round_: int) -> str:
    """A register in ΕΓΣΑ87 as a municipality would send it."""
    head = "Α/Α;Ονομασία;Διεύθυνση;Χ;Ψ;Εμβαδόν\n"
    return head + "".join(
        f"{round_}-{row};Αποθήκη {row};Ηρώων {row % 200};{400000 + row % 997},5;"
        f"{4380000 + row % 991},25;{50 + row % 900}\n"
        for row in range(number)
    )


def bring_in(folder: Path) -> Callable[[], None]:
    """Import a register of ROWS new rows, committed."""
    counter = iter(range(1000))

    def work() -> None:
        path = folder / "register.csv"
        path.write_text(register(ROWS, next(counter)), encoding="utf-8")
        town = accounts.municipality(municipality=LARGE.slug)
        with transaction(), path.open("rb") as stream:
            staged = importing.stage(ANONYMOUS, town, stream, path.name)
            report = importing.run(ANONYMOUS, staged)
        assert report is not None
        assert report.count(Fate.CREATED) == ROWS

    return work


def bare_rows() -> None:
    """Write ROWS bare rows of the same width into a table without indexes, committed."""
    with db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE IF NOT EXISTS bare (a TEXT, b TEXT, x FLOAT)"))
        rows = [{"a": f"Αποθήκη {row}", "b": f"Ηρώων {row}", "x": row / 7} for row in range(ROWS)]
        connection.execute(sa.text("INSERT INTO bare VALUES (:a, :b, :x)"), rows)


def measures(app: Flask, folder: Path) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Each figure of one engine."""
    town = accounts.municipality(municipality=LARGE.slug)
    wanted, today = AssetFilter(), athens_date(clock.now())
    number = town.id
    deep = db.session.execute(
        sa.select(Asset.title_key, Asset.id)
        .where(Asset.municipality_id == number)
        .order_by(Asset.title_key.desc(), Asset.id.desc())
        .offset(100)
        .limit(1)
    ).one()
    place = Cursor(deep.title_key, deep.id)
    yield (
        "page at the end / first page",
        ratio(
            lambda: assets.page(number, wanted, today, place),
            lambda: assets.page(number, wanted, today),
        ),
    )
    row = assets.features(number, wanted, today, None)[0]
    west, south = db.session.execute(
        sa.select(
            sa.func.ST_X(sa.func.ST_Centroid(Asset.geometry)),
            sa.func.ST_Y(sa.func.ST_Centroid(Asset.geometry)),
        ).where(Asset.id == row.id)
    ).one()
    box = (west - 0.003, south - 0.003, west + 0.003, south + 0.003)
    client = app.test_client()
    address = f"/{LARGE.slug}/api/resources.geojson?bbox={','.join(map(str, box))}"
    bare = sa.select(Asset.id, as_geojson(Asset.geometry)).where(
        Asset.municipality_id == number, within_box(Asset.geometry, box)
    )
    yield (
        "box as GeoJSON over WSGI / bare statement",
        ratio(lambda: client.get(address).data, lambda: db.session.execute(bare).all()),
    )
    yield f"import of {ROWS} rows / bare rows", ratio(bring_in(folder), bare_rows)


@contextmanager
def sites(folder: Path) -> Iterator[dict[str, Flask]]:
    """A migrated site on each engine."""
    with cluster() as url:
        made = {}
        for name, database in (("embedded", ""), ("postgis", url)):
            home = folder / name
            home.mkdir()
            made[name] = create_app(
                Settings(data_dir=home, database_url=database, secret_key="for measuring only")
            )
            with made[name].app_context():
                upgrade()
        yield made
        for app in made.values():
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=30_000)
    number = parser.parse_args().assets
    print(
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"{platform.machine()}, {number} assets, medians of {ROUNDS} rounds taken in turns"
    )
    with tempfile.TemporaryDirectory() as name, sites(Path(name)) as made:
        for engine, app in made.items():
            with app.app_context():
                with transaction():
                    demo.load_large(number, lambda _loaded: None)
                for what, (ours, bare, times) in measures(app, Path(name)):
                    print(f"{engine:9} {what:45} {ours:9.1f} ms {bare:8.1f} ms {times:6.1f} ×")


if __name__ == "__main__":
    main()

"""Measure the inventory beside its peers, each figure as a ratio taken in the same run.

`make bench` fills 300,000 assets on both engines; `make bench ASSETS=30000 QUICK=1` is a look.
"""

import argparse
import importlib.util
import os
import platform
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from benchmarks import filling, interfaces, lists, peers
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.extensions import db
from tools.cluster import cluster

# Benches of their own, which measure the databases that are there.
OTHERS = (
    "submissions",
    "registrations",
    "texts",
    "judging",
    "maps",
    "imports",
    "checker",
    "papers",
)
DATABASE = "bench"


@contextmanager
def sites(folder: Path, number: int) -> Iterator[dict[str, Flask]]:
    """A migrated site on each engine, filled."""
    with cluster() as server:
        url = _database(server)
        made = {}
        for name, database in (("postgis", url), ("embedded", "")):
            home = folder / name
            home.mkdir()
            made[name] = create_app(
                Settings(data_dir=home, database_url=database, secret_key="for measuring only")
            )
            with made[name].app_context():
                begin = time.perf_counter()
                upgrade()
                filling.fill(number)
                db.session.remove()
                print(f"{name} filled in {time.perf_counter() - begin:.0f} s", flush=True)
        yield made
        for app in made.values():
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _database(server: str) -> str:
    """A new database whose settings are the same for all who ask it."""
    address = sa.make_url(server).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(False), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        # Compiling statements would cost the others dearly; we switch it off by ourselves.
        connection.execute(f"ALTER DATABASE {DATABASE} SET jit = off")
    return sa.make_url(server).set(database=DATABASE).render_as_string(False)


def told(made: dict[str, Flask], number: int) -> str:
    """What the figures belong to: versions, machine, data."""
    server, spatial, file = "", "", ""
    with made["postgis"].app_context():
        server = db.session.scalar(sa.text("SHOW server_version")) or ""
        spatial = db.session.scalar(sa.text("SELECT postgis_lib_version()")) or ""
        db.session.remove()
    with made["embedded"].app_context():
        file = db.session.scalar(sa.text("SELECT sqlite_version() || ', ' || spatialite_version()"))
        db.session.remove()
    cores = len(os.sched_getaffinity(0))
    return (
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, "
        f"{cores} cores; PostgreSQL {server}, PostGIS {spatial}; SQLite, SpatiaLite {file}\n"
        f"peers: {peers.versions()}\n"
        f"{number} assets of the large demo municipality; medians of rounds taken in turns, "
        f"{interfaces.WORKERS} workers each, 16 clients"
    )


def others(made: dict[str, Flask]) -> bool:
    """Run the benches of their own, and say whether all went well; each tells what it lacks."""
    well = True
    url = made["postgis"].config["SETTINGS"].database_url
    folder = made["embedded"].config["SETTINGS"].data_dir
    for name in OTHERS:
        module = f"benchmarks.{name}"
        if importlib.util.find_spec(module):
            command = [sys.executable, "-m", module, "--postgis", url, "--embedded", str(folder)]
            well &= subprocess.run(command, check=False, cwd=peers.ROOT).returncode == 0
    return well


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=300_000)
    parser.add_argument("--quick", action="store_true", help="few rounds, no other benches")
    given = parser.parse_args()
    rounds, seconds = (3, 2.0) if given.quick else (5, 3.0)
    with tempfile.TemporaryDirectory() as name, sites(Path(name), given.assets) as made:
        print(told(made, given.assets), flush=True)
        whole = _shown(_depths(made))
        whole &= _shown(interfaces.rows(made, rounds=rounds, seconds=seconds))
        if not given.quick:
            whole &= others(made)
    sys.exit(0 if whole else 1)


def _shown(rows: Iterator[interfaces.Row]) -> bool:
    """Print the rows of a part; no if it broke off, which leaves the other parts their turn."""
    try:
        for row in rows:
            print("{:66} {:>12} {:>12}   {}".format(*row), flush=True)
    except Exception:
        traceback.print_exc()
        return False
    return True


def _depths(made: dict[str, Flask]) -> Iterator[interfaces.Row]:
    for engine, app in made.items():
        with app.app_context():
            yield from lists.rows(engine)
            db.session.remove()


if __name__ == "__main__":
    main()

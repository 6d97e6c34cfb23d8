"""Measure the import of a large register beside `ogr2ogr` loading the same file, on both engines.

`python -m benchmarks.imports --rows 300000` prints the wall and CPU seconds of both, taken in
turns, their ratio, and the peak memory of the import. Ours validates, reports, keeps history and
fills every index; ogr2ogr writes the rows and a spatial index.
"""

import argparse
import contextlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa
from flask_migrate import upgrade

from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.plan.rules.demo_places import LARGE, outline
from inmeko.plan.services import demo
from tools.cluster import cluster

ROOT = Path(__file__).parent.parent
KINDS = ("Κτίριο", "Οικόπεδο", "Σχολείο", "Κατάστημα", "Αποθήκη")
USES = ("Κενό", "Σε χρήση", "Άγνωστο")
STREETS = ("Ηρώων", "Αθηνάς", "Πατησίων", "Καποδιστρίου", "Ελευθερίου Βενιζέλου")
HEADER = "Α/Α;Ονομασία;Είδος;Χρήση;Διεύθυνση;ΤΚ;ΚΑΕΚ;X;Y;Εμβαδόν\n"
MODEL = "bench_imports"


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock, seconds of a processor, peak MB."""

    wall: float
    cpu: float
    memory: float


def write_register(target: Path, rows: int) -> None:
    """A register in EPSG:2100 as a municipality would send it."""
    drawn = random.Random(3)
    # Most lie in the municipality, as in a real register; the others are flagged.
    west, south, east, north = outline(LARGE).buffer(-4_000).bounds
    with target.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for row in range(1, rows + 1):
            kind = drawn.choice(KINDS)
            file.write(
                f"{row};{kind} {row};{kind};{drawn.choice(USES)};"
                f"{drawn.choice(STREETS)} {drawn.randrange(1, 200)};"
                f"{drawn.randrange(10_000, 80_000)};{drawn.randrange(10**11, 10**12)};"
                f"{drawn.uniform(west, east):.2f};{drawn.uniform(south, north):.2f};"
                f"{drawn.uniform(20, 5_000):.2f}\n"
            )


def cost(command: list[str], env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end and tell what it took; it must go well."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL
    ) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    wall = time.perf_counter() - begin
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ours(register: Path, home: Path, url: str) -> Cost:
    """Bring the register in by the command line, validation and report included."""
    report = home / "report.json"
    command = [str(Path(sys.executable).with_name("inmeko")), "resources", "import"]
    command += [str(register), "--municipality", LARGE.slug, "--report", str(report)]
    return cost(command, {"INMEKO_DATA_DIR": str(home), "INMEKO_DATABASE_URL": url})


def theirs(register: Path, target: list[str]) -> Cost:
    """Let ogr2ogr load the register into WGS84, with its spatial index."""
    axes = ["-oo", "X_POSSIBLE_NAMES=X", "-oo", "Y_POSSIBLE_NAMES=Y"]
    systems = ["-s_srs", "EPSG:2100", "-t_srs", "EPSG:4326", "-nln", "loaded", "-overwrite"]
    return cost(["ogr2ogr", *target, str(register), *axes, *systems])


def prepare(home: Path, url: str) -> None:
    """Make a migrated site with one municipality."""
    home.mkdir(parents=True, exist_ok=True)
    app = create_app(Settings(data_dir=home, database_url=url, secret_key="x" * 32))
    with app.app_context():
        upgrade()
        with transaction():
            demo.load_large(1, lambda _loaded: None)
        db.session.remove()
        db.engine.dispose()


def embedded(folder: Path, register: Path) -> Iterator[tuple[Cost, Cost]]:
    """Rounds on the embedded engine, each on a file of its own."""
    model = folder / "model"
    prepare(model, "")
    while True:
        home = folder / "round"
        shutil.copytree(model, home)
        mine = ours(register, home, "")
        shutil.rmtree(home)
        loaded = folder / "loaded.sqlite"
        other = theirs(register, ["-f", "SQLite", "-dsco", "SPATIALITE=YES", str(loaded)])
        loaded.unlink()
        yield mine, other


def postgis(folder: Path, register: Path, server: str) -> Iterator[tuple[Cost, Cost]]:
    """Rounds on PostGIS, each in a database of its own."""
    address = sa.make_url(server)
    plain = address.set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(False), autocommit=True) as connection:

        def anew(name: str, model: str = "template1") -> str:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {model}")
            return address.set(database=name).render_as_string(False)

        prepare(folder / "model-postgis", anew(MODEL))
        while True:
            home = folder / "round-postgis"
            home.mkdir()
            mine = ours(register, home, anew(f"{MODEL}_round", MODEL))
            shutil.rmtree(home)
            named = plain.set(database=f"{MODEL}_round").render_as_string(False)
            yield mine, theirs(register, ["-f", "PostgreSQL", f"PG:{named}"])


def told(engine: str, rounds: list[tuple[Cost, Cost]]) -> str:
    """One line of the table: medians, the ratio of each round's pair, the highest peak."""
    walls = [(mine.wall, other.wall) for mine, other in rounds]
    ratio = statistics.median(mine / other for mine, other in walls)
    cpu = statistics.median(mine.cpu / other.cpu for mine, other in rounds)
    mine, other = (statistics.median(column) for column in zip(*walls, strict=True))
    peak = max(mine.memory for mine, _ in rounds)
    return (
        f"{engine:9} import {mine:7.1f} s   ogr2ogr {other:7.1f} s   {ratio:5.2f} × by the clock   "
        f"{cpu:5.2f} × of our and its own processor time   peak {peak:5.0f} MB"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgis", default="", help="a server to make databases on")
    parser.add_argument("--embedded", default="", help="taken for the sake of the other benches")
    given = parser.parse_args()
    if shutil.which("ogr2ogr") is None:
        print("imports: ogr2ogr is missing (apt-get install gdal-bin); nothing was measured")
        return
    version = subprocess.run(["ogr2ogr", "--version"], capture_output=True, text=True, check=True)
    print(f"import of {given.rows} rows of EPSG:2100 as CSV beside {version.stdout.strip()}")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = given.postgis or stack.enter_context(cluster())
        register = folder / "register.csv"
        write_register(register, given.rows)
        engines = {
            "embedded": embedded(folder, register),
            "postgis": postgis(folder, register, server),
        }
        for engine, turns in engines.items():
            rounds = [pair for pair, _ in zip(turns, range(given.rounds), strict=False)]
            print(told(engine, rounds), flush=True)


if __name__ == "__main__":
    main()

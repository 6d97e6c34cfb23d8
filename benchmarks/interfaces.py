"""What /ogc/ answers under load, beside pygeoapi and tipg on the same table, in turns.

(a) a box of about a hundred features, (b) the same statement in a bare loop, (c) one feature and
a filtered list.
"""

import contextlib
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import sqlalchemy as sa
from flask import Flask

from benchmarks import load, peers
from benchmarks.peers import Server
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.extensions import db
from inmeko.extensions.straight import tell
from inmeko.plan.rules.demo_places import LARGE
from inmeko.resources.models import Asset
from inmeko.resources.queries import features
from inmeko.resources.rules.questions import question

FULL, BOXES, WORKERS = 100, 40, 2
LIST = "kind=school&limit=10"
GOALS = {
    ("postgis", "box"): (12.0, 5.0),
    ("embedded", "box"): (8.0, 3.5),
    ("postgis", "one"): (4.0, 2.0),
    ("postgis", "list"): (4.0, 2.0),
}
LETTERS = {"box": "(a)", "one": "(c)", "list": "(c)"}
Row = tuple[str, str, str, str]


def rows(made: dict[str, Flask], *, rounds: int, seconds: float) -> Iterator[Row]:
    """Each figure: what, our rate, the other's rate, the ratio with its goal."""
    with made["postgis"].app_context():
        paths = {"box": _boxes(), "one": _numbers(), "list": [f"?{LIST}"]}
        url = db.engine.url
    with contextlib.ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        servers = [running.enter_context(_ours(name, app, folder)) for name, app in made.items()]
        servers.append(running.enter_context(peers.pygeoapi(url, folder)))
        servers.append(running.enter_context(peers.tipg(url, folder)))
        for what, asked in paths.items():
            rates = _rounds(servers, asked, rounds, seconds)
            yield from _compared(what, rates)
            if what == "box":
                yield from _bare(made, asked, rates, rounds, seconds)


def _ours(name: str, app: Flask, folder: Path) -> Any:
    settings = app.config["SETTINGS"]
    told = {
        "INMEKO_DATA_DIR": str(settings.data_dir),
        "INMEKO_DATABASE_URL": settings.database_url,
    }
    return peers.ours(name, told, folder, f"/ogc/collections/{LARGE.slug}/items")


def _rounds(
    servers: Sequence[Server], asked: list[str], rounds: int, seconds: float
) -> dict[str, float]:
    """The median rate of each server; all are asked in turn, the first round warms up."""
    found: dict[str, list[float]] = {server.name: [] for server in servers}
    for turn in range(rounds + 1):
        for server in servers:
            form = [f"{server.items}{path}" for path in asked]
            if server.name == "pygeoapi":
                form = [f"{path}{'&' if '?' in path else '?'}f=json" for path in form]
            rate = load.measure(server.port, form, seconds if turn else 1.0)
            if rate.failed:
                raise RuntimeError(f"{server.name} failed {rate.failed} times on {form[0]}")
            if turn:
                found[server.name].append(rate.per_second)
    return {name: statistics.median(rates) for name, rates in found.items()}


def _compared(what: str, rates: dict[str, float]) -> Iterator[Row]:
    for engine in ("postgis", "embedded"):
        for place, peer in enumerate(("pygeoapi", "tipg")):
            goals = GOALS.get((engine, what))
            name = f"{LETTERS[what]} {engine}: {what} / {peer}"
            yield _row(name, rates[engine], rates[peer], goals and goals[place])


def _row(what: str, ours: float, other: float, goal: float | None) -> Row:
    ratio = ours / other
    wanted = f"{ratio:.1f} ×" + (f" (goal {goal:g} ×)" if goal else "")
    return what, f"{ours:.0f}/s", f"{other:.0f}/s", wanted


def _boxes() -> list[str]:
    """Boxes with about a hundred features each, around assets of all parts of the town."""
    placed = sa.select(Asset.x, Asset.y).where(Asset.x.is_not(None)).order_by(Asset.id)
    points = np.array([tuple(row) for row in db.session.execute(placed)])
    return [_around(points, place) for place in Random(2100).sample(range(len(points)), BOXES)]


def _around(points: Any, place: int) -> str:
    """A box around a point that holds as many features as a page has room for, or few less."""
    centre = points[place]
    reaches = np.sort(np.abs(points - centre).max(axis=1))[: FULL + 1]
    # Shapes reach into a box whose points do not: then it is drawn smaller.
    for around in range(FULL - 1, 0, -2):
        (west, south), (east, north) = (
            (centre - reaches[around]).tolist(),
            (centre + reaches[around]).tolist(),
        )
        box = f"{west:.7f},{south:.7f},{east:.7f},{north:.7f}"
        asked = question({"bbox": [box]})
        if (features.matched(municipality=LARGE.slug, asked=asked) or 0) <= FULL:
            return f"?bbox={box}&limit={FULL}"
    raise RuntimeError("no box holds a page")


def _numbers() -> list[str]:
    numbers = list(db.session.scalars(sa.select(Asset.id).order_by(Asset.id)))
    return [f"/{number}" for number in Random(2100).sample(numbers, 200)]


def _bare(
    made: dict[str, Flask], asked: list[str], rates: dict[str, float], rounds: int, seconds: float
) -> Iterator[Row]:
    """The same statements in a loop without HTTP, in as many processes as there are workers.

    Beside them the statements that write the GeoJSON anew, as they would if none were kept ready.
    """
    loops = [(engine, anew) for anew in (False, True) for engine in made]
    found: dict[tuple[str, bool], list[float]] = {loop: [] for loop in loops}
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        for _ in range(rounds):
            for engine, anew in loops:
                told = (made[engine].config["SETTINGS"], asked, seconds, anew)
                found[engine, anew].append(sum(pool.starmap(bare_rate, [told] * WORKERS, 1)))
    for (engine, anew), bare in found.items():
        what = "SQL that writes it anew" if anew else "same SQL"
        name = f"(b) {engine}: box / {what} in a bare loop"
        yield _row(name, rates[engine], statistics.median(bare), None if anew else 0.5)


def bare_rate(settings: Settings, asked: list[str], seconds: float, anew: bool) -> float:
    """How often a second the driver alone gives the rows of a page."""
    app = create_app(settings)
    with app.app_context():
        connection = db.engine.raw_connection()
        driver: Any = connection.driver_connection
        postgres = db.engine.dialect.name == "postgresql"
        if postgres:
            driver.autocommit = True
        cursor = driver.cursor(binary=True) if postgres else driver.cursor()
        sent = [_sent(path, anew) for path in asked]
        begin, count = time.perf_counter(), 0
        while time.perf_counter() < begin + seconds:
            cursor.execute(*sent[count % len(sent)])
            b",".join([row[1] for row in cursor.fetchall()])
            count += 1
        return count / (time.perf_counter() - begin)


def _sent(path: str, anew: bool) -> tuple[str, Any]:
    """What the driver is sent for a question."""
    pairs = (part.split("=") for part in path[1:].split("&"))
    wanted = question({name: [value] for name, value in pairs})
    query, values = features.paging(municipality=LARGE.slug, asked=wanted, anew=anew)
    told = tell(db.engine, query)
    return told.text, told.given(values)

"""Tiles and clusters beside tipg, the pyramid's rebuild, and a map of 15,000 assets in Chromium.

`python -m benchmarks.maps --postgis URL --embedded FOLDER` measures databases that are there, and
fills one of 15,000 assets beside each.
Our tiles are asked twice over: each time with the properties in another order, so that nothing
kept can answer, and as a map asks, where what was made once is kept until an asset changes.
"""

import argparse
import math
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask_migrate import upgrade
from playwright.sync_api import Browser, sync_playwright

from benchmarks import filling, load, peers
from benchmarks.peers import Server
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.plan.rules.demo_places import LARGE
from inmeko.resources.queries import clusters, pyramid
from inmeko.resources.rules.asset import Use
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.rules.tiles import TOLD

ROUNDS, SECONDS, ORDERS = 3, 4.0, 2000
# Of so many assets people say that a map of them is unusable elsewhere.
MANY = 15_000
GREECE = (19.2, 34.7, 29.8, 41.9)
FEW = ("code", "kind", "use", "condition", "title")
# tipg serves the columns of the table, and knows neither sectors nor the name of the town.
SAME = tuple(name for name in TOLD if name != "municipality")
Figure = tuple[str, str]
Homes = dict[str, dict[str, str]]


def tile_of(zoom: int, x: float, y: float) -> tuple[int, int]:
    """The column and row of the tile around a place (degrees)."""
    side = 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(y))) / math.pi) / 2 * side
    return int((x + 180) / 360 * side), int(row)


def our_tiles(zoom: int, at: tuple[float, float], told: tuple[str, ...]) -> list[str]:
    """Our addresses of one tile, its properties in many orders."""
    column, row = tile_of(zoom, *at)
    path = f"/ogc/collections/assets/tiles/WebMercatorQuad/{zoom}/{row}/{column}"
    dice = random.Random(zoom)
    orders = [dice.sample(told, len(told)) for _ in range(ORDERS)]
    return [f"{path}?properties={','.join(order)}" for order in orders]


def their_tile(zoom: int, at: tuple[float, float], told: tuple[str, ...]) -> list[str]:
    """tipg's address of the same tile."""
    column, row = tile_of(zoom, *at)
    path = f"/collections/public.assets/tiles/WebMercatorQuad/{zoom}/{column}/{row}"
    return [f"{path}?properties={','.join(told)}"]


def duel(ours: Server, paths: list[str], theirs: Server, others: list[str]) -> tuple[float, float]:
    """The medians of both rates (answers a second), in alternating rounds."""
    pairs = []
    for place in range(ROUNDS):
        asked = paths[place::ROUNDS] if len(paths) > ROUNDS else paths
        mine = load.measure(ours.port, asked, SECONDS)
        other = load.measure(theirs.port, others, SECONDS)
        if mine.failed or other.failed or not other.size:
            raise RuntimeError(f"{mine} {other}: an answer was wrong")
        pairs.append((mine.per_second, other.per_second))
    first, second = (statistics.median(column) for column in zip(*pairs, strict=True))
    return first, second


def against_tipg(ours: Server, tipg: Server, at: tuple[float, float]) -> Iterator[Figure]:
    """Tiles (d) and the view of the whole country (e), each with its ratio."""
    for zoom, told, goal in ((6, SAME, 1.5), (14, SAME, 1.5), (10, FEW, 3)):
        theirs = their_tile(zoom, at, told)
        paths = our_tiles(zoom, at, told)
        for how, asked in (("made", paths), ("kept", paths[:1])):
            mine, other = duel(ours, asked, tipg, theirs)
            what = f"(d) {ours.name}: tile z{zoom}, {len(told)} attributes, {how}"
            yield f"{what} (goal {goal} ×)", told_as(mine, other)
    box = ",".join(map(str, GREECE))
    view = [f"/map/resources.geojson?zoom=7&bbox={box}"]
    mine, other = duel(ours, view, tipg, their_tile(6, at, SAME))
    what = f"(e) {ours.name}: clusters of the country / tipg's z6"
    yield f"{what} (goal 100 ×)", told_as(mine, other)


def told_as(mine: float, other: float) -> str:
    """Two rates and their ratio."""
    return f"{mine:9.1f} /s {other:9.1f} /s {mine / other:7.1f} ×"


def memory(settings: Settings) -> Iterator[Figure]:
    """How long a process takes to read the points anew, to group a zoom, and to filter (ms)."""
    app = create_app(settings)
    with app.app_context():
        today = athens_date(clock.now())
        works: dict[str, Callable[[], Any]] = {
            "points read again": lambda: pyramid._read(None, today),
            "a zoom grouped": lambda: pyramid.grouped(pyramid.points(None, today), 8),
            "a filter counted": lambda: clusters.view(
                None, AssetFilter(use=(Use.IDLE,)), today, GREECE, 8
            ),
        }
        for name, work in works.items():
            work()
            yield name, f"{statistics.median(map(timed, [work] * ROUNDS)) * 1000:9.1f} ms"
        db.session.remove()
        db.engine.dispose()


def timed(work: Callable[[], Any]) -> float:
    """How long a piece of work takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_chromium(server: Server, path: str) -> Iterator[Figure]:
    """A page with a map, on a phone: until its marks can be pressed, and after a zoom (ms)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        visits = [visit(browser, f"http://127.0.0.1:{server.port}{path}") for _ in range(ROUNDS)]
        browser.close()
    ready, zoomed, size, marks = (
        statistics.median(figures) for figures in zip(*visits, strict=True)
    )
    what = f"(h) {server.name}: {path} in Chromium, 390 px"
    yield f"{what}: interactive after", f"{ready:9.1f} ms {size / 1000:8.1f} kB"
    yield f"{what}: drawn anew after a zoom", f"{zoomed:9.1f} ms {marks:8.0f} marks"


def visit(browser: Browser, url: str) -> tuple[float, float, int, int]:
    """One visit with nothing kept: ms until ready, ms of a zoom, bytes, marks at first."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    answers: list[Any] = []
    page.on("response", partial(_keep, answers))
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("[data-ready]", timeout=60_000)
    ready = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    size = sum(len(one.body()) for one in answers)
    marks = page.locator(".leaflet-marker-icon").count()
    start = time.perf_counter()
    with page.expect_response(lambda answer: "zoom=" in answer.url):
        page.locator(".leaflet-control-zoom-in").click()
    zoomed = time.perf_counter() - start
    context.close()
    return ready * 1000, zoomed * 1000, size, marks


def _keep(answers: list[Any], answer: Any) -> None:
    answers.append(answer)


def filled(folder: Path, url: sa.URL) -> Homes:
    """A site with MANY assets on each engine: its settings."""
    name = f"{url.database}_many"
    plain = url.set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    homes = {}
    for engine, address in (
        ("postgis", url.set(database=name).render_as_string(False)),
        ("embedded", ""),
    ):
        home = folder / f"many-{engine}"
        home.mkdir()
        homes[engine] = {"INMEKO_DATABASE_URL": address, "INMEKO_DATA_DIR": str(home)}
        app = create_app(settings_of(homes[engine]))
        with app.app_context():
            upgrade()
            filling.fill(MANY)
            db.session.remove()
            db.engine.dispose()
    return homes


def settings_of(home: dict[str, str]) -> Settings:
    """The settings that the variables of a site say."""
    return Settings(
        data_dir=Path(home["INMEKO_DATA_DIR"]),
        database_url=home.get("INMEKO_DATABASE_URL", ""),
        secret_key="for measuring only",
    )


def main() -> None:
    """Print the figures of databases that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgis", required=True, help="the URL of a database with assets")
    parser.add_argument("--embedded", type=Path, required=True, help="a data folder with assets")
    given = parser.parse_args()
    url = sa.make_url(given.postgis)
    with ExitStack() as stack, sa.create_engine(url).connect() as connection:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        query = "SELECT x, y FROM assets WHERE x IS NOT NULL ORDER BY id LIMIT 1"
        x, y = connection.execute(sa.text(query)).one()
        tipg = stack.enter_context(peers.tipg(url, folder))
        homes: Homes = {
            "postgis": {"INMEKO_DATABASE_URL": given.postgis, "INMEKO_DATA_DIR": str(folder)},
            "embedded": {"INMEKO_DATA_DIR": str(given.embedded)},
        }
        print(peers.versions())
        for name, home in homes.items():
            server = stack.enter_context(peers.ours(name, home, folder, "/ogc"))
            shown(memory(settings_of(home)))
            shown(against_tipg(server, tipg, (x, y)))
        for name, home in filled(folder, url).items():
            server = stack.enter_context(peers.ours(f"{name}-{MANY}", home, folder, "/ogc"))
            shown(in_chromium(server, f"/{LARGE.slug}/resources/"))


def shown(figures: Iterable[Figure]) -> None:
    """Print figures as they come."""
    for what, figure in figures:
        print(f"{what:84} {figure}", flush=True)


if __name__ == "__main__":
    main()

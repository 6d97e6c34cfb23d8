"""Tiles and clusters beside tipg, the pyramid's rebuild, and a map of 15,000 assets in Chromium.

`python -m benchmarks.maps --postgis URL --embedded FOLDER` measures databases that are there.
Our tiles are asked twice over: each time with the properties in another order, so that nothing
kept can answer, and as a map asks, where what was made once is kept until an asset changes.
"""

import argparse
import math
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import sync_playwright

from benchmarks import load, peers
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
GREECE = (19.2, 34.7, 29.8, 41.9)
FEW = ("code", "kind", "use", "condition", "title")
# tipg serves the columns of the table, and knows neither sectors nor the name of the town.
SAME = tuple(name for name in TOLD if name != "municipality")
Figure = tuple[str, str]


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
    for zoom, told in ((6, SAME), (14, SAME), (10, FEW)):
        theirs = their_tile(zoom, at, told)
        paths = our_tiles(zoom, at, told)
        for how, asked in (("made", paths), ("kept", paths[:1])):
            mine, other = duel(ours, asked, tipg, theirs)
            yield f"{ours.name}: tile z{zoom}, {len(told)} attributes, {how}", told_as(mine, other)
    box = ",".join(map(str, GREECE))
    view = [f"/map/resources.geojson?zoom=7&bbox={box}"]
    mine, other = duel(ours, view, tipg, their_tile(6, at, SAME))
    yield f"{ours.name}: clusters of the country / tipg's z6", told_as(mine, other)


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
    """A page with a map: until its marks can be pressed (ms), what came, and how many marks."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        times, sizes, marks = [], [], 0
        for _ in range(ROUNDS):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            answers: list[Any] = []
            page.on("response", partial(_keep, answers))
            start = time.perf_counter()
            page.goto(f"http://127.0.0.1:{server.port}{path}")
            page.wait_for_selector("[data-ready]", timeout=60_000)
            times.append((time.perf_counter() - start) * 1000)
            sizes.append(sum(len(one.body()) for one in answers))
            marks = page.locator(".leaflet-marker-icon").count()
            context.close()
        browser.close()
    size = statistics.median(sizes) / 1000
    yield f"{path} in Chromium, 390 px", f"{statistics.median(times):9.1f} ms {size:8.1f} kB"
    yield f"{path}: marks drawn", f"{marks:9d}"


def _keep(answers: list[Any], answer: Any) -> None:
    answers.append(answer)


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
        homes: dict[str, dict[str, str]] = {
            "postgis": {"INMEKO_DATABASE_URL": given.postgis, "INMEKO_DATA_DIR": str(folder)},
            "embedded": {"INMEKO_DATA_DIR": str(given.embedded)},
        }
        print(peers.versions())
        for name, home in homes.items():
            server = stack.enter_context(peers.ours(name, home, folder, "/ogc"))
            settings = Settings(
                data_dir=Path(home["INMEKO_DATA_DIR"]),
                database_url=home.get("INMEKO_DATABASE_URL", ""),
                secret_key="for measuring only",
            )
            for what, figure in (
                *memory(settings),
                *in_chromium(server, f"/{LARGE.slug}/resources/"),
                *against_tipg(server, tipg, (x, y)),
            ):
                print(f"{what:60} {figure}", flush=True)


if __name__ == "__main__":
    main()

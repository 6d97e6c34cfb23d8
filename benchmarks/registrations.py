"""Measure the rush for the places of an event: how many register a second, and who gets in.

Sixteen clients register 600 people for 200 places, as the form in the browser does, each from an
address of their own; beside it sixteen clients commit single rows on the same engine.
`python -m benchmarks.registrations` prints both, their share, and how many got a place.
"""

import argparse
import asyncio
import contextlib
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask

from benchmarks import peers, submissions
from benchmarks.submissions import CLIENTS, SLUG, bare, durable, prepare
from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Event, Registration
from inmeko.consultations.rules.words import EventKind
from inmeko.consultations.services import events
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from tools.cluster import cluster

PEOPLE, PLACES = 600, 200
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
COOKIE = re.compile(r"set-cookie: ([^;\r]+)", re.IGNORECASE)


def announced(app: Flask) -> int:
    """A new event with its places; its number."""
    with app.app_context():
        with transaction():
            town = db.session.scalars(sa.select(Municipality.id)).one()
            kind = EventKind.ASSEMBLY
            event = events.draft(Actor(), town, title="Συνέλευση", kind=kind)
            event.content = {"aims": ["Μέτρηση"]}
            event.address, event.capacity = "Πλατεία", PLACES
            event.starts_at = clock.now() + timedelta(days=10)
            event.ends_at = event.starts_at + timedelta(hours=2)
            events.announce(Actor(), event)
            number = event.id
        db.session.remove()
    return number


async def _answer(reader: asyncio.StreamReader) -> tuple[str, str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    size = int(head.lower().split("content-length:", 1)[1].split("\r\n", 1)[0])
    return head, (await reader.readexactly(size)).decode()


async def _client(port: int, event: int, waiting: Iterator[int], went: list[bool]) -> None:
    path = f"/{SLUG}/events/{event}/register"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    head, page = await _answer(reader)
    token, cookie = TOKEN.findall(page)[-1], "; ".join(COOKIE.findall(head))
    for number in waiting:
        form = {"csrf_token": token, "quota": "everybody", "name": f"Πολίτης {number}"}
        body = urlencode({**form, "email": f"p{number}@example.org", "consent": "y"})
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
            f"X-Forwarded-For: 10.{number // 65536}.{number // 256 % 256}.{number % 256}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head, _page = await _answer(reader)
        went.append(" 303 " in head.split("\r\n", 1)[0])
    writer.close()


def rush(port: int, event: int) -> tuple[float, int]:
    """Everybody at once through sixteen connections: the seconds it took, and how many failed."""
    went: list[bool] = []

    async def run() -> None:
        waiting = iter(range(PEOPLE))
        await asyncio.gather(*(_client(port, event, waiting, went) for _ in range(CLIENTS)))

    begin = time.perf_counter()
    asyncio.run(run())
    return time.perf_counter() - begin, went.count(False)


def rows(engine: str, app: Flask, folder: Path, seconds: float) -> Iterator[str]:
    """The lines of one engine."""
    settings = app.config["SETTINGS"]
    url, home = settings.database_url, settings.data_dir
    with app.app_context():
        with transaction():
            db.session.execute(sa.text("CREATE TABLE bench_commits (words TEXT)"))
        db.session.remove()
    told = {"INMEKO_DATA_DIR": str(home), "INMEKO_DATABASE_URL": url, "INMEKO_PROXIES": "1"}
    with peers.ours(engine, told, folder, "/") as server:
        rush(server.port, announced(app))
        floor = bare(url, home, seconds, CLIENTS)
        event = announced(app)
        took, failed = rush(server.port, event)
    with app.app_context():
        states = Counter(
            db.session.scalars(sa.select(Registration.state).where(Registration.event_id == event))
        )
        total = db.session.scalar(sa.select(sa.func.count(Event.id)))
        db.session.remove()
    found = ", ".join(f"{number} {state.value}" for state, number in sorted(states.items()))
    rate = (PEOPLE - failed) / took
    yield (
        f"{engine:9} {PEOPLE} people for {PLACES} places in {took:.1f} s: {rate:.1f}/s, "
        f"{rate / floor:.1%} of {floor:.0f} bare commits/s; {failed} failed; {found} "
        f"({total} events)"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="of bare commits")
    parser.add_argument("--engine", choices=tuple(submissions.GOALS), action="append")
    parser.add_argument("--postgis", default="", help="a server to make a database on")
    parser.add_argument("--embedded", default="", help="taken for the sake of the other benches")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        peers.PLACE.mkdir(exist_ok=True)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=peers.PLACE)))
        for engine in given.engine or submissions.GOALS:
            url = ""
            if engine == "postgis":
                server = given.postgis or stack.enter_context(cluster())
                url = stack.enter_context(durable(server))
            app = prepare(folder / engine, url)
            for line in rows(engine, app, folder, given.seconds):
                print(line, flush=True)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


if __name__ == "__main__":
    main()

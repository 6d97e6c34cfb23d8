"""Measure how many files of groups are submitted a second, and whether a rush loses any.

Each submission is a POST of its check page: the draft is ready, the protocol number is drawn, the
receipt is queued, all of it is committed durably. Sixteen clients send to gunicorn; beside it, in
turns, sixteen clients commit single rows on the same engine. `python -m benchmarks.submissions`
prints both, their share, and the rush of 600 groups in 60 seconds.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from benchmarks import peers
from inmeko.accounts.models import Municipality
from inmeko.app import create_app
from inmeko.calls.models import Call, CallVersion, Expression, Holder, Submission
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import sending, template_open
from inmeko.calls.rules.words import CallState, QuestionKind
from inmeko.config import Settings
from inmeko.extensions import db
from inmeko.extensions.engines import PRAGMAS, sqlite_module
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.records.models import Attachment
from tools.cluster import cluster

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, DATABASE, SLUG = 16, "bench_submissions", "bench"
RUSH, RUSH_SECONDS = 600, 60.0
GOALS = {"postgis": 0.25, "embedded": 0.40}
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True)
class Sending:
    """A file that is ready: where it is sent, and the form."""

    path: str
    body: str


@dataclass(frozen=True)
class Sent:
    """What came of many sendings: how long they took, each and together, and how many failed."""

    seconds: float
    each: tuple[float, ...]
    failed: int

    @property
    def rate(self) -> float:
        """Submissions a second."""
        return (len(self.each) - self.failed) / self.seconds


def prepare(home: Path, url: str) -> Flask:
    """A migrated site with one municipality."""
    home.mkdir(parents=True, exist_ok=True)
    app = create_app(Settings(data_dir=home, database_url=url, secret_key="for measuring only"))
    with app.app_context():
        upgrade()
        with transaction():
            names = dict.fromkeys(("name", "name_en", "name_key"), "Δήμος μέτρησης")
            db.session.add(Municipality(slug=SLUG, **names))
        db.session.remove()
    return app


def drafts(app: Flask, number: int) -> list[Sending]:
    """A new call of a built-in template with so many files that lack nothing."""
    with app.app_context():
        with transaction():
            town = db.session.scalars(sa.select(Municipality.id)).one()
            call, known = _call(town)
            first = (db.session.scalar(sa.select(sa.func.max(Expression.id))) or 0) + 1
            numbers = range(first, first + number)
            keys = [uuid.uuid4().hex for _ in numbers]
            db.session.execute(sa.insert(Expression), [_file(call, known, n) for n in numbers])
            db.session.execute(
                sa.insert(Holder),
                [
                    {"municipality_id": town, "expression_id": n, "email": f"g{n}@example.org"}
                    | {"name": "Ελένη Δοκιμή", "key": key, "leads": True}
                    for n, key in zip(numbers, keys, strict=True)
                ],
            )
            papers = [one.key for one in known.papers]
            files = [_paper(town, n, key) for n in numbers for key in papers]
            if files:
                db.session.execute(sa.insert(Attachment), files)
        db.session.remove()
    form = "change=1&once={}&accepted=y"
    return [
        Sending(f"/{SLUG}/calls/file/{key}/check", form.format(sending.once(number, 0)))
        for number, key in zip(numbers, keys, strict=True)
    ]


def _call(town: int) -> tuple[Call, contents.Content]:
    known = contents.read(contents.write(template_open.content("Δήμος μέτρησης")))
    now, written = clock.now(), contents.write(known)
    made = Call(
        municipality_id=town,
        title=known.title or "Ανοικτή πρόσκληση",
        state=CallState.PUBLISHED,
        content=written,
        version=1,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    made.versions = [CallVersion(municipality_id=town, number=1, content=written)]
    db.session.add(made)
    db.session.flush()
    return made, known


def _file(call: Call, known: contents.Content, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "municipality_id": call.municipality_id,
        "call_id": call.id,
        "version_seen": 1,
        "name": f"Σύλλογος αριθμός {number}",
        "kind": "association",
        "afm": "094014201",
        "contact_name": "Ελένη Δοκιμή",
        "email": f"g{number}@example.org",
        "phone": "+302106001234",
        "answers": {one.key: _answer(one) for one in known.questions() if _answer(one)},
        "stamps": {},
        "change": 1,
    }


def _answer(question: Any) -> Any:
    """Some answer that the question takes."""
    words = "Εργαστήριο επισκευής ποδηλάτων για όλη τη γειτονιά. " * 8
    return {
        QuestionKind.TEXT: "Κοινωνικό εργαστήριο",
        QuestionKind.LONG_TEXT: words.strip(),
        QuestionKind.NUMBER: str(question.least or 7),
        QuestionKind.MONEY: "1250.50",
        QuestionKind.DATE: "2027-01-15",
        QuestionKind.CHOICE: question.options[0] if question.options else None,
        QuestionKind.CHOICES: list(question.options[:1]),
        QuestionKind.PLACE: {"address": "Ηρώων 4", "x": "23.750000", "y": "38.000000"},
        QuestionKind.PEOPLE: [{"name": "Ελένη Δοκιμή"}, {"name": "Μαρία Δοκιμή"}],
    }.get(question.kind)


def _paper(town: int, number: int, purpose: str) -> dict[str, Any]:
    return {
        "municipality_id": town,
        "kind": "expression",
        "key": number,
        "purpose": purpose,
        "filename": f"{purpose}.pdf",
        "media_type": "application/pdf",
        "size": len(PAPER),
        "sha256": "0" * 64,
        "public": False,
    }


async def _post(port: int, one: Sending, delay: float, begin: float) -> float | None:
    """Send one file over a connection of its own; how long it took, None if it was refused."""
    await asyncio.sleep(max(0.0, begin + delay - time.perf_counter()))
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await _ask(reader, writer, port, one)
        return time.perf_counter() - start if await _went_well(reader) else None
    finally:
        writer.close()


async def _ask(
    _reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, one: Sending
) -> None:
    head = (
        f"POST {one.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(one.body)}\r\n\r\n"
    )
    writer.write(head.encode() + one.body.encode())
    await writer.drain()


async def _went_well(reader: asyncio.StreamReader) -> bool:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    size = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    await reader.readexactly(size)
    return b" 303 " in head.split(b"\r\n", 1)[0]


async def _client(port: int, waiting: Iterator[Sending], took: list[float | None]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for one in waiting:
        start = time.perf_counter()
        await _ask(reader, writer, port, one)
        took.append(time.perf_counter() - start if await _went_well(reader) else None)
    writer.close()


def as_fast_as_possible(port: int, sendings: list[Sending]) -> Sent:
    """Sixteen clients, each sending one file after the other over one connection."""
    took: list[float | None] = []

    async def run() -> None:
        waiting = iter(sendings)
        await asyncio.gather(*(_client(port, waiting, took) for _ in range(CLIENTS)))

    begin = time.perf_counter()
    asyncio.run(run())
    return _sent(time.perf_counter() - begin, took)


def rush(port: int, sendings: list[Sending]) -> Sent:
    """Every group at a moment of its own within the last minute, most of them near its end."""
    drawn = random.Random(4)
    moments = [RUSH_SECONDS * max(drawn.random(), drawn.random()) for _ in sendings]

    async def run() -> list[float | None]:
        begin = time.perf_counter()
        every = zip(sendings, moments, strict=True)
        return await asyncio.gather(*(_post(port, one, at, begin) for one, at in every))

    begin = time.perf_counter()
    took = asyncio.run(run())
    return _sent(time.perf_counter() - begin, took)


def _sent(seconds: float, took: list[float | None]) -> Sent:
    each = tuple(one for one in took if one is not None)
    failed = len(took) - len(each)
    return Sent(seconds, each + (0.0,) * failed, failed)


def bare(url: str, home: Path, seconds: float, clients: int) -> float:
    """How many single rows a second so many clients commit durably, each on its connection."""
    counts = [0] * clients
    end = time.perf_counter() + seconds

    def work(place: int) -> None:
        with _committer(url, home) as commit:
            while time.perf_counter() < end:
                commit()
                counts[place] += 1

    begin = time.perf_counter()
    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / (time.perf_counter() - begin)


@contextlib.contextmanager
def _committer(url: str, home: Path) -> Iterator[Any]:
    row = "INSERT INTO bench_commits (words) VALUES ('εκδήλωση ενδιαφέροντος')"
    if url:
        with psycopg.connect(_plain(url), autocommit=True) as connection:
            yield lambda: connection.execute(row)
        return
    connection = sqlite_module().connect(home / "inmeko.sqlite", check_same_thread=False)
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(row)
        connection.execute("COMMIT")

    yield commit
    connection.close()


def _plain(url: str) -> str:
    return sa.make_url(url).set(drivername="postgresql").render_as_string(False)


@contextlib.contextmanager
def durable(server: str) -> Iterator[str]:
    """The server of the tests, for once with a disk that it waits for; a new database on it."""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        for name in DURABLE:
            connection.execute(f"ALTER SYSTEM SET {name} = on")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield sa.make_url(server).set(database=DATABASE).render_as_string(False)
        finally:
            for name in DURABLE:
                connection.execute(f"ALTER SYSTEM SET {name} = off")
            connection.execute("SELECT pg_reload_conf()")


def rows(engine: str, app: Flask, folder: Path, given: argparse.Namespace) -> Iterator[str]:
    """The lines of one engine."""
    settings = app.config["SETTINGS"]
    url, home = settings.database_url, settings.data_dir
    with app.app_context():
        with transaction():
            db.session.execute(sa.text("CREATE TABLE bench_commits (words TEXT)"))
        db.session.remove()
    told = {"INMEKO_DATA_DIR": str(home), "INMEKO_DATABASE_URL": url}
    with peers.ours(engine, told, folder, "/") as server:
        as_fast_as_possible(server.port, drafts(app, 100))
        floors, alone, rates = [], [], []
        for _ in range(given.rounds):
            floors.append(bare(url, home, given.seconds, CLIENTS))
            alone.append(bare(url, home, given.seconds, 1))
            sent = as_fast_as_possible(server.port, drafts(app, given.number))
            rates.append(sent.rate)
            if sent.failed:
                yield f"{engine}: {sent.failed} of {given.number} were refused"
        floor, rate = statistics.median(floors), statistics.median(rates)
        yield (
            f"{engine:9} {rate:7.1f} submissions/s   bare commits {floor:8.1f}/s with 16 clients, "
            f"{statistics.median(alone):7.1f}/s with one   {rate / floor:6.1%} of the bare rate "
            f"(goal {GOALS[engine]:.0%})"
        )
        if not given.quick:
            sent = rush(server.port, drafts(app, RUSH))
            each = sorted(sent.each)
            yield (
                f"{engine:9} rush of {RUSH} groups in {sent.seconds:.0f} s: {sent.failed} lost, "
                f"median {statistics.median(each) * 1000:.0f} ms, "
                f"95 % {each[int(len(each) * 0.95)] * 1000:.0f} ms, last {each[-1] * 1000:.0f} ms"
            )
    yield f"{engine:9} afterwards: {_verified(app, home, url)}"


def _verified(app: Flask, home: Path, url: str) -> str:
    with app.app_context():
        number = db.session.scalar(sa.select(sa.func.count(Submission.id)))
        twice = db.session.scalar(
            sa.select(
                sa.func.count(Submission.id) - sa.func.count(Submission.expression_id.distinct())
            )
        )
        db.session.remove()
    env = {"INMEKO_DATA_DIR": str(home), "INMEKO_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    inmeko = str(Path(sys.executable).with_name("inmeko"))
    done = subprocess.run(
        [inmeko, "protocol", "verify"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    whole = "whole" if done.returncode == 0 else "BROKEN"
    return f"{number} submissions, {twice} twice, protocol {whole}: {done.stdout.strip()}"


def _disk() -> Path:
    """A folder on the disk of the checkout: what lies in memory is never durable."""
    peers.PLACE.mkdir(exist_ok=True)
    return peers.PLACE


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1500, help="submissions of a round")
    parser.add_argument("--seconds", type=float, default=4.0, help="of a round of bare commits")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one short round, no rush")
    parser.add_argument("--engine", choices=tuple(GOALS), action="append")
    parser.add_argument("--postgis", default="", help="a server to make a database on")
    parser.add_argument("--embedded", default="", help="taken for the sake of the other benches")
    given = parser.parse_args()
    if given.quick:
        given.number, given.seconds, given.rounds = min(given.number, 400), 1.5, 1
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=_disk())))
        for engine in given.engine or GOALS:
            url = ""
            if engine == "postgis":
                server = given.postgis or stack.enter_context(cluster())
                url = stack.enter_context(durable(server))
            app = prepare(folder / engine, url)
            for line in rows(engine, app, folder, given):
                print(line, flush=True)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


if __name__ == "__main__":
    main()

"""The evaluation table of 900 files with three sheets each, beside pretalx's list of reviews.

`python -m benchmarks.judging` makes a database of its own on each engine, fills it, and asks the
pages one after the other, ours by Flask's test client and pretalx's by Django's: what is measured
is the page and its statements, no server around it. pretalx comes from PyPI, in an environment of
its own, on SQLite as it is shipped; a page of it shows 250 proposals unless it is asked for fewer.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from benchmarks import peers
from inmeko.accounts.models import Municipality, User
from inmeko.accounts.rules import OrganisationKind, Role
from inmeko.accounts.services import people, signing_in
from inmeko.app import create_app
from inmeko.calls.models import Assignment, Call, Expression, Score, Submission
from inmeko.calls.rules import scoring
from inmeko.calls.rules.content import Content, Criterion, Judging
from inmeko.calls.rules.words import AssignmentState, CallState, ExpressionState, Mean
from inmeko.calls.services import calls, committee
from inmeko.config import Settings
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.text import search_key
from inmeko.records.models import ProtocolEntry
from inmeko.records.rules import Direction
from tools.cluster import cluster

FILES, EVALUATORS, ROUNDS = 900, 3, 15
DATABASE, SLUG = "bench_judging", "bench-judging"
PRETALX = "pretalx==2025.2.2"
SOMEBODY = Actor(roles=frozenset({(Role.PLATFORM_ADMIN, None)}))
CRITERIA = (Criterion("c1", "Κοινωνικό όφελος"), Criterion("c2", "Βιωσιμότητα"))
CONTENT = Content(
    title="Πρόσκληση της μέτρησης", criteria=CRITERIA, judging=Judging(EVALUATORS), sealed=False
)
Figure = tuple[float, int]


@contextmanager
def sites(folder: Path) -> Iterator[dict[str, Flask]]:
    """A migrated and filled site on each engine."""
    with cluster() as server:
        address = sa.make_url(server).set(drivername="postgresql")
        with psycopg.connect(address.render_as_string(False), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        url = sa.make_url(server).set(database=DATABASE).render_as_string(False)
        made = {}
        for name, database in (("postgis", url), ("embedded", "")):
            home = folder / name
            home.mkdir()
            made[name] = create_app(
                Settings(data_dir=home, database_url=database, secret_key="for measuring only")
            )
            with made[name].app_context():
                upgrade()
                fill()
                db.session.remove()
        yield made
        for app in made.values():
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def fill() -> None:
    """A town with a call under evaluation whose files have all their sheets."""
    with transaction():
        town = Municipality(slug=SLUG, name="Δήμος", name_en="Town", name_key="δημοσ")
        db.session.add(town)
        db.session.flush()
        call = calls.draft(SOMEBODY, town.id, CONTENT)
        now = clock.now()
        call.opens_at, call.closes_at = now - timedelta(days=30), now - timedelta(days=1)
        calls.put_in_force(SOMEBODY, call, reason="")
        call.state = CallState.EVALUATION
        seats = []
        for number in range(EVALUATORS):
            user = _person(town, Role.EVALUATOR, f"kriti{number}")
            seats.append(committee.seat(SOMEBODY, call, user, substitute=False).id)
        _person(town, Role.PLANNER, "planner")
        for number in range(1, FILES + 1):
            _file(call, number, seats)


def _person(town: Municipality, role: Role, name: str) -> User:
    user = signing_in.create_user(email=f"{name}@{SLUG}.example", name=f"Πρόσωπο {name}")
    people.grant(SOMEBODY, user=user, role=role, municipality=town)
    return user


def _file(call: Call, number: int, seats: list[int]) -> None:
    town, now = {"municipality_id": call.municipality_id}, clock.now()
    name, kind = f"Ομάδα {number}", OrganisationKind.ASSOCIATION
    working = Expression(
        **town, call_id=call.id, state=ExpressionState.SUBMITTED, version_seen=1, name=name
    )
    entry = ProtocolEntry(
        **town,
        year=now.year,
        number=number,
        entered_at=now,
        entered_on=now.date(),
        direction=Direction.INCOMING,
        subject=call.title,
    )
    db.session.add_all([working, entry])
    db.session.flush()
    sheets = [_sheet(call, seat, number + place) for place, seat in enumerate(seats)]
    points = [one.points for one in sheets]
    file = Submission(
        **town,
        call_id=call.id,
        expression_id=working.id,
        version=1,
        protocol_entry_id=entry.id,
        year=now.year,
        number=number,
        submitted_at=now,
        content={"name": name, "answers": {}, "files": []},
        sha256="0" * 64,
        receipt_key=f"receipt-{number}",
        once=f"once-{number}",
        name=name,
        search_text=search_key(name),
        kind=kind,
        eligible=True,
        judged=True,
        score=scoring.file_score(Mean.MEAN, points),
        spread=scoring.spread(points),
        assignments=sheets,
    )
    db.session.add(file)


def _sheet(call: Call, seat: int, tenths: int) -> Assignment:
    town = {"municipality_id": call.municipality_id}
    values = {one.key: one.most * (tenths % 11) / 10 for one in CRITERIA}
    scores = [Score(**town, criterion=key, value=value) for key, value in values.items()]
    return Assignment(
        **town,
        call_id=call.id,
        evaluator_id=seat,
        state=AssignmentState.FINISHED,
        points=scoring.points(CRITERIA, values),
        scores=scores,
    )


def ours(app: Flask, query: str = "") -> Figure:
    """The median of our page in milliseconds, and its statements."""
    client = app.test_client()
    with app.app_context():
        with transaction():
            planner = sa.select(User).where(User.email == f"planner@{SLUG}.example")
            user = db.session.scalars(planner).one()
            key, person = signing_in.enter(user, agent="bench"), user.fs_uniquifier
            call = db.session.scalars(sa.select(Call.id).where(Call.title == CONTENT.title)).one()
        with client.session_transaction() as session:
            session.update({"_user_id": person, "_fresh": True, "device": key})
            session["fs_paa"] = time.time()
        asked: list[str] = []
        engine = db.engine
        db.session.remove()
    path = f"/{SLUG}/calls/{call}/evaluation{query}"

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    answer = client.get(path)
    sa.event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != 200 or "Ομάδα" not in answer.text:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), len(asked)


def pretalx(folder: Path) -> dict[str, Figure]:
    """The same of pretalx, by the number of its rows."""
    place = peers.PLACE / "pretalx"
    python = place / "bin" / "python"
    if not (place / "is-there").exists():
        print("Installing pretalx into .bench/pretalx", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-qq"]
        subprocess.run([*pip, "install", PRETALX], check=True)
        (place / "is-there").touch()
    config = folder / "pretalx.cfg"
    config.write_text(
        f"[filesystem]\ndata = {folder}\n[site]\ndebug = False\nurl = http://127.0.0.1:8799\n"
        f"[database]\nbackend = sqlite3\nname = {folder / 'pretalx.sqlite3'}\n"
    )
    script = str(Path(__file__).with_name("pretalx_site.py"))
    made = subprocess.run(
        [str(python), script, str(FILES), str(ROUNDS)],
        env={**os.environ, "PRETALX_CONFIG_FILE": str(config)},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(f"pretalx did not answer:\n{made.stderr[-3000:]}")
    found = json.loads(made.stdout.strip().splitlines()[-1])
    return {size: (figure[0], figure[1]) for size, figure in found.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    # The databases of the other benches are not needed: 900 files are made at once.
    parser.add_argument("--postgis", default="")
    parser.add_argument("--embedded", default="")
    parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        theirs = pretalx(folder)
        with sites(folder) as made:
            for engine, app in made.items():
                for shown, query in (("by protocol", ""), ("by score", "?order=score")):
                    _tell(f"{engine}: {FILES} files {shown}, 50 rows", ours(app, query), theirs)


def _tell(what: str, mine: Figure, theirs: dict[str, Figure]) -> None:
    for size, other in theirs.items():
        beside = f"pretalx, {size} rows"
        print(
            f"{what:52} {mine[0]:7.0f} ms {mine[1]:3} queries   "
            f"{beside:18} {other[0]:7.0f} ms {other[1]:3} queries   {other[0] / mine[0]:.1f} ×",
            flush=True,
        )


if __name__ == "__main__":
    main()

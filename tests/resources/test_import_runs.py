"""Imports as jobs: started, watched, failed, tried again, killed in the middle; on both engines."""

import io
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.extensions import db, progress
from inmeko.kernel import clock
from inmeko.kernel.errors import ConflictError
from inmeko.records.models import Job
from inmeko.records.rules import JobState, outbox
from inmeko.records.services import Runner, retry
from inmeko.records.services.running import claim_next
from inmeko.resources.models import Asset, AssetFlag, AssetImport, ImportChange
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services import importing
from inmeko.resources.services.importing import jobs, running, writing
from tests.builders.imports import attica, bring, counts, register, table
from tests.builders.people import municipality
from tests.builders.resources import PLANNER
from tests.builders.uploads import work
from tests.queries import count_queries


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def staged(town, content):
    return importing.stage(PLANNER, town, io.BytesIO(content), "a.csv")


def large(monkeypatch):
    """Take every file for a large one."""
    monkeypatch.setattr(jobs, "SMALL", 0)


def test_a_large_file_comes_in_by_a_job(session, town, client, sign_in, monkeypatch):
    large(monkeypatch)
    sign_in(Role.PLANNER, town=town)
    mine = staged(town, attica(8))
    here = f"/dokimi/resources/imports/{mine.id}"
    answer = client.post(f"{here}/run", data={"rows": "8"})
    assert (answer.status_code, answer.location) == (303, f"{here}/progress")
    assert client.post(f"{here}/run").location == here, "pressed twice, started once"
    assert client.get(here).location == f"{here}/progress"
    page = client.get(f"{here}/progress")
    assert page.status_code == 200
    assert "hx-get" in page.text
    assert register(town) == {}
    assert client.get(f"{here}/report.json").status_code == 200
    assert client.get("/dokimi/resources/imports").status_code == 200
    assert work() == 1
    assert len(register(town)) == 8
    assert client.get(f"{here}/progress").location == here
    ended = client.get(f"{here}/progress", headers={"HX-Request": "true"})
    assert ended.headers["HX-Redirect"] == here
    assert "8" in client.get(here).text
    assert work() == 0


def test_how_far_it_is_stands_beside_the_open_transaction(session, town, client, sign_in):
    sign_in(Role.PLANNER, town=town)
    mine = staged(town, attica(3))
    mine.state = ImportState.RUNNING
    db.session.flush()
    seen = []

    def watch(phase, done, total):
        progress.teller(f"import-{mine.id}")(phase, done, total)
        seen.append(progress.read(f"import-{mine.id}"))

    here = f"/dokimi/resources/imports/{mine.id}/progress"
    progress.teller(f"import-{mine.id}")("writing", 2, 3)
    assert '<progress class="progress__bar" value="2" max="3"' in client.get(here).text
    importing.run(PLANNER, mine, watch)
    assert [(one.done, one.total) for one in seen] == [(0, 3), (3, 3)]


def test_what_keeps_a_file_out_is_told_and_it_may_be_tried_again(
    session, town, client, sign_in, monkeypatch
):
    sign_in(Role.PLANNER, town=town)
    mine = staged(town, attica(8))
    here = f"/dokimi/resources/imports/{mine.id}"

    def full(*_args):
        raise ConflictError("The place is %(what)s", values={"what": "full"})

    with monkeypatch.context() as patch:
        patch.setattr(writing.Writer, "write", full)
        assert client.post(f"{here}/run").location == here
    db.session.expire_all()
    assert mine.state is ImportState.FAILED
    assert "The place is full" in client.get(here).text
    assert register(town) == {}
    assert client.post(f"{here}/run").location == here
    db.session.expire_all()
    assert mine.state is ImportState.DONE
    assert len(register(town)) == 8


def test_an_error_of_ours_ends_in_a_sentence_too(session, town, monkeypatch):
    large(monkeypatch)
    mine = staged(town, attica(8))
    importing.start(PLANNER, mine)
    monkeypatch.setattr(writing.Writer, "write", lambda *_args: 1 / 0)
    assert work() == 1
    db.session.expire_all()
    assert mine.state is ImportState.FAILED
    assert mine.error == jobs.BROKEN
    importing.discard(PLANNER, mine)
    assert mine.state is ImportState.DISCARDED


def test_a_busy_database_is_no_failure(session, town, monkeypatch):
    large(monkeypatch)
    mine = staged(town, attica(8))
    importing.start(PLANNER, mine)

    def busy(*_args):
        raise sa.exc.OperationalError("INSERT", None, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(writing.Writer, "write", busy)
        work()
    db.session.expire_all()
    assert mine.state is ImportState.RUNNING
    job = db.session.scalars(sa.select(Job).where(Job.name == "import")).one()
    assert job.state is JobState.WAITING


def test_an_import_whose_runner_was_killed_is_soon_taken_up_again(session, town, at, monkeypatch):
    large(monkeypatch)
    start = clock.now()
    at(start)
    mine = staged(town, attica(8))
    importing.start(PLANNER, mine)
    from_now = Runner({}, threading.Event())
    assert from_now.run_due() == 1, "a runner that knows no such job lets it wait"
    job = db.session.scalars(sa.select(Job).where(Job.name == "import")).one()
    job.leased_until, job.run_after = start + timedelta(minutes=2), start
    db.session.flush()
    assert work() == 0
    at(start + timedelta(minutes=3))
    assert work() == 1
    assert len(register(town)) == 8


@pytest.mark.parametrize("killed", [True, False])
def test_an_import_that_breaks_off_every_time_fails_with_its_reason_and_ways_on(
    session, town, client, sign_in, at, monkeypatch, killed
):
    large(monkeypatch)
    moment = clock.now()
    at(moment)
    mine = staged(town, attica(8))
    importing.start(PLANNER, mine)
    with monkeypatch.context() as patch:
        busy = sa.exc.OperationalError("INSERT", None, Exception("database is locked"))
        patch.setattr(writing.Writer, "write", lambda *_args: (_ for _ in ()).throw(busy))
        for _attempt in range(outbox.ATTEMPTS):
            moment += timedelta(hours=7)
            at(moment)
            assert claim_next() if killed else work()
    at(moment + timedelta(hours=7))
    assert work() == 0
    session.expire_all()
    assert (mine.state, mine.error) == (ImportState.FAILED, jobs.GIVEN_UP)
    assert register(town) == {}
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"/dokimi/resources/imports/{mine.id}")
    assert f"/imports/{mine.id}/run" in page.text
    assert f"/imports/{mine.id}/discard" in page.text
    job = session.scalars(sa.select(Job).where(Job.name == "import")).one()
    assert job.state is JobState.DEAD
    retry(PLANNER, job)
    assert work() == 1
    session.expire_all()
    assert mine.state is ImportState.DONE
    assert len(register(town)) == 8


def test_the_check_tells_the_first_rows_and_the_flags(session, town, client, sign_in):
    sign_in(Role.PLANNER, town=town)
    head = ["id", "title", "ΚΑΕΚ", "ΤΚ", "x", "y"]
    row = ["1", "Oικόπεδο", "12345", "99-99", "23,75", "38,0"]
    bring(town, table(head, [["2", "Αλάνα", "", "", "23,75", "38,0"]]), "r.csv")
    content = table(head, [row, ["2", "Αλάνα Β", "", "", "23,75", "38,0"]])
    named = {"columns": {"kaek": ["ΚΑΕΚ"], "postcode": ["ΤΚ"]}}
    mine = importing.stage(PLANNER, town, io.BytesIO(content), "r.csv", corrections=named)
    report = importing.check(mine)
    assert counts(report) == (1, 1, 0, 0)
    assert {"bad_kaek", "mixed_script"} <= set(report.flagged)
    assert report.first["updated"][0]["changes"] == [
        {"field": "title", "before": "Αλάνα", "after": "Αλάνα Β"}
    ]
    page = client.get(f"/dokimi/resources/imports/{mine.id}/check").text
    assert "Αλάνα Β" in page
    importing.start(PLANNER, mine)
    one = register(town)["1"]
    assert (one.kaek, one.postcode) == ("12345", "99-99")
    raised = db.session.scalars(sa.select(AssetFlag).where(AssetFlag.asset_id == one.id)).all()
    assert {flag.kind.value for flag in raised} >= {"bad_kaek", "mixed_script"}
    assert {flag.import_id for flag in raised} == {mine.id}


def test_statements_do_not_grow_with_the_rows_of_a_batch(session, monkeypatch):
    monkeypatch.setattr(running, "SWEPT_AT_ONCE", 0)
    asked = []
    for rows in (10, 400):
        town = municipality()
        mine = staged(town, attica(rows))
        with count_queries() as many:
            importing.run(PLANNER, mine)
        asked.append(len(many))
    assert abs(asked[1] - asked[0]) <= 2, asked


def test_the_whole_trail_of_a_changed_row_is_kept_for_the_way_back(session, town):
    bring(town, attica(3))
    bring(town, attica(3, **{"2": "ΑΛΛΟ"}))
    kept = db.session.scalars(sa.select(ImportChange)).one()
    assert kept.before["values"] == {"title": "ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ 2"}
    assert kept.version == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.resources.services.importing import deciding, writing
deciding.BATCH = 100
put, seen = writing.Writer.write, []
def dying(writer, batch):
    seen.append(1)
    put(writer, batch)
    if len(seen) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
writing.Writer.write = dying
app = create_app(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2],
                          secret_key="for tests only"))
with app.app_context():
    app.extensions["inmeko-jobs"]["import"]({"import": int(sys.argv[3]), "actor": None})
"""


def test_a_process_killed_in_the_middle_leaves_nothing_half_written(own_app, monkeypatch):
    large(monkeypatch)
    town = municipality()
    mine = staged(town, attica(500))
    importing.start(PLANNER, mine)
    db.session.commit()
    key, town_id = mine.id, town.id
    folder = own_app.config["SETTINGS"].data_dir
    url = own_app.config["SETTINGS"].database_url
    db.session.remove()
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), url, str(key)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    number = sa.select(sa.func.count(Asset.id)).where(Asset.municipality_id == town_id)
    assert db.session.scalar(number) == 0
    assert db.session.get_one(AssetImport, key).state is ImportState.RUNNING
    db.session.rollback()
    assert work() == 1
    assert db.session.scalar(number) == 500
    assert db.session.get_one(AssetImport, key).state is ImportState.DONE

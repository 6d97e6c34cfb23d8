"""A large import undone by a job: watched, stopped by others' work, broken off; on both engines."""

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.extensions import db, progress
from inmeko.resources.models import AssetImport
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services import importing
from inmeko.resources.services.importing import taking_back
from tests.builders.imports import attica, bring, register
from tests.builders.people import municipality
from tests.builders.records import attachment
from tests.builders.resources import PLANNER
from tests.builders.uploads import work


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def mine(town, monkeypatch, sign_in):
    """An import of eight rows, taken for a large one."""
    sign_in(Role.PLANNER, town=town)
    monkeypatch.setattr(taking_back, "AT_ONCE", 7)
    bring(town, attica(8))
    return db.session.scalars(sa.select(AssetImport)).one()


def here(mine):
    return f"/dokimi/resources/imports/{mine.id}"


def test_a_large_import_is_undone_by_a_job(client, town, mine):
    assert client.post(f"{here(mine)}/undo").location == here(mine)
    assert client.get(here(mine)).location == f"{here(mine)}/progress"
    assert client.post(f"{here(mine)}/undo").location == here(mine), "pressed twice, begun once"
    assert len(register(town)) == 8
    progress.teller(f"import-{mine.id}")("removing", 2, 8)
    page = client.get(f"{here(mine)}/progress").text
    assert '<progress class="progress__bar" value="2" max="8"' in page
    assert work() == 1
    assert register(town) == {}
    assert mine.state is ImportState.UNDONE
    assert client.get(f"{here(mine)}/progress").location == here(mine)
    assert work() == 0


def test_a_small_one_is_undone_at_once(client, town, mine, monkeypatch):
    monkeypatch.setattr(taking_back, "AT_ONCE", 8)
    assert client.post(f"{here(mine)}/undo").location == here(mine)
    assert register(town) == {}


def test_what_people_did_before_its_turn_keeps_all_of_it(client, town, mine):
    client.post(f"{here(mine)}/undo")
    attachment(town, b"%PDF-1.4\n%%EOF\n", "a.pdf", key=register(town)["2"].id)
    assert work() == 1
    db.session.expire_all()
    assert (mine.state, mine.error) == (ImportState.DONE, taking_back.WENT_ON)
    assert len(register(town)) == 8
    assert "δεν αναιρέθηκε" in client.get(here(mine)).text
    assert register(town)["2"].code in client.get(f"{here(mine)}/undo").text


def test_one_that_breaks_leaves_the_import_as_it_was(client, town, mine, monkeypatch):
    client.post(f"{here(mine)}/undo")
    monkeypatch.setattr(taking_back, "undo", lambda *_args: 1 / 0)
    assert work() == 1
    db.session.expire_all()
    assert (mine.state, mine.error) == (ImportState.DONE, taking_back.BROKEN)
    assert len(register(town)) == 8


def test_one_that_was_given_up_can_be_undone_later(town, mine):
    importing.take_back(PLANNER, mine)
    taking_back.give_up({"import": mine.id, "actor": None})
    assert (mine.state, mine.error) == (ImportState.DONE, taking_back.BROKEN)
    importing.undo(PLANNER, mine)
    assert (mine.state, mine.error) == (ImportState.UNDONE, "")

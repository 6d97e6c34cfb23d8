"""A feature kept ready is what would be written now, after every deed, on both engines."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from shapely.geometry import Point

from inmeko.accounts.rules import Sector
from inmeko.extensions import db, kept
from inmeko.extensions.transaction import transaction
from inmeko.resources.models import Asset, AssetFeature, AssetSector
from inmeko.resources.queries import features
from inmeko.resources.rules.asset import Condition
from inmeko.resources.rules.questions import question
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import importing, merging, ready
from tests import engines
from tests.builders import concessions
from tests.builders.imports import attica, bring
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries
from tests.resources.test_import_undo import last


def page(town: Any, *, anew: bool) -> list[tuple[int, bytes]]:
    asked = question({"limit": ["1000"]})
    query, values = features.paging(municipality=town.slug, asked=asked, anew=anew)
    return [tuple(row) for row in db.session.execute(query, values)]


def amended(one: Any, _town: Any) -> None:
    deeds.amend(PLANNER, one, {"title": "Άλλο όνομα", "geometry": Point(23.76, 38)}, version=1)


def resectored(one: Any, _town: Any) -> None:
    deeds.amend(PLANNER, one, {"sectors": [Sector.CARE]}, version=1)


def suited_by_hand(one: Any, _town: Any) -> None:
    db.session.execute(sa.insert(AssetSector).values(asset_id=one.id, sector=Sector.CARE))


def unsuited_by_hand(_one: Any, _town: Any) -> None:
    db.session.execute(sa.delete(AssetSector))


def suited_otherwise_by_hand(_one: Any, _town: Any) -> None:
    db.session.execute(sa.update(AssetSector).values(sector=Sector.CARE))


def changed_by_hand(_one: Any, _town: Any) -> None:
    db.session.execute(sa.update(Asset).values(condition=Condition.RUIN))


def retired(one: Any, _town: Any) -> None:
    deeds.retire(PLANNER, one, "Κατεδαφίστηκε")


def merged(one: Any, town: Any) -> None:
    other = asset(town, title="ΠΑΛΑΙΟ ΣΦΑΓΕΙΟ", condition=Condition.RUIN)
    ready.all_ready(town.id)
    versions = (one.version, other.version)
    merging.merge(
        PLANNER, one, other, versions=versions, taken=("condition",), reason="Διπλή καταγραφή"
    )


def conceded(one: Any, town: Any) -> None:
    concessions.active(one, concessions.cooperative(town))


def imported(_one: Any, town: Any) -> None:
    bring(town, attica(3, **{"2": "ΑΛΛΟ ΟΝΟΜΑ"}))


def taken_back(_one: Any, town: Any) -> None:
    bring(town, attica(4, **{"2": "ΑΛΛΟ ΟΝΟΜΑ"}))
    ready.all_ready(town.id)
    importing.undo(PLANNER, last(town))


def all_taken_back(_one: Any, town: Any) -> None:
    importing.undo(PLANNER, last(town))


def renamed(_one: Any, town: Any) -> None:
    town.slug = f"neo-{town.slug}"
    db.session.flush()


@pytest.mark.parametrize(
    "deed",
    [
        amended,
        resectored,
        suited_by_hand,
        unsuited_by_hand,
        suited_otherwise_by_hand,
        changed_by_hand,
        retired,
        merged,
        conceded,
        imported,
        taken_back,
        all_taken_back,
        renamed,
    ],
)
def test_what_is_kept_is_what_would_be_written_now_after_every_deed(
    session: Any, deed: Any
) -> None:
    town = municipality()
    bring(town, attica(3))
    one = asset(town, sectors=["culture"])
    assert ready.all_ready(town.id)
    assert page(town, anew=False) == page(town, anew=True)
    deed(one, town)
    session.flush()
    for number, text in page(town, anew=False):
        assert text is None or text == dict(page(town, anew=True))[number]
    assert features.differing(municipality_id=town.id) == []
    assert ready.all_ready(town.id)
    assert page(town, anew=False) == page(town, anew=True)
    orphans = sa.select(AssetFeature.asset_id).where(
        AssetFeature.asset_id.not_in(sa.select(Asset.id))
    )
    assert session.scalars(orphans).all() == []


def test_a_text_that_is_not_kept_is_written_when_it_is_asked_for(session: Any) -> None:
    town = municipality()
    first, second, third = (asset(town, title=f"Κτίριο {number}") for number in range(3))
    ready.all_ready(town.id)
    deeds.amend(PLANNER, second, {"title": "Αλλιώς"}, version=1)
    slug = town.slug
    with count_queries() as statements:
        found = features.page(municipality=slug, asked=question({}))
    assert [number for number, _text in found] == [first.id, second.id, third.id]
    assert [json.loads(text)["properties"]["title"] for _number, text in found] == [
        "Κτίριο 0",
        "Αλλιώς",
        "Κτίριο 2",
    ]
    assert len([one for one in statements if one.startswith("SELECT")]) == 2
    ready.all_ready(town.id)
    slug = town.slug
    with count_queries() as statements:
        again = features.page(municipality=slug, asked=question({}))
    assert again == found
    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_making_ready_asks_a_few_statements_however_many_are_missing(session: Any) -> None:
    town = municipality()
    bring(town, attica(30))
    with count_queries() as statements:
        ready.all_ready(town.id)
    assert len(statements) <= 5


def test_nothing_is_made_ready_while_somebody_writes_on_a_server(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    # On the embedded engine whoever writes is alone.
    with engines.own_site("postgis", tmp_path, request.config):
        with transaction():
            town = municipality()
            one = asset(town)
        town_id, number = town.id, one.id
        db.session.rollback()
        with db.engine.connect() as other:
            other.execute(sa.update(Asset).where(Asset.id == number).values(title="Μισό"))
            assert not ready.all_ready(town_id)
            other.rollback()
        assert ready.all_ready(town_id)
        assert features.differing(municipality_id=town_id) == []


def test_the_runner_makes_ready_what_changed_in_quiet_minutes(own_app: Flask) -> None:
    [chore] = [one for one in current_app.extensions["inmeko-chores"] if one is ready.keep_ready]
    with transaction():
        town = municipality()
        one = asset(town)
    chore(threading.Event())
    assert features.ready(municipality_id=town.id) == 1
    with transaction():
        deeds.amend(PLANNER, one, {"title": "Άλλο"}, version=1)
    assert features.ready(municipality_id=town.id) == 0
    chore(threading.Event())
    assert features.ready(municipality_id=town.id) == 1
    db.session.rollback()
    with count_queries() as statements:
        chore(threading.Event())
    asked = [one for one in statements if not one.startswith("BEGIN")]
    assert len(asked) == 1, "without a change one look is enough"


def test_a_runner_that_is_to_stop_leaves_the_rest(own_app: Flask) -> None:
    stop = threading.Event()
    stop.set()
    with transaction():
        town = municipality()
        asset(town)
    assert not ready.all_ready(town.id, stop)


def test_the_command_makes_and_compares(own_app: Flask) -> None:
    with transaction():
        town = municipality()
        one = asset(town)
    run = own_app.test_cli_runner().invoke
    arguments = ["resources", "features", "--municipality", town.slug]
    assert run(args=arguments).output == f"{town.slug}: 1 ready, 0 wrong\n"
    with transaction():
        wrong = sa.update(AssetFeature).values(text=b"{}")
        db.session.execute(wrong)
    done = run(args=arguments)
    assert (done.exit_code, done.output) == (1, f"{town.slug}: 1 ready, 1 wrong [{one.id}]\n")


def test_counts_are_kept_while_nothing_changes(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PATIENCE", 0.0)
    with transaction():
        town = municipality()
        asset(town)
    asked = question({"kind": ["building"]})
    assert features.lately_matched(municipality=town.slug, asked=asked) == 1
    db.session.rollback()
    with count_queries() as statements:
        assert features.lately_matched(municipality=town.slug, asked=asked) == 1
    assert [one for one in statements if "assets" in one] == []
    with transaction():
        asset(town)
    assert features.lately_matched(municipality=town.slug, asked=asked) == 2

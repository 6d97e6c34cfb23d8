"""Equipment and vehicles without a place live in the register with where they are kept."""

import csv
import io

import pytest
from shapely.geometry import Point

from inmeko.accounts.rules import Role
from inmeko.kernel.errors import RuleError
from inmeko.resources.queries import keeping as queries
from inmeko.resources.rules.asset import Kind
from inmeko.resources.services import assets as services
from tests.builders.imports import bring, counts, register, table
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

NOWHERE = {"geometry": None, "original_crs": None, "original_geometry": None, "address": ""}


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def vehicle(town, **changes):
    """A van without a place of its own."""
    return asset(town, **{"title": "Φορτηγό", "kind": Kind.VEHICLE, **NOWHERE, **changes})


def test_a_text_names_an_asset_by_its_code_or_by_a_title_that_only_one_has(town):
    house = asset(town, title="Αμαξοστάσιο")
    assert vehicle(town, kept_at=house.code).kept_at_id == house.id
    assert vehicle(town, kept_at="ΑΜΑΞΟΣΤΑΣΙΟ").kept_at_id == house.id
    asset(town, title="Αμαξοστάσιο")
    assert vehicle(town, kept_at="Αμαξοστάσιο").kept_at_id is None
    assert vehicle(town, kept_at="στην αυλή του γείτονα").kept_at_id is None


def test_an_asset_of_another_town_keeps_nothing_of_ours(town):
    foreign = asset(municipality(), code="Ξ-1")
    kept = vehicle(town, kept_at="Ξ-1")
    assert (kept.kept_at, kept.kept_at_id) == ("Ξ-1", None)
    assert queries.of_town(municipality_id=town.id, asset_id=foreign.id) is None


def test_nothing_is_kept_in_itself(town):
    kept = vehicle(town)
    with pytest.raises(RuleError, match="in itself"):
        services.amend(PLANNER, kept, {"kept_at": kept.code}, version=kept.version)
    case = vehicle(town, title="Εργαλειοθήκη", kept_at=kept.code)
    with pytest.raises(RuleError, match="in itself"):
        services.amend(PLANNER, kept, {"kept_at": case.code}, version=kept.version)


def test_a_planner_searches_the_register_and_chooses(client, town, sign_in):
    house, kept = asset(town, title="Αμαξοστάσιο Βορρά"), vehicle(town)
    other = vehicle(town, title="Αμαξοστάσιο χωρίς θέση")
    sign_in(Role.PLANNER, town=town)
    path = f"/dokimi/resources/{kept.id}/kept"
    page = client.get(f"{path}?q=αμαξο").text
    assert f'id="keeper-{house.id}"' in page
    assert f'id="keeper-{other.id}"' not in page
    assert client.post(path, data={"keeper": house.id}).status_code == 303
    assert (kept.kept_at_id, kept.kept_at) == (house.id, house.code)
    assert "Αμαξοστάσιο Βορρά" in client.get(f"/dokimi/resources/{kept.id}").text
    assert client.post(path, data={"words": "στο υπόγειο"}).status_code == 303
    assert (kept.kept_at_id, kept.kept_at) == (None, "στο υπόγειο")
    assert client.post(path, data={"keeper": "999999"}).status_code == 422
    assert client.post(path, data={"keeper": kept.id}).status_code == 422


def test_the_page_of_a_building_lists_what_is_kept_in_it(client, town):
    house = asset(town)
    for number in range(12):
        vehicle(town, title=f"Φορτηγό {number:02}", kept_at=house.code)
    vehicle(town, title="Αλλού")
    page = client.get(f"/dokimi/resources/{house.id}").text
    assert page.count("Φορτηγό") == queries.SHOWN
    assert queries.panel(house).count == 12
    listed = client.get(f"/dokimi/resources/?kept_in={house.id}").text
    assert listed.count("card__title") == 12
    assert "Αλλού" not in listed


def test_only_planners_say_where_a_thing_is_kept(client, town, sign_in):
    kept = vehicle(town)
    sign_in(Role.CONSULTANT, town=town)
    assert client.get(f"/dokimi/resources/{kept.id}/kept").status_code == 403


def test_a_register_says_where_things_are_kept_and_an_export_says_it_again(client, town):
    house = asset(town, title="Αμαξοστάσιο", code="ΑΜ-1")
    asset(town, title="Αποθήκη Νότου", geometry=Point(23.71, 38.01))
    header = ["Κωδικός", "Τίτλος", "Είδος", "Χώρος φύλαξης"]
    rows = [
        ["Ο-1", "Φορτηγό", "Όχημα", "ΑΜ-1"],
        ["Ο-2", "Εκχιονιστικό", "Όχημα", "αποθηκη νοτου"],
        ["Ο-3", "Κάδος", "Εξοπλισμός", "στην πλατεία"],
        ["Ο-4", "Τραπέζι", "Εξοπλισμός", ""],
    ]
    file = table(header, rows)
    bring(town, file)
    found = register(town)
    assert found["Ο-1"].kept_at_id == house.id
    assert found["Ο-2"].kept_at_id is not None
    assert found["Ο-3"].kept_at == "στην πλατεία"
    assert [found[ref].kept_at_id for ref in ("Ο-3", "Ο-4")] == [None, None]
    exported = client.get("/dokimi/resources/export.csv?kind=vehicle").get_data(as_text=True)
    told = {row["title"]: row["kept_at"] for row in _rows(exported)}
    assert told == {"Φορτηγό": "ΑΜ-1", "Εκχιονιστικό": "αποθηκη νοτου"}
    assert counts(bring(town, exported.encode(), "own.csv")) == (0, 0, 2, 0)
    assert register(town)["Ο-1"].kept_at_id == house.id


def _rows(text):
    return csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";")


def test_a_large_register_finds_its_keepers_in_a_few_statements(town):
    asset(town, title="Αμαξοστάσιο", code="ΑΜ-1")
    header = ["Κωδικός", "Τίτλος", "Είδος", "Χώρος φύλαξης"]
    counted = []
    for first, number in ((0, 5), (100, 80)):
        rows = [[f"Ο-{n}", f"Όχημα {n}", "Όχημα", "ΑΜ-1"] for n in range(first, first + number)]
        with count_queries() as asked:
            bring(town, table(header, rows), f"{first}.csv")
        counted.append(sum("kept_at" in one and one.startswith("UPDATE") for one in asked))
    assert counted[0] == counted[1] <= 3

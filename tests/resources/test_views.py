"""Pages of the inventory over HTTP, on both engines."""

import csv
import io
import json
import re
from datetime import date

import pytest
from shapely.geometry import Point, box

from inmeko.accounts.rules import Role, Sector
from inmeko.records.queries import history
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets as queries
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.services import assets as services
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

CHOICES = {
    "kind": "building",
    "use": "idle",
    "use_certainty": "likely",
    "condition": "fair",
    "accessibility": "unknown",
    "ownership": "municipal",
    "crs": "4326",
}


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def typed(page):
    """What the form of a page would send if nothing were changed."""
    names = re.findall(r'<input[^>]*type="hidden"[^>]*>', page.text)
    found = {}
    for tag in names:
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        found[name[1]] = value[1].replace("&#34;", '"').replace("&amp;", "&") if value else ""
    return found


def test_the_list_greets_in_greek_and_says_what_is_empty(client, town):
    page = client.get("/dokimi/resources/")
    assert page.status_code == 200
    assert 'lang="el"' in page.text


def test_an_unknown_town_is_not_found(client, session):
    assert client.get("/pouthena/resources/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(client, town):
    asset(town, sectors=[Sector.CARE])
    with count_queries() as few:
        client.get("/dokimi/resources/")
    for _ in range(20):
        asset(town, sectors=[Sector.CARE, Sector.CULTURE])
    with count_queries() as many:
        page = client.get("/dokimi/resources/")
    assert page.text.count('class="card__title"') == 21
    assert len(many) == len(few) <= 6


def test_the_list_and_the_map_answer_the_same_question(client, town):
    asset(town, title="Αγρός", kind="farmland")
    asset(town, title="Σχολείο", kind="school")
    page = client.get("/dokimi/resources/?kind=school&q=σχολ")
    assert "Αγρός" not in page.text
    found = client.get("/dokimi/api/resources.geojson?kind=school&q=σχολ&bbox=23,37,24,39").json
    assert [feature["properties"]["title"] for feature in found["features"]] == ["Σχολείο"]
    assert found["truncated"] is False


def test_damaged_addresses_show_a_list_all_the_same(client, town):
    asset(town)
    for query in ("at=%%%", "kind=castle", "min_area=πολύ", "sort=χ", "q=%22%27%3B--"):
        assert client.get(f"/dokimi/resources/?{query}").status_code == 200


def test_the_public_sees_the_public_fields_only(client, town):
    kept = asset(town, notes="Μην το δείτε", idle_cost=1234, atak="00123456789", use_source="Ν.Π.")
    page = client.get(f"/dokimi/resources/{kept.id}")
    assert "Παλαιό σφαγείο" in page.text
    for secret in ("Μην το δείτε", "1.234", "00123456789", "Ν.Π.", "recorded"):
        assert secret not in page.text


def test_staff_see_notes_and_history(client, town, sign_in):
    kept = asset(town, notes="Κλειδί στο ισόγειο")
    sign_in(Role.PLANNER, town=town)
    assert "Κλειδί στο ισόγειο" in client.get(f"/dokimi/resources/{kept.id}").text


def test_an_asset_of_another_town_is_not_found_here(client, town, sign_in):
    foreign = asset(municipality())
    sign_in(Role.PLANNER, town=town)
    for path in ("", "/edit", "/retire", "/files"):
        assert client.get(f"/dokimi/resources/{foreign.id}{path}").status_code == 404
    assert client.post(f"/dokimi/resources/{foreign.id}/restore").status_code == 404


def test_only_planners_of_the_town_may_change_it(client, town, sign_in):
    kept = asset(town)
    assert client.get(f"/dokimi/resources/{kept.id}/edit").status_code == 302
    sign_in(Role.PLANNER, town=municipality())
    assert client.get(f"/dokimi/resources/{kept.id}/edit").status_code == 403
    assert client.post("/dokimi/resources/new", data=CHOICES).status_code == 403


def test_a_planner_records_an_asset_by_typed_coordinates(client, town, sign_in, session):
    sign_in(Role.PLANNER, town=town)
    data = {
        **CHOICES,
        "title": "Σχολείο Άνω Χωριού",
        "crs": "2100",
        "x": "482769",
        "y": "4211781",
        "area_stated": "1250,5",
        "sectors": ["care", "culture"],
    }
    answer = client.post("/dokimi/resources/new", data=data)
    assert answer.status_code == 303
    kept = session.query(Asset).filter_by(municipality_id=town.id).one()
    shape = services.values_of(kept)["geometry"]
    assert (round(shape.x, 4), round(shape.y, 4)) == (23.8053, 38.0562)
    assert (kept.original_crs, kept.original_geometry) == (2100, "POINT (482769 4211781)")
    assert str(kept.area_stated) == "1250.50"
    assert len(history("asset", kept.id)) == 1


def test_a_refused_form_comes_back_with_all_that_was_typed(client, town, sign_in, session):
    sign_in(Role.PLANNER, town=town)
    data = {**CHOICES, "title": "Μύλος", "x": "εδώ", "y": "38", "notes": "Πολύτιμο σχόλιο"}
    answer = client.post("/dokimi/resources/new", data=data)
    assert answer.status_code == 422
    for kept in ("Μύλος", "εδώ", "Πολύτιμο σχόλιο"):
        assert kept in answer.text
    assert session.query(Asset).filter_by(municipality_id=town.id).count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("kind", "castle"),
        ("area_stated", "-5"),
        ("floors", "400"),
        ("year_built", "3000"),
        ("postcode", "1512"),
        ("kaek", "0506"),
        ("geometry", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"),
        ("available_from", "αύριο"),
        ("sectors", "magic"),
    ],
)
def test_each_wrong_field_is_refused_with_a_sentence_beside_it(client, town, sign_in, field, value):
    sign_in(Role.PLANNER, town=town)
    data = {**CHOICES, "title": "Μύλος", field: value}
    answer = client.post("/dokimi/resources/new", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_an_untouched_form_changes_nothing(client, town, sign_in, session):
    kept = asset(town, geometry=Point(23.7512345678901, 38.0))
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"/dokimi/resources/{kept.id}/edit")
    shape = re.search(r'<textarea[^>]*name="geometry"[^>]*>([^<]*)<', page.text)[1]
    data = {
        **CHOICES,
        **typed(page),
        "title": kept.title,
        "address": kept.address,
        "use_certainty": "uncertain",
        "condition": "unknown",
        "ownership": "unknown",
        "geometry": shape.replace("&#34;", '"'),
        "x": "23.75",
        "y": "38.0",
    }
    assert client.post(f"/dokimi/resources/{kept.id}/edit", data=data).status_code == 303
    session.expire_all()
    assert len(history("asset", kept.id)) == 1
    assert services.values_of(kept)["geometry"].x == 23.7512345678901


def test_the_second_planner_sees_the_difference_and_chooses(client, town, sign_in, session):
    kept = asset(town)
    sign_in(Role.PLANNER, town=town)
    opened = typed(client.get(f"/dokimi/resources/{kept.id}/edit"))
    services.amend(
        PLANNER, kept, {"title": "Άλλος τίτλος", "address": "Νέα 7"}, version=kept.version
    )
    data = {**CHOICES, **opened, "title": "Δικός μου τίτλος", "address": "Ηρώων 3"}
    data["geometry"] = json.dumps({"type": "Point", "coordinates": [23.75, 38.0]})
    answer = client.post(f"/dokimi/resources/{kept.id}/edit", data=data)
    assert answer.status_code == 409
    assert "Άλλος τίτλος" in answer.text
    assert "Δικός μου τίτλος" in answer.text
    again = {
        **data,
        **typed(answer),
        "choice-title": "mine",
        "choice-address": "theirs",
    }
    answer = client.post(f"/dokimi/resources/{kept.id}/edit", data=again)
    assert answer.status_code == 303
    session.expire_all()
    assert (kept.title, kept.address) == ("Δικός μου τίτλος", "Νέα 7")


def test_an_asset_is_retired_after_a_question_and_with_a_reason(client, town, sign_in, session):
    kept = asset(town)
    sign_in(Role.PLANNER, town=town)
    address = f"/dokimi/resources/{kept.id}/retire"
    assert client.get(address).status_code == 200
    assert client.post(address, data={"reason": " "}).status_code == 422
    assert client.post(address, data={"reason": "Κατεδαφίστηκε"}).status_code == 303
    session.expire_all()
    assert kept.state is AssetState.RETIRED
    assert client.post(address, data={"reason": "Ξανά"}).status_code == 422


def test_photos_and_papers_are_added_or_refused_together(client, town, sign_in, session):
    kept = asset(town)
    sign_in(Role.PLANNER, town=town)
    address = f"/dokimi/resources/{kept.id}/files"
    paper = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "apofasi.pdf")
    page = (io.BytesIO(b"<html><script>alert(1)</script></html>"), "selida.pdf")
    refused = client.post(address, data={"files": [paper, page]})
    assert refused.status_code == 422
    assert "apofasi.pdf" not in client.get(f"/dokimi/resources/{kept.id}").text
    paper = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "apofasi.pdf")
    assert client.post(address, data={"files": [paper]}).status_code == 303
    assert "apofasi.pdf" in client.get(f"/dokimi/resources/{kept.id}").text


def test_a_formula_in_a_title_never_runs_in_our_export(client, town):
    asset(town, title='=HYPERLINK("http://example.org","κλικ")')
    text = client.get("/dokimi/resources/export.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[0]["title"].startswith("'=HYPERLINK")


def test_exports_hold_the_filter_and_no_staff_fields(client, town, sign_in):
    asset(
        town, title="Αγρός", kind="farmland", notes="Μυστικό", geometry=box(23.7, 38, 23.71, 38.01)
    )
    asset(town, title="Όχημα", kind="vehicle", geometry=None)
    text = client.get("/dokimi/resources/export.csv?kind=farmland").data.decode("utf-8-sig")
    assert "Όχημα" not in text
    assert "Μυστικό" not in text
    assert "notes" not in text
    found = json.loads(client.get("/dokimi/resources/export.geojson").data)
    assert {feature["properties"]["title"] for feature in found["features"]} == {"Αγρός", "Όχημα"}
    sign_in(Role.PLANNER, town=town)
    assert "Μυστικό" in client.get("/dokimi/resources/export.csv").data.decode()


def test_the_map_alone_names_no_other_host(client, town):
    asset(town)
    page = client.get("/dokimi/api/resources/map")
    assert "nonce-" in page.headers["Content-Security-Policy"]
    outside = set(re.findall(r"(?:src|href)=\"(https?://[^\"]+)", page.text))
    assert outside == set()


def test_english_is_complete_and_remembered(client, town):
    asset(town)
    client.post("/language", data={"language": "en", "next": "/dokimi/resources/"})
    page = client.get("/dokimi/resources/")
    assert 'lang="en"' in page.text
    assert "One asset" in page.text
    assert queries.count(town.id, AssetFilter(), date(2026, 5, 12)) == 1


def test_a_sign_that_no_database_keeps_is_left_out(client, town, sign_in, session):
    sign_in(Role.PLANNER, town=town)
    answer = client.post("/dokimi/resources/new", data={**CHOICES, "title": "Μύ\0λος"})
    assert answer.status_code == 303
    assert session.query(Asset).filter_by(municipality_id=town.id).one().title == "Μύλος"


@pytest.mark.parametrize("version", ["</script>", "NaN", "-1", "9" * 400, "0001-01-01", ""])
def test_a_tampered_version_changes_nothing(client, town, sign_in, version):
    sign_in(Role.PLANNER, town=town)
    kept = asset(town, title="Αποθήκη")
    fields = {**CHOICES, "title": "Άλλο", "version": version}
    page = client.post(f"/dokimi/resources/{kept.id}/edit", data=fields)
    assert page.status_code == 409
    assert kept.title == "Αποθήκη"

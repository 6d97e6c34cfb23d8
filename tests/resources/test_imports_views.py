"""Pages of imports over HTTP, on both engines."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.resources.models import Asset, AssetImport
from inmeko.resources.rules.states import ImportState
from tests.builders.imports import attica, nyc
from tests.builders.people import municipality
from tests.builders.uploads import send, staged, typed, work
from tests.queries import count_queries


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def planner(town, sign_in):
    return sign_in(Role.PLANNER, town=town)


def total(session):
    return session.scalar(sa.select(sa.func.count(Asset.id)))


def one_import(session):
    session.expire_all()
    return session.scalars(sa.select(AssetImport).order_by(AssetImport.id.desc())).first()


def test_the_page_greets_planners_only(client, town, sign_in):
    path = "/dokimi/resources/imports"
    assert client.get(path).status_code == 302
    assert client.post(path).status_code == 401
    sign_in(Role.PLANNER, town=municipality())
    assert client.get(path).status_code == 403


def test_a_town_without_imports_is_invited(client, planner):
    page = client.get("/dokimi/resources/imports")
    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_a_file_goes_the_whole_way(client, planner, session):
    here = staged(client, attica(8))
    page = client.get(here)
    assert page.status_code == 200
    assert "a_a_1" in page.text
    assert "%(" not in page.text
    assert total(session) == 0
    answer = client.post(here, data={**typed(page), "then": "check"})
    assert answer.status_code == 303
    assert answer.location.endswith("/check")
    check = client.get(answer.location)
    assert check.status_code == 200
    assert total(session) == 0
    assert one_import(session).state is ImportState.STAGED
    run = client.post(f"{here}/run")
    assert (run.status_code, run.location) == (303, here)
    assert total(session) == 8
    assert client.get(here).status_code == 200
    report = client.get(f"{here}/report.json").json
    assert (report["read"], report["created"]) == (8, 8)
    again = client.post(f"{here}/run")
    assert again.status_code == 303
    assert total(session) == 8
    assert "8" in client.get("/dokimi/resources/imports").text


def test_the_form_sent_back_as_it_came_changes_nothing(client, planner, session):
    for content in (attica(5), nyc(6)):
        here = staged(client, content)
        before = one_import(session).plan
        assert client.post(here, data=typed(client.get(here))).status_code == 303
        after = one_import(session).plan
        assert after == before


def test_a_planner_corrects_how_a_file_is_read(client, planner, session):
    here = staged(client, attica(5))
    data = typed(client.get(here))
    word = next(name for name in data if name.startswith("word_kind_"))
    changes = {
        "from_notes": "megethos_1",
        "with_notes": "nomos_1",
        "register": "Κτήρια Αττικής",
        "usual_use": "idle",
        word: "building",
    }
    answer = client.post(here, data={**data, **changes, "then": "check"})
    assert answer.status_code == 303
    client.post(f"{here}/run")
    one = session.scalars(sa.select(Asset).order_by(Asset.id)).first()
    assert (one.notes, one.register) == ("ΜΙΚΡΟΣ ΑΘΗΝΩΝ", "Κτήρια Αττικής")
    assert (one.use.value, one.kind.value) == ("idle", "building")


def test_another_encoding_makes_us_look_anew(client, planner, session):
    here = staged(client, attica(5))
    data = {**typed(client.get(here)), "encoding": "cp737", "then": "check"}
    answer = client.post(here, data=data)
    assert answer.status_code == 303
    assert answer.location == here, "first the planner looks over the new guesses"
    assert one_import(session).chosen == {"encoding": "cp737"}
    assert client.get(here).status_code == 200


def test_a_wrong_choice_comes_back_with_everything_typed(client, planner, session):
    here = staged(client, attica(5))
    data = {**typed(client.get(here)), "register": "Πολύτιμο όνομα"}
    before = one_import(session).plan
    for change in (
        {"encoding": "klingon"},
        {"from_title": "no such column"},
        {"from_title": ""},
        {"from_colour": "a_a_1"},
        {"word_kind_99": "school"},
        {"word_kind_0": "castle"},
        {"usual_use": "asleep"},
        {"crs": "other", "crs_code": "Hellas"},
        {"crs": "other", "crs_code": ""},
        {"crs": "other", "crs_code": "1"},
        {"header_row": "δύο"},
        {"header_row": "900"},
        {"encoding": "utf-16"},
        {"from_y": ""},
        {"seen": "old"},
    ):
        page = client.post(here, data={**data, **change})
        assert page.status_code == 422, change
        assert "Πολύτιμο όνομα" in page.text, change
        assert "error-summary" in page.text, change
    assert one_import(session).plan == before
    nameless = client.post(here, data={**data, "register": " "})
    assert nameless.status_code == 422


def test_a_check_that_cannot_be_made_says_why(client, planner):
    here = staged(client, attica(2600)[:-25])
    page = client.get(f"{here}/check")
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert client.post(f"{here}/run").status_code == 303
    work()
    failed = client.get(here)
    assert failed.status_code == 200
    assert "/discard" in failed.text, "it may be set aside, or tried again"


def test_what_is_no_table_is_refused_with_a_sentence(client, planner, session):
    for content in (b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"a\n1\n", b"\x00" * 5000):
        page = send(client, content)
        assert page.status_code == 422
        assert "govgr-error-message" in page.text
        assert "%(" not in page.text
    assert client.post("/dokimi/resources/imports", data={}).status_code == 422
    assert session.scalar(sa.select(sa.func.count(AssetImport.id))) == 0


def test_rejections_are_shown_and_taken_away_as_csv(client, planner):
    here = staged(client, attica(30).replace(b"23,702", b"=CMD()"))
    assert "=CMD()" in client.get(f"{here}/check").text
    client.post(f"{here}/run")
    answer = client.get(f"{here}/report.csv")
    assert answer.text.startswith("\ufeff")
    assert "'=CMD()" in answer.text


def test_the_first_places_are_on_the_map(client, planner):
    here = staged(client, attica(5))
    address = here.replace("/resources/imports/", "/api/imports/") + ".geojson"
    found = client.get(address).json
    assert len(found["features"]) == 5
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [23.701, 37.951]}


def test_a_file_is_set_aside_after_a_question(client, planner, session):
    here = staged(client, attica(5))
    assert client.get(f"{here}/discard").status_code == 200
    assert one_import(session).state is ImportState.STAGED
    assert client.post(f"{here}/discard").status_code == 303
    assert one_import(session).state is ImportState.DISCARDED
    assert client.get(here).status_code == 200
    assert client.post(f"{here}/run").status_code == 422
    assert client.post(f"{here}/discard").status_code == 422
    assert client.post(here, data={}).status_code == 303
    assert client.get(f"{here}/check").status_code == 303
    assert total(session) == 0


def test_the_import_of_another_town_is_not_found_here(client, planner, session, sign_in):
    here = staged(client, attica(5))
    other = municipality(name="Δήμος Άλλος", slug="allos")
    sign_in(Role.PLANNER, town=other)
    there = here.replace("dokimi", "allos")
    for path in ("", "/check", "/discard", "/report.json"):
        assert client.get(there + path).status_code == 404
        assert client.get(here + path).status_code == 403
    for path in ("", "/run", "/discard"):
        assert client.post(there + path).status_code == 404
        assert client.post(here + path).status_code == 403
    address = there.replace("/resources/imports/", "/api/imports/") + ".geojson"
    assert client.get(address).status_code == 404


def test_a_file_over_the_limit_is_refused_by_name_of_the_limit(app, client, planner, session):
    settings, most = app.config["SETTINGS"], app.config["MAX_CONTENT_LENGTH"]
    app.config["MAX_CONTENT_LENGTH"] = 100 * 1024
    app.config["SETTINGS"] = replace(settings, upload_megabytes=1)
    try:
        page = send(client, attica(1500))
    finally:
        app.config["MAX_CONTENT_LENGTH"], app.config["SETTINGS"] = most, settings
    assert page.status_code == 413
    assert "1 MB" in page.text
    assert "inmeko resources import" in page.text
    assert session.scalar(sa.select(sa.func.count(AssetImport.id))) == 0


def test_the_number_of_queries_does_not_grow_with_the_imports(client, planner):
    staged(client, attica(2))
    with count_queries() as few:
        client.get("/dokimi/resources/imports")
    for _ in range(5):
        staged(client, attica(2))
    with count_queries() as many:
        client.get("/dokimi/resources/imports")
    assert len(many) == len(few) <= 6

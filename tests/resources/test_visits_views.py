"""Visits over HTTP: who may, the form, what a phone sends, the queue and its decisions."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inmeko.accounts.rules import Role
from inmeko.kernel.actor import Actor
from inmeko.records import queries as records
from inmeko.resources import policy
from inmeko.resources.models import Visit
from inmeko.resources.queries.visits import VisitGround
from inmeko.resources.rules.asset import Condition, Kind
from inmeko.resources.rules.visits import VisitState
from inmeko.resources.services import assets
from tests.builders.people import municipality, person
from tests.builders.resources import PLANNER, asset
from tests.builders.visits import key, new_place, photo_file, sent, visit, visit_things, walk
from tests.queries import count_queries

FORM = "/dokimi/resources/visits/new"
API = "/dokimi/api/visits"


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def kept(session):
    return session.query(Visit).order_by(Visit.id).all()


def actor(user, *roles, town):
    return Actor(id=user.id, roles=frozenset((role, town.id) for role in roles))


def test_visits_are_made_by_staff_and_by_those_who_walk(session, town):
    ground, somebody = VisitGround(town, frozenset({7})), person()
    for role in (Role.PLANNER, Role.MUNICIPAL_ADMIN, Role.CONSULTANT):
        assert policy.may_visit(actor(somebody, role, town=town), ground)
    walker = Actor(id=7, roles=frozenset({(Role.EVALUATOR, town.id)}))
    assert policy.may_visit(walker, ground)
    assert not policy.may_visit(walker, VisitGround(town, frozenset()))
    # Who has left the town's service walks no more.
    assert not policy.may_visit(Actor(id=7), ground)
    assert not policy.may_visit(Actor(), ground)
    other = actor(somebody, Role.PLANNER, town=municipality())
    assert not policy.may_visit(other, ground)


def test_only_planners_decide_and_visitors_read_their_own(session, town):
    visitor = person(Role.CONSULTANT, town=town)
    found = visit(town, asset(town), visitor)
    consultant = actor(visitor, Role.CONSULTANT, town=town)
    assert policy.may_read_visit(consultant, found)
    assert not policy.may_settle_visit(consultant, found)
    assert policy.may_read_visit(Actor(id=visitor.id), found)
    assert not policy.may_read_visit(Actor(id=person().id), found)
    assert not policy.may_read_visit(Actor(), found)
    assert policy.may_settle_visit(actor(person(), Role.PLANNER, town=town), found)


def test_a_stranger_is_led_to_sign_in_and_a_machine_is_told(client, town):
    assert "/login" in client.get(FORM).headers["Location"]
    assert client.get(f"{API}/standing").status_code == 401
    assert client.post(API, data=sent()).status_code == 401


def test_somebody_without_a_part_in_it_is_refused(client, town, sign_in):
    sign_in()
    assert client.get(FORM).status_code == 403
    assert client.post(API, data=sent()).status_code == 403
    assert client.get("/dokimi/resources/visits/").status_code == 403


def test_the_form_works_as_an_ordinary_one(client, session, town, sign_in):
    sign_in(Role.CONSULTANT, town=town)
    building = asset(town)
    page = client.get(f"{FORM}?asset={building.id}")
    assert 'capture="environment"' in page.text
    assert "multiple" in page.text
    data = sent(building, x="23,7512", y="38,0123", accuracy="8.5", photos=[])
    data["photos"] = [(photo_file(), "α.jpg"), (photo_file(), "β.jpg")]
    answer = client.post(FORM, data=data, content_type="multipart/form-data")
    (found,) = kept(session)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/dokimi/resources/visits/{found.id}",
    )
    assert (found.asset_id, found.x, found.y, found.accuracy) == (
        building.id,
        23.7512,
        38.0123,
        8.5,
    )
    assert len(found.photos) == 2
    again = [(photo_file(), "α.jpg"), (photo_file(), "β.jpg")]
    client.post(FORM, data={**data, "photos": again}, content_type="multipart/form-data")
    assert len(kept(session)) == 1
    assert len(records.attachments("visit", found.id)) == 2
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_visit_that_cannot_be_kept_comes_back_with_what_was_typed(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    answer = client.post(FORM, data=sent(address="Ηρώων 3"))
    assert answer.status_code == 422
    assert "Ηρώων 3" in answer.text
    wrong = client.post(FORM, data=sent(title="Α", x="38,01", y="23,75"))
    assert wrong.status_code == 422
    assert kept(session) == []


def test_the_phone_is_told_who_it_is_and_what_to_take_along(client, town, sign_in):
    user = sign_in(Role.PLANNER, town=town)
    building, hidden = asset(town, notes="Κλειδί στη γειτόνισσα"), asset(town, title="Άλλο")
    standing = client.get(f"{API}/standing").get_json()
    assert standing["person"] == user.id
    assert standing["token"]
    found = client.get(f"{API}/along.json?q=σφαγειο").get_json()
    (row,) = found["assets"]
    assert (row["id"], row["version"], row["shape"]) == (building.id, building.version, "point")
    assert row["seen"]["use"] == "idle"
    assert hidden.id != row["id"]
    assert "γειτόνισσα" not in json.dumps(found, ensure_ascii=False)


def test_a_round_is_taken_along_in_its_order_without_what_is_done(client, session, town, sign_in):
    user = sign_in(Role.PLANNER, town=town)
    stops = walk(town, user, asset(town), asset(town), asset(town))
    stops[1].visited_at = datetime(2026, 5, 12, tzinfo=UTC)
    session.flush()
    found = client.get(f"{API}/along.json?round={stops[0].round_id}").get_json()
    assert [row["stop"] for row in found["assets"]] == [stops[0].id, stops[2].id]
    other = municipality(slug="allos")
    sign_in(Role.PLANNER, town=other)
    theirs = client.get(f"/allos/api/visits/along.json?round={stops[0].round_id}").get_json()
    assert theirs["assets"] == []


def test_a_repeat_is_answered_alike(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    data = sent(asset(town))
    first, again = client.post(API, data=data), client.post(API, data=data)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert len(kept(session)) == 1


def test_photos_follow_one_by_one_each_once(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    data, photo = sent(asset(town)), key()
    client.post(API, data=data)
    address = f"{API}/{data['key']}/photos"
    for status in (201, 200):
        body = {"key": photo, "photo": (photo_file(), "photo-1.jpg")}
        answer = client.post(address, data=body, content_type="multipart/form-data")
        assert (answer.status_code, answer.get_json()["photos"]) == (status, [photo])
    wrong = {"key": key(), "photo": (io.BytesIO(b"nothing"), "α.jpg")}
    refused = client.post(address, data=wrong, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert refused.get_json()["detail"]
    assert client.post(address, data={"key": key()}).status_code == 422


def test_nobody_adds_photos_to_the_visit_of_another(client, town, sign_in):
    found = visit_things(town, asset(town))
    sign_in(Role.PLANNER, town=town)
    body = {"key": key(), "photo": (photo_file(), "α.jpg")}
    answer = client.post(f"{API}/{found['client_key']}/photos", data=body)
    assert answer.status_code == 403


def test_the_phone_is_told_at_once_what_changed_meanwhile(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    building = asset(town)
    data = sent(building)
    assets.amend(PLANNER, building, {"condition": Condition.GOOD}, version=building.version)
    (change,) = client.post(API, data=data).get_json()["changed"]
    assert change["field"] == "condition"
    assert change["seen"] != change["now"]


def test_what_a_phone_says_it_saw_is_not_believed_blindly(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    building = asset(town)
    for seen in ("no JSON", "[1]", '{"condition": "splendid", "geometry": "POINT ("}', '"good"'):
        data = sent(building, seen=seen, version="9" * 5000, accuracy="nan", visited_at="gestern")
        assert client.post(API, data=data).status_code == 201
    for found in kept(session):
        assert (found.seen_version, found.accuracy) == (None, None)
        assert client.get(f"/dokimi/resources/visits/{found.id}").status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "7"},
        {"condition": "splendid"},
        {"note": "α" * 6_000},
        {"x": "ανατολικά", "y": "38"},
        {"x": "38,0", "y": "23,7"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(client, session, town, sign_in, changes):
    sign_in(Role.PLANNER, town=town)
    answer = client.post(API, data=sent(asset(town), **changes))
    assert answer.status_code == 422
    assert answer.get_json()["detail"]
    assert kept(session) == []


def test_an_asset_of_another_town_is_not_there(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    foreign = asset(municipality())
    assert client.post(API, data=sent(foreign)).status_code == 404
    assert client.get(f"{FORM}?asset={foreign.id}").status_code == 404


def test_the_queue_shows_what_waits_with_few_questions(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    visit(town, asset(town, title="Το πρώτο"))
    with count_queries() as few:
        page = client.get("/dokimi/resources/visits/")
    assert "Το πρώτο" in page.text
    for _ in range(30):
        visit(town, asset(town))
    with count_queries() as many:
        page = client.get("/dokimi/resources/visits/")
    assert len(many) <= len(few)
    assert "Το πρώτο" not in page.text
    assert "before=" in page.text


def test_the_pages_of_the_queue_follow_one_another(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    made = [visit(town, asset(town)).id for _ in range(27)]
    older = client.get(f"/dokimi/resources/visits/?before={made[2]}")
    assert f"/visits/{made[0]}" in older.text
    newer = client.get(f"/dokimi/resources/visits/?after={made[1]}")
    assert f'/visits/{made[26]}"' in newer.text
    odd = client.get("/dokimi/resources/visits/?before=99999999999&state=nonsense")
    assert odd.status_code == 200


def test_a_planner_decides_value_by_value(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    building = asset(town)
    found = visit(town, building, values={"condition": "poor", "use": "in_use"})
    page = f"/dokimi/resources/visits/{found.id}"
    data = {"version": building.version, "choice-condition": "accept", "choice-use": "later"}
    assert client.post(page, data=data).headers["Location"] == page
    session.refresh(building)
    assert building.condition is Condition.POOR
    data = {"version": building.version, "choice-use": "refuse"}
    assert client.post(page, data=data).headers["Location"] == "/dokimi/resources/visits/"
    assert session.get(Visit, found.id).state is VisitState.DONE


def test_a_conflict_is_marked_and_left_out_of_the_one_button(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    building = asset(town)
    found = visit(town, building, values={"condition": "poor", "use": "in_use"})
    seen = building.version
    assets.amend(PLANNER, building, {"condition": Condition.GOOD}, version=seen)
    page = f"/dokimi/resources/visits/{found.id}"
    assert "proposal--conflict" in client.get(page).text
    stale = client.post(page, data={"version": seen, "choice-condition": "accept"})
    assert stale.status_code == 409
    session.refresh(building)
    client.post(page, data={"version": building.version, "then": "clear"})
    session.refresh(building)
    assert (building.condition, building.use.value) == (Condition.GOOD, "in_use")
    assert session.get(Visit, found.id).state is VisitState.WAITING


def test_a_new_place_is_accepted_over_the_page(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    found = new_place(town)
    data = {f"choice-{name}": "accept" for name in ("title", "kind", "geometry")}
    client.post(f"/dokimi/resources/visits/{found.id}", data=data)
    made = session.get(Visit, found.id).asset
    assert (made.title, made.kind) == ("Παλιό λατομείο", Kind.PLOT)


def test_a_visit_is_set_aside_after_a_question(client, session, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    found = visit(town, asset(town))
    page = f"/dokimi/resources/visits/{found.id}/set-aside"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"reason": ""}).status_code == 422
    assert client.post(page, data={"reason": "Λάθος κτίριο."}).status_code == 303
    assert "Λάθος κτίριο." in client.get(f"/dokimi/resources/visits/{found.id}").text


def test_a_photo_is_seen_by_staff_until_a_planner_shows_it(client, town, sign_in):
    building = asset(town)
    found = visit_things(town, building)
    (photo,) = records.attachments("visit", found["visit_id"])
    address = f"/files/{photo.id}/{photo.filename}"
    sign_in(Role.EVALUATOR, town=town)
    assert client.get(address).status_code == 403
    sign_in(Role.PLANNER, town=town)
    assert client.get(address).headers["Cache-Control"] == "private, no-store"
    publish = f"/dokimi/resources/visits/{found['visit_id']}/photos/{found['photo_id']}/publish"
    client.post(publish)
    client.post(publish)
    assert [file.public for file in records.attachments("asset", building.id)] == [True]


def test_the_page_of_an_asset_tells_staff_of_visits_and_everybody_of_the_last(
    client, session, town, sign_in
):
    building = asset(town)
    visitor = person(name="Ηλέκτρα Επισκέπτρια")
    found = visit(town, building, visitor)
    page = f"/dokimi/resources/{building.id}"
    assert "Ηλέκτρα" not in client.get(page).text
    sign_in(Role.PLANNER, town=town)
    assert "Ηλέκτρα" in client.get(page).text
    data = {"version": building.version, "choice-condition": "accept"}
    client.post(f"/dokimi/resources/visits/{found.id}", data=data)
    client.post("/logout")
    session.refresh(building)
    public = client.get(page).text
    assert building.visited_on.strftime("%Y") in public
    assert "Ηλέκτρα" not in public


def test_the_worker_answers_for_the_visits_of_its_town_alone(client, town):
    answer = client.get("/dokimi/resources/visits/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/dokimi/resources/visits/"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    settings = json.loads(answer.text.split("=", 1)[1].split(";\n", 1)[0])
    assert settings["pages"][0] == FORM
    assert set(settings["scripts"]) <= set(settings["files"])
    static = Path(client.application.static_folder)
    files = [file.removeprefix(f"/static/{settings['version']}/") for file in settings["files"]]
    assert all((static / file).is_file() for file in files)


def test_the_places_of_a_visit_are_for_who_may_read_it(client, town, sign_in):
    found = visit(town, asset(town), x=23.751, y=38.001)
    address = f"{API}/{found.id}.geojson"
    assert client.get(address).status_code == 401
    sign_in(Role.PLANNER, town=town)
    assert len(client.get(address).get_json()["features"]) == 2


def test_the_phones_page_offers_what_was_asked_for_and_believes_no_address(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    page = "/dokimi/resources/visits/phone"
    assert "data-along-url" not in client.get(page).text
    assert "along.json?use=idle" in client.get(f"{page}?use=idle").text
    assert "along.json?round=7" in client.get(f"{page}?round=7").text
    odd = client.get(f"{page}?_scheme=javascript&municipality=allos&_external=1&use=idle").text
    assert 'data-along-url="/dokimi/api/visits/along.json?use=idle"' in odd

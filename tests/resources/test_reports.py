"""Citizens report idle places; planners judge; addresses are forgotten. On both engines."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from PIL import Image
from shapely.geometry import Point

from inmeko.accounts.rules import Role
from inmeko.extensions import db, storage
from inmeko.kernel.errors import RuleError
from inmeko.records.models import Job
from inmeko.records.queries import attachments, history
from inmeko.records.rules.outbox import JobState
from inmeko.resources.models import Asset, IdleReport
from inmeko.resources.queries import reports as queries
from inmeko.resources.rules.asset import Certainty, Kind, Use
from inmeko.resources.rules.reports import ReportState
from inmeko.resources.services import reports as services
from tests.builders.fieldwork import report
from tests.builders.people import municipality
from tests.builders.records import picture
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
TYPED = {
    "title": "Κλειστό περίπτερο",
    "kind": "shop_or_office",
    "geometry": '{"type":"Point","coordinates":[23.75,38.0]}',
    "accuracy": "12",
    "address": "Πλατεία Ηρώων",
    "text": "Κλειστό εδώ και χρόνια.",
    "email": "politis@example.org",
    "consent": "y",
}
PATH = "/dokimi/resources/reports"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def mails():
    return list(db.session.scalars(sa.select(Job).where(Job.name == "mail").order_by(Job.id)))


def only_report() -> IdleReport:
    return db.session.scalars(sa.select(IdleReport)).one()


def test_a_citizen_reports_an_idle_place_and_follows_it(client, town):
    assert client.get(f"{PATH}/new").status_code == 200
    photos = [(io.BytesIO(picture()), "a.jpg"), (io.BytesIO(picture()), "b.jpg")]
    answer = client.post(f"{PATH}/new", data={**TYPED, "photos": photos})
    assert answer.status_code == 303
    kept = only_report()
    assert (kept.number, kept.state, kept.kind) == (1, ReportState.WAITING, Kind.SHOP_OR_OFFICE)
    assert (kept.x, kept.y, kept.accuracy) == (23.75, 38.0, 12)
    assert len(attachments("idle_report", kept.id)) == 2
    followed = client.get(answer.location)
    assert "Κλειστό περίπτερο" in followed.text
    assert followed.headers["X-Robots-Tag"] == "noindex"
    [letter] = mails()
    assert letter.payload["to"] == "politis@example.org"
    assert kept.secret in letter.payload["body"]


def test_nothing_of_a_report_is_public_before_a_planner_accepts_it(client, town):
    kept = report(town, services.Photo(io.BytesIO(picture()), "a.jpg"))
    [photo] = attachments("idle_report", kept.id)
    for path in (PATH, f"{PATH}/{kept.id}", f"/files/{photo.id}/{photo.filename}"):
        assert client.get(path).status_code == 302
    assert client.get(f"/dokimi/api/reports/{kept.id}.geojson").status_code == 401
    assert "περίπτερο" not in client.get("/dokimi/resources/").text
    assert client.get(f"{PATH}/follow/x{kept.secret[1:]}").status_code == 404
    other = municipality(slug="allos")
    assert other
    assert client.get(f"/allos/resources/reports/follow/{kept.secret}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"geometry": "", "address": ""}, "address"),
        ({"geometry": "κάπου"}, "geometry"),
        ({"geometry": "POINT (-73.9 40.7)"}, "geometry"),
        ({"geometry": "", "x": "38.0", "y": "23.75"}, "x"),
        ({"email": "χωρίς παπάκι"}, "email"),
        ({"consent": ""}, "consent"),
    ],
)
def test_a_report_that_makes_no_sense_is_refused_under_its_field(client, town, changes, field):
    answer = client.post(f"{PATH}/new", data={**TYPED, **changes})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(IdleReport.id))) == 0


def test_what_is_no_photo_is_refused_and_nothing_is_kept(client, town):
    paper = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf")
    answer = client.post(f"{PATH}/new", data={**TYPED, "photos": paper})
    assert answer.status_code == 422
    assert 'id="photos-error"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(IdleReport.id))) == 0


def test_six_photos_are_one_too_many(client, town):
    photos = [(io.BytesIO(picture(size=(40, 40))), f"{n}.jpg") for n in range(6)]
    answer = client.post(f"{PATH}/new", data={**TYPED, "photos": photos})
    assert answer.status_code == 422
    assert 'id="photos-error"' in answer.text


def test_a_machine_that_fills_in_everything_is_refused(client, town):
    answer = client.post(f"{PATH}/new", data={**TYPED, "homepage": "https://spam.example"})
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(IdleReport.id))) == 0


def test_who_reports_too_often_is_asked_to_wait(own_app):
    with own_app.app_context():
        municipality(slug="dokimi")
        db.session.commit()
    own_app.config["RATELIMIT_ENABLED"] = True
    client = own_app.test_client()
    answers = [client.post(f"{PATH}/new", data={}).status_code for _ in range(6)]
    assert answers[:5] == [422] * 5
    assert answers[5] == 429


def test_a_report_without_an_address_gets_no_mail(client, town):
    assert client.post(f"{PATH}/new", data={**TYPED, "email": ""}).status_code == 303
    assert mails() == []
    assert only_report().email is None


def test_numbers_of_reports_count_up_in_each_town(town):
    other = municipality()
    assert [report(one).number for one in (town, town, other)] == [1, 2, 1]


def test_neither_words_nor_address_of_a_citizen_are_in_the_trail(town):
    kept = report(town, text="Ο γείτονας λέει πολλά.")
    told = str([deed.changes for deed in history("idle_report", kept.id)])
    assert "politis" not in told
    assert "γείτονας" not in told


def test_a_planner_enters_a_report_as_an_uncertain_idle_asset(client, town, sign_in):
    kept = report(town, services.Photo(io.BytesIO(picture()), "a.jpg"))
    sign_in(Role.PLANNER, town=town)
    data = {"title": "Περίπτερο πλατείας", "kind": "shop_or_office", "publish_photos": "y"}
    assert client.post(f"{PATH}/{kept.id}/accept", data=data).status_code == 303
    made = db.session.get(Asset, kept.asset_id)
    assert (made.title, made.use, made.use_certainty) == (
        "Περίπτερο πλατείας",
        Use.IDLE,
        Certainty.UNCERTAIN,
    )
    assert made.use_source == "Αναφορά πολίτη αρ. 1"
    assert (made.x, made.y) == (23.75, 38.0)
    [photo] = attachments("asset", made.id)
    assert photo.public
    assert not Image.open(storage.open(photo.sha256)).getexif()
    [letter] = mails()
    assert f"resources/{made.id}" in letter.payload["body"]
    page = client.get(f"{PATH}/follow/{kept.secret}").text
    assert "Περίπτερο πλατείας" in page
    assert client.post(f"{PATH}/{kept.id}/accept", data=data).status_code == 422


def test_a_report_of_what_is_known_is_linked_to_it(client, town, sign_in):
    known = asset(town, geometry=Point(23.7501, 38.0001))
    far = asset(town, geometry=Point(23.76, 38.0), title="Μακριά")
    kept = report(town, services.Photo(io.BytesIO(picture()), "a.jpg"))
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"{PATH}/{kept.id}").text
    assert known.title in page
    assert far.title not in page
    [near] = queries.nearby(kept)
    assert near.metres == pytest.approx(14, abs=1)
    assert client.post(f"{PATH}/{kept.id}/link", data={"asset": "99999"}).status_code == 422
    answer = client.post(f"{PATH}/{kept.id}/link", data={"asset": str(known.id)})
    assert answer.status_code == 303
    assert (kept.state, kept.asset_id) == (ReportState.LINKED, known.id)
    [photo] = attachments("asset", known.id)
    assert not photo.public


def test_a_report_is_linked_by_the_code_of_an_asset_elsewhere(client, town, sign_in):
    known = asset(town, geometry=Point(23.71, 38.0))
    foreign = asset(municipality(), code="ΞΕΝΟ-1")
    kept = report(town)
    sign_in(Role.PLANNER, town=town)
    path = f"{PATH}/{kept.id}/link"
    assert client.post(path, data={"code": foreign.code}).status_code == 422
    assert client.post(path, data={"code": known.code}).status_code == 303
    assert kept.asset_id == known.id


def test_a_report_is_refused_with_a_reason_that_the_citizen_reads(client, town, sign_in):
    kept = report(town)
    sign_in(Role.PLANNER, town=town)
    path = f"{PATH}/{kept.id}/refuse"
    assert client.post(path, data={"reason": ""}).status_code == 422
    assert client.post(path, data={"reason": "Δεν ανήκει στον δήμο."}).status_code == 303
    assert "Δεν ανήκει στον δήμο." in client.get(f"{PATH}/follow/{kept.secret}").text
    [letter] = mails()
    assert "Δεν ανήκει στον δήμο." in letter.payload["body"]
    with pytest.raises(RuleError):
        services.refuse(PLANNER, kept, "Ξανά")


def test_the_queue_shows_what_waits_and_what_was_judged(client, town, sign_in):
    report(town, title="Πρώτη")
    judged = report(town, title="Δεύτερη")
    services.refuse(PLANNER, judged, "Διπλή")
    sign_in(Role.CONSULTANT, town=town)
    assert re.findall("Πρώτη|Δεύτερη", client.get(PATH).text) == ["Πρώτη"]
    assert re.findall("Πρώτη|Δεύτερη", client.get(f"{PATH}?judged=1").text) == ["Δεύτερη"]
    assert client.get(f"{PATH}/{judged.id}").status_code == 200
    assert client.post(f"{PATH}/1/accept").status_code in (403, 404)
    found = client.get(f"/dokimi/api/reports/{judged.id}.geojson").json["features"]
    assert [one["properties"]["title"] for one in found] == ["Δεύτερη"]


def test_an_address_is_forgotten_once_the_verdict_was_sent(client, town, sign_in):
    kept = report(town)
    sign_in(Role.PLANNER, town=town)
    client.post(f"{PATH}/{kept.id}/refuse", data={"reason": "Διπλή"})
    assert services.forget_addresses() == 0
    [letter] = mails()
    letter.state = JobState.DONE
    assert services.forget_addresses() == 1
    db.session.expire_all()
    assert (kept.email, mails()) == (None, [])
    assert services.forget_addresses() == 0


def test_an_address_is_forgotten_after_ninety_days_whatever_happened(town, at):
    kept, young = report(town), None
    at(NOON + timedelta(days=91))
    young = report(town)
    assert services.forget_addresses() == 1
    assert (kept.email, young.email) == (None, "politis@example.org")


def test_the_chore_says_how_many_addresses_it_forgot(app, town, at):
    report(town)
    at(NOON + timedelta(days=91))
    found = app.test_cli_runner().invoke(args=["resources", "forget-reporters"])
    assert found.exit_code == 0, found.output
    assert "1" in found.output


def test_the_queue_asks_the_same_number_of_questions(client, town, sign_in):
    report(town)
    sign_in(Role.PLANNER, town=town)
    client.get(PATH)
    with count_queries() as few:
        client.get(PATH)
    for _ in range(10):
        report(town)
    with count_queries() as many:
        assert client.get(PATH).status_code == 200
    assert len(many) == len(few)

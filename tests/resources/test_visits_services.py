"""Visits: received once, settled value by value, photos without their place; both engines."""

import io
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from PIL import Image
from shapely.geometry import Point

from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, NotFoundError, RuleError
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.resources.models import Asset, Visit, VisitPhoto
from inmeko.resources.queries import assets as asset_queries
from inmeko.resources.queries import visits as queries
from inmeko.resources.rules import visits as rules
from inmeko.resources.rules.asset import Condition, Kind, Use
from inmeko.resources.rules.visits import ProposalState, VisitState
from inmeko.resources.services import assets, visits
from inmeko.resources.services import visit_decisions as decisions
from tests.builders.people import municipality, person
from tests.builders.records import at_once
from tests.builders.resources import PLANNER, asset
from tests.builders.visits import GPS, key, new_place, photo_file, said, visit, walk

MAY = datetime(2026, 5, 12, 9, tzinfo=UTC)


def whole(town, found):
    return asset_queries.asset(municipality=town.slug, asset_id=found.id)


def test_a_visit_proposes_and_changes_nothing_yet(session):
    town = municipality()
    building = asset(town)
    found = visit(town, building)
    assert [(one.field, one.seen, one.proposed) for one in found.proposals] == [
        ("condition", "unknown", "poor")
    ]
    assert building.condition is Condition.UNKNOWN
    assert building.visited_on is None
    assert [deed.deed for deed in records.history("visit", found.id)] == ["visit received"]


def test_the_same_visit_sent_again_is_the_same(session):
    town = municipality()
    building, sent = asset(town), said()
    first, new = visits.receive(PLANNER, town.id, building, sent)
    again, repeated = visits.receive(PLANNER, town.id, building, sent)
    assert (first.id, new, repeated) == (again.id, True, False)


def test_the_number_of_somebody_elses_visit_is_refused(session):
    town, other = municipality(), municipality()
    sent, stranger = said(), Actor(id=person().id)
    visits.receive(PLANNER, town.id, asset(town), sent)
    with pytest.raises(ConflictError):
        visits.receive(stranger, town.id, asset(town), sent)
    with pytest.raises(ConflictError):
        visits.receive(PLANNER, other.id, asset(other), sent)


def test_parallel_sendings_of_one_visit_leave_one_visit_and_one_photo(own_app):
    with transaction():
        town = municipality()
        place, building, sent, photo = town.id, asset(town).id, said(), key()
        slug = town.slug

    def send(_thread):
        with transaction():
            found = asset_queries.asset(municipality=slug, asset_id=building)
            kept, new = visits.receive(PLANNER, place, found, sent)
            visits.add_photo(PLANNER, kept, photo, photo_file(), "φωτό.jpg")
            return kept.id, new

    answers = at_once(own_app, 6, send)
    assert len({number for number, _new in answers}) == 1
    assert sum(new for _number, new in answers) == 1
    for table in (Visit, VisitPhoto):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 1
    kept = sa.select(sa.func.count()).where(Attachment.kind == "visit")
    assert db.session.scalar(kept) == 1


def test_a_place_without_a_name_and_foreign_words_are_refused(session):
    town = municipality()
    with pytest.raises(RuleError) as refusal:
        visit(town, None, values={"condition": "poor"})
    assert refusal.value.field == "title"
    with pytest.raises(RuleError):
        visit(town, asset(town), values={"condition": "splendid"})
    with pytest.raises(RuleError):
        visit(town, asset(town), note="α" * 5_001)


def test_a_visit_does_the_stop_of_the_visitors_open_round(session):
    town = municipality()
    walker, building = person(), asset(town)
    (stop,) = walk(town, walker, building)
    found = visit(town, building, walker, visited_at=MAY)
    assert found.round_stop_id == stop.id
    assert stop.visited_at == found.visited_at
    assert visit(town, building, walker).round_stop_id is None


def test_accepted_values_enter_the_register_with_their_source(session, at):
    at(MAY)
    town = municipality()
    building = asset(town, use=Use.IDLE)
    found = visit(town, building, values={"condition": "poor", "use": "in_use"}, visited_at=MAY)
    choices = {"condition": True, "use": True}
    decisions.settle(PLANNER, found, choices, asset_version=building.version)
    now = whole(town, building)
    assert (now.condition, now.use) == (Condition.POOR, Use.IN_USE)
    assert now.visited_on == date(2026, 5, 12)
    assert now.use_source == f"Επίσκεψη αρ. {found.id}, 12/05/2026"
    assert found.state is VisitState.DONE
    deed = records.history("asset", building.id)[0]
    assert ("visit", found.id) in [(change.field, change.after) for change in deed.changes]


def test_a_value_that_is_not_accepted_changes_nothing(session):
    town = municipality()
    building = asset(town)
    found = visit(town, building, values={"condition": "poor", "use": "in_use"})
    choices = {"condition": False}
    decisions.settle(PLANNER, found, choices, asset_version=building.version)
    assert found.state is VisitState.WAITING
    decisions.settle(PLANNER, found, {"use": True}, asset_version=building.version)
    now = whole(town, building)
    assert (now.condition, now.use) == (Condition.UNKNOWN, Use.IN_USE)
    states = {one.field: one.state for one in found.proposals}
    assert states == {"condition": ProposalState.REFUSED, "use": ProposalState.ACCEPTED}
    assert found.state is VisitState.DONE


def test_nothing_is_decided_by_accident(session):
    town = municipality()
    building = asset(town)
    found = visit(town, building)
    with pytest.raises(RuleError):
        decisions.settle(PLANNER, found, {}, asset_version=building.version)
    decisions.settle(PLANNER, found, {"condition": True}, asset_version=building.version)
    with pytest.raises(ConflictError):
        decisions.settle(PLANNER, found, {"condition": False}, asset_version=building.version)


def test_a_visit_without_proposals_dates_its_asset(session):
    town = municipality()
    building = asset(town)
    found = visit(town, building, values={}, visited_at=None, note="Όπως ήταν.")
    decisions.settle(PLANNER, found, {}, asset_version=building.version)
    assert found.state is VisitState.DONE
    assert building.visited_on is not None


def test_what_changed_meanwhile_is_left_out_of_all_without_conflict(session):
    town = municipality()
    building = asset(town)
    found = visit(town, building, values={"condition": "poor", "use": "in_use"})
    assets.amend(PLANNER, building, {"condition": Condition.GOOD}, version=building.version)
    now = visits.values_now(building)
    assert decisions.without_conflict(found, now) == ["use"]


def test_a_decision_about_an_asset_that_moved_on_is_a_conflict(session):
    town = municipality()
    building = asset(town)
    seen, found = building.version, visit(town, building)
    assets.amend(PLANNER, building, {"title": "Νέος τίτλος"}, version=building.version)
    with pytest.raises(ConflictError):
        decisions.settle(PLANNER, found, {"condition": True}, asset_version=seen)


def test_two_planners_record_one_new_place_once(own_app):
    with transaction():
        town = municipality()
        slug, number = town.slug, new_place(town).id

    def accept(_thread):
        try:
            with transaction():
                found = queries.visit(municipality=slug, visit_id=number)
                choices = {one.field: True for one in found.proposals}
                decisions.settle(PLANNER, found, choices, asset_version=None)
        except ConflictError:
            return False
        return True

    assert sum(at_once(own_app, 4, accept)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Asset)) == 1


def test_a_new_place_becomes_an_asset(session):
    town = municipality()
    found = new_place(town)
    choices = {one.field: True for one in found.proposals}
    decisions.settle(PLANNER, found, choices, asset_version=None)
    made = found.asset
    assert (made.title, made.kind, made.x) == ("Παλιό λατομείο", Kind.PLOT, 23.75)
    assert made.visited_on is not None
    assert found.state is VisitState.DONE


def test_a_new_place_is_not_recorded_without_its_name(session):
    town = municipality()
    found = new_place(town)
    with pytest.raises(RuleError):
        decisions.settle(PLANNER, found, {"title": False, "kind": True}, asset_version=None)


def test_an_accepted_position_places_an_asset(session):
    town = municipality()
    blank = {"geometry": None, "original_crs": None, "original_geometry": None}
    building = asset(town, **blank)
    found = visit(town, building, values={"geometry": "POINT (23.71 37.99)"})
    decisions.settle(PLANNER, found, {"geometry": True}, asset_version=building.version)
    assert assets.values_of(building)["geometry"] == Point(23.71, 37.99)
    assert building.original_crs == 4326


def test_a_visit_set_aside_says_why_and_loses_its_photos(session):
    town = municipality()
    found = visit(town, asset(town))
    photo, _new = visits.add_photo(PLANNER, found, key(), photo_file(), "α.jpg")
    with pytest.raises(RuleError):
        decisions.refuse(PLANNER, found, "  ")
    decisions.refuse(PLANNER, found, "Λάθος κτίριο.")
    assert (found.state, found.reason) == (VisitState.REFUSED, "Λάθος κτίριο.")
    assert found.proposals[0].state is ProposalState.REFUSED
    assert photo.attachment.removed_at is not None
    with pytest.raises(RuleError):
        decisions.publish(PLANNER, found, photo)


def test_the_place_inside_a_photo_is_not_kept(session):
    with Image.open(photo_file()) as sent:
        assert sent.getexif().get_ifd(GPS)[1] == "N"
    town = municipality()
    found = visit(town, asset(town))
    photo, _new = visits.add_photo(PLANNER, found, key(), photo_file(), "IMG_1.jpg")
    assert photo.attachment.public is False
    decisions.publish(PLANNER, found, photo)
    decisions.publish(PLANNER, found, photo)
    shown = records.attachments("asset", found.asset_id)
    assert [file.public for file in shown] == [True]
    for file in (photo.attachment, shown[0]):
        with records.content(file) as content:
            body = content.read()
        with Image.open(io.BytesIO(body)) as kept:
            assert not kept.getexif()
            assert max(kept.size) == 1600
        assert b"\xce\x9a\xce\xac\xce\xbc" not in body


def test_only_pictures_come_with_a_visit_and_only_so_many(session, monkeypatch):
    town = municipality()
    found = visit(town, asset(town))
    with pytest.raises(RuleError):
        visits.add_photo(PLANNER, found, key(), io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "α.jpg")
    monkeypatch.setattr(rules, "MOST_PHOTOS", 1)
    first = key()
    visits.add_photo(PLANNER, found, first, photo_file(), "α.jpg")
    _photo, new = visits.add_photo(PLANNER, found, first, photo_file(), "α.jpg")
    assert not new
    with pytest.raises(RuleError):
        visits.add_photo(PLANNER, found, key(), photo_file(), "β.jpg")


def test_a_photo_is_asked_for_under_its_own_visit_and_town(session):
    town, other = municipality(), municipality()
    found = visit(town, asset(town))
    photo, _new = visits.add_photo(PLANNER, found, key(), photo_file(), "α.jpg")
    assert queries.photo(municipality=town.slug, visit_id=found.id, photo_id=photo.id) is photo
    for slug, number in ((other.slug, photo.id), (town.slug, photo.id + 1)):
        with pytest.raises(NotFoundError):
            queries.photo(municipality=slug, visit_id=found.id, photo_id=number)

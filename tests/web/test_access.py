"""Load, check, act: a stranger is sent to sign in, another is refused, the right one let in."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.web.access import public, requires
from tests import engines
from tests.builders.people import municipality, person
from tests.web import planted


def sign_in(visitor: FlaskClient, user: Any) -> None:
    db.session.commit()
    engines.enter(visitor, user)
    db.session.commit()


def test_a_stranger_who_asks_for_a_page_is_sent_to_sign_in_and_back(visitor: FlaskClient) -> None:
    answer = visitor.get("/planted/room?day=1")
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=")
    assert "/planted/room" in answer.location


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/planted/room"), ("GET", "/planted/api/room")]
)
def test_a_stranger_who_acts_or_is_a_machine_is_refused(
    visitor: FlaskClient, method: str, path: str
) -> None:
    assert visitor.open(path, method=method).status_code == 401


def test_who_may_is_let_in(visitor: FlaskClient) -> None:
    sign_in(visitor, person())
    assert visitor.get("/planted/room").text == "inside"
    assert visitor.get("/planted/api/room").text == "inside"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_role_counts_only_where_it_is_held(visitor: FlaskClient, method: str) -> None:
    a, b = municipality(), municipality()
    room_of_a, room_of_b = (f"/{town.slug}/planted/room" for town in (a, b))
    sign_in(visitor, person(Role.PLANNER, town=a))
    assert visitor.open(room_of_a, method=method).status_code == 200
    assert visitor.open(room_of_b, method=method).status_code == 403


def test_what_is_not_there_is_not_found_before_anybody_is_asked(visitor: FlaskClient) -> None:
    assert visitor.get("/nowhere/planted/room").status_code == 404


def test_a_view_carries_the_name_of_its_policy(site: Flask) -> None:
    views: dict[str, Any] = dict(site.view_functions)
    assert views["planted.room"].access == "may_enter"
    assert views["planted.elsewhere"].access == "public"


def test_a_guarded_view_is_handed_the_thing_and_not_its_number(site: Flask) -> None:
    thing = object()

    def load(**url: Any) -> object:
        assert url == {"asset_id": 7}
        return thing

    def may(actor: Actor, judged: object) -> bool:
        return judged is thing and not actor.signed_in

    def view(handed: object) -> str:
        assert handed is thing
        return "seen"

    with site.test_request_context():
        assert requires(may, of=load)(view)(asset_id=7) == "seen"
        assert public(of=load)(view)(asset_id=7) == "seen"


def test_the_planted_rooms_are_marked_like_ours() -> None:
    assert planted.town_room.access == "may_enter_town"  # type: ignore[attr-defined]

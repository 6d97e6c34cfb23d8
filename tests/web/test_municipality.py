"""The municipality of an address is kept for the request and filled into its links."""

from flask import Flask, url_for
from flask.testing import FlaskClient

from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.web.municipality import here
from tests import engines
from tests.builders.people import municipality, person


def test_a_page_of_a_town_links_to_pages_of_that_town(visitor: FlaskClient) -> None:
    town = municipality(slug="amarousi")
    planner = person(Role.PLANNER, town=town)
    db.session.commit()
    engines.enter(visitor, planner)
    db.session.commit()
    assert visitor.get("/amarousi/planted/room").text == "/amarousi/planted/room amarousi"


def test_another_town_can_be_named(visitor: FlaskClient) -> None:
    assert visitor.get("/planted/elsewhere").text == "/b/planted/room"


def test_pages_outside_all_towns_get_no_town(site: Flask) -> None:
    with site.test_request_context("/amarousi/planted/room"):
        site.preprocess_request()
        assert here() == "amarousi"
        assert url_for("web.health") == "/health"
        assert url_for("planted.elsewhere") == "/planted/elsewhere"


def test_no_town_stays_from_one_request_to_the_next(site: Flask) -> None:
    with site.test_request_context("/health"):
        site.preprocess_request()
        assert here() is None
    assert here() is None

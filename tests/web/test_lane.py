"""The short way of machines gives what the site gives, and leaves all else to it."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inmeko.app import RATES
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.errors import RuleError
from inmeko.resources.api import WAYS
from inmeko.resources.rules.publishing import GREEK_GRID
from inmeko.resources.services import ready
from inmeko.web import lane
from inmeko.web.access import public, requires
from inmeko.web.lane import Plain, Way
from tests.builders.people import municipality
from tests.builders.resources import asset

QUESTIONS = (
    "/items",
    "/items?limit=2",
    "/items?limit=2&f=json",
    "/items?after=1",
    "/items?bbox=23.7,37.9,23.8,38.1&limit=1",
    "/items?kind=building&title=%CE%A0%CE%B1%CE%BB%CE%B1%CE%B9%CF%8C+%CF%83%CF%86%CE%B1%CE%B3%CE%B5%CE%AF%CE%BF",
    f"/items?crs={GREEK_GRID.address}",
    "/items?datetime=2020-01-01/..",
    "/items?kind=school",
    "/items?kind=nothing",
    "/items?nonsense=1",
    "/items?limit=1&limit=2",
    "/items?title=%FF",
    "/items?f=xml",
    "/items/0",
    "/items/99999999999",
    "/items/{number}",
    "/items/{number}?crs=nothing",
    "/items/{number}?f=json",
)


@pytest.fixture
def known(app: Flask, session: Any) -> FlaskClient:
    """A browser with a cookie: whoever carries one is answered by the site itself."""
    browser = app.test_client()
    browser.set_cookie("a", "b")
    return browser


@pytest.mark.parametrize("kept", [True, False])
def test_both_ways_give_the_same_answers(
    client: FlaskClient, known: FlaskClient, session: Any, at: Any, kept: bool
) -> None:
    at(clock.now())
    town = municipality()
    number = [asset(town).id for _ in range(3)][1]
    if kept:
        ready.all_ready(town.id)
    session.commit()
    for slug in (town.slug, "assets", "nowhere"):
        for question in QUESTIONS:
            path = f"/ogc/collections/{slug}{question.format(number=number)}"
            short, long = client.get(path), known.get(path)
            assert short.status_code == long.status_code, path
            assert short.data == long.data, path
            assert sorted(short.headers.items()) == sorted(long.headers.items()), path


@pytest.mark.parametrize(
    "path",
    [
        "/ogc/collections/assets/tiles/WebMercatorQuad/0/0/0",
        "/ogc/collections/assets/tiles/WebMercatorQuad/0/0/0?properties=code,kind",
        "/ogc/collections/assets/tiles/WebMercatorQuad/0/0/0?properties=nothing",
        "/ogc/collections/assets/tiles/WebMercatorQuad/0/0/1",
        "/ogc/collections/assets/tiles/WebMercatorQuad/30/0/0",
        "/ogc/collections/assets/tiles/WebMercatorQuad/5/0/0",
        "/ogc/collections/nowhere/tiles/WebMercatorQuad/0/0/0",
        "/map/resources.geojson?zoom=7&bbox=19.2,34.7,29.8,41.9",
        "/map/resources.geojson?zoom=7&bbox=19.2,34.7,29.8,41.9&use=idle",
        "/map/resources.geojson?zoom=seven&bbox=1,2",
        "/map/resources.geojson?zoom=18&bbox=23.7,37.9,23.8,38.1",
    ],
)
def test_maps_are_drawn_alike_either_way(
    client: FlaskClient, known: FlaskClient, session: Any, path: str
) -> None:
    town = municipality()
    for _ in range(3):
        asset(town)
    session.commit()
    # At first nothing is kept that could be given at once.
    for _ in range(2):
        short, long = client.get(path), known.get(path)
        assert short.status_code == long.status_code
        assert short.data == long.data
        assert sorted(short.headers.items()) == sorted(long.headers.items())


def test_what_was_drawn_is_given_at_once(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        asset(municipality())
    db.session.rollback()
    monkeypatch.setattr("inmeko.extensions.kept.PATIENCE", 3600)
    begun: list[str] = []
    own_app.before_request_funcs.setdefault(None, []).append(lambda: begun.append("asked"))
    client = own_app.test_client()
    view = "/map/resources.geojson?zoom=7&bbox=19.2,34.7,29.8,41.9"
    tile = "/ogc/collections/assets/tiles/WebMercatorQuad/0/0/0"
    for path, times in ((view, 1), (tile, 0)):
        begun.clear()
        answers = {client.get(path).data for _ in range(3)}
        assert len(answers) == 1
        assert len(begun) == times, path


def test_it_is_really_taken(app: Flask, client: FlaskClient, known: FlaskClient) -> None:
    town = municipality()
    number = asset(town).id
    begun: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(lambda: begun.append("asked"))
    try:
        path = f"/ogc/collections/{town.slug}/items"
        for question in ("", "?limit=1", f"/{number}"):
            assert client.get(path + question).status_code == 200
        assert begun == []
        assert known.get(path).status_code == 200
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 200
        assert client.head(path).status_code == 200
        assert len(begun) == 3
    finally:
        app.before_request_funcs[None].pop()


def test_it_works_over_connections_of_its_own(own_app: Flask) -> None:
    with transaction():
        town = municipality()
        numbers = [asset(town).id for _ in range(3)]
    slug, town_id = town.slug, town.id
    db.session.rollback()
    path = f"/ogc/collections/{slug}/items"
    client = own_app.test_client()
    for _ in range(2):
        found = client.get(f"{path}?limit=2").get_json(force=True)
        assert [one["id"] for one in found["features"]] == numbers[:2]
        assert found["numberMatched"] == 3
        assert client.get(f"{path}/{numbers[2]}").get_json(force=True)["id"] == numbers[2]
        around = client.get(f"{path}?bbox=23.7,37.9,23.8,38.1&kind=building&limit=1")
        assert around.get_json(force=True)["numberMatched"] == 3
        ready.all_ready(town_id)


def test_a_broken_connection_is_the_sites_to_tell_of(own_app: Flask) -> None:
    with transaction():
        town = municipality()
        asset(town)
    slug = town.slug
    db.session.rollback()
    client = own_app.test_client()
    path = f"/ogc/collections/{slug}/items"
    assert client.get(path).status_code == 200
    connection = db.engine.raw_connection()
    connection.driver_connection.close()
    with pytest.raises(Exception, match="closed"):
        connection.cursor()
    connection.invalidate()
    assert client.get(path).status_code == 200


def _site(answer: Any, mark: Any = None) -> Flask:
    site = Flask("planted")

    def view() -> str:
        return "the site"

    site.add_url_rule("/here", "here", (mark or public())(view))
    lane.init_app(site, [Way("here", re.compile("/here"), answer)])
    return site


def test_only_what_is_open_to_all_may_have_a_short_way() -> None:
    def nobody(actor: Any, *thing: Any) -> bool:
        return False

    with pytest.raises(ValueError, match="here is not open to all"):
        _site(lambda _plain: None, requires(nobody))


def test_what_goes_wrong_is_answered_by_the_site(caplog: pytest.LogCaptureFixture) -> None:
    def refuses(_plain: Plain) -> None:
        raise RuleError("no")

    def breaks(_plain: Plain) -> None:
        raise ZeroDivisionError

    assert _site(refuses).test_client().get("/here").data == b"the site"
    assert not caplog.records
    assert _site(breaks).test_client().get("/here").data == b"the site"
    assert "not answered at once: /here" in caplog.text
    plain = _site(lambda plain: (plain.host_url.encode(), {"Content-Type": "text/plain"}))
    assert plain.test_client().get("/here").data == b"http://localhost/"
    assert plain.test_client().get("/here", headers={"Host": "a b"}).data != b"http://a b/"


def test_the_addresses_are_those_of_the_views(app: Flask) -> None:
    rules = app.url_map.bind("localhost")
    addresses = (
        *(f"/ogc/collections/amarousi/{path}" for path in ("items", "items/7")),
        "/ogc/collections/amarousi/tiles/WebMercatorQuad/14/6317/9273",
        "/map/resources.geojson",
    )
    for address, way in zip(addresses, WAYS, strict=True):
        assert way.addresses.fullmatch(address)
        assert rules.match(address)[0] == way.endpoint


def test_no_rate_is_counted_for_what_has_a_short_way(app: Flask) -> None:
    limited = {endpoint for _method, endpoint in RATES}
    assert limited.isdisjoint(way.endpoint for way in WAYS)

"""The map page of folium: nothing from outside, nothing of people run as markup."""

import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from inmeko.web.maps import standalone_map

EVIL = "</script><script>alert(1)</script> «Αποθήκη» & <b>"
SQUARE = [[[23.8, 38.0], [23.9, 38.0], [23.9, 38.1], [23.8, 38.0]]]


def feature(kind: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture(autouse=True)
def context():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def page(*features: dict[str, Any], **changes: Any) -> str:
    options: dict[str, Any] = {
        "boundary": None,
        "title": "Χάρτης",
        "asset_prefix": "/static/vendor/",
        "nonce": "n1",
    }
    return standalone_map(features, **{**options, **changes})


def test_a_map_page_names_no_other_host() -> None:
    html = page(feature("Point", [23.8, 38.0]), feature("Polygon", SQUARE))
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", html)
    assert "/static/vendor/leaflet-1.9.4/leaflet.js" in html
    assert "/static/vendor/leaflet.markercluster-1.5.3/leaflet.markercluster.js" in html


def test_everything_inline_carries_the_nonce() -> None:
    html = page(feature("Point", [23.8, 38.0]))
    opened = re.findall(r"<(?:script|style)\b[^>]*>", html)
    assert opened
    assert all('nonce="n1"' in tag or "src=" in tag for tag in opened)
    assert "style=" not in re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)


def test_words_of_people_never_become_markup() -> None:
    html = page(
        feature("Point", [23.8, 38.0], title=EVIL, summary=EVIL, url="javascript:alert(1)"),
        feature("Polygon", SQUARE, title=EVIL, summary=EVIL),
        title=EVIL,
    )
    assert "<script>alert" not in html
    assert "</script><script>" not in html
    assert "innerHTML" not in html


def test_greek_words_stay_readable_in_the_title() -> None:
    assert "<title>Χάρτης</title>" in page()
    assert '<html lang="el">' in page()


def test_a_reader_may_zoom_the_page() -> None:
    assert "user-scalable" not in page()


def test_features_without_a_place_are_left_out() -> None:
    nowhere = {"type": "Feature", "properties": {"title": "Όχημα"}, "geometry": None}
    assert "Όχημα" not in page(nowhere)


def test_a_boundary_alone_sets_the_view() -> None:
    html = page(boundary={"type": "Polygon", "coordinates": SQUARE})
    assert "[[38.0, 23.8], [38.1, 23.9]]" in html


def test_clusters_know_how_far_one_may_zoom() -> None:
    assert '"maxZoom": 19' in page(feature("Point", [23.8, 38.0]))

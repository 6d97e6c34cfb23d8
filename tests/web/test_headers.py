"""What a browser may load, frame and keep."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from inmeko.app import create_app
from inmeko.web.headers import policy
from tests import engines

DIRECTIVES = ("default-src", "script-src", "style-src", "connect-src", "font-src", "base-uri")


def directives(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


@pytest.mark.parametrize("path", ["/accessibility", "/patterns", "/health", "/no-such-page"])
def test_every_answer_names_no_origin_but_its_own(client: FlaskClient, path: str) -> None:
    named = directives(client.get(path).headers["Content-Security-Policy"])
    for directive in DIRECTIVES:
        assert named[directive] == "'self'"
    assert named["object-src"] == "'none'"
    assert named["form-action"] == "'self'"
    assert named["frame-ancestors"] == "'self'"
    assert named["img-src"] == "'self' data:"


def test_nothing_inline_is_allowed(client: FlaskClient) -> None:
    header = client.get("/patterns").headers["Content-Security-Policy"]
    for word in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:"):
        assert word not in header


def test_other_headers_protect_the_reader(client: FlaskClient) -> None:
    headers = client.get("/accessibility").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Cookie" in headers["Vary"]


def test_pages_of_somebody_are_kept_by_nobody(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    sign_in()
    assert client.get("/accessibility").headers["Cache-Control"] == "private, no-store"


def test_a_production_site_asks_for_https(tmp_path: Path) -> None:
    settings = engines.settings(tmp_path)
    app = create_app(type(settings)(**{**vars(settings), "secure_cookies": True}))
    answer = app.test_client().get("/health")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_tiles_open_the_policy_for_pictures_of_their_host_only(tmp_path: Path) -> None:
    settings = engines.settings(tmp_path)
    tiles = {"tiles_url": "https://{s}.tiles.example.org/{z}/{x}/{y}.png"}
    app = create_app(type(settings)(**{**vars(settings), **tiles}))
    named = directives(app.test_client().get("/health").headers["Content-Security-Policy"])
    assert named["img-src"] == "'self' data: https://*.tiles.example.org"
    assert named["connect-src"] == "'self'"


def test_each_background_of_maps_opens_the_policy_for_its_own_host(tmp_path: Path) -> None:
    settings = engines.settings(tmp_path)
    layers = (
        '[{"name": "A", "url": "https://a.example.org/{z}/{x}/{y}.png"},'
        '{"name": "B", "type": "wms", "layers": "X", "url": "https://b.example.org/wms?map=1"}]'
    )
    app = create_app(type(settings)(**{**vars(settings), "map_layers": layers}))
    named = directives(app.test_client().get("/health").headers["Content-Security-Policy"])
    assert named["img-src"] == "'self' data: https://a.example.org https://b.example.org"


def test_a_view_may_change_one_directive() -> None:
    named = directives(policy(script_src="'self' 'nonce-abc'"))
    assert named["script-src"] == "'self' 'nonce-abc'"
    assert named["style-src"] == "'self'"

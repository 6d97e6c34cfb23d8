"""A site with planted pages that really commits, on each engine."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inmeko.extensions import db
from tests import engines
from tests.web.planted import plant


@pytest.fixture(scope="package", params=engines.NAMES)
def planted_site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """A site with planted pages, on a database that the tests of this folder share."""
    folder = tmp_path_factory.mktemp(f"planted-{request.param}")
    app = plant(engines.site(request.param, folder, request.config))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def site(planted_site: Flask) -> Iterator[Flask]:
    """The site with planted pages, and its session; what a test keeps stays."""
    planted_site.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=None)
    with planted_site.app_context():
        yield planted_site
        db.session.remove()


@pytest.fixture
def visitor(site: Flask) -> FlaskClient:
    """A browser on the site with planted pages."""
    return site.test_client()

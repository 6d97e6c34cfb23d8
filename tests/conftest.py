"""Five fixtures: app, session, client, sign_in, at; every database test runs on both engines."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session

from inmeko.extensions import db
from inmeko.kernel import clock
from tests import engines
from tests.builders.people import person

pytest_plugins = ["tests.summary"]


@pytest.fixture(scope="session", params=engines.NAMES)
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The site on a migrated database of its own, once on each engine."""
    folder = tmp_path_factory.mktemp(request.param)
    made = engines.site(request.param, folder, request.config)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session[Session]]:
    """A session whose commits are savepoints, all undone after the test."""
    with app.app_context(), engines.undone():
        yield db.session


@pytest.fixture
def client(app: Flask, session: scoped_session[Session]) -> FlaskClient:
    """A browser without JavaScript that sees what the test's session has flushed."""
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient, session: scoped_session[Session]) -> Callable[..., Any]:
    """Sign a person in: `sign_in(Role.PLANNER, town)` gives the new User."""

    def enter(*roles: str, town: Any = None, user: Any = None) -> Any:
        user = user or person(*roles, town=town)
        engines.enter(client, user)
        return user

    return enter


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock at a moment."""

    def freeze(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return freeze


@pytest.fixture(params=engines.NAMES)
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site on an empty migrated database for one test that really commits, on each engine."""
    with engines.own_site(request.param, tmp_path, request.config) as made:
        yield made

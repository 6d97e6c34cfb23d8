"""The two engines of the tests: a migrated database on each, made once per test process."""

import contextlib
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade

from inmeko.accounts.services import signing_in
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.extensions import db
from inmeko.extensions.engines import embedded_file
from tools.cluster import cluster

NAMES = ("embedded", "postgis")
SERVER = pytest.StashKey[str]()
MODELS = pytest.StashKey[dict[str, str]]()


def settings(folder: Path, database_url: str = "") -> Settings:
    """The settings of a test site that keeps everything in a folder."""
    return Settings(data_dir=folder, database_url=database_url, secret_key="for tests only")


def server(config: pytest.Config) -> str:
    """The URL of the private PostgreSQL of this test process; started at the first question."""
    if SERVER not in config.stash:
        services = contextlib.ExitStack()
        config.stash[SERVER] = services.enter_context(cluster())
        config.add_cleanup(services.close)
    return config.stash[SERVER]


def migrated(name: str, folder: Path, config: pytest.Config) -> str:
    """The URL of a migrated, empty database that others are copied from."""
    made = config.stash.setdefault(MODELS, {})
    if name not in made:
        url = _new_postgis(server(config)) if name == "postgis" else f"sqlite:///{folder}/model.db"
        with create_app(settings(folder, url)).app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        made[name] = url
    return made[name]


def site(name: str, folder: Path, config: pytest.Config) -> Flask:
    """A site on a copy of the migrated database."""
    model = migrated(name, folder.parent, config)
    source = embedded_file(model)
    if source:
        shutil.copy(source, folder / "inmeko.sqlite")
        url = ""
    else:
        url = _new_postgis(server(config), template=sa.make_url(model).database)
    app = create_app(settings(folder, url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    app.test_client_class = Browser
    return app


@contextmanager
def own_site(name: str, folder: Path, config: pytest.Config) -> Iterator[Flask]:
    """A site on an empty database of its own, thrown away afterwards."""
    app = site(name, folder, config)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def undone() -> Iterator[sa.Connection]:
    """The connection that everything of the block goes through: commits are savepoints, all undone.

    Within an application context.
    """
    engine = db.engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        connection.begin_nested()
        db.engines[None] = connection  # type: ignore[index]
        try:
            yield connection
        finally:
            db.session.remove()
            db.engines[None] = engine  # type: ignore[index]
            outer.rollback()


class Browser(FlaskClient):
    """A browser that sees what its test has made, and forgets `g` between requests."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Ask for a page."""
        if has_app_context():
            # A request that only reads is rolled back; what was flushed before must outlive it.
            db.session.commit()
            # The test's application context outlives its requests; theirs must not mix.
            for name in list(g):
                g.pop(name)
        return super().open(*args, **kwargs)


def enter(client: FlaskClient, user: Any) -> None:
    """Sign a person in without the sign-in page, in a device of their own, just now."""
    key = signing_in.enter(user, agent="Firefox on Linux")
    with client.session_transaction() as session:
        session["_user_id"] = user.fs_uniquifier
        session["_fresh"] = True
        session["device"] = key
        session["fs_paa"] = time.time()


def _new_postgis(url: str, template: str | None = None) -> str:
    """Make a database on the private server and give its URL."""
    name = f"t_{uuid.uuid4().hex}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        copied = f" TEMPLATE {template}" if template else ""
        connection.execute(sa.text(f"CREATE DATABASE {name}{copied}"))
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)

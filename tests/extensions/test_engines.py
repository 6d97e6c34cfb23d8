"""Connections behave alike: durable, with foreign keys, and with nothing kept by accident."""

import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError

from inmeko.extensions import db
from inmeko.extensions import engines as engine_settings
from inmeko.extensions.engines import (
    embedded_file,
    make_spatial,
    options,
    prepare,
    reading,
)
from tests import engines
from tests.builders.people import municipality


@pytest.fixture
def embedded(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """A site on an embedded file of its own."""
    with engines.own_site("embedded", tmp_path, request.config) as app:
        yield app


def pragma(name: str) -> Any:
    with db.engine.connect() as connection:
        return connection.scalar(sa.text(f"PRAGMA {name}"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: decision 4
        ("foreign_keys", 1),
        ("busy_timeout", 60_000),
    ],
)
def test_every_connection_of_the_embedded_engine_is_durable_and_patient(
    embedded: Flask, name: str, value: object
) -> None:
    assert pragma(name) == value
    with db.engine.connect(), db.engine.connect() as second:
        assert second.scalar(sa.text(f"PRAGMA {name}")) == value


def begun(app: Flask) -> list[str]:
    """The words with which the next transaction begins."""
    words: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        words.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        db.session.execute(sa.text("SELECT 1"))
    finally:
        db.session.rollback()
        sa.event.remove(db.engine, "before_cursor_execute", listen)
    return [word for word in words if word.startswith("BEGIN")]


def test_a_writer_says_so_at_the_start_and_a_reader_does_not(embedded: Flask) -> None:
    assert begun(embedded) == ["BEGIN IMMEDIATE"]
    with reading():
        assert begun(embedded) == ["BEGIN"]
    assert begun(embedded) == ["BEGIN IMMEDIATE"]


def test_a_second_writer_waits_for_the_first(embedded: Flask) -> None:
    first, order = threading.Event(), []

    def write_second() -> None:
        first.wait(10)
        with embedded.app_context(), db.engine.begin():
            order.append("second")
        with embedded.app_context():
            db.engine.dispose()

    thread = threading.Thread(target=write_second)
    thread.start()
    with db.engine.begin():
        first.set()
        order.append("first")
        # The second is given the chance to come too early.
        thread.join(0.3)
        order.append("first ends")
    thread.join(10)
    assert order == ["first", "first ends", "second"]


def test_a_reader_does_not_wait_for_a_writer(embedded: Flask) -> None:
    with db.engine.begin() as writer:
        writer.execute(sa.text("UPDATE municipalities SET name = name"))
        started = time.monotonic()
        with reading(), db.engine.connect() as reader:
            assert reader.scalar(sa.text("SELECT count(*) FROM municipalities")) == 0
        assert time.monotonic() - started < 1


def test_a_savepoint_that_comes_first_is_undone_with_its_transaction(own_app: Flask) -> None:
    with db.session.begin_nested():
        municipality(slug="kept-by-accident")
    db.session.rollback()
    query = sa.text("SELECT count(*) FROM municipalities WHERE slug = 'kept-by-accident'")
    assert db.session.scalar(query) == 0


def test_a_refused_savepoint_leaves_the_rest_of_the_transaction(own_app: Flask) -> None:
    municipality(slug="one")
    # Made before the savepoint, the clash is the savepoint's alone.
    clash = sa.text(
        "INSERT INTO municipalities (slug, name, name_en, name_key, email, phone, address, "
        "website, second_factor_required, created_at) VALUES "
        "('one', '', '', '', '', '', '', '', false, '2026-05-12')"
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(clash)
    db.session.commit()
    assert db.session.scalar(sa.text("SELECT count(*) FROM municipalities")) == 1


def test_a_row_cannot_name_a_town_that_is_not_there(own_app: Flask) -> None:
    orphan = sa.text("INSERT INTO asset_counters (municipality_id, last_number) VALUES (77, 1)")
    with pytest.raises(IntegrityError):
        db.session.execute(orphan)
    db.session.rollback()


def test_spatial_tables_are_made_in_well_under_ten_seconds(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    engine = sa.create_engine(url, **options(url))
    prepare(engine)
    started = time.monotonic()
    with engine.begin() as connection:
        make_spatial(connection)
        assert connection.scalar(sa.text("SELECT CheckSpatialMetaData()")) == 3
    assert time.monotonic() - started < 5
    with engine.begin() as connection:
        make_spatial(connection)
    engine.dispose()


def test_spatial_tables_are_kept_when_the_transaction_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    engine = sa.create_engine(url, **options(url))
    prepare(engine)
    with engine.connect() as connection:
        make_spatial(connection)
        connection.rollback()
        assert not connection.scalar(sa.text("SELECT CheckSpatialMetaData()"))
    engine.dispose()


def test_a_locked_file_says_so_after_its_patience(
    embedded: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_settings, "PRAGMAS", ("busy_timeout = 100",))
    url = embedded.config["SQLALCHEMY_DATABASE_URI"]
    hasty = sa.create_engine(url, **options(url))
    prepare(hasty)
    with db.engine.begin(), pytest.raises(OperationalError, match="locked"), hasty.begin():
        pass
    hasty.dispose()


def test_an_embedded_file_is_told_from_a_server() -> None:
    assert embedded_file("sqlite:////srv/inmeko.sqlite") == Path("/srv/inmeko.sqlite")
    assert embedded_file("postgresql+psycopg://inmeko@/inmeko") is None


@pytest.mark.parametrize("late", ["pyogrio", "shapely", "pyproj"])
def test_what_brings_its_own_geometry_libraries_lives_beside_spatialite(
    tmp_path: Path, late: str
) -> None:
    program = textwrap.dedent(f"""
        import sqlalchemy as sa
        from inmeko.extensions.engines import options, prepare
        url = "sqlite:///{tmp_path / "new.sqlite"}"
        engine = sa.create_engine(url, **options(url))
        prepare(engine)
        with engine.begin() as connection:
            connection.scalar(sa.text("SELECT spatialite_version()"))
        import {late}
        engine.dispose()
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (
        f"{late} imported after SpatiaLite was loaded ends the process with {done.returncode}: "
        f"inmeko.extensions.engines must import it first (decision 3). {done.stderr}"
    )


@pytest.mark.postgres
def test_a_connection_that_the_server_has_closed_is_replaced(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engines.own_site("postgis", tmp_path, request.config):
        with db.engine.connect() as connection:
            number = connection.scalar(sa.text("SELECT pg_backend_pid()"))
        other = sa.create_engine(db.engine.url, poolclass=sa.NullPool)
        with other.connect() as connection:
            connection.execute(sa.text(f"SELECT pg_terminate_backend({number}, 5000)"))
        monkeypatch.setattr("inmeko.extensions.engines.QUIET_SECONDS", -1.0)
        with db.engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT pg_backend_pid()")) != number


@pytest.mark.postgres
def test_statements_of_the_server_are_not_compiled_and_are_planned_for_their_values(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with engines.own_site("postgis", tmp_path, request.config), db.engine.connect() as connection:
        assert connection.scalar(sa.text("SHOW jit")) == "off"
        assert connection.scalar(sa.text("SHOW plan_cache_mode")) == "force_custom_plan"

"""One request, one transaction: what went well is kept, anything else undone."""

import contextlib
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.web.transaction import writes


def new_slug() -> str:
    return f"town-{uuid.uuid4().hex[:8]}"


def kept(slug: str) -> bool:
    db.session.rollback()
    found = db.session.scalar(sa.select(Municipality.id).where(Municipality.slug == slug))
    return found is not None


@pytest.mark.parametrize(
    ("method", "status", "is_kept"),
    [
        ("POST", 200, True),
        ("POST", 303, True),
        ("PUT", 204, True),
        ("DELETE", 200, True),
        ("POST", 400, False),
        ("POST", 409, False),
        ("POST", 422, False),
        ("POST", 500, False),
        ("GET", 200, False),
        ("HEAD", 200, False),
        ("GET", 303, False),
    ],
)
def test_only_an_unsafe_method_that_went_well_is_kept(
    visitor: FlaskClient, method: str, status: int, is_kept: bool
) -> None:
    slug = new_slug()
    answer = visitor.open(f"/planted/make/{slug}/{status}", method=method)
    assert answer.status_code == status
    assert kept(slug) is is_kept


def test_a_request_that_fails_keeps_nothing(visitor: FlaskClient) -> None:
    visitor.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert visitor.post("/planted/break/town").status_code == 500
    assert not kept("town")


def test_a_request_after_one_that_failed_is_kept(visitor: FlaskClient) -> None:
    visitor.application.config["PROPAGATE_EXCEPTIONS"] = False
    first, second = new_slug(), new_slug()
    visitor.post(f"/planted/break/{first}")
    visitor.post(f"/planted/make/{second}/200")
    assert (kept(first), kept(second)) == (False, True)


def test_what_was_flushed_before_a_refusal_is_undone_before_the_page(visitor: FlaskClient) -> None:
    answer = visitor.post("/planted/form/town", data={"word": "x"})
    assert answer.status_code == 422
    assert answer.json["seen"] == 0
    assert not kept("town")


@contextlib.contextmanager
def another_writer(site: Flask) -> Iterator[None]:
    """Somebody who stores something for longer than anybody waits."""
    with db.engine.connect() as connection:
        connection.execute(sa.text("UPDATE municipalities SET email = email"))
        yield
        connection.rollback()


def impatient(_connection: object, record: sa.pool.ConnectionPoolEntry, _proxy: object) -> None:
    if db.engine.dialect.name == "sqlite":
        record.driver_connection.execute("PRAGMA busy_timeout = 50")


def test_who_waits_too_long_for_another_writer_is_told_when_to_come_again(
    visitor: FlaskClient, site: Flask
) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL lets two write side by side.
    with another_writer(site):
        sa.event.listen(db.engine, "checkout", impatient)
        try:
            answer = visitor.post("/planted/write/town")
            read = visitor.get("/planted/write/town")
        finally:
            sa.event.remove(db.engine, "checkout", impatient)
            db.engine.dispose()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert '<html lang="el"' in answer.text
    assert read.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "is_writing"),
    [("GET", "/login", False), ("POST", "/login", True), ("GET", "/us-verify-link", True)],
)
def test_a_page_of_signing_in_takes_no_turn_among_writers(
    site: Flask, method: str, path: str, is_writing: bool
) -> None:
    with site.test_request_context(path, method=method):
        assert writes() is is_writing

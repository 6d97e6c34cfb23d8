"""One request, one transaction: what went well is kept, anything else undone."""

import uuid

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from inmeko.accounts.models import Municipality
from inmeko.extensions import db


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

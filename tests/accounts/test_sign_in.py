"""Signing in: by password, link and second step; lockout, devices, languages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from inmeko.accounts import queries
from inmeko.accounts.services import signing_in

PASSWORD = "a long enough word"


@pytest.fixture
def user(session: Any) -> Any:
    return signing_in.create_user(email="maria@example.org", name="Μαρία", password=PASSWORD)


def sign_in_by_password(client: FlaskClient, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/login", data={"email": "maria@example.org", "password": password}, **more)


def test_the_right_password_signs_in_and_makes_a_device(client: FlaskClient, user: Any) -> None:
    response = sign_in_by_password(client, headers={"User-Agent": "Firefox on Windows"})
    assert (response.status_code, response.location) == (302, "/")
    assert [device.name for device in queries.devices(user_id=user.id)] == ["Firefox, Windows"]
    assert client.get("/account").status_code == 200


def test_ten_failures_lock_the_account_for_a_quarter_of_an_hour(
    client: FlaskClient, user: Any, at: Callable[[datetime], None]
) -> None:
    start = datetime(2026, 5, 12, 9, tzinfo=UTC)
    at(start)
    for _ in range(10):
        sign_in_by_password(client, "wrong")
    assert user.locked_until == start + timedelta(minutes=15)
    at(start + timedelta(minutes=14, seconds=59))
    locked = sign_in_by_password(client)
    assert locked.status_code == 200
    at(start + timedelta(minutes=15))
    assert sign_in_by_password(client).status_code == 302
    assert (user.locked_until, user.failed_sign_ins) == (None, 0)

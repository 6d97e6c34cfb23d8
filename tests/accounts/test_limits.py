"""Rate limits: shared by workers, answered with when to come again."""

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits.errors import StorageError

from inmeko.extensions import limiter
from inmeko.extensions.limits import SCHEME, FileStorage


@pytest.fixture
def limited(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    limiter.reset()
    return client


def test_too_many_tries_are_told_when_to_come_again(limited: FlaskClient) -> None:
    form = {"email": "a@example.org"}
    answers = [limited.post("/reset", data=form).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    page = limited.post("/reset", data=form).get_data(as_text=True)
    assert re.search(r"error-page__message[^<]*[0-9]{2}:[0-9]{2}", page)


def test_workers_count_together(tmp_path: Path) -> None:
    uri = f"{SCHEME}://{tmp_path}/limits.sqlite"

    def hit() -> None:
        storage = FileStorage(uri)
        for _ in range(25):
            storage.incr("key", 60)

    threads = [threading.Thread(target=hit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert FileStorage(uri).get("key") == 100


def test_a_count_is_forgotten_after_its_time(tmp_path: Path, monkeypatch: Any) -> None:
    storage = FileStorage(f"{SCHEME}://{tmp_path}/limits.sqlite")
    assert [storage.incr("key", 60), storage.incr("key", 60)] == [1, 2]
    later = storage.get_expiry("key") + 1
    monkeypatch.setattr("inmeko.extensions.limits.time.time", lambda: later)
    assert (storage.get("key"), storage.incr("key", 60)) == (0, 1)


def test_a_count_can_be_cleared_and_all_counts_reset(tmp_path: Path) -> None:
    storage = FileStorage(f"{SCHEME}://{tmp_path}/limits.sqlite")
    storage.incr("one", 60)
    storage.incr("two", 60)
    storage.clear("one")
    assert (storage.get("one"), storage.get("two")) == (0, 1)
    assert storage.reset() == 1
    assert storage.check()


def test_a_broken_file_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "limits.sqlite").write_text("this is no database, and long enough to be none")
    storage = FileStorage(f"{SCHEME}://{tmp_path}/limits.sqlite", wrap_exceptions=True)
    with pytest.raises(StorageError):
        storage.incr("key", 60)


def test_without_a_count_people_still_sign_in(
    limited: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").write_text("this is no database, and long enough to be none")
    broken = FileStorage(f"{SCHEME}://{tmp_path}/broken", wrap_exceptions=True)
    monkeypatch.setattr(limiter.limiter, "storage", broken)
    assert limited.post("/reset", data={"email": "a@example.org"}).status_code == 200

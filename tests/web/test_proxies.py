"""Whose address the site sees behind a proxy of its own, and without one."""

from pathlib import Path

import pytest
from flask import request

from inmeko.app import create_app
from inmeko.config import Settings


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.1"), (1, "192.0.2.7")])
def test_only_named_proxies_are_believed(tmp_path: Path, proxies, seen):
    app = create_app(Settings(data_dir=tmp_path, secret_key="for tests only", proxies=proxies))
    app.add_url_rule("/who", "who", lambda: request.remote_addr or "")
    answer = app.test_client().get(
        "/who",
        headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"},
        environ_base={"REMOTE_ADDR": "10.0.0.1"},
    )
    assert answer.text == seen

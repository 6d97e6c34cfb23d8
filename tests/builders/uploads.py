"""Bring files in over HTTP, as a planner does who has no scripts; and do the work of the runner."""

import html
import re
import threading
from typing import Any

from flask import current_app
from flask.testing import FlaskClient

from inmeko.records.services import Runner

EDGE = "an-edge-that-no-file-holds"


def send(
    client: FlaskClient, content: bytes, name: str = "ktiria.csv", town: str = "dokimi"
) -> Any:
    """The answer to the upload of a file."""
    # Written here: the test client would leave the temporary file of a large one open.
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{EDGE}--\r\n".encode()
    kind = f"multipart/form-data; boundary={EDGE}"
    return client.post(f"/{town}/resources/imports", data=body, content_type=kind)


def staged(
    client: FlaskClient, content: bytes, name: str = "ktiria.csv", town: str = "dokimi"
) -> str:
    """Upload a file; the address of its page."""
    answer = send(client, content, name, town)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def typed(page: Any) -> dict[str, str]:
    """What the form of a page would send if nothing were changed."""
    found = {}
    form = page.text[page.text.index('name="seen"') - 300 :]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, body in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        first = re.search(r'<option[^>]*value="([^"]*)"', body)
        found[name] = html.unescape((chosen or first)[1])
    return found


def work() -> int:
    """Run the jobs that are due, as the runner does; how many."""
    handed = current_app.extensions
    given_up = handed["inmeko-given-up"]
    return Runner(handed["inmeko-jobs"], threading.Event(), given_up=given_up).run_due()

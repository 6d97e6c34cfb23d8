"""Uploads that break off or are too large, to the site as gunicorn serves it."""

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inmeko.extensions.engines import embedded_file
from tests import engines
from tests.checks.house import ROOT

LIMIT = 2
HEAD = (
    "POST /nowhere/resources/imports HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n"
    "Accept-Language: en\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
    "Content-Length: {length}\r\n\r\n"
)
BEGUN = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
MEGABYTE = b"x" * (1 << 20)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[int, Path]]:
    """The port of a site that takes uploads of 2 MB, and the folder of its data."""
    folder = tmp_path_factory.mktemp("served")
    model = embedded_file(engines.migrated("embedded", folder.parent, request.config))
    shutil.copy(str(model), folder / "inmeko.sqlite")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INMEKO_")}
    env = {
        **kept,
        "INMEKO_DATA_DIR": str(folder),
        "INMEKO_SECRET_KEY": "for tests only",
        "INMEKO_UPLOAD_MEGABYTES": str(LIMIT),
        "TMPDIR": str(folder),
        "WEB_CONCURRENCY": "1",
    }
    tools = Path(sys.executable).parent
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        arguments = ("-c", "deploy/gunicorn.py", "-b", f"fd://{listener.fileno()}")
        server = subprocess.Popen(
            [tools / "gunicorn", *arguments, "--log-level", "warning"],
            env=env,
            cwd=ROOT,
            pass_fds=[listener.fileno()],
        )
        yield listener.getsockname()[1], folder
        server.terminate()
        server.wait(30)


def answer(line: socket.socket) -> str:
    """All that the site says until it closes the line."""
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while part := line.recv(1 << 16):
            said += part
    return said.decode("utf-8", "replace")


def test_a_file_of_500_megabytes_is_refused_before_it_is_sent(served) -> None:
    port, _folder = served
    size, sent = 500 << 20, 0
    with socket.create_connection(("127.0.0.1", port), 60) as line:
        line.sendall(HEAD.format(length=size).encode() + BEGUN)
        # As a client that listens while it sends, and reads on when the line takes no more.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while sent < size and not select.select([line], [], [], 0)[0]:
                if select.select([], [line], [], 0.1)[1]:
                    sent += line.send(MEGABYTE[: 1 << 16])
        said = line.recv(1 << 16).decode("utf-8", "replace")
        while "</html>" not in said:
            said += line.recv(1 << 16).decode("utf-8", "replace")
    assert said.startswith("HTTP/1.1 413")
    assert f"{LIMIT} MB" in said
    assert sent < 64 << 20


def test_a_file_a_little_too_large_gets_its_page_as_browsers_want_it(served) -> None:
    port, _folder = served
    body = BEGUN + 3 * MEGABYTE + b"\r\n--edge--\r\n"
    with socket.create_connection(("127.0.0.1", port), 60) as line:
        line.sendall(HEAD.format(length=len(body)).encode() + body)
        said = answer(line)
    assert said.startswith("HTTP/1.1 413")
    assert f"{LIMIT} MB" in said


def test_an_upload_that_breaks_off_leaves_nothing_and_the_site_goes_on(served) -> None:
    port, folder = served
    before = {path for path in folder.rglob("*") if path.is_file() and "tmp" in path.name}
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port), 60) as line:
            line.sendall(HEAD.format(length=1_900_000).encode() + BEGUN + MEGABYTE)
    with socket.create_connection(("127.0.0.1", port), 60) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert answer(line).startswith("HTTP/1.1 200")
    after = {path for path in folder.rglob("*") if path.is_file() and "tmp" in path.name}
    assert after == before

"""The demo municipality served by gunicorn, and Debian's Chromium to look at it."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Playwright

from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.plan.rules.demo_people import ACCOUNTS
from inmeko.plan.rules.demo_places import SMALL
from tests.checks.house import ROOT

TOWN = SMALL.slug
SECRET = "for tests only"
VISITOR = "visitor"
PASSWORDS = {account.email.split("@")[0]: account for account in ACCOUNTS}
# Milliseconds that a page, or a word on it, may take: a machine of two cores can be busy with
# something else for half a minute. A test that passes never waits for so long.
PATIENCE = 60_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Whatever a page asks for, nothing but this machine can be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True)
class Live:
    """A running site: its address and the folder of its data."""

    url: str
    folder: Path

    def app(self) -> Flask:
        """The same site in this process, to ask its database."""
        return create_app(Settings(data_dir=self.folder, secret_key=SECRET))


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Live]:
    """Migrate, load the demo, and serve it until the end of the block."""
    tools = Path(sys.executable).parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INMEKO_")}
    env = {**kept, "INMEKO_DATA_DIR": str(folder), "INMEKO_SECRET_KEY": SECRET}
    with socket.socket() as listener:
        # The address answers from now on; who comes before the workers are ready, waits.
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        env |= {"INMEKO_BASE_URL": url, "WEB_CONCURRENCY": "1"}
        for command in (("db", "upgrade"), ("demo",)):
            _run([str(tools / "inmeko"), *command], env)
        server = subprocess.Popen(
            [
                str(tools / "gunicorn"),
                *("-c", "deploy/gunicorn.py", "--log-level", "warning", "--threads", "8"),
                *("-b", f"fd://{listener.fileno()}"),
            ],
            env=env,
            cwd=ROOT,
            pass_fds=[listener.fileno()],
        )
        try:
            _wake(listener.getsockname()[1])
            yield Live(url, folder)
        finally:
            server.terminate()
            # Longer than gunicorn waits for requests under way.
            server.wait(90)


def _wake(port: int) -> None:
    """Ask for one page: the first waits for the worker, longer than a page may take."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    asked.request("GET", "/login")
    asked.getresponse().read()
    asked.close()


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def chromium(playwright: Playwright) -> Browser:
    """Debian's Chromium; a machine without one cannot run these tests, and says so."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise RuntimeError("Chromium is missing: run `python3 tools/provision.py test`")
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *root])


def signed_in(browser: Browser, live: Live, name: str) -> BrowserContext:
    """A browser of somebody of the demo, signed in by the sign-in page; a visitor's as it is."""
    context = browser.new_context(base_url=live.url, locale="el-GR")
    context.set_default_timeout(PATIENCE)
    if name != VISITOR:
        page = context.new_page()
        sign_in(page, name)
        page.close()
    return context


def sign_in(page: Page, name: str) -> None:
    """Sign somebody of the demo in on the sign-in page."""
    account = PASSWORDS[name]
    page.goto("/login")
    page.fill("[name=email]", account.email)
    page.fill("[name=password]", account.password)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)


REGISTER = """Κωδικός μητρώου;Τίτλος;Είδος;Διεύθυνση;Γεωγραφικό μήκος;Γεωγραφικό πλάτος
Κ-9001;Παλαιό πλυντήριο;κτίριο;Πηγής 4;{x};{y}
Κ-9002;Αποθήκη εργαλείων;κτίριο;Πηγής 6;{x};{y}
"""


def register(live_place: tuple[float, float]) -> FilePayload:
    """A small register as a file to upload, its two rows at one place (longitude, latitude)."""
    x, y = (str(value).replace(".", ",") for value in live_place)
    text = REGISTER.format(x=x, y=y)
    return {"name": "mitroo.csv", "mimeType": "text/csv", "buffer": text.encode()}


def stage_import(context: BrowserContext) -> None:
    """Upload a register as a planner, so that the pages of an import have something to show."""
    page = context.new_page()
    page.goto(f"/{TOWN}/resources/imports")
    page.set_input_files("input[type=file]", register((23.75, 38.0)))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/imports/*")
    page.close()

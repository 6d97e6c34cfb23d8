"""Write the URL map into urls.txt: `python -m tests.checks.renew_urls`."""

import tempfile
from pathlib import Path

from flask import Flask

from inmeko.app import create_app
from tests import engines

URLS = Path(__file__).with_name("urls.txt")
FRAME = {"HEAD", "OPTIONS"}


def lines(app: Flask) -> list[str]:
    """One line for each route: its address, methods, endpoint and who may reach it."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - FRAME))
        access = getattr(app.view_functions[rule.endpoint], "access", "-")
        found.append(f"{rule.rule}  {methods}  {rule.endpoint}  {access}")
    return sorted(found)


def main() -> None:
    """Renew the list."""
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(lines(create_app(engines.settings(Path(folder)))))
        URLS.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()

"""Static files: their address changes with them, so that a browser asks for each of them once."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response
from werkzeug.middleware.shared_data import SharedDataMiddleware

A_YEAR = 365 * 24 * 60 * 60


@cache
def version(folder: Path) -> str:
    """What tells one state of the files of a folder from any other."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Serve the static folder under its version for a year; scripts find each other beside them."""
    folder = Path(app.static_folder or "")
    newest = version(folder)

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", newest)

    def other(version: str, filename: str) -> Response:
        # A page that was opened before an update still asks under the version of its day.
        return app.send_static_file(filename)

    app.add_url_rule("/static/<version>/<path:filename>", endpoint="static", view_func=other)
    # Before the site: no session is read for a file, and none makes it a private one.
    app.wsgi_app = SharedDataMiddleware(  # type: ignore[method-assign]
        app.wsgi_app, {f"/static/{newest}": str(folder)}, cache_timeout=A_YEAR
    )

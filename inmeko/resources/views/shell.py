"""What a phone keeps of the site to open it without a line: which files, and in which version."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, url_for

from inmeko.web import statics

LINE = "js/offline/line.js"
STORE = "js/visits/store.js"
WORKER = "js/visits/worker.js"
# Everything that the frame of a page and its form ask for; maps need a line anyway.
PARTS = (
    "css/**/*.css",
    "js/site.js",
    "js/components/*.js",
    "js/door/*.js",
    "js/offline/*.js",
    "js/visits/*.js",
    "img/mark.svg",
    "vendor/digigov-css-*/*.css",
    "vendor/fontsource-roboto-*/files/*.woff2",
    "vendor/htmx.org-*/*.js",
    "vendor/leaflet-*/leaflet.css",
    "vendor/leaflet.markercluster-*/*.css",
)


def shell() -> tuple[str, tuple[str, ...]]:
    """The version of the static folder, and the names of what is kept of it."""
    return statics.version(_folder()), _shell(_folder())


def worker() -> str:
    """The script of the service worker."""
    return (_folder() / WORKER).read_text("utf-8")


def served(scope: str, **settings: Any) -> Response:
    """The worker of some pages, with what they need: `cache` begins the name of what it keeps.

    `scripts` are names below the static folder, `pages` are addresses; `store` is what the last
    script leaves behind, and `tag` the name under which the browser sends later.
    """
    version, files = shell()
    told = {
        **settings,
        "version": version,
        "files": [url_for("static", filename=name) for name in files],
        "scripts": [url_for("static", filename=name) for name in settings["scripts"]],
    }
    body = f"self.settings = {json.dumps(told)};\n{worker()}"
    response = Response(body, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = scope
    response.headers["Cache-Control"] = "no-cache"
    return response


def _folder() -> Path:
    return Path(current_app.static_folder or "")


@cache
def _shell(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(set(_names(folder))))


def _names(folder: Path) -> Iterator[str]:
    for part in PARTS:
        for path in folder.glob(part):
            yield path.relative_to(folder).as_posix()

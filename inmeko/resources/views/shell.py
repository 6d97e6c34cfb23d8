"""What a phone keeps of the site to open it without a line: which files, and in which version."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import current_app

STORE = "js/visits/store.js"
WORKER = "js/visits/worker.js"
# Everything that the frame of a page and its form ask for; maps need a line anyway.
PARTS = (
    "css/**/*.css",
    "js/site.js",
    "js/components/*.js",
    "js/visits/*.js",
    "img/mark.svg",
    "vendor/digigov-css-*/*.css",
    "vendor/fontsource-roboto-*/files/*.woff2",
    "vendor/htmx.org-*/*.js",
    "vendor/leaflet-*/leaflet.css",
    "vendor/leaflet.markercluster-*/*.css",
)


def shell() -> tuple[str, tuple[str, ...]]:
    """The version of the kept files, and their names below the static folder."""
    return _shell(_folder())


def worker() -> str:
    """The script of the service worker."""
    return (_folder() / WORKER).read_text("utf-8")


def _folder() -> Path:
    return Path(current_app.static_folder or "")


@cache
def _shell(folder: Path) -> tuple[str, tuple[str, ...]]:
    names = tuple(sorted(set(_names(folder))))
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes())
    return digest.hexdigest()[:16], names


def _names(folder: Path) -> Iterator[str]:
    for part in PARTS:
        for path in folder.glob(part):
            yield path.relative_to(folder).as_posix()

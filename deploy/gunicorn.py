"""How gunicorn serves the site: several processes, each with a few threads."""

import os
from pathlib import Path
from typing import Any

wsgi_app = "wsgi:app"
bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
# On the embedded engine writers wait for one another: readers must find a thread meanwhile.
threads = 16
# A municipal file of 60 MB over a slow line, and its import in one transaction.
timeout = 300
graceful_timeout = 30
keepalive = 5
# The site is read once and then divided: a start costs one second, not one for each worker.
preload_app = True
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None


def post_fork(server: Any, _worker: object) -> None:
    """Let each worker open connections of its own; two must never speak over the same one."""
    site = server.app.wsgi()
    with site.app_context():
        for engine in site.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)

"""pygeoapi and tipg from PyPI in an environment of their own, serving our own table."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from inmeko.resources.rules.publishing import CHANGED, PROPERTIES

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".bench"
PACKAGES = (
    "pygeoapi==0.21.0",
    "tipg==1.6.1",
    "gunicorn==27.0.1",
    "uvicorn",
    "psycopg2-binary",
    "GeoAlchemy2",
)
WORKERS, THREADS = "2", "16"
COLUMNS = [field.name for field in PROPERTIES if field.name != "sectors"] + [CHANGED]


@dataclass(frozen=True)
class Server:
    """A running server: its name, its port, and where its features are."""

    name: str
    port: int
    items: str


def environment() -> Path:
    """The programs of the peers; installed at the first time."""
    programs = PLACE / "venv" / "bin"
    if not (programs / "tipg-is-there").exists():
        print("Installing pygeoapi and tipg into .bench/venv", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(PLACE / "venv")], check=True)
        pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "-qq"]
        subprocess.run([*pip, "install", *PACKAGES], check=True)
        (programs / "tipg-is-there").touch()
    return programs


def versions() -> str:
    """What was installed, in one line."""
    code = (
        "from importlib.metadata import version as v;"
        "print(', '.join(f'{n} {v(n)}' for n in "
        "('pygeoapi', 'tipg', 'gunicorn', 'uvicorn', 'fastapi', 'asyncpg')))"
    )
    command = [str(environment() / "python"), "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@contextlib.contextmanager
def pygeoapi(url: sa.URL, folder: Path) -> Iterator[Server]:
    """pygeoapi with its PostgreSQL provider under gunicorn."""
    port = free_port()
    config = folder / "pygeoapi.yml"
    # JSON is YAML.
    config.write_text(json.dumps(_pygeoapi(url, port)), "utf-8")
    programs = environment()
    env = {
        "PYGEOAPI_CONFIG": str(config),
        "PYGEOAPI_OPENAPI": str(folder / "openapi.yml"),
    }
    made = subprocess.run(
        [str(programs / "pygeoapi"), "openapi", "generate", str(config)],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    (folder / "openapi.yml").write_text(made.stdout, "utf-8")
    command = [str(programs / "gunicorn"), "-b", f"127.0.0.1:{port}", "-w", WORKERS]
    command += ["-k", "gthread", "--threads", THREADS, "--keep-alive", "5"]
    with serving([*command, "pygeoapi.flask_app:APP"], env, port, folder, "/collections"):
        yield Server("pygeoapi", port, "/collections/assets/items")


@contextlib.contextmanager
def tipg(url: sa.URL, folder: Path) -> Iterator[Server]:
    """Serve the table by tipg under uvicorn."""
    port = free_port()
    host = str(url.query["host"])
    env = {
        "DATABASE_URL": f"postgresql://{url.username}@{host.replace('/', '%2F')}/{url.database}",
        "TIPG_DB_TABLES": '["public.assets"]',
        "TIPG_DB_SPATIAL_EXTENT": "false",
        "TIPG_DB_DATETIME_EXTENT": "false",
        "TIPG_CATALOG_TTL": "0",
        "TIPG_TABLE_CONFIG__public_assets__pk": "id",
        "TIPG_TABLE_CONFIG__public_assets__geomcol": "geometry",
        "TIPG_TABLE_CONFIG__public_assets__properties": json.dumps(["id", *COLUMNS]),
    }
    command = [str(environment() / "uvicorn"), "tipg.main:app", "--port", str(port)]
    command += ["--workers", WORKERS, "--no-access-log", "--log-level", "warning"]
    with serving(command, env, port, folder, "/collections"):
        yield Server("tipg", port, "/collections/public.assets/items")


@contextlib.contextmanager
def ours(name: str, settings: Mapping[str, str], folder: Path, items: str) -> Iterator[Server]:
    """Serve Inmeko by gunicorn with as many workers."""
    port = free_port()
    env = {
        **settings,
        "INMEKO_SECRET_KEY": "for measuring only",
        "INMEKO_BASE_URL": f"http://127.0.0.1:{port}",
        "WEB_CONCURRENCY": WORKERS,
    }
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    command = [gunicorn, "-c", "deploy/gunicorn.py", "--log-level", "warning"]
    with serving([*command, "-b", f"127.0.0.1:{port}"], env, port, folder, "/health"):
        yield Server(name, port, items)


@contextlib.contextmanager
def serving(
    command: list[str], env: Mapping[str, str], port: int, folder: Path, path: str
) -> Iterator[None]:
    """Run a server until the end of the block; RuntimeError with its words if it does not start."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INMEKO_")}
    log = folder / f"server-{port}.log"
    with log.open("wb") as words:
        server = subprocess.Popen(
            command, env={**kept, **env}, cwd=ROOT, stdout=words, stderr=subprocess.STDOUT
        )
        try:
            _wait(server, port, path, log)
            yield
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"a server did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")


def _pygeoapi(url: sa.URL, port: int) -> dict[str, object]:
    title = {"en": "bench"}
    link = {"type": "text/html", "rel": "canonical", "title": "bench", "href": "http://127.0.0.1"}
    provider = {
        "type": "feature",
        "name": "PostgreSQL",
        "data": {
            "host": str(url.query["host"]),
            "port": 5432,
            "dbname": url.database,
            "user": url.username,
            "password": "none",
            "search_path": ["public"],
        },
        "id_field": "id",
        "table": "assets",
        "geom_field": "geometry",
        "properties": COLUMNS,
    }
    extent = {
        "spatial": {"bbox": [19, 34, 30, 42], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    }
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "languages": ["en-US"],
            "pretty_print": False,
            "limits": {"default_items": 10, "max_items": 10000},
            "map": {"url": "", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": title,
                "description": title,
                "keywords": {"en": ["bench"]},
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": "http://127.0.0.1",
            },
            "license": {"name": "none", "url": "http://127.0.0.1"},
            "provider": {"name": "bench", "url": "http://127.0.0.1"},
            "contact": {"name": "bench", "email": "a@example.org"},
        },
        "resources": {
            "assets": {
                "type": "collection",
                "title": title,
                "description": title,
                "keywords": {"en": ["bench"]},
                "links": [link],
                "extents": extent,
                "providers": [provider],
            }
        },
    }

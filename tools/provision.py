"""Provide what pip cannot: the spatial library to run, the server and browser to test.

`python3 tools/provision.py venv|run|test` asks nothing, says one line for each thing it
installs, and is done at once when everything is there. It needs only the standard library.
"""

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

POSTGRESQL = Path("/usr/lib/postgresql/15/bin/postgres")
POSTGIS = Path("/usr/share/postgresql/15/extension/postgis.control")
CLUSTERS = Path("/etc/postgresql-common/createcluster.conf")
GREEK_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
INSTALL = (
    "apt-get",
    "install",
    "--yes",
    "--quiet",
    "--no-install-recommends",
    "--option=DPkg::Lock::Timeout=300",
    "--option=Acquire::Retries=3",
    "--option=Dpkg::Options::=--force-confold",
)
UPDATE = ("apt-get", "update", "--quiet", "--option=Acquire::Retries=3")


class ProvisionError(Exception):
    """Something that only a person can install; the message says what and how."""


@dataclass(frozen=True)
class Need:
    """A thing that must be there, how to see it, and what brings it."""

    what: str
    present: Callable[[], bool]
    packages: tuple[str, ...]
    elsewhere: str


def _loads(*names: str) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _spatialite() -> bool:
    given = os.environ.get("SPATIALITE_LIBRARY_PATH")
    return _loads(given) if given else _loads("mod_spatialite.so", "mod_spatialite.dylib")


VENV = Need(
    "virtual environments for Python",
    lambda: importlib.util.find_spec("ensurepip") is not None,
    ("python3-venv",),
    "a Python that has the module ensurepip",
)
SPATIAL = Need(
    "the spatial library SpatiaLite",
    _spatialite,
    ("libsqlite3-mod-spatialite",),
    "mod_spatialite (Fedora: libspatialite; macOS: brew install libspatialite)",
)
SERVER = Need(
    "PostgreSQL 15 with PostGIS 3",
    lambda: POSTGRESQL.exists() and POSTGIS.exists(),
    ("postgresql-15", "postgresql-15-postgis-3"),
    "PostgreSQL 15 and PostGIS 3 under /usr/lib/postgresql/15",
)
BROWSER = Need(
    "the browser Chromium",
    lambda: shutil.which("chromium") is not None,
    ("chromium",),
    "chromium on the path",
)
FONT = Need(
    "a font with Greek letters",
    lambda: GREEK_FONT.exists(),
    ("fonts-dejavu-core",),
    "the DejaVu fonts",
)
TEXT = Need(
    "the text library Pango",
    lambda: all(_loads(name) for name in ("libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")),
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "Pango and HarfBuzz (macOS: brew install pango)",
)
GDAL = Need(
    "the tools of GDAL",
    lambda: shutil.which("ogr2ogr") is not None,
    ("gdal-bin",),
    "ogrinfo and ogr2ogr on the path",
)
NEEDS = {
    "venv": (VENV, SPATIAL, TEXT),
    "run": (SPATIAL, TEXT),
    "test": (SPATIAL, TEXT, SERVER, BROWSER, FONT, GDAL),
}


def provide(needs: tuple[Need, ...]) -> None:
    """Install what is missing; raises ProvisionError when this account cannot."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    prefix = _as_administrator(missing)
    if SERVER in missing:
        _without_a_default_server(prefix)
    for need in missing:
        print(f"Installing {need.what}: {' '.join(need.packages)}", flush=True)
    _install(prefix, [package for need in missing for package in need.packages])
    importlib.invalidate_caches()
    still = [need for need in missing if not need.present()]
    if still:
        raise ProvisionError(_sentence(still, " even after the installation"))


def _as_administrator(missing: list[Need]) -> tuple[str, ...]:
    if shutil.which("apt-get"):
        if os.geteuid() == 0:
            return ()
        if shutil.which("sudo") and _quietly(("sudo", "-n", "true")).returncode == 0:
            return ("sudo", "-n")
    raise ProvisionError(_sentence(missing, ", and this account cannot install it"))


def _sentence(missing: list[Need], why: str) -> str:
    things = " and ".join(need.what for need in missing)
    packages = " ".join(package for need in missing for package in need.packages)
    elsewhere = "; ".join(need.elsewhere for need in missing)
    return (
        f"Missing{why}: {things}. On Debian 12, `apt-get install {packages}` as root; "
        f"elsewhere, provide {elsewhere}; then try again."
    )


def _without_a_default_server(prefix: tuple[str, ...]) -> None:
    """Keep Debian from making and starting a server nobody asked for; ours is private."""
    if CLUSTERS.exists():
        return
    lines = "# Written before the tests installed PostgreSQL.\ncreate_main_cluster = false\n"
    _quietly((*prefix, "mkdir", "-p", str(CLUSTERS.parent)))
    _quietly((*prefix, "tee", str(CLUSTERS)), lines)


def _install(prefix: tuple[str, ...], packages: list[str]) -> None:
    environment = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1")
    path = ("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",)
    # A bare machine has no package lists, a resting one has old ones: both fail fast.
    if _quietly((*environment, *path, *INSTALL, *packages)).returncode == 0:
        return
    print("Fetching the list of packages", flush=True)
    _quietly((*environment, *path, *UPDATE))
    done = _quietly((*environment, *path, *INSTALL, *packages))
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise ProvisionError(f"apt-get could not install {' '.join(packages)}:\n{tail}")


def _quietly(command: tuple[str, ...], typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=typed, capture_output=True, text=True, check=False)


def _needs_of(purpose: str) -> tuple[Need, ...]:
    needs = NEEDS[purpose]
    # A town on PostgreSQL never opens the embedded database; the tests open both.
    if purpose == "test" or not os.environ.get("INMEKO_DATABASE_URL", "").startswith("postgresql"):
        return needs
    return tuple(need for need in needs if need is not SPATIAL)


def main(arguments: list[str]) -> int:
    """Provide for one purpose; exit status 1 and a sentence when that is not possible."""
    if len(arguments) != 1 or arguments[0] not in NEEDS:
        sys.exit(f"usage: provision.py {'|'.join(NEEDS)}")
    try:
        provide(_needs_of(arguments[0]))
    except ProvisionError as error:
        sys.exit(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Start a private PostgreSQL server for the tests, and take it away when its user is gone.

`python tools/cluster.py COMMAND …` runs a command with the server's address in
INMEKO_TEST_POSTGRES_URL; `python tools/cluster.py` alone keeps one until Ctrl-C.
"""

import contextlib
import getpass
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "INMEKO_TEST_POSTGRES_URL"
OWNER = "postgres"
DEBIAN_BINARIES = Path("/usr/lib/postgresql/15/bin")

# The data lives as long as the tests: nothing is worth waiting for a disk.
SPEED = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_wal_senders=0",
    "wal_level=minimal",
    "max_connections=200",
    "shared_buffers=128MB",
)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The SQLAlchemy URL of a private server, or of the one that INMEKO_TEST_POSTGRES_URL names.

    The server belongs to a guard process that waits for the end of its standard input. The
    pipe closes however this process ends, even when it is killed, so no server stays behind.
    """
    if os.environ.get(VARIABLE):
        yield os.environ[VARIABLE]
        return
    guard = subprocess.Popen(
        [sys.executable, "-I", __file__, "--guard"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with guard:
        url = guard.stdout.readline().strip() if guard.stdout else ""
        if not url:
            raise RuntimeError("the private PostgreSQL server did not start; see the lines above")
        yield url


def guard() -> int:
    """Start the server, print its URL, and remove it when standard input ends."""
    folder = Path(tempfile.mkdtemp(prefix="inmeko-pg-", dir="/tmp" if _root() else None))
    try:
        url = _start(folder)
        print(url, flush=True)
        sys.stdin.read()
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"{error}\n{_last_lines(folder / 'log')}")
        return 1
    finally:
        _stop(folder)
    return 0


def _start(folder: Path) -> str:
    owner = OWNER if _root() else getpass.getuser()
    if _root():
        shutil.chown(folder, OWNER, pwd.getpwnam(OWNER).pw_gid)
    authentication = ("--auth=trust", f"--username={owner}", "--no-sync")
    _run(
        "initdb", f"--pgdata={folder}/data", "--encoding=UTF8", "--locale=C.UTF-8", *authentication
    )
    # Only a socket in our own folder: no port to collide with, no way in from outside.
    lines = (*SPEED, "listen_addresses=''", f"unix_socket_directories='{folder}'")
    with (folder / "data" / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.writelines(f"{line}\n" for line in lines)
    _run("pg_ctl", "start", "--wait", f"--pgdata={folder}/data", f"--log={folder}/log")
    return f"postgresql+psycopg://{owner}@/postgres?host={folder}"


def _stop(folder: Path) -> None:
    with contextlib.suppress(subprocess.CalledProcessError):
        if (folder / "data" / "postmaster.pid").exists():
            _run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={folder}/data")
    shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    subprocess.run(
        [_binary(program), *arguments],
        check=True,
        user=OWNER if _root() else None,
        group=pwd.getpwnam(OWNER).pw_gid if _root() else None,
        extra_groups=[] if _root() else None,
        stdin=subprocess.DEVNULL,
        # Not a pipe: the server would hold it open for as long as it lives.
        stdout=subprocess.DEVNULL,
        cwd="/",
    )


def _binary(program: str) -> str:
    beside = DEBIAN_BINARIES / program
    found = str(beside) if beside.exists() else shutil.which(program)
    if not found:
        raise RuntimeError(f"{program} is missing: run `python3 tools/provision.py test`")
    return found


def _root() -> bool:
    # initdb refuses root: then the server runs as the account of Debian's package.
    return os.geteuid() == 0


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text("utf-8").splitlines()[-20:]) + "\n" if log.exists() else ""


def main(arguments: list[str]) -> int:
    """Run a command beside a server, or keep one until Ctrl-C."""
    if arguments == ["--guard"]:
        return guard()
    # A polite end must reach the `with` below, which takes the server away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as url:
        if not arguments:
            print(url, flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                signal.pause()
            return 0
        return subprocess.run(arguments, env={**os.environ, VARIABLE: url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

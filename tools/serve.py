"""Serve the demo municipality: migrate, load, start the site and the outbox runner together."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 35


def environment(port: int) -> dict[str, str]:
    """The environment of every process: where the data is, and the address."""
    given = {name: value for name, value in os.environ.items() if value}
    folder = (Path.cwd() / given.get("INMEKO_DATA_DIR", "data")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    address = {"INMEKO_BASE_URL": f"http://{HOST}:{port}"}
    return {**address, **given, "INMEKO_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def prepare(env: dict[str, str]) -> str:
    """Migrate the database and load the demo municipality; what the demo says of its accounts."""
    print("Preparing the database", flush=True)
    _inmeko(env, "db", "upgrade")
    if env.get("INMEKO_MODE", "development") == "production":
        return ""
    print("Preparing the demo municipality", flush=True)
    return _inmeko(env, "demo")


def _inmeko(env: dict[str, str], *arguments: str) -> str:
    command = [str(BIN / "inmeko"), *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        sys.exit(f"`inmeko {' '.join(arguments)}` failed; the lines above say why.")
    return done.stdout


@contextlib.contextmanager
def running(env: dict[str, str], port: int) -> Iterator[None]:
    """The answering site and then the outbox runner; both are ended on the way out."""
    gunicorn = ("gunicorn", "-c", "deploy/gunicorn.py", "--log-level", "warning")
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(_start(env, *gunicorn, "--bind", f"{HOST}:{port}"))
        wait_for_answer(processes[0], port)
        processes.append(_start(env, "inmeko", "outbox", "run"))
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop(processes)


def _start(env: dict[str, str], program: str, *arguments: str) -> subprocess.Popen[bytes]:
    # Ctrl-C reaches the whole group: only this process may act on it, and ends the others.
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen([str(BIN / program), *arguments], env=env, cwd=ROOT)
    finally:
        signal.signal(signal.SIGINT, heard)


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for_answer(site: subprocess.Popen[bytes], port: int) -> None:
    """Return when the site answers a request; exits when it ended or stays silent."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        if site.poll() is not None:
            sys.exit("The site ended before it answered; the lines above say why.")
        with contextlib.suppress(OSError, http.client.HTTPException):
            question = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_ANSWER)
            question.request("HEAD", "/")
            question.getresponse()
            return
        time.sleep(0.1)
    sys.exit(f"The site did not answer within {SECONDS_TO_ANSWER} seconds.")


def is_free(port: int) -> bool:
    """Whether nothing else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def port_number(text: str) -> int:
    """A port that an ordinary account may serve on."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1024 to 65535, not {text!r}")
    return int(text)


def main() -> None:
    """Serve until Ctrl-C, or until one of the two processes ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=port_number, default=8000)
    port = parser.parse_args().port
    if not is_free(port):
        sys.exit(f"Port {port} is taken by another program; choose one with `make run PORT=8001`.")
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    try:
        env = environment(port)
        accounts = prepare(env)
        with running(env, port):
            print(f"{accounts}\nInmeko is at {env['INMEKO_BASE_URL']} (Ctrl-C ends it)", flush=True)
            os.waitpid(-1, 0)
            sys.exit("One of the two processes ended, so the other was ended too.")
    except KeyboardInterrupt:
        print("\nInmeko has ended; its data stays.", flush=True)


if __name__ == "__main__":
    main()

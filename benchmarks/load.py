"""Sixteen clients that ask over connections kept open, in a process of their own.

`python -m benchmarks.load HOST PORT SECONDS CLIENTS < paths` prints requests a second and the
bytes of an answer.
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

CLIENTS = 16
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Rate:
    """What a round measured: answers a second, bytes of a mean answer, and how many failed."""

    per_second: float
    size: float
    failed: int


def measure(port: int, paths: list[str], seconds: float, clients: int = CLIENTS) -> Rate:
    """Ask for the paths in turn for some seconds."""
    command = [sys.executable, "-m", "benchmarks.load", "127.0.0.1", str(port), str(seconds)]
    done = subprocess.run(
        [*command, str(clients)],
        input="\n".join(paths),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return Rate(**json.loads(done.stdout))


class Counter:
    """What all clients have counted."""

    def __init__(self, paths: list[str], end: float) -> None:
        """Begin at nothing."""
        self.paths = cycle([path.encode() for path in paths])
        self.end = end
        self.answers = self.bytes = self.failed = 0


async def client(host: str, port: int, counter: Counter) -> None:
    """Ask one question after the other; a connection that is closed is opened again."""
    while time.perf_counter() < counter.end:
        reader, writer = await asyncio.open_connection(host, port, limit=2**24)
        try:
            while time.perf_counter() < counter.end:
                writer.write(
                    b"GET " + next(counter.paths) + b" HTTP/1.1\r\nHost: 127.0.0.1:"
                    + str(port).encode() + b"\r\nAccept: */*\r\n\r\n"
                )  # fmt: skip
                if not await answer(reader, counter):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            counter.failed += 1
        finally:
            writer.close()


async def answer(reader: asyncio.StreamReader, counter: Counter) -> bool:
    """Read one answer; says whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"\r\ntransfer-encoding: chunked" in head:
        size = 0
        while part := int(await reader.readline(), 16):
            await reader.readexactly(part + 2)
            size += part
        await reader.readline()
    else:
        size = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        await reader.readexactly(size)
    counter.answers += 1
    counter.bytes += size
    if b" 200 " not in head.split(b"\r\n", 1)[0] + b" ":
        counter.failed += 1
    return b"\r\nconnection: close" not in head


async def load(host: str, port: int, seconds: float, clients: int, paths: list[str]) -> Rate:
    """Let all clients ask until the time is over."""
    begin = time.perf_counter()
    counter = Counter(paths, begin + seconds)
    await asyncio.gather(*(client(host, port, counter) for _ in range(clients)))
    passed = time.perf_counter() - begin
    return Rate(counter.answers / passed, counter.bytes / max(1, counter.answers), counter.failed)


def main() -> None:
    """Print what was measured."""
    host, port, seconds, clients = sys.argv[1:]
    paths = sys.stdin.read().split("\n")
    found = asyncio.run(load(host, int(port), float(seconds), int(clients), paths))
    print(json.dumps(found.__dict__))


if __name__ == "__main__":
    main()

"""Archives (zip) opened only as far as they are honest about their size."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

MOST_UNPACKED = 1 << 30  # bytes on the disk of the server
MOST_MEMBERS = 10_000
# A table of blanks packs 50 to 1; what packs much better is made to fill disks.
MOST_RATIO = 200
HARMLESS = 32 << 20
CHUNK = 1 << 20


@contextmanager
def opened_archive(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive in a stream; RuleError if it is damaged, locked, or a bomb."""
    stream.seek(0)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise _damaged() from error
    with archive:
        _check(archive)
        yield archive


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of one member in parts, never more than it declares; RuleError if damaged."""
    try:
        with archive.open(member) as source:
            yield from parts(source)
    except RuntimeError as error:
        raise _locked() from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise _damaged() from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise _damaged() from error


def parts(source: IO[bytes]) -> Iterator[bytes]:
    """The content of a file in parts of a megabyte."""
    while chunk := source.read(CHUNK):
        yield chunk


def files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive that a person put into it, wherever they lie."""
    return [
        one
        for one in archive.infolist()
        if not one.is_dir() and not _hidden(PurePosixPath(one.filename.replace("\\", "/")))
    ]


def _hidden(path: PurePosixPath) -> bool:
    """Copies that one family of computers adds beside every file."""
    return path.name.startswith(".") or "__MACOSX" in path.parts


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise RuleError(
            N_("The archive holds %(count)s files; at most %(most)s are read"),
            values={"count": len(members), "most": MOST_MEMBERS},
        )
    if any(one.flag_bits & 1 for one in members):
        raise _locked()
    whole = sum(one.file_size for one in members)
    packed = sum(one.compress_size for one in members)
    if whole > MOST_UNPACKED or (whole > HARMLESS and whole > MOST_RATIO * packed):
        raise RuleError(
            N_("Unpacked, this file would take %(size)s MB: it is refused, lest it fill the disk"),
            values={"size": whole >> 20},
        )


def _damaged() -> RuleError:
    return RuleError(N_("The file is damaged or only half of it arrived: send it again"))


def _locked() -> RuleError:
    return RuleError(N_("The file is locked by a password: save it without one, then send that"))

"""The group of the inventory's chores, and what they share: options, files, one sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup
from flask_babel import gettext

from inmeko.kernel.errors import DomainError

resources = AppGroup("resources", help="The inventory.")

NOT_READ = 2

in_town = click.option("--municipality", "slug", metavar="SLUG", required=True)
spoken_in = click.option(
    "--language", type=click.Choice(["el", "en"]), default="el", help="Of what is printed."
)
a_path = click.Path(path_type=Path)


class FileError(Exception):
    """What keeps a file from being read at all: one sentence for standard error."""


@contextmanager
def one_sentence() -> Iterator[None]:
    """A file that cannot be read ends with one sentence and exit code 2."""
    try:
        yield
    except (FileError, DomainError) as error:
        words = str(error)
        if isinstance(error, DomainError):
            words = gettext(error.message)
            words = words % error.values if error.values else words
        click.echo(words, err=True)
        sys.exit(NOT_READ)


@contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """A file to be read."""
    try:
        stream = file.open("rb")
    except OSError as error:
        raise unreadable(file, error) from error
    with stream:
        yield stream


def unreadable(path: Path, error: OSError) -> FileError:
    """The refusal of a file that cannot be read."""
    words = gettext("The file %(file)s cannot be read: %(reason)s")
    return FileError(words % {"file": path, "reason": error.strerror})


def unwritable(path: Path, error: OSError) -> FileError:
    """The refusal of a file that cannot be written."""
    words = gettext("The file %(file)s cannot be written: %(reason)s")
    return FileError(words % {"file": path, "reason": error.strerror})

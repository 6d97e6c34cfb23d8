"""Letters that this domain hands over."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from inmeko.accounts.services.signals import letter_written


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str

    @property
    def path(self) -> str:
        """The page that the first link of the letter leads to."""
        link = next(word for word in self.body.split() if word.startswith("http"))
        return link.removeprefix("http://localhost")


@pytest.fixture
def letters() -> Iterator[list[Letter]]:
    """The letters written during a test."""
    written: list[Letter] = []

    def note(to: str, *, subject: str, body: str, municipality_id: int | None) -> None:
        written.append(Letter(to, subject, body))

    with letter_written.connected_to(note):
        yield written

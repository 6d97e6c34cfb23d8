"""The only question the program puts to the clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC and knowing it."""
    return datetime.now(UTC)

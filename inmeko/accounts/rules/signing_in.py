"""When an account is locked, and what a device is called."""

from datetime import datetime, timedelta

FAILURES = 10
LOCKED_FOR = timedelta(minutes=15)

# The first mark that a browser's own description of itself holds names it.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def lock_after(failures: int, now: datetime) -> datetime | None:
    """Until when so many failed attempts in a row lock an account, or None if they do not yet."""
    return now + LOCKED_FOR if failures >= FAILURES else None


def locked(until: datetime | None, now: datetime) -> bool:
    """Whether an account is locked at this moment."""
    return until is not None and now < until


def device_name(agent: str) -> str:
    """A browser and its system in two words, from the header in which it describes itself."""
    names = [_first(BROWSERS, agent), _first(SYSTEMS, agent)]
    return ", ".join(name for name in names if name) or agent[:60] or "?"


def _first(marks: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in marks if mark in agent), "")

"""What stands beside a domain: its title and page, as whoever reads may see them.

Domains do not import each other. `app.py` hands in, by kind of thing, a function that knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

Told = tuple[str, str | None]


@dataclass(frozen=True)
class Following:
    """One of several things that came from another: title, page if the reader may open it, stage.

    `over`: nothing comes of it any more.
    """

    title: str
    page: str | None
    stage: str
    over: bool = False


def told(kind: str, municipality: str, key: int) -> Told | None:
    """The title of a thing of a town and, if the reader may open it, its page; None if unknown.

    Raises NotFoundError where the town has no such thing.
    """
    teller = current_app.extensions.get("inmeko-titles", {}).get(kind)
    found: Told | None = teller(municipality, key) if teller else None
    return found


def following(kind: str, municipality: str, key: int) -> Sequence[Following]:
    """What came from a thing of a town in another domain, the newest first."""
    teller = current_app.extensions.get("inmeko-following", {}).get(kind)
    found: Sequence[Following] = teller(municipality, key) if teller else ()
    return found

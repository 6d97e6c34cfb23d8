"""What stands beside a domain: its title and page, as whoever reads may see them.

Domains do not import each other. `app.py` hands in, by kind of thing, a function that knows.
"""

from flask import current_app

Told = tuple[str, str | None]


def told(kind: str, municipality: str, key: int) -> Told | None:
    """The title of a thing of a town and, if the reader may open it, its page; None if unknown.

    Raises NotFoundError where the town has no such thing.
    """
    teller = current_app.extensions.get("inmeko-titles", {}).get(kind)
    found: Told | None = teller(municipality, key) if teller else None
    return found

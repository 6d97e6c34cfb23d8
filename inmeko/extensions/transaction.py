"""One transaction for a command or a job; a request has its own in inmeko.web.transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from inmeko.extensions import db


@contextmanager
def transaction() -> Iterator[None]:
    """Keep what was done inside if it went well, undo it otherwise."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise

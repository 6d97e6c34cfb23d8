"""What stories of events do beside the browser: as the clock or a mail server would."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.records.models import Job
from tests.browser.live import Live


def changed(site: Live, deed: Callable[[], Any]) -> Any:
    """Do something in the site's database, as the clock or a mail server would."""
    app = site.app()
    with app.app_context():
        with transaction():
            found = deed()
        db.session.remove()
        db.engine.dispose()
    return found


def letter(site: Live, to: str) -> str:
    """The newest mail to an address."""

    def find() -> str:
        query = sa.select(Job).where(Job.name == "mail", Job.payload["to"].as_string() == to)
        job = db.session.scalars(query.order_by(Job.id.desc())).first()
        return job.payload["body"]

    return changed(site, find)


def ticket(site: Live, to: str) -> str:
    """The secret address in the newest mail to an address."""
    lines = letter(site, to).splitlines()
    return next(line for line in lines if "/events/ticket/" in line).strip()

"""The reminder of a commitment: a job of the outbox that writes to its owner and the planners."""

from datetime import date, datetime
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.views.letters import at_home
from inmeko.consultations.models import Commitment
from inmeko.consultations.queries import commitments as queries
from inmeko.consultations.rules import commitments as rules
from inmeko.consultations.rules.commitments import CommitmentState
from inmeko.kernel import clock
from inmeko.records.services import post_mail
from inmeko.web.filters import day as spoken

SUBJECT = 100


def remind(payload: dict[str, Any]) -> None:
    """Write of a commitment that is still owed by the day of the job, to each reader once."""
    town, number = int(payload["municipality"]), int(payload["commitment"])
    one = queries.commitment_of(municipality_id=town, commitment_id=number)
    day = date.fromisoformat(payload["due"])
    if one is None or one.state is not CommitmentState.OPEN or one.due_on != day:
        return
    late = rules.is_late(day, clock.now())
    # What is late already is not reminded of as if it were to come.
    if late and datetime.fromisoformat(payload["at"]).date() <= day:
        return
    readers = {person.email: person.language or "el" for person in _planners(town)}
    if one.owner_email:
        readers.setdefault(one.owner_email, "el")
    for email, language in readers.items():
        _write(one, email, language, late=late, at=payload["at"])


def _planners(town: int) -> Any:
    return accounts.planners(municipality_id=town)


def _write(one: Commitment, email: str, language: str, *, late: bool, at: str) -> None:
    base = current_app.config["SETTINGS"].base_url
    slug = one.municipality.slug
    with current_app.test_request_context(base_url=base), force_locale(language):
        link = url_for("heard.commitment", municipality=slug, commitment_id=one.id, _external=True)
        what = one.text[:SUBJECT]
        subject = (
            gettext("A commitment is overdue: %(what)s", what=what)
            if late
            else gettext("Promised until %(day)s: %(what)s", day=spoken(one.due_on), what=what)
        )
        body = render_template(
            "consultations/letters/commitment.txt", one=one, late=late, link=at_home(link)
        )
    post_mail(
        email,
        subject,
        body,
        municipality_id=one.municipality_id,
        key=f"commitment-remind:{one.id}:{at}:{email}",
    )

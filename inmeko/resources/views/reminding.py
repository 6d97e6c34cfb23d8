"""The reminder of a concession: a job of the outbox that writes to the body and to the planners."""

from datetime import date
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import User
from inmeko.accounts.rules import Role
from inmeko.records.services import post_mail
from inmeko.resources.models import Concession, Obligation
from inmeko.resources.queries import concessions as queries
from inmeko.resources.rules.concession_words import ConcessionState
from inmeko.web.filters import day as spoken


def remind(payload: dict[str, Any]) -> None:
    """Write of what is due, if it still is: to each reader once, however often the job runs."""
    town = int(payload["municipality"])
    found = queries.concession_of(municipality_id=town, concession_id=payload["concession"])
    day = date.fromisoformat(payload["day"])
    if found is None or found.state is not ConcessionState.ACTIVE:
        return
    obligation = next((one for one in found.obligations if one.id == payload["obligation"]), None)
    if payload["obligation"] and (obligation is None or not _still(obligation, day)):
        return
    if not payload["obligation"] and found.ends_on != day:
        return
    for reader in readers(found):
        _write(reader, found, obligation, day, payload)


def readers(concession: Concession) -> list[User]:
    """Who manages the body, and the planners of the town; nobody twice."""
    people = [held.user for held in concession.organisation.memberships if held.manages]
    grants = accounts.grants(municipality_id=concession.municipality_id)
    people += [grant.user for grant in grants if grant.role is Role.PLANNER]
    living = (user for user in people if user.deleted_at is None and user.active)
    return list({user.id: user for user in living}.values())


def _still(obligation: Obligation, day: date) -> bool:
    return obligation.done_on is None and obligation.due_on == day


def _write(
    reader: User,
    concession: Concession,
    obligation: Obligation | None,
    day: date,
    payload: dict[str, Any],
) -> None:
    settings = current_app.config["SETTINGS"]
    what = f"obligation-{obligation.id}" if obligation else f"end-{concession.id}"
    with (
        current_app.test_request_context(base_url=settings.base_url),
        force_locale(reader.language or "el"),
    ):
        body = render_template(
            "resources/letters/reminder.txt",
            concession=concession,
            obligation=obligation,
            day=day,
            link=url_for(
                "resources.concession",
                municipality=concession.municipality.slug,
                concession_id=concession.id,
                _external=True,
            ),
        )
        asset = concession.asset.title
        subject = (
            gettext("Due on %(day)s: %(what)s", day=spoken(day), what=obligation.what)
            if obligation
            else gettext("The concession of “%(asset)s” ends", asset=asset)
        )
    post_mail(
        reader.email,
        subject,
        body,
        municipality_id=concession.municipality_id,
        key=f"reminder:{what}:{day.isoformat()}:{payload['before']}:{reader.id}",
    )

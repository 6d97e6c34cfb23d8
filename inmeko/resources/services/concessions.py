"""The life of a concession: prepare, correct, put in force, end, revoke, take back."""

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from inmeko.accounts.models import Organisation
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.identifiers import ada as checked_ada
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note
from inmeko.resources.models import Asset, Concession
from inmeko.resources.queries import concessions as queries
from inmeko.resources.rules import conceding
from inmeko.resources.rules.asset import AssetState, Condition
from inmeko.resources.rules.concession_words import (
    CONCESSION_NEXT,
    Applicant,
    ConcessionState,
    Regime,
)
from inmeko.resources.services import occupying
from inmeko.resources.services.following import plan_reminders

logger = logging.getLogger(__name__)

KIND = "concession"
TYPED = (
    "path",
    "purpose",
    "terms",
    "rent",
    "starts_on",
    "ends_on",
    "decision_number",
    "council_members",
    "votes_for",
)
REMEMBERED = (
    *TYPED,
    "answers",
    "state",
    "ada",
    "posted_on",
    "closed_on",
    "close_reason",
    "close_ada",
    "returned_on",
    "return_condition",
)


def draft(
    actor: Actor, asset: Asset, organisation: Organisation, values: Mapping[str, Any]
) -> Concession:
    """Prepare a concession; what a verified rule forbids is refused at once."""
    if asset.municipality_id != organisation.municipality_id:
        raise RuleError(N_("The body belongs to another municipality."), field="organisation_id")
    if asset.state is not AssetState.CURRENT:
        raise RuleError(N_("This asset is retired: it cannot be given to anybody."))
    concession = Concession(
        municipality_id=asset.municipality_id,
        asset=asset,
        organisation=organisation,
        made_by_id=actor.id,
    )
    _put(concession, values)
    db.session.add(concession)
    db.session.flush()
    _note(actor, "drafted", concession, {})
    logger.info("concession %s drafted by %s", concession.id, actor.id)
    return concession


def amend(actor: Actor, concession: Concession, values: Mapping[str, Any]) -> None:
    """Correct a concession that is still being prepared."""
    if concession.state is not ConcessionState.DRAFT:
        raise ConflictError(N_("Only a concession that is being prepared can be changed."))
    before = snapshot(concession)
    _put(concession, values)
    _keep(concession)
    _note(actor, "changed", concession, before)


def cancel(actor: Actor, concession: Concession, reason: str) -> None:
    """Give up a concession that never took effect."""
    _close(actor, concession, ConcessionState.CANCELLED, reason, deed="cancelled")


def activate(actor: Actor, concession: Concession, values: Mapping[str, Any]) -> None:
    """Put a concession in force: its decision is posted and has its ΑΔΑ (ν. 4727/2020 άρ. 78).

    One at a time: the database refuses a second one of the same asset in the same period.
    """
    before = snapshot(concession)
    state = advance(CONCESSION_NEXT, concession.state, ConcessionState.ACTIVE)
    given = {name: values.get(name) for name in ("council_members", "votes_for")}
    conceding.check_votes(**given)
    ada = _ada(values.get("ada"))
    known = facts(concession) | given | {"ada": ada, "decision_state": "in_force"}
    conceding.check(concession.path, known, concession.starts_on, complete=True)
    posted: date | None = values.get("posted_on")
    conceding.check_effect(concession.starts_on, posted, athens_date(clock.now()))
    # Whoever gives the same asset at the same moment waits here, and then finds us.
    db.session.execute(sa.select(Asset.id).where(Asset.id == concession.asset_id).with_for_update())
    number = values.get("decision_number") or concession.decision_number
    _keep(concession, state=state, ada=ada, posted_on=posted, decision_number=number, **given)
    _note(actor, "put in force", concession, before)
    plan_reminders(concession)
    occupying.occupy(actor, concession)
    logger.info("concession %s put in force by %s", concession.id, actor.id)


def end(actor: Actor, concession: Concession, reason: str, day: date) -> None:
    """Write down that a concession is over: its time is up, or both sides agree."""
    _check_day(concession, day)
    concession.closed_on = day
    _close(actor, concession, ConcessionState.ENDED, reason, deed="concession ended")


def revoke(actor: Actor, concession: Concession, reason: str, day: date, ada: str) -> None:
    """Take a concession back before its time, with the reason and the ΑΔΑ of that decision."""
    _check_day(concession, day)
    concession.closed_on = day
    concession.close_ada = _ada(ada)
    _close(actor, concession, ConcessionState.REVOKED, reason, deed="concession revoked")


def give_back(actor: Actor, concession: Concession, day: date, condition: Condition) -> None:
    """Write down that the asset was handed back, and in which condition."""
    _check_day(concession, day)
    before = snapshot(concession)
    concession.state = advance(CONCESSION_NEXT, concession.state, ConcessionState.RETURNED)
    concession.returned_on, concession.return_condition = day, condition
    concession.closed_on = concession.closed_on or day
    _keep(concession)
    _note(actor, "returned", concession, before)
    occupying.leave(actor, concession)


def facts(concession: Concession) -> dict[str, Any]:
    """All that the rules may ask of a concession."""
    asset, body = concession.asset, concession.organisation
    same = queries.had_free_use(asset.id, body, concession.starts_on)
    known = {"after_free_use_same_body": True} if same else {}
    return {
        **conceding.facts_known(asset.kind, body.kind, {**_read(concession.answers), **known}),
        "term_months": conceding.term_months(concession.starts_on, concession.ends_on),
        "council_members": concession.council_members,
        "votes_for": concession.votes_for,
        "ada": concession.ada,
    }


def facts_before(
    asset: Asset, body: Organisation | None, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """What the rules may ask before there is a concession: what is known, and what is answered."""
    answers = dict(answers)
    if body is not None and queries.had_free_use(asset.id, body, athens_date(clock.now())):
        answers["after_free_use_same_body"] = True
    return conceding.facts_known(asset.kind, body.kind if body else None, answers)


def snapshot(concession: Concession) -> dict[str, Any]:
    """How a concession looks, for its history."""
    return {name: getattr(concession, name) for name in REMEMBERED}


def _put(concession: Concession, values: Mapping[str, Any]) -> None:
    with db.session.no_autoflush:
        for name in TYPED:
            if name in values:
                setattr(concession, name, values[name])
        if "answers" in values:
            concession.answers = {
                name: value
                for name, value in values["answers"].items()
                if name in conceding.ANSWERS and value not in (None, "")
            }
        if not concession.purpose.strip():
            raise RuleError(N_("Say what the asset is given for."), field="purpose")
        conceding.check_period(concession.starts_on, concession.ends_on)
        conceding.check_votes(concession.council_members, concession.votes_for)
        conceding.check(concession.path, facts(concession), concession.starts_on)


def _read(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept, with their own types again."""
    kinds = {"applicant_kind": Applicant, "asset_regime": Regime}
    return {name: kinds[name](value) if name in kinds else value for name, value in answers.items()}


def _ada(text: str | None) -> str | None:
    return checked_ada(text) if text and text.strip() else None


def _check_day(concession: Concession, day: date) -> None:
    if day < concession.starts_on:
        raise RuleError(N_("This day lies before the concession began."), field="day")
    if day > athens_date(clock.now()):
        raise RuleError(N_("This day is still to come."), field="day")


def _close(
    actor: Actor, concession: Concession, state: ConcessionState, reason: str, *, deed: str
) -> None:
    before = snapshot(concession) | {"closed_on": None, "close_ada": None}
    concession.state = advance(CONCESSION_NEXT, concession.state, state)
    concession.close_reason = conceding.check_reason(reason)
    _keep(concession)
    _note(actor, deed, concession, before)
    if state is not ConcessionState.CANCELLED:
        occupying.leave(actor, concession)


def _keep(concession: Concession, **changes: Any) -> None:
    """Write a concession; what the database refuses becomes a sentence under its field."""
    try:
        # Changes are made inside: opening a savepoint writes what was changed before it.
        with db.session.begin_nested():
            for name, value in changes.items():
                setattr(concession, name, value)
            db.session.flush()
    except StaleDataError:
        raise ConflictError(
            N_("Somebody changed this concession while you were working on it.")
        ) from None
    except sa.exc.IntegrityError as error:
        if "ex_concessions_asset_id" not in str(error.orig):
            raise
        raise _taken(concession) from None


def _taken(concession: Concession) -> ConflictError:
    other = queries.in_the_way(concession)
    if other is None:
        return ConflictError(
            N_("This asset has just been given to somebody else."), field="starts_on"
        )
    values = {
        "body": other.organisation.name,
        "start": f"{other.starts_on:%d/%m/%Y}",
        "end": f"{other.ends_on:%d/%m/%Y}" if other.ends_on else "…",
        "number": other.ada or other.id,
    }
    return ConflictError(
        N_("The asset is given to %(body)s from %(start)s to %(end)s (%(number)s)."),
        field="starts_on",
        values=values,
    )


def _note(actor: Actor, deed: str, concession: Concession, before: dict[str, Any]) -> None:
    after = snapshot(concession)
    if not before:
        after |= {"asset": concession.asset.code, "body": concession.organisation.name}
    names = [name for name in after if before.get(name) != after[name]]
    if not names:
        return
    note(
        actor,
        deed,
        KIND,
        concession.id,
        municipality_id=concession.municipality_id,
        before={name: before[name] for name in names if name in before},
        after={name: after[name] for name in names},
    )

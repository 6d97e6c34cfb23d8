"""What follows a concession: obligations, reports, and reminders that wait in the outbox."""

import logging
from collections.abc import Iterable
from datetime import date
from typing import IO

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import attach, note, post_job
from inmeko.resources.models import Concession, ConcessionReport, Obligation
from inmeko.resources.rules import obligations as rules
from inmeko.resources.rules.concession_words import ConcessionState, ReportKind

logger = logging.getLogger(__name__)

REMINDER = "concession_reminder"
Files = Iterable[tuple[IO[bytes], str]]
UNDER_WAY = {ConcessionState.DRAFT, ConcessionState.ACTIVE}


def oblige(
    actor: Actor, concession: Concession, *, what: str, due_on: date, yearly: bool
) -> Obligation:
    """Say what the body must do by a day, once or every year."""
    if concession.state not in UNDER_WAY:
        raise ConflictError(N_("This concession is over."))
    if not what.strip():
        raise RuleError(N_("Say what must be done."), field="what")
    rules.check_due(due_on, concession.starts_on, concession.ends_on)
    made = _obligation(concession, what.strip(), due_on, due_on, yearly=yearly)
    after = {"what": made.what, "due_on": due_on, "yearly": yearly}
    _note(actor, "obligation set", concession, after)
    plan_reminders(concession)
    return made


def release(actor: Actor, obligation: Obligation) -> None:
    """Take an obligation away that was not fulfilled yet."""
    if obligation.done_on is not None:
        raise ConflictError(N_("What was done stays written down."))
    concession = obligation.concession
    _note(actor, "obligation removed", concession, {"what": obligation.what})
    db.session.delete(obligation)
    db.session.flush()


def fulfil(
    actor: Actor, obligation: Obligation, *, done_on: date, comment: str, files: Files = ()
) -> Obligation | None:
    """Write down that an obligation was fulfilled; a yearly one gives the next, if there is one."""
    concession = obligation.concession
    if obligation.done_on is not None:
        raise ConflictError(N_("This was written down before."))
    if done_on > athens_date(clock.now()):
        raise RuleError(N_("This day is still to come."), field="done_on")
    obligation.done_on, obligation.done_note = done_on, comment.strip()
    db.session.flush()
    _attach(actor, files, "obligation", obligation.id, concession.municipality_id)
    _note(actor, "obligation done", concession, {"what": obligation.what, "done_on": done_on})
    if not obligation.yearly or concession.state is not ConcessionState.ACTIVE:
        return None
    due = rules.next_due(obligation.first_due_on, obligation.due_on)
    if concession.ends_on is not None and due > concession.ends_on:
        return None
    following = _obligation(concession, obligation.what, due, obligation.first_due_on, yearly=True)
    plan_reminders(concession)
    return following


def report(
    actor: Actor,
    concession: Concession,
    *,
    kind: ReportKind,
    text: str,
    written_on: date,
    files: Files = (),
    once: str | None = None,
) -> ConcessionReport:
    """Keep what the body or a visitor wrote, with its files; the same form sent twice is kept once.

    Two at the same moment are told apart by the town's chain, which the note locks.
    """
    if concession.state in {ConcessionState.DRAFT, ConcessionState.CANCELLED}:
        raise ConflictError(N_("This concession has not taken effect."))
    if not text.strip():
        raise RuleError(N_("Write what there is to say."), field="text")
    if written_on > athens_date(clock.now()):
        raise RuleError(N_("This day is still to come."), field="written_on")
    _note(actor, "reported", concession, {"report": kind.value, "written_on": written_on})
    if once:
        known = sa.select(ConcessionReport).where(
            ConcessionReport.once == once, ConcessionReport.concession_id == concession.id
        )
        if made := db.session.scalar(known):
            return made
    made = ConcessionReport(
        municipality_id=concession.municipality_id,
        concession=concession,
        kind=kind,
        text=text.strip(),
        written_on=written_on,
        author_id=actor.id,
        once=once or None,
    )
    db.session.add(made)
    db.session.flush()
    _attach(actor, files, "concession_report", made.id, concession.municipality_id)
    return made


def plan_reminders(concession: Concession) -> None:
    """Put reminders of the last day and of what is due into the outbox, each of them once."""
    if concession.state is not ConcessionState.ACTIVE:
        return
    days = [(None, concession.ends_on)] if concession.ends_on else []
    due = sa.select(Obligation).where(
        Obligation.concession_id == concession.id, Obligation.done_on.is_(None)
    )
    open_ones = db.session.scalars(due.order_by(Obligation.id))
    for number, day in [*days, *((one.id, one.due_on) for one in open_ones)]:
        for before, moment in rules.reminders(day, clock.now()):
            what = f"obligation-{number}" if number else "end"
            post_job(
                REMINDER,
                {
                    "municipality": concession.municipality_id,
                    "concession": concession.id,
                    "obligation": number,
                    "day": day.isoformat(),
                    "before": before,
                },
                municipality_id=concession.municipality_id,
                key=f"{REMINDER}:{concession.id}:{what}:{day.isoformat()}:{before}",
                run_after=moment,
            )


def _obligation(
    concession: Concession, what: str, due: date, first: date, *, yearly: bool
) -> Obligation:
    made = Obligation(
        municipality_id=concession.municipality_id,
        concession=concession,
        what=what,
        due_on=due,
        first_due_on=first,
        yearly=yearly,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _attach(actor: Actor, files: Files, kind: str, key: int, municipality_id: int) -> None:
    for stream, filename in files:
        attach(
            actor,
            stream,
            filename,
            kind=kind,
            key=key,
            municipality_id=municipality_id,
            public=False,
            purpose="evidence",
        )


def _note(actor: Actor, deed: str, concession: Concession, after: dict[str, object]) -> None:
    town = concession.municipality_id
    note(actor, deed, "concession", concession.id, municipality_id=town, after=after)

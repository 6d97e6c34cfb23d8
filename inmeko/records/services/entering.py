"""Keep the protocol register: draw a number for a document, cancel one that was drawn."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import IO

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date, athens_year
from inmeko.records.models import ProtocolEntry
from inmeko.records.rules import protocol
from inmeko.records.services.attaching import attach
from inmeko.records.services.auditing import lock_chain, note

logger = logging.getLogger(__name__)

KIND = "protocol_entry"

# The row stays locked until the transaction ends: whoever fails gives the number back.
DRAW = sa.text(
    "INSERT INTO protocol_counters (municipality_id, year, last_number) "
    "VALUES (:municipality_id, :year, 1) ON CONFLICT (municipality_id, year) "
    "DO UPDATE SET last_number = protocol_counters.last_number + 1 RETURNING last_number"
)
GIVE_BACK = sa.text(
    "UPDATE protocol_counters SET last_number = last_number - 1 "
    "WHERE municipality_id = :municipality_id AND year = :year"
)
FORGET_EMPTY = sa.text(
    "DELETE FROM protocol_counters "
    "WHERE municipality_id = :municipality_id AND year = :year AND last_number = 0"
)


def enter(
    actor: Actor,
    municipality_id: int,
    *,
    direction: protocol.Direction,
    subject: str,
    party: str = "",
    kind: str = "",
    key: int | None = None,
    once: str | None = None,
) -> ProtocolEntry:
    """Enter a document under the next number of the year in Athens; `kind` and `key` name
    the thing it concerns. Asked again with the same `once`, gives the entry made before.
    """
    protocol.check_entry(subject, party)
    lock_chain(municipality_id)
    if made := _made(municipality_id, once):
        return made
    number, at = _draw(municipality_id)
    day = athens_date(at)
    told = {"direction": direction, "subject": subject, "party": party}
    entry = ProtocolEntry(
        **told,
        municipality_id=municipality_id,
        year=day.year,
        number=number,
        entered_at=at,
        entered_on=day,
        search_text=protocol.search_text(subject, party),
        entered_by_id=actor.id,
        kind=kind,
        key=key,
        once=once,
    )
    db.session.add(entry)
    db.session.flush()
    after = {"number": protocol.protocol_number(number, day), **told}
    note(actor, "entered", KIND, entry.id, municipality_id=municipality_id, after=after)
    logger.info("protocol %s/%s of town %s entered", number, day.year, municipality_id)
    return entry


def receive(
    actor: Actor,
    municipality_id: int,
    uploads: Iterable[tuple[IO[bytes], str]],
    *,
    direction: protocol.Direction,
    subject: str,
    party: str,
    once: str,
) -> ProtocolEntry:
    """Enter a document with its files; a file that is refused gives the number back."""
    lock_chain(municipality_id)
    made = _made(municipality_id, once)
    if made:
        return made
    entry = enter(
        actor, municipality_id, direction=direction, subject=subject, party=party, once=once
    )
    for upload, filename in uploads:
        attach(
            actor,
            upload,
            filename,
            kind=KIND,
            key=entry.id,
            municipality_id=municipality_id,
            public=False,
            purpose="document",
        )
    return entry


def cancel(actor: Actor, entry: ProtocolEntry, reason: str) -> None:
    """Cancel an entry: its number stays, with the reason; a second time is refused."""
    lock_chain(entry.municipality_id)
    db.session.refresh(entry)
    protocol.check_cancel(entry.cancelled_at, reason)
    entry.cancelled_at = clock.now()
    entry.cancelled_by_id = actor.id
    entry.cancel_reason = reason
    db.session.flush()
    town = entry.municipality_id
    note(actor, "cancelled", KIND, entry.id, municipality_id=town, after={"reason": reason})
    logger.info("protocol entry %s cancelled by %s", entry.id, actor.id)


def _made(municipality_id: int, once: str | None) -> ProtocolEntry | None:
    if once is None:
        return None
    same = sa.select(ProtocolEntry).where(ProtocolEntry.once == once)
    return db.session.scalar(same.where(ProtocolEntry.municipality_id == municipality_id))


def _draw(municipality_id: int) -> tuple[int, datetime]:
    """The next number, and the moment at which it was ours: they rise together."""
    while True:
        year = athens_year(clock.now())
        values = {"municipality_id": municipality_id, "year": year}
        number: int = db.session.execute(DRAW, values).scalar_one()
        at = clock.now()
        if athens_year(at) == year:
            return number, at
        # The new year came while we waited: the old year's number, still ours alone, goes back.
        db.session.execute(GIVE_BACK, values)
        db.session.execute(FORGET_EMPTY, values)

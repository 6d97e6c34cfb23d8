"""Write the audit trail: append to a town's chain, one entry or hundreds of thousands."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records.models import AuditEntry
from inmeko.records.rules import audit

BATCH = 1000
# Under this name a session remembers the ends of the chains that its transaction holds.
HELD = "held chains"

# Locks the row on either engine, and makes it where the chain is new.
LOCK_HEAD = sa.text(
    "INSERT INTO audit_heads (chain, last_number, last_hash) VALUES (:chain, 0, :genesis) "
    "ON CONFLICT (chain) DO UPDATE SET last_number = audit_heads.last_number "
    "RETURNING last_number, last_hash"
)

MOVE_HEAD = sa.text(
    "UPDATE audit_heads SET last_number = :number, last_hash = :hash WHERE chain = :chain"
)
ROWS = AuditEntry.__table__.insert()  # type: ignore[attr-defined]


def note(
    actor: Actor,
    deed: str,
    kind: str,
    key: int,
    *,
    municipality_id: int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write down who did what to which thing, in the transaction of the deed."""
    note_many(actor, deed, kind, [(key, before, after)], municipality_id=municipality_id)


def note_many(
    actor: Actor,
    deed: str,
    kind: str,
    entries: Iterable[tuple[int, dict[str, Any] | None, dict[str, Any] | None]],
    *,
    municipality_id: int | None,
) -> None:
    """Write down one deed done to many things: (key, before, after) of each, as they come."""
    rows = _entries(actor, deed, kind, entries, municipality_id)
    # The plain table: hundreds of thousands of rows need no objects.
    while chunk := list(islice(rows, BATCH)):
        db.session.execute(ROWS, chunk)


def lock_chain(municipality_id: int | None) -> tuple[int, str]:
    """Hold a town's chain until the end of the transaction; its last number and hash.

    Everybody takes their locks in one order: the rows of the deed, the chain, the counter
    of the protocol. That is why what was done so far is flushed first.
    """
    db.session.flush()
    chain = audit.chain_of(municipality_id)
    held: dict[int, tuple[int, str]] = db.session().info.setdefault(HELD, {})
    if chain not in held:
        values = {"chain": chain, "genesis": audit.GENESIS}
        number, previous = db.session.execute(LOCK_HEAD, values).one()
        held[chain] = (number, previous)
    return held[chain]


@sa.event.listens_for(db.session, "after_transaction_end")
def forget_heads(session: Session, transaction: SessionTransaction) -> None:
    """What was held is not ours any more; after a savepoint it may not even be true."""
    if transaction.nested or transaction.parent is None:
        session.info.pop(HELD, None)


def _entries(
    actor: Actor,
    deed: str,
    kind: str,
    entries: Iterable[tuple[int, dict[str, Any] | None, dict[str, Any] | None]],
    municipality_id: int | None,
) -> Iterator[dict[str, Any]]:
    number, previous = lock_chain(municipality_id)
    at, start = clock.now(), number
    shared = {"chain": audit.chain_of(municipality_id), "at": at, "actor_id": actor.id}
    for key, before, after in entries:
        number += 1
        states = {"before": audit.plain(before), "after": audit.plain(after)}
        row: dict[str, Any] = {
            **shared,
            "number": number,
            "deed": deed,
            "kind": kind,
            "key": key,
            **states,
        }
        following = audit.digest(previous, row)
        yield {**row, "previous_hash": previous, "hash": following}
        previous = following
    if number > start:
        db.session.execute(
            MOVE_HEAD, {"chain": shared["chain"], "number": number, "hash": previous}
        )
        db.session().info.setdefault(HELD, {})[shared["chain"]] = (number, previous)

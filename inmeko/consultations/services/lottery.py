"""Prepare the list of a draw, freeze it before its seed is known, draw once, seat who was drawn."""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from inmeko.accounts import queries as accounts
from inmeko.consultations.models import Committee, CommitteeDraw, CommitteeSeat
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import committees as rules
from inmeko.consultations.rules import lottery
from inmeko.consultations.rules.committees import DRAW_NEXT, DrawState, SeatKind, SeatState
from inmeko.consultations.rules.lottery import Candidate, Lot, LotRole, Seats
from inmeko.consultations.rules.texts import check_link
from inmeko.extensions import db, sealer
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)

KIND = "committee_draw"
LONGEST_SEED = 200


def prepare(actor: Actor, committee: Committee, *, candidates: str, seats: str) -> CommitteeDraw:
    """Begin a draw with its list; the names are sealed, the numbers become public when frozen."""
    made = CommitteeDraw(
        municipality_id=committee.municipality_id, committee_id=committee.id, sealed_list=""
    )
    db.session.add(made)
    db.session.flush()
    _put(made, lottery.read_list(candidates), lottery.read_seats(seats))
    _note(actor, "changed", made)
    return made


def change(actor: Actor, draw: CommitteeDraw, *, candidates: str, seats: str) -> None:
    """Change the list, or how many are drawn, while it is not frozen."""
    _lock(draw)
    if draw.state is not DrawState.PREPARED:
        raise ConflictError(N_("The list is frozen already: it does not change any more."))
    _put(draw, lottery.read_list(candidates), lottery.read_seats(seats))
    _note(actor, "changed", draw)


def freeze(actor: Actor, draw: CommitteeDraw, *, source: str, seed_at: datetime | None) -> None:
    """Commit the list by its SHA-256, and announce where its seed comes from, and when."""
    _lock(draw)
    now = clock.now()
    rules.check_kept(draw.forgotten)
    rules.check_freeze(draw.state, source, seed_at, now)
    known, salt = _opened(draw)
    for other in queries.frozen(municipality_id=draw.municipality_id):
        if not other.forgotten and _opened(other)[0] == known:
            raise ConflictError(N_("This very list was frozen for a draw before: one draw a list."))
    draw.state = advance(DRAW_NEXT, draw.state, DrawState.FROZEN)
    draw.source, draw.seed_at, draw.frozen_at = source.strip(), seed_at, now
    draw.candidates = {"list": [[one.number, one.group] for one in known]}
    draw.list_sha256 = lottery.list_hash(known, salt)
    draw.public_sha256 = lottery.public_hash(known)
    _note(actor, "draw frozen", draw)


def draw(actor: Actor, one: CommitteeDraw, *, seed: str, url: str) -> Sequence[Lot]:
    """Draw with the published seed; who is drawn sits in the committee, or is a substitute."""
    _lock(one)
    rules.check_kept(one.forgotten)
    rules.check_seed(one.state, one.seed_at, clock.now())
    typed = " ".join(seed.split())
    if not typed or len(typed) > LONGEST_SEED:
        raise RuleError(N_("Write the seed that was published."), field="seed")
    if not whole(one):
        raise ConflictError(N_("The list is not the one that was frozen: nothing is drawn of it."))
    one.state = advance(DRAW_NEXT, one.state, DrawState.DRAWN)
    one.seed, one.seed_url, one.drawn_at = typed, check_link(url.strip()), clock.now()
    found = lots(one)
    db.session.add_all(_seat(one, lot) for lot in found if lot.role is not LotRole.NOT_DRAWN)
    _note(actor, "draw drawn", one)
    return found


def forget(*, municipality_id: int) -> int:
    """Forget the names of the lists of committees whose term ended half a year ago.

    What anybody needs to compute a draw again stays: hashes, numbers, groups, seed, seats.
    """
    ended_by = athens_date(clock.now()) - rules.LIST_KEPT
    found = queries.to_forget(municipality_id=municipality_id, ended_by=ended_by)
    for one in found:
        one.sealed_list = ""
        _note(Actor(), "names forgotten", one)
    for seat in queries.private_names(municipality_id=municipality_id, ended_by=ended_by):
        seat.name = ""
    db.session.flush()
    return len(found)


def forget_everywhere() -> int:
    """The same in all towns."""
    return sum(forget(municipality_id=town.id) for town in accounts.municipalities())


def lots(one: CommitteeDraw) -> list[Lot]:
    """The lots of a draw, computed anew from what is public."""
    return lottery.draw(people(one), one.seed, seats(one)) if one.seed else []


def people(one: CommitteeDraw) -> list[Candidate]:
    """The candidates as everybody may know them: numbers and groups."""
    return [Candidate(number, group) for number, group in one.candidates.get("list", ())]


def seats(one: CommitteeDraw) -> dict[str, Seats]:
    """How many are drawn of each group."""
    return {group: Seats(*numbers) for group, numbers in one.seats.items()}


def whole(one: CommitteeDraw) -> bool:
    """Whether the list is still the one whose hashes were published.

    Of a list that was forgotten, its numbers: they are all that is left, and all that is drawn of.
    """
    if one.forgotten:
        return lottery.public_hash(people(one)) == one.public_sha256
    known, salt = _opened(one)
    return (
        lottery.list_hash(known, salt) == one.list_sha256
        and lottery.public_hash(known) == one.public_sha256
        and lottery.public_hash(people(one)) == one.public_sha256
    )


def names(one: CommitteeDraw) -> dict[int, str]:
    """The names of who was drawn, for those who write to them; none once they are forgotten."""
    if one.forgotten:
        return {}
    drawn = {lot.number for lot in lots(one) if lot.role is not LotRole.NOT_DRAWN}
    return {person.number: person.name for person in _opened(one)[0] if person.number in drawn}


def listed(one: CommitteeDraw) -> list[Candidate]:
    """The list with its names, for who prepares it; nobody once they are forgotten."""
    return [] if one.forgotten else _opened(one)[0]


def typed(one: CommitteeDraw) -> str:
    """The list as one types it, for who prepares it."""
    return lottery.typed_list(listed(one))


def _put(one: CommitteeDraw, found: Sequence[Candidate], wanted: dict[str, Seats]) -> None:
    lottery.check_seats(found, wanted)
    one.seats = {group: [seats.members, seats.substitutes] for group, seats in wanted.items()}
    kept = {"salt": secrets.token_hex(16), "list": lottery.typed_list(found)}
    one.sealed_list = sealer.seal(kept, of=f"{KIND}:{one.id}")
    db.session.flush()


def _opened(one: CommitteeDraw) -> tuple[list[Candidate], str]:
    kept: dict[str, Any] = sealer.open(one.sealed_list, of=f"{KIND}:{one.id}")
    return lottery.read_list(kept["list"]), kept["salt"]


def _seat(one: CommitteeDraw, lot: Lot) -> CommitteeSeat:
    """A seat without a name: that stays sealed until whoever has it agrees."""
    member = lot.role is LotRole.MEMBER
    return CommitteeSeat(
        municipality_id=one.municipality_id,
        committee_id=one.committee_id,
        kind=SeatKind.CITIZEN,
        state=SeatState.MEMBER if member else SeatState.SUBSTITUTE,
        draw_id=one.id,
        number=lot.number,
        lot_group=lot.group,
        rank=lot.rank,
        since=athens_date(clock.now()),
    )


def _lock(one: CommitteeDraw) -> None:
    """Keep a draw from everybody else until the transaction ends, as it is now."""
    db.session.flush()
    query = sa.select(CommitteeDraw).where(CommitteeDraw.id == one.id)
    query = query.with_for_update(of=CommitteeDraw)
    db.session.execute(query.execution_options(populate_existing=True)).one()


def _note(actor: Actor, deed: str, one: CommitteeDraw) -> None:
    db.session.flush()
    after = {"state": one.state, "sha256": one.list_sha256, "candidates": len(people(one))}
    note(actor, deed, KIND, one.id, municipality_id=one.municipality_id, after=after)
    logger.info("%s: draw %s by %s", deed, one.id, actor.id)

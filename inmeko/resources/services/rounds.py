"""Deeds on rounds: make, share out, close, reopen; leave a stop out, take it up, mark it done."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note
from inmeko.resources.models import Round, RoundMember, RoundStop
from inmeko.resources.queries import rounds as queries
from inmeko.resources.queries.rounds import Candidate
from inmeko.resources.rules.rounds import ROUND_NEXT, RoundState, check_round, lay_out
from inmeko.resources.rules.walking import Place

logger = logging.getLogger(__name__)

KIND = "round"


@dataclass(frozen=True)
class Brief:
    """What a planner says about a round before it is made."""

    title: str
    note: str = ""
    due_on: date | None = None
    start: Place | None = None
    minutes_a_stop: int = 15


def make(
    actor: Actor,
    municipality_id: int,
    brief: Brief,
    chosen: Sequence[Candidate],
    people: Sequence[int],
    chosen_by: Mapping[str, Any],
) -> Round:
    """Make a round of chosen assets and share it out among people of the town, by their ids."""
    check_round(brief.title, len(chosen), brief.minutes_a_stop)
    _check_day(brief.due_on)
    made = Round(
        municipality_id=municipality_id,
        title=brief.title.strip(),
        note=brief.note.strip(),
        due_on=brief.due_on,
        minutes_a_stop=brief.minutes_a_stop,
        start_x=brief.start[0] if brief.start else None,
        start_y=brief.start[1] if brief.start else None,
        chosen_by=dict(chosen_by),
        made_by_id=actor.id,
        members=_members(municipality_id, people),
    )
    db.session.add(made)
    db.session.flush()
    _lay(made, chosen, people, brief.start)
    told = {"title": made.title, "stops": len(chosen), "people": len(people), "due_on": made.due_on}
    _note(actor, "recorded", made, after=told)
    return made


def share_out(actor: Actor, round: Round, people: Sequence[int], start: Place | None) -> None:
    """Give what remains of a round to these people, in a new order; what is done stays as it is."""
    _check_open(round)
    left = [one for one in queries.stops(round) if one.open]
    members = _members(round.municipality_id, people)
    held = {one.user_id: one for one in round.members}
    round.members = [held.get(one.user_id) or one for one in members]
    for position, member in enumerate(round.members):
        member.position = position
    round.start_x, round.start_y = start or (None, None)
    for laid in lay_out([one.place for one in left], len(people), start):
        stop = left[laid.stop].stop
        stop.walker_id = people[laid.walk] if people else None
        stop.position, stop.metres = laid.position, laid.metres
    db.session.flush()
    _note(actor, "shared out", round, after={"stops": len(left), "people": len(people)})


def close(actor: Actor, round: Round) -> None:
    """End a round; what was not visited stays told."""
    round.state = advance(ROUND_NEXT, round.state, RoundState.CLOSED)
    round.closed_at = clock.now()
    db.session.flush()
    _note(actor, "closed", round)


def reopen(actor: Actor, round: Round) -> None:
    """Go on with a round that was closed."""
    round.state = advance(ROUND_NEXT, round.state, RoundState.OPEN)
    round.closed_at = None
    db.session.flush()
    _note(actor, "reopened", round)


def skip(actor: Actor, stop: RoundStop, reason: str) -> None:
    """Leave a stop out, and say why: a locked gate, an asset that is gone."""
    _check_open(stop.round)
    if not reason.strip():
        raise RuleError(N_("Say why the stop is left out."), field="reason")
    if stop.visited_at is not None:
        raise RuleError(N_("This stop has been visited already."))
    stop.skipped = reason.strip()
    db.session.flush()
    _note(actor, "skipped", stop.round, after={"asset": stop.asset.title, "reason": stop.skipped})


def take_up(actor: Actor, stop: RoundStop) -> None:
    """Visit a stop after all that was left out."""
    _check_open(stop.round)
    stop.skipped = ""
    db.session.flush()
    _note(actor, "restored", stop.round, after={"asset": stop.asset.title})


def mark_visited(stop: RoundStop, moment: datetime) -> None:
    """Mark a stop as visited; the first visit counts."""
    if stop.visited_at is None or moment < stop.visited_at:
        stop.visited_at = moment
    stop.skipped = ""
    db.session.flush()


def _lay(
    made: Round, chosen: Sequence[Candidate], people: Sequence[int], start: Place | None
) -> None:
    """Write the stops of a new round, shared out and in walking order."""
    rows = [
        {
            "municipality_id": made.municipality_id,
            "round_id": made.id,
            "asset_id": chosen[laid.stop].id,
            "walker_id": people[laid.walk] if people else None,
            "position": laid.position,
            "metres": laid.metres,
            "skipped": "",
        }
        for laid in lay_out([one.place for one in chosen], len(people), start)
    ]
    db.session.execute(sa.insert(RoundStop), rows)


def _members(municipality_id: int, people: Sequence[int]) -> list[RoundMember]:
    staff = {user.id for user in queries.staff(municipality_id=municipality_id)}
    if not set(people) <= staff or len(set(people)) < len(people):
        raise RuleError(N_("Choose people who hold a role in this municipality."), field="people")
    return [RoundMember(user_id=user, position=place) for place, user in enumerate(people)]


def _check_day(due_on: date | None) -> None:
    if due_on and due_on < athens_date(clock.now()):
        raise RuleError(N_("This day has passed: choose one that lies ahead."), field="due_on")


def _check_open(round: Round) -> None:
    if round.state is not RoundState.OPEN:
        raise RuleError(N_("This round is closed; open it again first."))


def _note(actor: Actor, deed: str, round: Round, **states: Any) -> None:
    note(actor, deed, KIND, round.id, municipality_id=round.municipality_id, **states)
    logger.info("round %s %s by %s", round.id, deed, actor.id)

"""Set up a committee, name and replace its members, link its meetings, enter its opinions."""

import logging
from collections.abc import Mapping
from datetime import date
from typing import IO, Any

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import (
    Committee,
    CommitteeMeeting,
    CommitteeOpinion,
    CommitteeSeat,
    Event,
)
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import committees as rules
from inmeko.consultations.rules.committees import SEAT_NEXT, SeatKind, SeatState
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment
from inmeko.records.rules.files import identify
from inmeko.records.services import attach, note

logger = logging.getLogger(__name__)

KIND = "committee"
OPINION = "committee_opinion"
VOTES = ("votes_for", "votes_against", "votes_blank")


def set_up(actor: Actor, town: Municipality, values: Mapping[str, Any]) -> Committee:
    """A committee for a term (ν. 3852/2010, article 76)."""
    rules.check_term(values["starts_on"], values["ends_on"])
    made = Committee(municipality_id=town.id, **values)
    db.session.add(made)
    db.session.flush()
    _note(actor, "begun", made)
    return made


def change(actor: Actor, committee: Committee, values: Mapping[str, Any]) -> None:
    """Change the title, the term or the decision of a committee."""
    rules.check_term(values["starts_on"], values["ends_on"])
    for name, value in values.items():
        setattr(committee, name, value)
    db.session.flush()
    _note(actor, "changed", committee)


def name(
    actor: Actor, committee: Committee, *, body: str, person: str, substitute: bool
) -> CommitteeSeat:
    """A member, or a substitute, whom a body has named."""
    if not body.strip():
        raise RuleError(N_("Say which body has named them."), field="body")
    made = CommitteeSeat(
        municipality_id=committee.municipality_id,
        committee_id=committee.id,
        kind=SeatKind.BODY,
        state=SeatState.SUBSTITUTE if substitute else SeatState.MEMBER,
        body=body.strip(),
        name=person.strip(),
        named=bool(person.strip()),
        since=athens_date(clock.now()),
    )
    db.session.add(made)
    db.session.flush()
    _note(actor, "committee joined", committee, seat=made.id)
    return made


def show_name(actor: Actor, seat: CommitteeSeat, *, person: str, named: bool) -> None:
    """Write the name of a member, and whether it may stand on the page."""
    seat.name, seat.named = person.strip(), named and bool(person.strip())
    db.session.flush()
    _note(actor, "committee changed", seat.committee, seat=seat.id, named=seat.named)


def leave(actor: Actor, seat: CommitteeSeat, *, day: date | None, why: str) -> CommitteeSeat | None:
    """Write down that somebody left; the next substitute takes the seat, if there is one."""
    state = advance(SEAT_NEXT, seat.state, SeatState.LEFT)
    if not why.strip():
        raise RuleError(N_("Give the reason: everybody reads it."), field="words")
    if day is None or not seat.since <= day <= athens_date(clock.now()):
        raise RuleError(N_("Write the day: not before they came, and not to come."), field="day")
    sat = seat.state is SeatState.MEMBER
    seat.state, seat.left_on, seat.left_why = state, day, why.strip()
    # Nobody needs the name of somebody by lot who is no longer there.
    if seat.kind is SeatKind.CITIZEN:
        seat.name, seat.named = "", False
    after = queries.next_substitute(seat) if sat else None
    if after is not None:
        after.state = advance(SEAT_NEXT, after.state, SeatState.MEMBER)
        after.since, after.instead_of_id = day, seat.id
    db.session.flush()
    taken = after.id if after else None
    _note(actor, "committee left", seat.committee, seat=seat.id, instead=taken)
    return after


def meet(actor: Actor, committee: Committee, event: Event) -> None:
    """An event of the town is a meeting of the committee."""
    if event.municipality_id != committee.municipality_id:
        raise RuleError(N_("Choose an event."), field="event")
    row = CommitteeMeeting(committee_id=committee.id, event_id=event.id)
    row.municipality_id = committee.municipality_id
    db.session.add(row)
    db.session.flush()
    _note(actor, "linked", committee, event=event.id)


def say(actor: Actor, committee: Committee, values: Mapping[str, Any]) -> CommitteeOpinion:
    """An opinion of the committee, with its votes; advisory (article 76)."""
    rules.check_votes({name: values[name] for name in VOTES})
    if values["given_on"] is None or values["given_on"] > athens_date(clock.now()):
        raise RuleError(N_("Write the day of the opinion: it is not to come."), field="given_on")
    made = CommitteeOpinion(
        municipality_id=committee.municipality_id, committee_id=committee.id, **values
    )
    db.session.add(made)
    db.session.flush()
    _note(actor, "opinion entered", committee, opinion=made.id)
    return made


def add_paper(
    actor: Actor, opinion: CommitteeOpinion, upload: IO[bytes], filename: str
) -> Attachment:
    """The document of an opinion: a paper that everybody reads, as they read the opinion."""
    rules.check_paper(identify(upload, filename), filename)
    return attach(
        actor,
        upload,
        filename,
        kind=OPINION,
        key=opinion.id,
        municipality_id=opinion.municipality_id,
        public=True,
        purpose="document",
    )


def _note(actor: Actor, deed: str, committee: Committee, **more: Any) -> None:
    after = {"title": committee.title, **more}
    note(actor, deed, KIND, committee.id, municipality_id=committee.municipality_id, after=after)
    logger.info("%s: %s by %s", deed, committee.id, actor.id)

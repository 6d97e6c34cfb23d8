"""The ground of a group: sealed, opened for one person, each look written down."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from inmeko.coops.models import Formation, Founder
from inmeko.coops.rules.cases import GROUNDS, UNRESOLVED
from inmeko.coops.rules.checks.members import GROUP_OF
from inmeko.coops.rules.formation.words import FounderKind
from inmeko.coops.services.doing import Doer, check_open, noted, stepped
from inmeko.extensions import db, sealer
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

BATCH = 500


@dataclass(frozen=True)
class Opened:
    """What the consultant is shown."""

    group: str | None = None
    ground: str | None = None
    verified_by: str = ""
    verified_on: date | None = None
    until: date | None = None


def seal_nothing(founder: Founder) -> None:
    """Seal that nobody said anything: an entry without a ground looks like one with it."""
    founder.sealed = sealer.seal({}, of=founder.case_key)
    db.session.flush()


def verify(
    doer: Doer,
    formation: Formation,
    founder: Founder,
    *,
    group: str | None,
    ground: str | None,
    until: date | None,
) -> None:
    """Seal what a proof showed: group and ground, who looked at it, when, until when it holds."""
    check_open(formation)
    today = athens_date(clock.now())
    if founder.kind is not FounderKind.NATURAL:
        raise RuleError(N_("A body belongs to no group: groups are of persons."), field="group")
    if group is not None and group not in GROUNDS:
        raise RuleError(N_("Choose a group."), field="group")
    if group is not None and ground not in frozenset().union(UNRESOLVED, *GROUNDS.values()):
        raise RuleError(N_("Tick the ground that the proof shows."), field="ground")
    if until is not None and until < today:
        raise RuleError(N_("The proof has run out already."), field="until")
    told: dict[str, Any] = {}
    if group is not None:
        told = {
            "group": group,
            "ground": ground,
            "verified_by": doer.actor.name,
            "verified_on": today.isoformat(),
            "until": until.isoformat() if until else None,
        }
    founder.sealed = sealer.seal(told, of=founder.case_key)
    db.session.flush()
    noted(doer, "proof looked at", formation, of=founder.id)
    stepped(formation)


def look(doer: Doer, formation: Formation, founder: Founder) -> Opened:
    """Open a ground for one pair of eyes; that somebody looked is written down."""
    noted(doer, "ground opened", formation, of=founder.id)
    if not founder.sealed:
        return Opened()
    told = sealer.open(founder.sealed, of=founder.case_key)
    return Opened(
        group=told.get("group"),
        ground=told.get("ground"),
        verified_by=told.get("verified_by") or "",
        verified_on=_day(told.get("verified_on")),
        until=_day(told.get("until")),
    )


def reseal() -> int:
    """Seal everything with the newest key; how many entries there were."""
    last, number = 0, 0
    while True:
        query = sa.select(Founder).where(Founder.sealed != "", Founder.id > last)
        found = db.session.scalars(query.order_by(Founder.id).limit(BATCH)).all()
        if not found:
            return number
        for one in found:
            one.sealed = sealer.renew(one.sealed)
        db.session.flush()
        last, number = found[-1].id, number + len(found)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def doubtful(formation: Formation, opened: Opened) -> bool:
    """Whether the ground that was ticked is not among those known for the group of the form."""
    group = GROUP_OF.get(formation.form)
    if group is None or opened.group != group or opened.ground is None:
        return False
    return opened.ground not in GROUNDS[group]

"""Formations over towns: the consultant's desk, a town's list and report, what is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.accounts.models import Grant, Municipality, User
from inmeko.accounts.rules import Role
from inmeko.coops.models import ChapterVersion, Formation, FormationHours, FormationTask, Founder
from inmeko.coops.rules.formation.words import (
    OPEN_STAGES,
    OPEN_TASKS,
    Chapter,
    FormationStage,
    TaskState,
)
from inmeko.extensions import db
from inmeko.kernel.text import search_terms

PAGE = 50


@dataclass(frozen=True)
class Sought:
    """What is asked of the desk; it stands in the address."""

    words: str = ""
    stage: FormationStage | None = None
    town_id: int | None = None
    blocked: bool = False
    mine: bool = False
    page: int = 1


@dataclass(frozen=True)
class Line:
    """A formation on the desk."""

    formation: Formation
    blocks: str = ""
    blocked: int = 0
    open: int = 0
    next_due: date | None = None
    founders: int = 0


def lines(*, town_ids: Sequence[int], user_id: int | None, sought: Sought) -> Sequence[Line]:
    """A page of formations of these towns, the longest without a step first."""
    query = _sought(town_ids, user_id, sought).options(
        joinedload(Formation.municipality), joinedload(Formation.consultant)
    )
    order = Formation.stepped_at, Formation.id
    start = (max(sought.page, 1) - 1) * PAGE
    # One more than is shown, to know whether there is a next page.
    found = db.session.scalars(query.order_by(*order).offset(start).limit(PAGE + 1)).all()
    return _lines(found)


def number(*, town_ids: Sequence[int], user_id: int | None, sought: Sought) -> int:
    """How many formations are found."""
    query = _sought(town_ids, user_id, sought)
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def stages(*, town_ids: Sequence[int]) -> Mapping[FormationStage, int]:
    """How many formations stand at each stage."""
    query = (
        sa.select(Formation.stage, sa.func.count())
        .where(Formation.municipality_id.in_(town_ids))
        .group_by(Formation.stage)
    )
    return dict(db.session.execute(query).all())


def load(*, town_ids: Sequence[int]) -> Sequence[tuple[str, int]]:
    """How many open formations each consultant carries, the most first."""
    count = sa.func.count(Formation.id)
    query = (
        sa.select(User.name, count)
        .join(Formation, Formation.consultant_id == User.id)
        .where(Formation.municipality_id.in_(town_ids), Formation.stage.in_(OPEN_STAGES))
        .group_by(User.id, User.name)
    )
    rows = db.session.execute(query.order_by(count.desc(), User.id))
    return [(name, number) for name, number in rows]


def ending(*, town_ids: Sequence[int], user_id: int | None) -> Sequence[Formation]:
    """Formations with a running clock of the registry, the first to end first."""
    query = sa.select(Formation).where(
        Formation.municipality_id.in_(town_ids), Formation.clock_ends.is_not(None)
    )
    if user_id is not None:
        query = query.where(Formation.consultant_id == user_id)
    query = query.options(joinedload(Formation.municipality))
    return db.session.scalars(query.order_by(Formation.clock_ends, Formation.id).limit(200)).all()


def towns(*, town_ids: Sequence[int]) -> Sequence[Municipality]:
    """These towns by name."""
    query = sa.select(Municipality).where(Municipality.id.in_(town_ids))
    return db.session.scalars(query.order_by(Municipality.name_key, Municipality.id)).all()


def consultants(*, municipality_id: int) -> Sequence[User]:
    """The consultants of a town by name."""
    query = (
        sa.select(User)
        .join(Grant, Grant.user_id == User.id)
        .where(Grant.municipality_id == municipality_id, Grant.role == Role.CONSULTANT)
    )
    return db.session.scalars(query.order_by(User.name, User.id)).all()


def registered(*, municipality_id: int) -> Sequence[Formation]:
    """The registered cooperatives of a town, by name."""
    query = sa.select(Formation).where(
        Formation.municipality_id == municipality_id,
        Formation.stage == FormationStage.REGISTERED,
    )
    return db.session.scalars(query.order_by(Formation.name_key, Formation.id)).all()


def chapters_of(formations: Sequence[Formation], chapter: Chapter) -> Mapping[int, dict[str, Any]]:
    """The newest answers of a chapter, by formation, in one statement."""
    ids = [one.id for one in formations]
    query = (
        sa.select(ChapterVersion.formation_id, ChapterVersion.answers)
        .where(ChapterVersion.formation_id.in_(ids), ChapterVersion.chapter == chapter)
        .order_by(ChapterVersion.formation_id, ChapterVersion.version)
    )
    return dict(db.session.execute(query).all())


def of_town(*, municipality_id: int) -> Sequence[Line]:
    """Every formation of a town with its numbers, the newest first."""
    query = (
        sa.select(Formation)
        .where(Formation.municipality_id == municipality_id)
        .options(joinedload(Formation.consultant))
    )
    return _lines(db.session.scalars(query.order_by(Formation.id.desc()).limit(5000)).all())


def minutes_of(*, municipality_id: int) -> int:
    """The time that was given to the formations of a town, in minutes."""
    query = sa.select(sa.func.sum(FormationHours.minutes))
    return int(
        db.session.scalar(query.where(FormationHours.municipality_id == municipality_id)) or 0
    )


def _sought(town_ids: Sequence[int], user_id: int | None, sought: Sought) -> sa.Select[Formation]:
    query = sa.select(Formation).where(Formation.municipality_id.in_(town_ids))
    if sought.town_id:
        query = query.where(Formation.municipality_id == sought.town_id)
    query = query.where(
        Formation.stage == sought.stage if sought.stage else Formation.stage.in_(OPEN_STAGES)
    )
    if sought.mine:
        query = query.where(Formation.consultant_id == user_id)
    if sought.blocked:
        blocked = sa.select(FormationTask.formation_id).where(
            FormationTask.state == TaskState.BLOCKED
        )
        query = query.where(Formation.id.in_(blocked))
    for term in search_terms(sought.words):
        query = query.where(Formation.title_key.contains(term, autoescape=True))
    return query


def _lines(formations: Sequence[Formation]) -> list[Line]:
    """What their tasks and founders come to, in two statements for all of them."""
    ids = [one.id for one in formations]
    tasks = _tasks(ids)
    people = _people(ids)
    found = []
    for one in formations:
        mine = tasks.get(one.id, [])
        blocked = [task for task in mine if task[1] is TaskState.BLOCKED]
        days = [task[2] for task in mine if task[2]]
        if one.clock_ends:
            days.append(one.clock_ends)
        found.append(
            Line(
                one,
                blocks=blocked[0][3] if blocked else "",
                blocked=len(blocked),
                open=len(mine),
                next_due=min(days, default=None),
                founders=people.get(one.id, 0),
            )
        )
    return found


def _tasks(ids: Sequence[int]) -> dict[int, list[tuple[int, TaskState, date | None, str]]]:
    query = (
        sa.select(
            FormationTask.formation_id,
            FormationTask.state,
            FormationTask.due,
            FormationTask.reason,
        )
        .where(
            FormationTask.formation_id.in_(ids),
            sa.or_(FormationTask.state.in_(OPEN_TASKS), FormationTask.stale),
        )
        .order_by(FormationTask.formation_id, FormationTask.place, FormationTask.id)
    )
    found: dict[int, list[tuple[int, TaskState, date | None, str]]] = {}
    for number, state, due, reason in db.session.execute(query):
        found.setdefault(number, []).append((number, state, due, reason))
    return found


def _people(ids: Sequence[int]) -> dict[int, int]:
    query = (
        sa.select(Founder.formation_id, sa.func.count())
        .where(Founder.formation_id.in_(ids), Founder.left_on.is_(None))
        .group_by(Founder.formation_id)
    )
    return dict(db.session.execute(query).all())

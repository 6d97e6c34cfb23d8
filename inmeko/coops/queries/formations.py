"""Formations and what belongs to one: by number, by the link of a founder, in fixed orders."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality, Organisation
from inmeko.coops.models import (
    ChapterVersion,
    Formation,
    FormationHours,
    FormationMessage,
    FormationTask,
    Founder,
    PrintedPaper,
    StatuteApproval,
    TaskTemplate,
)
from inmeko.coops.rules.formation.words import Chapter
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_, search_key

KIND, FOUNDER = "formation", "founder"
NO_LINK = N_("There is no such group. The link may be incomplete, or it was taken back.")
_FORMATION = (
    sa.select(Formation)
    .join(Formation.municipality)
    .options(contains_eager(Formation.municipality), joinedload(Formation.consultant))
)


def formation(*, municipality: str, formation_id: int) -> Formation:
    """A formation of a town; raises NotFoundError."""
    query = _FORMATION.where(Municipality.slug == municipality, Formation.id == formation_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such formation here."))
    return found


def formation_by_id(*, municipality_id: int, formation_id: int) -> Formation | None:
    """A formation of a town by its number, if there is one."""
    query = _FORMATION.where(
        Formation.municipality_id == municipality_id, Formation.id == formation_id
    )
    return db.session.scalar(query)


def from_expression(*, municipality: str, expression_id: int) -> Sequence[Formation]:
    """The formations that came from a file of an open call of a town, the newest first."""
    query = _FORMATION.where(
        Municipality.slug == municipality, Formation.expression_id == expression_id
    )
    return db.session.scalars(query.order_by(Formation.id.desc()).limit(50)).all()


def founder_by_key(*, municipality: str, founder_key: str) -> Founder:
    """Who holds the link of an address, with the formation; raises NotFoundError."""
    query = (
        sa.select(Founder)
        .join(Founder.formation)
        .join(Formation.municipality)
        .options(contains_eager(Founder.formation).contains_eager(Formation.municipality))
        .where(
            Founder.key == founder_key,
            Founder.left_on.is_(None),
            Municipality.slug == municipality,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(NO_LINK)
    return found


def founder_of(formation: Formation, founder_id: int) -> Founder:
    """A founder of a formation who is still in it; raises NotFoundError."""
    found = db.session.get(Founder, founder_id)
    if found is None or found.formation_id != formation.id or found.left_on is not None:
        raise NotFoundError(N_("There is no such founder here."))
    return found


def task_of(formation: Formation, task_id: int) -> FormationTask:
    """A task of a formation; raises NotFoundError."""
    found = db.session.get(FormationTask, task_id)
    if found is None or found.formation_id != formation.id:
        raise NotFoundError(N_("There is no such task here."))
    return found


def founders(formation: Formation) -> Sequence[Founder]:
    """The founders (or members) of a formation, in the order of their entry."""
    query = sa.select(Founder).where(
        Founder.formation_id == formation.id, Founder.left_on.is_(None)
    )
    return db.session.scalars(query.order_by(Founder.id)).all()


def everybody(formation: Formation) -> Sequence[Founder]:
    """Whoever was ever a founder or a member, in the order of their entry."""
    query = sa.select(Founder).where(Founder.formation_id == formation.id)
    return db.session.scalars(query.order_by(Founder.id)).all()


def tasks(formation: Formation) -> Sequence[FormationTask]:
    """The tasks of a formation, in their order."""
    query = sa.select(FormationTask).where(FormationTask.formation_id == formation.id)
    return db.session.scalars(query.order_by(FormationTask.place, FormationTask.id)).all()


def task_templates(*, municipality_id: int, form: str | None = None) -> Sequence[TaskTemplate]:
    """The tasks that a town gives to its groups, or to those of one form; the first due first."""
    query = sa.select(TaskTemplate).where(TaskTemplate.municipality_id == municipality_id)
    if form is not None:
        query = query.where(TaskTemplate.form.in_(("", form)))
    return db.session.scalars(query.order_by(TaskTemplate.days, TaskTemplate.id)).all()


def task_template(*, municipality: str, template_id: int) -> TaskTemplate:
    """A task that a town gives to its groups; raises NotFoundError."""
    query = (
        sa.select(TaskTemplate)
        .join(Municipality, Municipality.id == TaskTemplate.municipality_id)
        .where(Municipality.slug == municipality, TaskTemplate.id == template_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such task here."))
    return found


def chapters(formation: Formation) -> Mapping[Chapter, ChapterVersion]:
    """The newest answers of each chapter that has any."""
    newest = (
        sa.select(ChapterVersion.chapter, sa.func.max(ChapterVersion.version).label("version"))
        .where(ChapterVersion.formation_id == formation.id)
        .group_by(ChapterVersion.chapter)
        .subquery()
    )
    query = sa.select(ChapterVersion).join(
        newest,
        sa.and_(
            ChapterVersion.chapter == newest.c.chapter,
            ChapterVersion.version == newest.c.version,
        ),
    )
    found = db.session.scalars(query.where(ChapterVersion.formation_id == formation.id))
    return {one.chapter: one for one in found}


def chapter(
    formation: Formation, chapter: Chapter, version: int | None = None
) -> ChapterVersion | None:
    """The answers of a chapter, the newest or those of one version."""
    query = sa.select(ChapterVersion).where(
        ChapterVersion.formation_id == formation.id, ChapterVersion.chapter == chapter
    )
    if version is not None:
        query = query.where(ChapterVersion.version == version)
    return db.session.scalar(query.order_by(ChapterVersion.version.desc()).limit(1))


def printed(formation: Formation) -> Mapping[str, PrintedPaper]:
    """The papers as they were generated last, by their names."""
    query = sa.select(PrintedPaper).where(PrintedPaper.formation_id == formation.id)
    return {one.name: one for one in db.session.scalars(query.order_by(PrintedPaper.id))}


def approvals(formation: Formation, sha256: str) -> Mapping[int, StatuteApproval]:
    """Who approved the statute of this hash, by founder."""
    query = sa.select(StatuteApproval).where(
        StatuteApproval.formation_id == formation.id, StatuteApproval.sha256 == sha256
    )
    return {one.founder_id: one for one in db.session.scalars(query)}


def messages(formation: Formation, *, notes: bool) -> Sequence[FormationMessage]:
    """What was written, the newest first; notes are for the staff."""
    query = (
        sa.select(FormationMessage)
        .options(joinedload(FormationMessage.founder), joinedload(FormationMessage.user))
        .where(FormationMessage.formation_id == formation.id)
    )
    if not notes:
        query = query.where(FormationMessage.note.is_(False))
    return db.session.scalars(query.order_by(FormationMessage.id.desc()).limit(200)).all()


def hours(formation: Formation) -> Sequence[FormationHours]:
    """The time that was given to a formation, the newest first."""
    query = (
        sa.select(FormationHours)
        .options(joinedload(FormationHours.user))
        .where(FormationHours.formation_id == formation.id)
    )
    order = FormationHours.day.desc(), FormationHours.id.desc()
    return db.session.scalars(query.order_by(*order).limit(200)).all()


def same_name(formation: Formation, name: str, name_key: str) -> str | None:
    """Another cooperative of this site, of any town, that bears the name already."""
    if not name_key:
        return None
    query = sa.select(Formation.name).where(
        Formation.name_key == name_key, Formation.id != formation.id
    )
    found = db.session.scalar(query.order_by(Formation.id).limit(1))
    if found:
        return found
    bodies = sa.select(Organisation.name).where(
        Organisation.name_key == search_key(name)[:300],
        Organisation.id.is_distinct_from(formation.organisation_id),
    )
    return db.session.scalar(bodies.order_by(Organisation.id).limit(1))

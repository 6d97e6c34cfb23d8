"""Keep what a group answers, chapter by chapter: two at once see and lose nothing of each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from inmeko.coops.models import ChapterVersion, Formation
from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.formation import answers as rules
from inmeko.coops.rules.formation.words import Chapter
from inmeko.coops.rules.measures import distinct_part, fold_name
from inmeko.coops.services import tasks
from inmeko.coops.services.doing import Doer, check_answerable, lock, noted, stepped
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_


@dataclass(frozen=True)
class Kept:
    """What became of a saving: its version, and where somebody else had been quicker."""

    version: int
    clashes: dict[str, Any] = field(default_factory=dict)
    # Who had been quicker, where somebody was.
    other: ChapterVersion | None = None
    # With clashes: what both together come to, mine where both changed the same.
    merged: dict[str, Any] = field(default_factory=dict)


def save(
    doer: Doer,
    formation: Formation,
    chapter: Chapter,
    values: Mapping[str, Any],
    *,
    seen: int,
) -> Kept:
    """Keep the answers of a chapter as its next version.

    `seen` is the version that the person had before them. What others changed since stays; where
    both changed the same field, nothing is kept and the person chooses, having seen the other.
    """
    held = lock(formation)
    check_answerable(held)
    newest = queries.chapter(held, chapter)
    number = newest.version if newest else 0
    theirs = newest.answers if newest else {}
    base = _answers_at(held, chapter, seen, number, theirs)
    mine = rules.spread(values)
    merged = rules.merge(rules.spread(base), rules.spread(theirs), mine)
    if merged.clashes:
        return Kept(number, merged.clashes, newest, merged.values)
    # With every figure of every year, also where it has no answer.
    wanted = rules.gathered({**dict.fromkeys(mine), **merged.values})
    if rules.spread(wanted) == {**dict.fromkeys(mine), **rules.spread(theirs)}:
        return Kept(number)
    if chapter is Chapter.NAME:
        _check_name(held, str(wanted.get("name") or ""))
    _keep(doer, held, chapter, number + 1, wanted)
    noted(doer, "answered", held, chapter=chapter.value)
    tasks.make_due_again(held, {chapter.value})
    if len(queries.chapters(held)) == len(Chapter):
        tasks.done(held, "answers")
    stepped(held)
    return Kept(number + 1, other=newest if number > seen else None)


def _answers_at(
    formation: Formation, chapter: Chapter, seen: int, newest: int, theirs: Mapping[str, Any]
) -> Mapping[str, Any]:
    if seen == newest:
        return theirs
    found = queries.chapter(formation, chapter, seen) if seen else None
    return found.answers if found else {}


def _keep(
    doer: Doer, formation: Formation, chapter: Chapter, version: int, values: dict[str, Any]
) -> None:
    row = ChapterVersion(
        municipality_id=formation.municipality_id,
        formation_id=formation.id,
        chapter=chapter,
        version=version,
        answers=values,
        founder_id=doer.founder_id,
        user_id=doer.actor.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise ConflictError(
            N_("Somebody else saved this chapter at the same moment: please try again.")
        ) from None


def _check_name(formation: Formation, name: str) -> None:
    taken = queries.same_name(formation, name, distinct_part(fold_name(name)))
    if taken:
        raise ConflictError(
            N_("“%(name)s” is known to this site already: choose a name that differs."),
            field="name",
            values={"name": taken},
        )

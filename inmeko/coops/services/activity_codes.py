"""Take in the catalogue of activities: new codes, new titles; what is not in it stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from inmeko.coops.models import ActivityCode
from inmeko.coops.rules.activity_codes import CodeLine
from inmeko.extensions import db
from inmeko.kernel.text import search_key


@dataclass(frozen=True)
class TakenIn:
    """What an import did."""

    new: int
    changed: int
    same: int


def take_in(lines: Iterable[CodeLine], edition: str) -> TakenIn:
    """Keep the codes of a file; formations name codes, so that none is ever taken away."""
    known = {one.code: one for one in db.session.scalars(select(ActivityCode))}
    new = changed = same = 0
    for line in lines:
        kept = known.get(line.code)
        if kept is None:
            db.session.add(
                ActivityCode(
                    code=line.code,
                    title=line.title,
                    search_text=_searched(line.title),
                    edition=edition,
                )
            )
            new += 1
        elif (kept.title, kept.edition) != (line.title, edition):
            kept.title, kept.search_text, kept.edition = line.title, _searched(line.title), edition
            changed += 1
        else:
            same += 1
    db.session.flush()
    return TakenIn(new, changed, same)


def _searched(title: str) -> str:
    return f" {search_key(title)}"

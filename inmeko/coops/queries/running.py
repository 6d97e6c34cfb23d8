"""What is kept of a registered cooperative, the newest first."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.coops.models import Assembly, AssemblyVersion, DutyDone, Formation, YearlyCheck
from inmeko.coops.rules.running.words import AssemblyKind
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_


def assemblies(formation: Formation) -> Sequence[Assembly]:
    """The assemblies of a cooperative."""
    query = sa.select(Assembly).where(Assembly.formation_id == formation.id)
    order = Assembly.held_on.desc(), Assembly.id.desc()
    return db.session.scalars(query.order_by(*order).limit(200)).all()


def assembly_of(formation: Formation, assembly_id: int) -> Assembly:
    """An assembly of a cooperative; raises NotFoundError."""
    found = db.session.get(Assembly, assembly_id)
    if found is None or found.formation_id != formation.id:
        raise NotFoundError(N_("There is no such assembly here."))
    return found


def versions(
    rows: Sequence[Assembly], *, municipality_id: int
) -> Mapping[int, list[AssemblyVersion]]:
    """The versions of the minutes of each assembly, by its number, the newest first."""
    query = (
        sa.select(AssemblyVersion)
        .options(joinedload(AssemblyVersion.founder), joinedload(AssemblyVersion.user))
        .where(
            AssemblyVersion.municipality_id == municipality_id,
            AssemblyVersion.assembly_id.in_([one.id for one in rows]),
        )
    )
    found: dict[int, list[AssemblyVersion]] = {one.id: [] for one in rows}
    for one in db.session.scalars(query.order_by(AssemblyVersion.version.desc())):
        found[one.assembly_id].append(one)
    return found


def versions_of(row: Assembly) -> list[AssemblyVersion]:
    """The versions of the minutes of an assembly, the newest first."""
    return versions([row], municipality_id=row.municipality_id)[row.id]


def ordinary_in(formation: Formation, year: int) -> bool:
    """Whether an ordinary assembly of a year is written down."""
    query = sa.select(Assembly.id).where(
        Assembly.formation_id == formation.id,
        Assembly.kind == AssemblyKind.ORDINARY,
        Assembly.held_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return db.session.scalar(query.limit(1)) is not None


def checks(formation: Formation) -> Sequence[YearlyCheck]:
    """The yearly checks of a cooperative."""
    query = sa.select(YearlyCheck).where(YearlyCheck.formation_id == formation.id)
    return db.session.scalars(query.order_by(YearlyCheck.year.desc())).all()


def check_of(formation: Formation, year: int) -> YearlyCheck | None:
    """The check of a year, if there was one."""
    query = sa.select(YearlyCheck).where(
        YearlyCheck.formation_id == formation.id, YearlyCheck.year == year
    )
    return db.session.scalar(query)


def duties(formation: Formation) -> set[tuple[str, int]]:
    """The duties that were met, each with its year."""
    query = sa.select(DutyDone.duty, DutyDone.year).where(DutyDone.formation_id == formation.id)
    return {(duty, year) for duty, year in db.session.execute(query.order_by(DutyDone.id))}


def duty_of(formation: Formation, duty: str, year: int) -> DutyDone | None:
    """A duty of a year, if it was met."""
    query = sa.select(DutyDone).where(
        DutyDone.formation_id == formation.id, DutyDone.duty == duty, DutyDone.year == year
    )
    return db.session.scalar(query)

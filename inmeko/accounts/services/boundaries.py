"""Entering municipalities and their boundaries from a file that was read."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry.base import BaseGeometry

from inmeko.accounts import queries
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules.towns import english_name, full_name, slug_for
from inmeko.accounts.services.boundary_files import BoundaryFile, Row, in_wgs84
from inmeko.accounts.services.signals import deed_done
from inmeko.accounts.services.towns import name_key
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_

logger = logging.getLogger(__name__)

# About a tenth of a millimetre, in degrees: what writing and reading may change.
SAME = 1e-9


@dataclass
class Report:
    """What an import did: read = created + updated + unchanged + rejected."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    repaired: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many rows the file had."""
        return self.created + self.updated + self.unchanged + self.rejected


class _Register:
    """The municipalities that there are, found by code and by name."""

    def __init__(self, towns: Sequence[Municipality], rows: Sequence[Row]) -> None:
        self.by_code = {town.code: town for town in towns if town.code}
        self.by_name: dict[str, list[Municipality]] = {}
        for town in towns:
            self.by_name.setdefault(town.name_key, []).append(town)
        self.slugs = {town.slug for town in towns}
        self.names = Counter(name_key(row.name) for row in rows)

    def find(self, row: Row) -> Municipality | None:
        """The town of a row: by its code, else by a name that is unique here and there."""
        if row.code and row.code in self.by_code:
            return self.by_code[row.code]
        same = self.by_name.get(name_key(row.name), [])
        if len(same) != 1 or self.names[name_key(row.name)] != 1:
            return None
        return same[0] if not row.code or not same[0].code else None

    def make(self, row: Row) -> Municipality:
        """A new town of a row, with a slug of its own."""
        slug = slug_for(row.name, row.code, self.slugs)
        self.slugs.add(slug)
        town = Municipality(
            slug=slug,
            code=row.code,
            name=full_name(row.name),
            name_en=english_name(row.name),
            name_key=name_key(row.name),
        )
        if row.code:
            self.by_code[row.code] = town
        db.session.add(town)
        return town


def enter(actor: Actor, source: BoundaryFile) -> Report:
    """Create or update the municipalities of a file; names given here by people are kept."""
    report, seen = Report(), set[str]()
    register = _Register(queries.municipalities_with_boundaries(), source.rows)
    for row in source.rows:
        try:
            if row.code and row.code in seen:
                raise RuleError(N_("The code stands twice in the file."))
            outcome, town = _enter(actor, register, row, source.crs, report)
        except DomainError as error:
            report.rejected += 1
            report.rows.append(_line(row, "rejected", None, str(error)))
            continue
        seen.add(row.code or "")
        setattr(report, outcome, getattr(report, outcome) + 1)
        report.rows.append(_line(row, outcome, town, None))
    logger.info("boundaries: %s read, %s rejected", report.read, report.rejected)
    return report


def _enter(
    actor: Actor, register: _Register, row: Row, crs: str, report: Report
) -> tuple[str, Municipality]:
    if not row.name:
        raise RuleError(N_("The name is missing."))
    shape, repaired = in_wgs84(row.shape, crs)
    report.repaired += repaired
    town = register.find(row)
    outcome = "updated" if town else "created"
    if town is not None and _same(town, row, shape):
        return "unchanged", town
    town = town or register.make(row)
    town.code = row.code or town.code
    town.boundary = from_shape(shape, srid=4326)
    db.session.flush()
    deed_done.send(
        actor,
        deed=f"boundary {outcome}",
        kind="municipality",
        key=town.id,
        municipality_id=town.id,
        after={"code": town.code, "repaired": repaired},
    )
    return outcome, town


def _same(town: Municipality, row: Row, shape: BaseGeometry) -> bool:
    if town.boundary is None or (row.code and row.code != town.code):
        return False
    return bool(to_shape(town.boundary).equals_exact(shape, SAME))


def _line(row: Row, outcome: str, town: Municipality | None, reason: str | None) -> dict[str, Any]:
    line = {"row": row.number, "code": row.code, "name": row.name, "outcome": outcome}
    if town is not None:
        line["slug"] = town.slug
    if reason:
        line["reason"] = reason
    return line

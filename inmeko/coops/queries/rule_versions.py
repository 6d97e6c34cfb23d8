"""Questions about the law as it stands in the application: shipped, then confirmed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from inmeko.coops.models import RuleVersion
from inmeko.coops.rules.rulebook import Rule, Rulebook, read_rule, shipped
from inmeko.coops.rules.versions import merged
from inmeko.extensions import db


def rulebook(
    *, on: date | None = None, municipality_id: int | None, version: int | None = None
) -> Rulebook:
    """The rulebook of a town (of the platform: None), with what its lawyers found.

    With `on`, only the versions of that day. With `version`, as it was known when that was the
    newest finding (see `newest_version`): what was found later changes nothing that was decided.
    """
    platform: list[Rule] = []
    town: list[Rule] = []
    for one in rule_versions(municipality_id=municipality_id, version=version):
        (platform if one.municipality_id is None else town).append(read_rule(one.content))
    book = merged(shipped(), platform, town) if platform or town else shipped()
    return book if on is None else replace(book, rules=book.on(on))


def newest_version(*, municipality_id: int | None) -> int:
    """The number of the newest finding that counts in a town, 0 where there is none."""
    asked = select(func.max(RuleVersion.id)).where(_counts(municipality_id))
    return db.session.scalar(asked) or 0


def rule_versions(
    rule_id: str | None = None, *, municipality_id: int | None, version: int | None = None
) -> Sequence[RuleVersion]:
    """What was found about the rules, or about one, that counts in a town; the oldest first."""
    asked = select(RuleVersion).where(_counts(municipality_id)).order_by(RuleVersion.id)
    if rule_id is not None:
        asked = asked.where(RuleVersion.rule_id == rule_id)
    if version is not None:
        asked = asked.where(RuleVersion.id <= version)
    return db.session.scalars(asked).all()


def _counts(municipality_id: int | None) -> ColumnElement[bool]:
    everywhere = RuleVersion.municipality_id.is_(None)
    if municipality_id is None:
        return everywhere
    return or_(everywhere, RuleVersion.municipality_id == municipality_id)

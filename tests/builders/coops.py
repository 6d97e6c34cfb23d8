"""Make what the law of cooperatives is made of in the application."""

from dataclasses import replace
from datetime import date
from typing import Any

from inmeko.coops.models import RuleVersion
from inmeko.coops.queries import newest_version, rulebook
from inmeko.coops.rules.rulebook import Evidence, Rule, Verdict, shipped
from inmeko.coops.rules.rulings import Finding
from inmeko.coops.rules.versions import Ruling
from inmeko.coops.services.ruling import rule_on
from inmeko.kernel.actor import Actor

DAY = date(2027, 1, 11)


def rule(rule_id: str) -> Rule:
    """A rule as it ships."""
    [found] = [one for one in shipped().rules if one.id == rule_id]
    return found


def finding(about: Rule, **changes: Any) -> Finding:
    """A confirmation by which the rule refuses from 11 January 2027 on."""
    confirmed = Finding(
        ruling=Ruling.CONFIRMED,
        article=about.article,
        value=str(about.value),
        evidence=Evidence.VERIFIED,
        on_fail=Verdict.REFUSE,
        title=about.title,
        fails=about.fails,
        source="https://example.org/apofasi",
        valid_from=DAY,
        reason="Όπως δημοσιεύθηκε.",
    )
    return replace(confirmed, **changes)


def version(
    rule_id: str = "SYN_MIN", *, town: Any = None, by: Actor | None = None, **changes: Any
) -> RuleVersion:
    """A finding that is kept, for a town or for the platform."""
    place = town.id if town else None
    book = rulebook(municipality_id=place)
    about = [one for one in book.rules if one.id == rule_id][-1]
    return rule_on(
        by or Actor(),
        about,
        finding(about, **changes),
        municipality_id=place,
        seen=newest_version(municipality_id=place),
    )

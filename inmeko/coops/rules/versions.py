"""Which version of a rule holds where and when: as shipped, as the platform or a town found it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from inmeko.coops.rules.rulebook import Rule, Rulebook
from inmeko.kernel.text import N_


class Ruling(StrEnum):
    """What somebody who knows the law found about a rule."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"


RULING_LABELS: dict[str, str] = {
    Ruling.CONFIRMED: N_("Confirmed"),
    Ruling.CORRECTED: N_("Corrected"),
    Ruling.SUPERSEDED: N_("Superseded"),
}

DAY = timedelta(days=1)


def merged(book: Rulebook, platform: Iterable[Rule], town: Iterable[Rule] = ()) -> Rulebook:
    """The rulebook with what the platform and a town found, each in the order of its finding.

    On every day one version of a rule holds at most. A newer version ends the one before it; a
    town's stands before the platform's for as long as it holds, and the platform's returns after
    it. A rule that was ended and not followed is silent: old law does not come back.
    """
    by_platform, by_town = _by_rule(platform), _by_rule(town)
    rules: list[Rule] = []
    for rule_id, shipped in _by_rule(book.rules).items():
        common = _chain([*shipped, *by_platform.pop(rule_id, ())])
        rules += _over(common, _chain(by_town.pop(rule_id, ())))
    if unknown := sorted({*by_platform, *by_town}):
        raise KeyError(", ".join(unknown))
    return replace(book, rules=tuple(rules))


def _by_rule(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.id, []).append(rule)
    return found


def _chain(versions: Iterable[Rule]) -> list[Rule]:
    """The versions one after another: each ends on the eve of the next, at the latest.

    Of two that begin on one day the later found holds.
    """
    begun = {_begin(rule): rule for rule in versions}
    days = sorted(begun)
    chained = []
    for place, day in enumerate(days):
        rule, following = begun[day], days[place + 1 : place + 2]
        if following and following[0] <= _end(rule):
            rule = replace(rule, valid_to=following[0] - DAY)
        chained.append(rule)
    return chained


def _over(common: list[Rule], own: list[Rule]) -> list[Rule]:
    """A town's versions, and of the common ones what is left of their days around them."""
    left = common
    for mine in own:
        left = [part for rule in left for part in _around(rule, mine)]
    return sorted([*left, *own], key=_begin)


def _around(rule: Rule, mine: Rule) -> list[Rule]:
    begin, end = _begin(mine), _end(mine)
    if end < _begin(rule) or _end(rule) < begin:
        return [rule]
    parts = []
    if _begin(rule) < begin:
        parts.append(replace(rule, valid_to=begin - DAY))
    if end < _end(rule):
        parts.append(replace(rule, valid_from=end + DAY))
    return parts


def _begin(rule: Rule) -> date:
    return rule.valid_from or date.min


def _end(rule: Rule) -> date:
    return rule.valid_to or date.max

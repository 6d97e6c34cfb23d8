"""The yearly check and the split of the profit: figures become a case, the engine answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from inmeko.coops.rules import cases
from inmeko.coops.rules.cases import WORKERS, Case
from inmeko.coops.rules.checks.members import GROUP_OF
from inmeko.coops.rules.engine import Answer, evaluate
from inmeko.coops.rules.formation import casing
from inmeko.coops.rules.measures import cap, quota
from inmeko.coops.rules.rulebook import Rulebook
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

AMOUNTS = (
    "turnover_previous",
    "payroll",
    "full_time_cost",
    "total_3y",
    "public_3y",
    "highest_net",
    "lowest_net",
)


def check_figures(figures: Mapping[str, Any]) -> None:
    """RuleError, on its field, for figures that contradict one another."""
    total, members = figures.get("workers_total"), figures.get("workers_members")
    if total is not None and members is not None and members > total:
        raise RuleError(
            N_("There are more members among the workers than workers."), field="workers_members"
        )
    group = figures.get("workers_group")
    if total is not None and group is not None and group > total:
        raise RuleError(
            N_("There are more workers of the group than workers."), field="workers_group"
        )
    whole, public = figures.get("total_3y"), figures.get("public_3y")
    if whole is not None and public is not None and Decimal(public) > Decimal(whole):
        raise RuleError(N_("A part is larger than its whole."), field="public_3y")


def check(
    form: str,
    members: Sequence[casing.Member],
    figures: Mapping[str, Any],
    *,
    operating_year: int,
    book: Rulebook,
    day: date,
) -> Answer:
    """What the rules of a day say of a year."""
    given: dict[str, Any] = {"id": "year", "form": form, "as_of": day.isoformat()}
    answers = casing.case_of(casing.Formation(form, members, {}))
    case: dict[str, Any] = dict(cases.read(given | _figures(form, figures, operating_year)))
    case["members"] = [_bare(one) for one in answers["members"]]
    return evaluate(case, book)


def _bare(member: Mapping[str, Any]) -> dict[str, Any]:
    """A member for quotas and identity; whether they work is told by the figures."""
    return {name: value for name, value in member.items() if name != "works"}


def _figures(form: str, figures: Mapping[str, Any], operating_year: int) -> dict[str, Any]:
    known = {name: Decimal(figures[name]) for name in AMOUNTS if figures.get(name) is not None}
    told: dict[str, Any] = {}
    if {"turnover_previous", "payroll"} <= set(known):
        told["accounts"] = {
            "operating_year": operating_year,
            "turnover_previous_year_eur": known["turnover_previous"],
            "payroll_eur": known["payroll"],
        }
        if "full_time_cost" in known:
            told["accounts"]["full_time_cost_eur"] = known["full_time_cost"]
    if {"total_3y", "public_3y"} <= set(known):
        told["revenue"] = {"total_3y_eur": known["total_3y"], "public_3y_eur": known["public_3y"]}
    if {"highest_net", "lowest_net"} <= set(known):
        told["pay"] = {
            "highest_net_eur": known["highest_net"],
            "lowest_net_eur": known["lowest_net"],
            "assembly_two_thirds_decision": bool(figures.get("pay_decision")),
        }
    workers = {"total": figures.get("workers_total"), "members": figures.get("workers_members")}
    group = GROUP_OF.get(form)
    if group:
        workers[group] = figures.get("workers_group")
    counted = {name: value for name, value in workers.items() if value is not None}
    return told | ({"workers": counted} if counted else {})


@dataclass(frozen=True)
class Split:
    """How a profit is divided, in cents."""

    profit: int
    reserve: int
    workers: int
    jobs: int
    members: int = 0


def usual_split(form: str, profit: int, book: Rulebook, day: date) -> Split:
    """The split that the law has in mind: reserve, workers, the rest to jobs and growth."""
    rules = {one.id: one for one in book.on(day)}
    stem = "SYN" if form == WORKERS else "KOIN"
    earned = max(profit, 0)
    reserve = quota(rules[f"{stem}_PROFIT_RESERVE"].measure / 100, earned)
    workers = cap(rules[f"{stem}_PROFIT_WORKERS"].measure / 100, earned)
    workers = min(workers, earned - reserve)
    return Split(profit, reserve, workers, earned - reserve - workers)


def split_case(form: str, split: Split, *, decided: bool, day: date) -> Case:
    """A split as the checker reads it."""
    amounts = {
        f"{name}_eur": Decimal(getattr(split, name)) / 100
        for name in ("profit", "reserve", "workers", "jobs", "members")
    }
    told = {**amounts, "assembly_two_thirds_decision": decided}
    given = {"id": "split", "form": form, "as_of": day.isoformat(), "profit_distribution": told}
    return cases.read(given)

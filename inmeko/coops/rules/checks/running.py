"""Workers, profit and residue, and the yearly figures of a cooperative at work."""

from inmeko.coops.rules.cases import Case
from inmeko.coops.rules.checks.members import members_of
from inmeko.coops.rules.checks.outcome import Cents, Checks, Outcome, known, section
from inmeko.coops.rules.measures import cap, quota
from inmeko.coops.rules.rulebook import Rule

# A body whose turnover is below so many yearly wages is not asked for its payroll.
WAGES_OF_TURNOVER = 3
SECOND_YEAR = 2
# Per cent of the profit that goes to the workers unless the assembly decides otherwise.
USUAL_SHARE = 35


def _non_members(case: Case, rule: Rule) -> Outcome | None:
    total, members = section(case, "workers").get("total"), _member_workers(case)
    if total is None or members is None:
        return None
    most = cap(rule.measure / 100, total)
    return Outcome(total - members <= most, total - members, most)


def _member_workers(case: Case) -> int | None:
    """How many workers are members: as said, else counted from the list; None if unknown."""
    said: int | None = section(case, "workers").get("members")
    asked = [one for one in members_of(case) or [] if "works" in one]
    if said is not None or not asked:
        return said
    return sum(one["works"] is True for one in asked)


def _profit(case: Case) -> int:
    """The profit in cents of which percentages are taken: a loss counts as nothing."""
    return max(int(section(case, "profit_distribution")["profit_eur"]), 0)


def _reserve(case: Case, rule: Rule) -> Outcome | None:
    parts = section(case, "profit_distribution")
    if not known(parts, "profit_eur", "reserve_eur"):
        return None
    least = quota(rule.measure / 100, _profit(case))
    return Outcome(parts["reserve_eur"] >= least, Cents(parts["reserve_eur"]), Cents(least))


def _to_workers(case: Case, rule: Rule) -> Outcome | None:
    parts = section(case, "profit_distribution")
    if not known(parts, "profit_eur", "workers_eur"):
        return None
    most = cap(rule.measure / 100, _profit(case))
    return Outcome(parts["workers_eur"] <= most, Cents(parts["workers_eur"]), Cents(most))


def _less_by_decision(case: Case, rule: Rule) -> Outcome | None:
    parts = section(case, "profit_distribution")
    if not known(parts, "profit_eur", "workers_eur") or parts["profit_eur"] <= 0:
        return None
    usual = _profit(case) * USUAL_SHARE // 100
    decided = parts.get("assembly_two_thirds_decision") is True
    passed = parts["workers_eur"] >= usual or decided
    return Outcome(passed, Cents(parts["workers_eur"]), Cents(usual))


def _to_members(case: Case, rule: Rule) -> Outcome | None:
    parts = section(case, "profit_distribution")
    if not known(parts, "members_eur"):
        return None
    return Outcome(parts["members_eur"] == 0, Cents(parts["members_eur"]), Cents(0))


def _parts_add_up(case: Case, rule: Rule) -> Outcome | None:
    parts = section(case, "profit_distribution")
    names = ("reserve_eur", "workers_eur", "jobs_eur")
    if not known(parts, "profit_eur", *names):
        return None
    given = sum(parts[name] for name in names) + (parts.get("members_eur") or 0)
    return Outcome(given == parts["profit_eur"], Cents(given), Cents(parts["profit_eur"]))


def _residue(case: Case, rule: Rule) -> Outcome | None:
    to = section(case, "statute").get("residue_to")
    return None if to is None else Outcome(to != rule.value)


def _public_revenue(case: Case, rule: Rule) -> Outcome | None:
    revenue = section(case, "revenue")
    if not known(revenue, "total_3y_eur", "public_3y_eur"):
        return None
    public, total = revenue["public_3y_eur"], revenue["total_3y_eur"]
    most = cap(rule.measure / 100, total)
    return Outcome(100 * public <= rule.measure * total, Cents(public), Cents(most))


def _payroll(case: Case, rule: Rule) -> Outcome | None:
    accounts = section(case, "accounts")
    if not known(accounts, "operating_year", "turnover_previous_year_eur", "payroll_eur"):
        return None
    turnover, wage = accounts["turnover_previous_year_eur"], accounts.get("full_time_cost_eur")
    small = wage is not None and turnover <= WAGES_OF_TURNOVER * wage
    if accounts["operating_year"] < SECOND_YEAR or small:
        return None
    payroll, least = accounts["payroll_eur"], quota(rule.measure / 100, turnover)
    return Outcome(100 * payroll >= rule.measure * turnover, Cents(payroll), Cents(least))


def _pay_ratio(case: Case, rule: Rule) -> Outcome | None:
    pay = section(case, "pay")
    if not known(pay, "highest_net_eur", "lowest_net_eur"):
        return None
    highest, most = pay["highest_net_eur"], cap(rule.measure, pay["lowest_net_eur"])
    decided = pay.get("assembly_two_thirds_decision") is True
    return Outcome(highest <= most or decided, Cents(highest), Cents(most))


CHECKS: Checks = {
    "KOIN_NONMEMBER_MAX": _non_members,
    "SYN_NONMEMBER_MAX": _non_members,
    "KOIN_PROFIT_RESERVE": _reserve,
    "KOIN_PROFIT_WORKERS": _to_workers,
    "KOIN_PROFIT_MOVE": _less_by_decision,
    "KOIN_PROFIT_MEMBERS": _to_members,
    "SYN_PROFIT_RESERVE": _reserve,
    "SYN_PROFIT_WORKERS": _to_workers,
    "SYN_PROFIT_MEMBERS": _to_members,
    "PROFIT_SUM": _parts_add_up,
    "RESIDUE_MEMBERS": _residue,
    "PUBLIC_REVENUE": _public_revenue,
    "PAYROLL_SHARE": _payroll,
    "PAY_RATIO": _pay_ratio,
}

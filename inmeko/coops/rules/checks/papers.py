"""The name, the registry's periods, and forms that other laws provide for."""

from datetime import date

from inmeko.coops.rules.cases import COMMON_FORMS, Case
from inmeko.coops.rules.checks.members import members_of
from inmeko.coops.rules.checks.outcome import (
    Check,
    Checks,
    Outcome,
    known,
    referred,
    section,
)
from inmeko.coops.rules.measures import (
    CATEGORY,
    LEGAL_FORMS,
    WORKERS_PHRASE,
    a_year_later,
    cap,
    contains,
    distinct_part,
    fold_name,
    last_day,
    quota,
)
from inmeko.coops.rules.rulebook import Rule, Verdict

# A case about one of these is no question about founding.
ASIDE = ("concession", "reserved_contract", "call", "levy")


def _name_contains(phrases: tuple[str, ...] | None) -> Check:
    """A test that the name says one of the phrases, or the category of its own form."""

    def check(case: Case, rule: Rule) -> Outcome | None:
        if case.get("name") is None:
            return None
        wanted = phrases or (CATEGORY[case["form"]],)
        return Outcome(contains(fold_name(case["name"]), wanted), case["name"])

    return check


def _name_distinct(case: Case, rule: Rule) -> Outcome | None:
    if case.get("name") is None:
        return None
    left = len(distinct_part(fold_name(case["name"])).replace(" ", ""))
    return Outcome(left >= rule.measure, case["name"], quota(rule.measure, 1))


def _name_without_persons(case: Case, rule: Rule) -> Outcome | None:
    surnames = [one["surname"] for one in members_of(case) or [] if known(one, "surname")]
    third = case.get("name_third_party")
    if case.get("name") is None or not (surnames or third is not None):
        return None
    folded = fold_name(case["name"])
    named = [one for one in surnames if fold_name(one) and contains(folded, [fold_name(one)])]
    return Outcome(not named and third is not True, ", ".join(named))


def _one_category(case: Case, rule: Rule) -> Outcome | None:
    categories = section(case, "registry").get("categories_applied")
    if categories is None:
        return None
    return Outcome(len(categories) == rule.measure, len(categories), cap(rule.measure, 1))


def _additional_data(case: Case, rule: Rule) -> Outcome | None:
    registry = section(case, "registry")
    day: date | None = registry.get("additional_data_date") or registry.get("today")
    if not known(registry, "certificate_date") or day is None:
        return None
    end = last_day(registry["certificate_date"], cap(rule.measure, 1), _holidays(case))
    # After a notice the last period decides, whatever was missed before.
    return Outcome(day <= end or known(registry, "notice_date"), day, end)


def _last_period(case: Case, rule: Rule) -> Outcome | None:
    registry = section(case, "registry")
    filed: date | None = registry.get("additional_data_date")
    day: date | None = filed or registry.get("today")
    if not known(registry, "notice_date") or day is None:
        return None
    end = last_day(registry["notice_date"], cap(rule.measure, 1), _holidays(case))
    running = filed is None and day <= end
    return Outcome(filed is not None and day <= end, day, end, Verdict.WARN if running else None)


def _holidays(case: Case) -> frozenset[date]:
    return frozenset(section(case, "registry").get("holidays") or ())


def _certificate(case: Case, rule: Rule) -> Outcome | None:
    registry = section(case, "registry")
    if not known(registry, "member_certificate_date", "today"):
        return None
    end = a_year_later(registry["member_certificate_date"], cap(rule.measure, 1))
    return Outcome(registry["today"] <= end, registry["today"], end)


def _common_form(check: Check) -> Check:
    """A test for the legal forms that may enter the special register."""

    def only(case: Case, rule: Rule) -> Outcome | None:
        return check(case, rule) if case.get("other_form") in COMMON_FORMS else None

    return only


def _several(case: Case, rule: Rule) -> Outcome | None:
    members = members_of(case)
    if members is None:
        return None
    return Outcome(len(members) >= rule.measure, len(members), quota(rule.measure, 1))


def _voting_basis(case: Case, rule: Rule) -> Outcome | None:
    basis = section(case, "statute").get("voting_basis")
    return None if basis is None else Outcome(basis == rule.value)


def _split(case: Case, rule: Rule) -> Outcome | None:
    parts = section(case, "statute").get("profit_split")
    if parts is None:
        return None
    reserve, workers, members = (
        parts.get(f"{name}_pct") or 0 for name in ("reserve", "workers", "members")
    )
    least, most, none = (rule.value[n] for n in ("reserve_min", "workers_max", "members_max"))
    passed = reserve >= least and workers <= most and members <= none
    return Outcome(passed, f"{reserve} / {workers} / {members}", f"≥ {least} / ≤ {most} / {none}")


def _founding(*forms: str) -> Check:
    """A referral for questions about founding one of these forms."""

    def check(case: Case, rule: Rule) -> Outcome | None:
        asked = case.get("other_form") in forms
        return (
            referred(case, rule) if asked and not any(known(case, one) for one in ASIDE) else None
        )

    return check


CHECKS: Checks = {
    "KOIN_NAME_FORM": _name_contains(LEGAL_FORMS),
    "KOIN_NAME_CATEGORY": _name_contains(None),
    "NAME_DISTINCT": _name_distinct,
    "KOIN_NAME_PERSONS": _name_without_persons,
    "SYN_NAME_FORM": _name_contains((WORKERS_PHRASE,)),
    "SYN_NAME_PERSONS": _name_without_persons,
    "REG_ONE_CATEGORY": _one_category,
    "REG_DATA_30": _additional_data,
    "REG_LAST_30": _last_period,
    "SYN_REG_LAST_30": _last_period,
    "REG_CERT_VALID": _certificate,
    "OTHER_NOT_SINGLE": _common_form(_several),
    "OTHER_ONE_VOTE": _common_form(_voting_basis),
    "OTHER_PROFIT_SPLIT": _common_form(_split),
    "OTHER_EMAFKAO": _founding(*COMMON_FORMS),
    "OTHER_KOISPE": _founding("koispe"),
    "OTHER_ENERGY": _founding("energy_community"),
}

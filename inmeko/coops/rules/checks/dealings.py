"""What a cooperative has to do with the town: its property, its contracts, its calls, the levy."""

from collections.abc import Collection

from inmeko.coops.rules.cases import SPECIAL, VULNERABLE, Case
from inmeko.coops.rules.checks.outcome import (
    Cents,
    Check,
    Checks,
    Outcome,
    known,
    referred,
    required,
    section,
)
from inmeko.coops.rules.measures import cap, quota
from inmeko.coops.rules.rulebook import Rule
from inmeko.kernel import identifiers

FREE = ("free_use", "free_use_movable")
# Article 20 (δ): more than so many per cent of the workers, and not just as many.
GATEWAY = 30
YEARS_FREE = 5


def _on(paths: Collection[str], check: Check) -> Check:
    """A test for some of the legal paths to municipal property."""

    def only(case: Case, rule: Rule) -> Outcome | None:
        return check(case, rule) if section(case, "concession").get("path") in paths else None

    return only


def _applicant(case: Case, rule: Rule) -> Outcome | None:
    kind = section(case, "concession").get("applicant_kind")
    return None if kind is None else Outcome(kind in rule.value)


def _majority(case: Case, rule: Rule) -> Outcome | None:
    given = section(case, "concession")
    if not known(given, "council_members", "votes_for"):
        return None
    votes, half = given["votes_for"], cap(rule.measure, given["council_members"])
    return Outcome(votes > rule.measure * given["council_members"], votes, half + 1)


def _at_most(name: str) -> Check:
    """A test that a number of the concession is not above the measure."""

    def check(case: Case, rule: Rule) -> Outcome | None:
        value = section(case, "concession").get(name)
        return (
            None if value is None else Outcome(value <= rule.measure, value, cap(rule.measure, 1))
        )

    return check


def _at_least(name: str) -> Check:
    """A test that a number of the concession is not below the measure."""

    def check(case: Case, rule: Rule) -> Outcome | None:
        value = section(case, "concession").get(name)
        if value is None:
            return None
        return Outcome(value >= rule.measure, value, quota(rule.measure, 1))

    return check


def _regime(case: Case, rule: Rule) -> Outcome | None:
    regime = section(case, "concession").get("asset_regime")
    return None if regime is None else Outcome(regime == rule.value)


def _posted(part: str, state: str, when: str) -> Check:
    """A test that what is in force stands on Διαύγεια under a number."""

    def check(case: Case, rule: Rule) -> Outcome | None:
        given = section(case, part)
        return Outcome(_is_ada(given.get("ada"))) if given.get(state) == when else None

    return check


def _is_ada(text: str | None) -> bool:
    return text is not None and identifiers.is_ada(text)


def _gateway(case: Case) -> bool:
    """Whether article 20 (δ) of law 4412/2016 lets the body in, whatever its form."""
    given = section(case, "reserved_contract")
    if not known(given, "workers_total", "workers_disadvantaged"):
        return False
    enough = 100 * given["workers_disadvantaged"] > GATEWAY * given["workers_total"]
    return given.get("main_purpose_integration") is True and enough


def _reserved(case: Case, rule: Rule) -> Outcome | None:
    open_to_all = _gateway(case)
    if case.get("reserved_contract") is None or (case.get("form") == SPECIAL and not open_to_all):
        return None
    named = case.get("form") == VULNERABLE or case.get("other_form") == "koispe"
    return Outcome(named or open_to_all)


def _reserved_special(case: Case, rule: Rule) -> Outcome | None:
    asked = case.get("reserved_contract") is not None and not _gateway(case)
    return Outcome(False) if asked else None


def _levy(within: bool) -> Check:
    """What the law of 2016 says of the levy, within the first five years or after them."""

    def check(case: Case, rule: Rule) -> Outcome | None:
        levy = section(case, "levy")
        if not known(levy, "start_year", "tax_year"):
            return None
        year = levy["tax_year"] - levy["start_year"] + 1
        due = Cents(quota(rule.measure * 100, 1))
        return Outcome(False, year, due) if (year <= YEARS_FREE) is within else None

    return check


CHECKS: Checks = {
    "CONC_FREE_BODY": _on((*FREE, "lease_same_body"), _applicant),
    "CONC_FREE_REGISTERED": _on((*FREE, "lease_same_body"), required("concession", "registered")),
    "CONC_FREE_SEAT": _on(FREE, required("concession", "seat_or_activity_in_municipality")),
    "CONC_FREE_MAJORITY": _on(FREE, _majority),
    "CONC_FREE_TERM": _on(("free_use",), _at_most("term_months")),
    "CONC_DIRECT_SAME_BODY": _on(
        ("lease_same_body",), required("concession", "after_free_use_same_body")
    ),
    "CONC_AUCTION_FIRST": _on(("direct_lease",), _at_least("auctions_without_bidder")),
    "CONC_SHORT_TERM": _on(("short_lease",), _at_most("term_months")),
    "CONC_SPECIAL_ASSET": _regime,
    "CONC_SERVICE": _on(("auction", "general_free_use"), referred),
    "CONC_ADA": _posted("concession", "decision_state", "in_force"),
    "RESERVED_LIST": _reserved,
    "RESERVED_SPECIAL": _reserved_special,
    "CALL_ADA": _posted("call", "state", "published"),
    "LEVY_EXEMPT": _levy(within=True),
    "LEVY_DUE": _levy(within=False),
}

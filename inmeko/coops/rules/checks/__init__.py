"""The tests of the rules, by their ids."""

from inmeko.coops.rules.checks import dealings, members, papers, running, shares
from inmeko.coops.rules.checks.outcome import Cents, Check, Checks, Outcome

CHECKS: Checks = {
    **members.CHECKS,
    **shares.CHECKS,
    **running.CHECKS,
    **papers.CHECKS,
    **dealings.CHECKS,
}

__all__ = ["CHECKS", "Cents", "Check", "Outcome"]

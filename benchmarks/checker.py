"""Measure the checker of cooperatives: microseconds of processor time per rule and case."""

import argparse
import random
import time
from collections.abc import Iterator
from typing import Any

from inmeko.coops.rules import cases
from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS, Case
from inmeko.coops.rules.engine import evaluate
from inmeko.coops.rules.rulebook import shipped

FOUNDERS = (3, 20)
CASES = 100_000


def generated(number: int) -> Iterator[Case]:
    """Cases of every form with founders, shares, workers, a name, organs and a year's figures."""
    dice = random.Random(4430)
    for place in range(number):
        form = dice.choice((BENEFIT, VULNERABLE, SPECIAL, WORKERS))
        yield cases.read({"id": str(place), "form": form, **_figures(dice)})


def _figures(dice: random.Random) -> dict[str, Any]:
    founders = dice.randint(*FOUNDERS)
    workers = dice.randint(1, 30)
    return {
        "name": "Κοιν.Σ.Επ. Συλλογικής και Κοινωνικής Ωφέλειας Ελιά",
        "members": [
            {
                "id": str(place),
                "kind": dice.choice(("natural", "natural", "natural", "legal")),
                "legal_kind": "company",
                "group": dice.choice((None, "vulnerable", "special")),
                "afm": "123456783",
                "obligatory_share": {"value_eur": 100, "paid": "cash"},
                "works": dice.random() < 0.5,
                "votes": 1,
            }
            for place in range(founders)
        ],
        "workers": {"total": workers, "vulnerable": dice.randint(0, workers)},
        "statute": {"voting_basis": "member", "committee_term_years": 3},
        "committee": ["0", "1", "2"],
        "profit_distribution": {"profit_eur": 1000, "reserve_eur": 50, "workers_eur": 350},
    }


def microseconds(number: int) -> tuple[float, int]:
    """Processor time per rule that ran and case, and how many rules ran."""
    book, spent, ran = shipped(), 0, 0
    for case in generated(number):
        start = time.process_time_ns()
        answer = evaluate(case, book)
        spent += time.process_time_ns() - start
        ran += len(answer.findings)
    return spent / ran / 1000, ran


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    # The databases of the other benches are not needed: the rules know none.
    parser.add_argument("--postgis", default="")
    parser.add_argument("--embedded", default="")
    number = parser.parse_args().cases
    each, ran = microseconds(number)
    print(f"checker: {number} cases, {ran} findings, {each:.1f} µs per rule and case")


if __name__ == "__main__":
    main()

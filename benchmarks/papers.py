"""Measure all papers of a formation of twenty founders beside bare docxtpl and WeasyPrint.

Both fill the same templates with the same content, in turns. The bare side has its content ready
and knows neither hashes nor archives without time; a second floor writes PDF/A with tags as we do.
"""

import argparse
import json
import statistics
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, FileSystemLoader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.timing import seconds
from inmeko.coops.rules import cases, rulebook
from inmeko.coops.rules.papers import Dossier, law, papers, read_dossier
from inmeko.coops.rules.papers.layout import laid_out
from inmeko.coops.services import printing
from inmeko.extensions.papers import STYLE

FOUNDERS = 20
ROUNDS = 5
GOAL = 1.25
Content = Sequence[dict[str, Any]]


def dossier() -> Dossier:
    """A formation in which everything is answered."""
    people = {
        f"m{n}": {
            "name": f"Μαρία Δοκιμή {n}",
            "father": "Γεωργίου",
            "address": f"Ηρώων {n}, 151 24 Μαρούσι",
            "id_number": f"ΑΒ {123456 + n}",
        }
        for n in range(FOUNDERS)
    }
    case = {
        "id": "formation",
        "form": "koinsep_vulnerable",
        "name": "Κοινωνική Συνεταιριστική Επιχείρηση Ένταξης Ευάλωτων Ομάδων ΗΛΙΟΣ",
        "members": [{"id": key, "kind": "natural", "afm": "123456783"} for key in people],
        "committee": ["m0", "m1", "m2"],
        "statute": {"group_participation_period_months": 24, "optional_shares_allowed": True},
    }
    year = {"income_eur": 90_000, "payroll_eur": 50_000, "other_costs_eur": 30_000, "jobs": 6}
    details = {
        "seat": "Δήμος Νέας Πλαγιάς",
        "purpose": "η επαναχρησιμοποίηση υλικών",
        "activities": [{"text": "Επισκευή ποδηλάτων", "kad": "95.29.12"}],
        "people": people,
        "filer": "m1",
        "assembly_date": "2027-03-05",
        "years": [year] * 3,
    }
    return read_dossier(cases.read(cases.parse(json.dumps(case))), details)


class Bare:
    """The two libraries with nothing around them; what can be kept between papers is kept."""

    def __init__(self, **options: Any) -> None:
        """Read the style and the page once."""
        words = Environment(loader=FileSystemLoader(printing.TEMPLATES), autoescape=True)
        self.page = words.get_template(printing.HTML)
        self.fonts = FontConfiguration()
        self.style = CSS(filename=STYLE, font_config=self.fonts)
        self.options = options

    def print(self, content: Content) -> int:
        """Write each paper as DOCX and as PDF; the bytes written."""
        size = 0
        for told in content:
            paper, written = DocxTemplate(printing.DOCX), BytesIO()
            paper.render(told, autoescape=True)
            paper.save(written)
            pdf = HTML(string=self.page.render(told)).write_pdf(
                stylesheets=[self.style], font_config=self.fonts, **self.options
            )
            size += written.tell() + len(pdf)
        return size


def in_turns(*works: Callable[[], object]) -> list[float]:
    """The median of each work in milliseconds; after a first round for the caches, in turns."""
    for work in works:
        work()
    rounds = []
    for number in range(ROUNDS):
        # Who goes first changes, so that nobody always follows the same neighbour.
        order = [(place + number) % len(works) for place in range(len(works))]
        taken = {place: seconds(works[place]) for place in order}
        rounds.append([taken[place] for place in range(len(works))])
    return [statistics.median(column) * 1000 for column in zip(*rounds, strict=True)]


def main() -> None:
    """Print one line for each floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    # The databases of the other benches are not needed: papers are written without one.
    parser.add_argument("--postgis", default="")
    parser.add_argument("--embedded", default="")
    parser.parse_args()
    answers, rules = dossier(), law(rulebook.shipped())
    content = [laid_out(paper) for paper in papers(answers, rules)]
    plain, tagged = Bare(), Bare(pdf_variant="pdf/a-3u", pdf_tags=True)
    ours, bare, same = in_turns(
        lambda: list(printing.prints(papers(answers, rules))),
        lambda: plain.print(content),
        lambda: tagged.print(content),
    )
    number = (
        f"papers: {len(content)} papers of {FOUNDERS} founders as DOCX and PDF/A, {ours:.0f} ms"
    )
    for name, floor in (("bare docxtpl and WeasyPrint", bare), ("with PDF/A and tags", same)):
        print(f"{number}; {name} {floor:.0f} ms: {ours / floor:.2f} (goal {GOAL})")


if __name__ == "__main__":
    main()

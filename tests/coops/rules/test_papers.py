"""The papers of a cooperative: whole, of the right form, without a gap that shows."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules import cases, rulebook
from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS
from inmeko.coops.rules.papers import Paper, PaperKind, law, papers, read_dossier
from inmeko.coops.rules.papers.document import letter
from inmeko.coops.rules.papers.identity import FORM_NAMES
from inmeko.coops.rules.papers.plan import break_even
from inmeko.coops.rules.shapes import UnreadableError

FORMS = (VULNERABLE, SPECIAL, BENEFIT, WORKERS)
LAW = law(rulebook.shipped())
# What a statute must hold (law facts, §10), by the key of the article that holds it.
MANDATORY = {
    "name",
    "seat",
    "duration",
    "purpose",
    "activities",
    "members",
    "entry",
    "leaving",
    "duties",
    "shares",
    "assembly",
    "committee",
    "work",
    "profit",
    "dissolution",
    "filing",
    "first_committee",
}
# Words that only another form's statute may say.
FOREIGN = {
    VULNERABLE: ("ειδικών ομάδων", "Συνεταιρισμός Εργαζομένων", "Συλλογικής και Κοινωνικής"),
    SPECIAL: ("ευάλωτ", "Συνεταιρισμός Εργαζομένων", "Συλλογικής και Κοινωνικής"),
    BENEFIT: ("ευάλωτ", "ειδικών ομάδων", "Συνεταιρισμός Εργαζομένων", "έγκριση του φορέα"),
    WORKERS: ("ευάλωτ", "ειδικών ομάδων", "Κοινωνική Συνεταιριστική", "Τα νομικά πρόσωπα"),
}
GAP = re.compile(r"…|\.\.\.|_{2,}|\[|\]|\{|\}|\bNone\b|\bTODO\b|XXX|  |«»|\(\)|, ,|: \.|: ;")


def case(form: str, founders: int = 7, **changes: Any) -> dict[str, Any]:
    members = [
        {"id": f"m{n}", "kind": "natural", "surname": f"Μέλος {n}", "afm": "123456783"}
        for n in range(1, founders + 1)
    ]
    name = f"{FORM_NAMES[form]} ΗΛΙΟΣ"
    return {"id": "case", "form": form, "name": name, "members": members, **changes}


def written(given: dict[str, Any], details: Any = None) -> tuple[Paper, ...]:
    read = cases.read(cases.parse(json.dumps(given)))
    told = cases.parse(json.dumps(details)) if details is not None else None
    return papers(read_dossier(read, told), LAW)


def sentences(paper: Paper) -> Iterator[str]:
    yield from (paper.title, paper.subtitle, *paper.lead, *paper.closing, *paper.signers)
    for clause in paper.clauses:
        yield clause.title
        for paragraph in clause.paragraphs:
            yield from (paragraph.text, *paragraph.items)
    for table in paper.tables:
        yield from (table.title, *table.columns, *(cell for row in table.rows for cell in row))


def statute(form: str, **changes: Any) -> Paper:
    return written(case(form, **changes))[0]


@pytest.mark.parametrize("form", FORMS)
def test_a_statute_holds_all_that_it_must(form: str) -> None:
    keys = [clause.key for clause in statute(form).clauses]
    assert set(keys) >= MANDATORY
    assert len(keys) == len(set(keys))
    assert ("group" in keys) == (form in (VULNERABLE, SPECIAL))


@pytest.mark.parametrize("form", FORMS)
def test_no_paper_speaks_of_another_form(form: str) -> None:
    text = "\n".join(line for paper in written(case(form)) for line in sentences(paper))
    assert not [word for word in FOREIGN[form] if word in text]


@pytest.mark.parametrize("form", FORMS)
def test_every_rule_that_a_clause_names_binds_its_form(form: str) -> None:
    named = {rule for paper in written(case(form)) for one in paper.clauses for rule in one.rules}
    assert named
    assert not [rule for rule in named if not LAW.rules[rule].binds(form)]


def test_the_measures_of_a_statute_are_those_of_the_rulebook() -> None:
    text = "\n".join(sentences(statute(VULNERABLE)))
    members = LAW.number("KOIN_VULN_MEMBERS")
    assert f"Τουλάχιστον {members} % των μελών" in text
    assert f"έως {LAW.number('KOIN_OPT_MAX')} προαιρετικές" not in text
    allowed = statute(VULNERABLE, statute={"optional_shares_allowed": True})
    assert f"έως {LAW.number('KOIN_OPT_MAX')} προαιρετικές" in "\n".join(sentences(allowed))


def test_every_founder_has_a_declaration_and_signs_the_statute() -> None:
    made = written(case(BENEFIT, founders=5))
    owners = [paper.owner for paper in made if paper.kind is PaperKind.DECLARATION]
    assert owners == ["m1", "m2", "m3", "m4", "m5"]
    assert made[0].signers == tuple(f"Μέλος {n}" for n in range(1, 6))


def test_no_paper_tells_who_belongs_to_a_group() -> None:
    members = [
        {"id": f"m{n}", "kind": "natural", "group": "vulnerable", "ground": "ex_prisoner"}
        for n in range(7)
    ]
    made = written(case(VULNERABLE) | {"members": members})
    per_person = [paper for paper in made if paper.kind is not PaperKind.STATUTE]
    text = "\n".join(line for paper in per_person for line in sentences(paper))
    assert "φυλακ" not in text
    assert "vulnerable" not in text


def test_nothing_goes_to_members_whatever_was_entered() -> None:
    text = "\n".join(sentences(statute(BENEFIT, statute={"residue_to": "members"})))
    assert "δεν διανέμεται στα μέλη και περιέρχεται στο Ταμείο Κοινωνικής Οικονομίας" in text


def test_what_is_not_answered_is_told_beside_the_paper_and_not_in_it() -> None:
    made = statute(BENEFIT)
    assert {"seat", "purpose", "filer"} <= set(made.lacks)
    assert not [line for line in sentences(made) if GAP.search(line)]


def test_a_complete_dossier_lacks_nothing() -> None:
    people = {
        f"m{n}": {"name": f"Μαρία Δοκιμή {n}", "address": "Ηρώων 3", "id_number": "ΑΒ 123456"}
        for n in range(1, 6)
    }
    details = {
        "seat": "Δήμος Νέας Πλαγιάς",
        "purpose": "η επαναχρησιμοποίηση υλικών",
        "activities": [{"text": "Επισκευή ποδηλάτων.", "kad": "95.29.12"}],
        "people": people,
        "filer": "m2",
        "assembly_date": "2027-03-05",
        "years": [{"income_eur": 10.5, "payroll_eur": 5, "other_costs_eur": 2}],
    }
    made = written(case(BENEFIT, founders=5, committee=["m1", "m2", "m3"]), details)
    assert [paper.lacks for paper in made] == [()] * len(made)
    text = "\n".join(line for paper in made for line in sentences(paper))
    assert "Επισκευή ποδηλάτων (ΚΑΔ 95.29.12)" in text
    assert "5 Μαρτίου 2027" in text
    assert not GAP.search(text)


def test_a_form_of_another_law_has_no_papers() -> None:
    with pytest.raises(UnreadableError, match="form"):
        written({"id": "x", "form": "other", "other_form": "company"})


def test_items_are_lettered_as_the_law_letters_them() -> None:
    numbers = {1: "α", 5: "ε", 6: "στ", 7: "ζ", 10: "ι", 11: "ια", 16: "ιστ", 20: "κ"}
    assert {n: letter(n) for n in numbers} == numbers


def test_break_even_is_the_first_year_that_is_not_below_zero_in_sum() -> None:
    read = cases.read(case(BENEFIT))
    year = {"income_eur": 100, "payroll_eur": 90, "other_costs_eur": 20}
    better = year | {"income_eur": 130}
    assert break_even(read_dossier(read, {"years": [year, better]}).years) == 2
    assert break_even(read_dossier(read, {"years": [year, year]}).years) is None


texts = st.sampled_from(["Ανακύκλωση ρούχων", "Φροντίδα ηλικιωμένων", "Καθαριότητα χώρων"])


@given(
    form=st.sampled_from(FORMS),
    founders=st.integers(1, 20),
    seat=st.sampled_from(["Δήμος Νέας Πλαγιάς", "Αμαρουσίου"]),
    activities=st.lists(st.fixed_dictionaries({"text": texts}), max_size=4),
    years=st.integers(0, 4),
    duration=st.one_of(st.none(), st.integers(1, 99)),
    allowed=st.booleans(),
    in_kind=st.booleans(),
    term=st.one_of(st.none(), st.integers(1, 9)),
    committee=st.lists(st.sampled_from(["m1", "m2", "non_member"]), max_size=3, unique=True),
)
def test_no_generated_paper_shows_a_gap(
    form: str,
    founders: int,
    seat: str,
    activities: list[dict[str, str]],
    years: int,
    duration: int | None,
    allowed: bool,
    in_kind: bool,
    term: int | None,
    committee: list[str],
) -> None:
    chosen = {
        "optional_shares_allowed": allowed,
        "optional_shares_in_kind": in_kind,
        "committee_term_years": term,
    }
    year = {"income_eur": 1000, "payroll_eur": 300, "other_costs_eur": 100}
    details: dict[str, Any] = {"seat": seat, "activities": activities, "years": [year] * years}
    if duration:
        details["duration_years"] = duration
    made = written(case(form, founders, statute=chosen, committee=committee), details)
    text = "\n".join(line for paper in made for line in sentences(paper))
    assert not GAP.search(text)
    assert not [word for word in FOREIGN[form] if word in text]

"""A statute that comes back: what differs, clause by clause, and what the rules say of it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from inmeko.coops.rules import cases, rulebook
from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS
from inmeko.coops.rules.papers import Paper, law, papers, read_dossier
from inmeko.coops.rules.papers.identity import FORM_NAMES
from inmeko.coops.rules.papers.layout import laid_out
from inmeko.coops.rules.returned import (
    LineState,
    Statute,
    compare,
    of_paper,
    parts_of,
    readings,
    unread,
)
from inmeko.coops.rules.rulebook import Verdict

FORMS = (VULNERABLE, SPECIAL, BENEFIT, WORKERS)
BOOK = rulebook.shipped()


def statute(form: str) -> Paper:
    members = [{"id": f"m{n}", "kind": "natural", "surname": f"Μέλος {n}"} for n in range(7)]
    case = {
        "id": "c",
        "form": form,
        "name": f"{FORM_NAMES[form]} Η ΕΛΙΑ",
        "members": members,
        "statute": {
            "optional_shares_allowed": True,
            "group_participation_period_months": 24,
        },
    }
    read = cases.read(cases.parse(json.dumps(case)))
    return papers(read_dossier(read, {"seat": "Δήμος Νέας Πλαγιάς"}), law(BOOK))[0]


def lines(form: str) -> list[str]:
    """The lines of our statute as its document has them."""
    told = laid_out(statute(form))
    found = [told["title"], told["name"], *told["lead"]]
    for article in told["articles"]:
        found.append(article["heading"])
        for one in article["paragraphs"]:
            found.append(f"{one['number']} {one['text']}")
            found += [f"{item['letter']} {item['text']}" for item in one["items"]]
    return found


def edited(form: str, *changes: tuple[str, str]) -> Statute:
    text = "\n".join(lines(form)).replace("\u00a0", " ")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return parts_of(text.split("\n"))


def states(form: str, theirs: Statute) -> dict[str, LineState]:
    found = compare(of_paper(statute(form)), theirs)
    return {one.key or one.their_title: one.state for one in found}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_not_edited_does_not_differ(form: str) -> None:
    found = compare(of_paper(statute(form)), parts_of(lines(form)))
    assert {one.state for one in found} == {LineState.SAME}
    assert len(found) == len(statute(form).clauses)
    assert not [one for one in found if one.moved]


@pytest.mark.parametrize("form", FORMS)
def test_what_was_not_edited_breaks_no_rule_and_every_sentence_of_ours_is_read(form: str) -> None:
    theirs = parts_of(lines(form))
    found = readings(theirs, form, BOOK)
    assert not [one for one in found if one.finding.verdict is not Verdict.OK]
    assert len(found) >= 12
    silent = {"KOIN_PROFIT_MEMBERS", "SYN_PROFIT_MEMBERS"}
    assert set(unread(theirs, form, BOOK)) <= silent


def test_a_line_that_was_changed_stands_beside_ours() -> None:
    theirs = edited(BENEFIT, ("για 3 έτη", "για 4 έτη"))
    found = compare(of_paper(statute(BENEFIT)), theirs)
    changed = [one for each in found for one in each.lines if one.state is not LineState.SAME]
    assert [one.state for one in changed] == [LineState.CHANGED]
    assert "για 3 έτη" in changed[0].ours
    assert "για 4 έτη" in changed[0].theirs


def test_an_article_left_out_one_added_and_those_that_moved_are_told() -> None:
    told = lines(BENEFIT)
    start = next(n for n, one in enumerate(told) if one.endswith("Εργασία και αμοιβές"))
    end = next(n for n, one in enumerate(told) if one.endswith("λογαριασμοί"))
    theirs = parts_of([*told[:start], "ΑΡΘΡΟ 14ο: Τηλεργασία", "Επιτρέπεται.", *told[end:]])
    found = states(BENEFIT, theirs)
    assert found["work"] is LineState.REMOVED
    assert found["Τηλεργασία"] is LineState.ADDED
    others = {one for key, one in found.items() if key not in ("work", "Τηλεργασία")}
    assert others == {LineState.SAME}
    fewer = parts_of([*told[:start], *[one.replace("Άρθρο 15", "Άρθρο 14") for one in told[end:]]])
    [moved] = [one for one in compare(of_paper(statute(BENEFIT)), fewer) if one.moved]
    assert (moved.key, moved.numbers) == ("accounts", (15, 14))


def test_an_article_under_another_title_is_known_by_what_it_says() -> None:
    theirs = edited(WORKERS, ("Διάθεση κερδών", "Πλεόνασμα"), ("Διάρκεια", "Χρόνος ζωής"))
    assert states(WORKERS, theirs)["profit"] is LineState.CHANGED
    assert LineState.ADDED not in states(WORKERS, theirs).values()


def test_another_numbering_and_other_signs_are_no_difference() -> None:
    told = [one.replace("«", '"').replace("»", '"') for one in lines(WORKERS)]
    plain = [one.replace("Άρθρο ", "ΑΡΘΡΟ ").replace("α) ", "1) ", 1) for one in told]
    found = compare(of_paper(statute(WORKERS)), parts_of(plain))
    differing = [one.key for one in found if one.state is not LineState.SAME]
    # The quotes of the name are its own; everything else is as it was.
    assert set(differing) <= {"name"}


def test_a_sentence_that_speaks_of_an_article_begins_none() -> None:
    told = parts_of(["Άρθρο 1. Έδρα", "Άρθρο 5 του νόμου εφαρμόζεται.", "Άρθρο β΄", "Σκοπός", "Α"])
    assert [(one.number, one.title) for one in told.articles] == [(1, "Έδρα"), (2, "Σκοπός")]
    assert told.articles[0].lines == ("Άρθρο 5 του νόμου εφαρμόζεται.",)


@pytest.mark.parametrize(
    ("form", "old", "new", "rule"),
    [
        (BENEFIT, "λιγότερα από 5", "λιγότερα από 4", "KOIN_MIN_BENEFIT"),
        (SPECIAL, "λιγότερα από 7", "λιγότερα από έξι", "KOIN_MIN_INCLUSION"),
        (BENEFIT, "το 1/3 των μελών", "το 1/2 των μελών", "KOIN_LEGAL_MAX"),
        (VULNERABLE, "30 % των μελών", "20% των μελών", "KOIN_VULN_MEMBERS"),
        (VULNERABLE, "30 % των εργαζομένων", "29 % των εργαζομένων", "KOIN_VULN_WORKERS"),
        (SPECIAL, "50 % των μελών", "40 % των μελών", "KOIN_SPEC_MEMBERS"),
        (BENEFIT, "αξίας 100,00 €", "αξίας 80 ευρώ", "KOIN_SHARE_MIN"),
        (WORKERS, "αξίας 100,00 €", "αξίας 99,99 €", "SYN_SHARE_MIN"),
        (WORKERS, "έως 3 προαιρετικές", "έως 4 προαιρετικές", "SYN_OPT_MAX"),
        (BENEFIT, "έως 5 προαιρετικές", "έως έξι προαιρετικές", "KOIN_OPT_MAX"),
        (
            WORKERS,
            "μερίδα καταβάλλεται σε μετρητά",
            "μερίδα καταβάλλεται σε είδος",
            "SYN_SHARE_CASH",
        ),
        (BENEFIT, "υπερβαίνουν το 40 %", "υπερβαίνουν το 60 %", "KOIN_NONMEMBER_MAX"),
        (WORKERS, "υπερβαίνουν το 25 %", "υπερβαίνουν το 26 %", "SYN_NONMEMBER_MAX"),
        (BENEFIT, "5 % για τακτικό", "4,5 % για τακτικό", "KOIN_PROFIT_RESERVE"),
        (WORKERS, "έως 35 % στους", "έως 50 % στους", "SYN_PROFIT_WORKERS"),
        (BENEFIT, "35 % στους εργαζομένους", "10 % στα μέλη", "KOIN_PROFIT_MEMBERS"),
        (WORKERS, "υπερβαίνει 3 φορές", "υπερβαίνει πέντε φορές", "PAY_RATIO"),
        (BENEFIT, "για 3 έτη", "για επτά έτη", "KOIN_COMMITTEE_TERM"),
        (BENEFIT, "Επιτροπή 3 μελών", "Επιτροπή δύο μελών", "KOIN_COMMITTEE_SIZE"),
        (
            WORKERS,
            "δεν διανέμεται στα μέλη και περιέρχεται στο Ταμείο Κοινωνικής Οικονομίας",
            "διανέμεται στα μέλη",
            "RESIDUE_MEMBERS",
        ),
        (
            BENEFIT,
            "Κάθε μέλος έχει μία ψήφο.",
            "Κάθε μέλος έχει ψήφους ανάλογα με τις μερίδες του.",
            "KOIN_ONE_VOTE",
        ),
        (
            SPECIAL,
            "Κοινωνική Συνεταιριστική Επιχείρηση Ένταξης Ειδικών Ομάδων Η ΕΛΙΑ»",
            "Κοινωνική Συνεταιριστική Επιχείρηση Η ΕΛΙΑ»",
            "KOIN_NAME_CATEGORY",
        ),
    ],
)
def test_what_an_edit_breaks_is_found_in_its_words(
    form: str, old: str, new: str, rule: str
) -> None:
    found = readings(edited(form, (old, new)), form, BOOK)
    [broken] = [one for one in found if one.finding.verdict is not Verdict.OK]
    assert broken.finding.rule.id == rule
    assert broken.words


def test_a_period_of_the_group_that_was_struck_out_is_missed() -> None:
    whole = lines(VULNERABLE)
    theirs = parts_of(one for one in whole if "διαρκεί 24 μήνες" not in one.replace("\u00a0", " "))
    [broken] = [
        one for one in readings(theirs, VULNERABLE, BOOK) if one.finding.verdict is not Verdict.OK
    ]
    assert broken.finding.rule.id == "KOIN_GROUP_PERIOD"


def test_what_cannot_be_read_is_told_and_not_judged() -> None:
    theirs = parts_of(["Άρθρο 1", "Όλα ρυθμίζονται με απόφαση της Γενικής Συνέλευσης."])
    assert readings(theirs, BENEFIT, BOOK) == ()
    assert {"KOIN_MIN_BENEFIT", "KOIN_SHARE_MIN", "KOIN_PROFIT_RESERVE"} <= set(
        unread(theirs, BENEFIT, BOOK)
    )


def test_rules_as_confirmed_judge_what_was_read() -> None:
    [old] = [one for one in BOOK.rules if one.id == "KOIN_SHARE_MIN"]
    book = BOOK.superseded([replace(old, value=200)])
    found: Any = readings(parts_of(lines(BENEFIT)), BENEFIT, book)
    assert "KOIN_SHARE_MIN" in {
        one.finding.rule.id for one in found if one.finding.verdict is Verdict.REFUSE
    }

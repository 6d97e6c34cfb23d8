"""A case is read strictly: what it cannot mean is named by its field."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules import cases
from inmeko.coops.rules.files import Unread, Worked, cases_of
from inmeko.coops.rules.measures import contains, distinct_part, fold_name
from inmeko.coops.rules.shapes import UnreadableError
from tests.coops.rules.both_ways import BENEFIT, free, legal, of, people


def fault(case: Any) -> str:
    with pytest.raises(UnreadableError) as refused:
        cases.read(cases.parse(json.dumps(case)))
    return refused.value.field


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"form": BENEFIT}, "id"),
        ({"id": "a"}, "form"),
        ({"id": "a", "levy": {"start_year": 1, "tax_year": 1}}, "form"),
        ({"id": "a", "form": "koinsep"}, "form"),
        ({"id": "a", "form": "other"}, "other_form"),
        (of(BENEFIT, other_form="koispe"), "other_form"),
        (of(BENEFIT, surprise=1), "surprise"),
        (of(BENEFIT, members=[{"id": "m"}]), "members[0].kind"),
        (of(BENEFIT, members=[{"id": "m", "kind": "legal"}]), "members[0].legal_kind"),
        (of(BENEFIT, members=[*people(1), *people(1)]), "members[1].id"),
        (of(BENEFIT, members=people(1, votes=True)), "members[0].votes"),
        (of(BENEFIT, members=people(1, votes=1.5)), "members[0].votes"),
        (
            of(BENEFIT, members=people(1, obligatory_share={"value_eur": 1.001})),
            "members[0].obligatory_share.value_eur",
        ),
        (of(BENEFIT, workers={"total": 3, "members": 4}), "workers.members"),
        (of(BENEFIT, workers={"total": -1}), "workers.total"),
        (of(BENEFIT, registry={"today": "2026-02-30"}), "registry.today"),
        (of(BENEFIT, profit_distribution={}), "profit_distribution.profit_eur"),
        (free("gift"), "concession.path"),
        ([of(BENEFIT)], ""),
        (of(BENEFIT, revenue={"total_3y_eur": 1e300, "public_3y_eur": 0}), "revenue.total_3y_eur"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(case: Any, field: str) -> None:
    assert fault(case) == field


@pytest.mark.parametrize("text", ["{", "nonsense", '{"id": NaN}', "[" * 100_000])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        cases.parse(text)


def test_a_case_of_a_concession_needs_no_form() -> None:
    assert cases.read(free("auction"))["concession"]["path"] == "auction"
    assert cases.read(of(BENEFIT, members=[legal("company")]))["form"] == BENEFIT


def test_amounts_are_read_in_cents_without_binary_fractions() -> None:
    revenue = '{"total_3y_eur": 0.29, "public_3y_eur": 0.1}'
    text = f'{{"id": "a", "form": "koinsep_benefit", "revenue": {revenue}}}'
    assert cases.read(cases.parse(text))["revenue"] == {"total_3y_eur": 29, "public_3y_eur": 10}


def test_a_file_holds_one_object_over_many_lines_or_one_on_each() -> None:
    pretty = json.dumps(of(BENEFIT), indent=2).encode()
    assert [one.line for one in cases_of(pretty)] == [1]
    lines = b'\xef\xbb\xbf{"id": "a", "form": "other"}\r\n\n{"id": "b", "form": "worker_coop"}\n'
    first, second = cases_of(lines)
    assert isinstance(first, Unread)
    assert isinstance(second, Worked)
    assert (first.line, second.line) == (1, 3)
    assert [type(one) for one in cases_of(b"")] == [Unread]
    assert [type(one) for one in cases_of(b"\xff")] == [Unread]
    assert [type(one) for one in cases_of(b'{\n"id": ')] == [Unread]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert all(isinstance(one, Worked | Unread) for one in cases_of(content))


@pytest.mark.parametrize("name", ["ΚΟΙΝ.Σ.ΕΠ.", "Κοιν.Σ.Επ.", "ΚοινΣΕπ", "κοινσεπ"])
def test_spellings_of_the_legal_form_fold_alike(name: str) -> None:
    assert fold_name(f"{name} «Ελιά»") == "κοινσεπ ελια"


def test_words_are_contained_as_whole_words_only() -> None:
    assert contains("κοινσεπ ελια", ["ελια"])
    assert not contains("κοινσεπ ελιασ", ["ελια"])


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Κοιν.Σ.Επ. Ένταξης Ευάλωτων Κοινωνικών Ομάδων", ""),
        ("ΚΟΙΝΣΕΠ Ένταξης Ειδικών Ομάδων Ρίζα", "ριζα"),
        ("Συνεταιρισμός Εργαζομένων Συν.Εργ.", ""),
        ("Συλλογικής & Κοινωνικής Ωφέλειας 7", "7"),
    ],
)
def test_what_distinguishes_a_name_is_what_is_left(name: str, left: str) -> None:
    assert distinct_part(fold_name(name)) == left

"""Decisions of Διαύγεια as files hold them: dates, numbers, masks, and how well assets fit."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules import decisions, likeness
from inmeko.resources.rules.decisions import FoundDecision, Rejected, Relation
from inmeko.resources.rules.likeness import Place
from tests.builders.concessions import decision, export
from tests.resources.rules.files import real

KASSANDRA = "gr_diavgeia_concessions/kassandra_B5_export.json"
DETAILS = "gr_diavgeia_api_fixtures/one_decisions_details.json"


def one(**changes: Any) -> FoundDecision | Rejected:
    (found,) = decisions.read(export(decision(**changes)))
    return found


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("24/07/2013 00:00:00", date(2013, 7, 24)),
        ("24/08/2022 03:00:00", date(2022, 8, 24)),
        (1744848000000, date(2025, 4, 17)),
        ("2025-04-17", date(2025, 4, 17)),
        ("2025-04-16T22:30:00Z", date(2025, 4, 17)),
        (None, None),
    ],
)
def test_the_day_is_read_whatever_its_dress(written: object, day: date | None) -> None:
    found = one(issueDate=written)
    assert isinstance(found, FoundDecision)
    assert found.issued_on == day


@pytest.mark.parametrize(
    "changes",
    [
        {"ada": "ΑΔΑ-1"},
        {"ada": None},
        {"subject": "  "},
        {"issueDate": "χθες"},
        {"issueDate": 10**30},
        {"issueDate": True},
    ],
)
def test_what_is_no_decision_is_rejected_with_a_sentence(changes: dict[str, Any]) -> None:
    found = one(**changes)
    assert isinstance(found, Rejected)
    assert (found.number, bool(str(found.error))) == (1, True)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"{}", b'{"decisions": 3}', b"3", b"\xff\xfe", b"[" * 100_000]
)
def test_a_file_without_decisions_is_refused(content: bytes) -> None:
    with pytest.raises(RuleError) as refused:
        list(decisions.read(content))
    assert refused.value.field == "file"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["ada", "subject", "issueDate", "x"]), inner)
        ),
        max_leaves=12,
    )
)
def test_any_json_gives_decisions_or_sentences(content: Any) -> None:
    try:
        found = list(decisions.read(json.dumps(content).encode()))
    except RuleError:
        return
    assert all(isinstance(entry, FoundDecision | Rejected) for entry in found)


def test_the_answers_of_the_service_are_read_like_exports() -> None:
    entry = decision(subject="Α  Β\n Γ", ada="βλ4hω6ρ–τ0x", versionId="v1", status="REVOKED")
    listed = json.dumps({"decisions": [entry], "info": {}}).encode()
    (found,) = decisions.read(listed)
    assert isinstance(found, FoundDecision)
    assert (found.ada, found.subject) == ("ΒΛ4ΗΩ6Ρ-Τ0Χ", "Α Β Γ")
    assert (found.version_code, found.status) == ("v1", "REVOKED")


def test_an_address_outside_the_register_is_not_believed() -> None:
    found = one(documentUrl="https://evil.example/doc")
    assert isinstance(found, FoundDecision)
    assert found.url.startswith("https://diavgeia.gov.gr/doc/")


@pytest.mark.parametrize(
    ("subject", "named", "relation"),
    [
        ("ΑΝΑΚΛΗΣΗ (ΑΦΟΡΑ ΤΟ ΥΠ.ΑΡΙΘΜ.ΑΔΑ 6Φ2ΥΩΕΘ-Λ31)", "6Φ2ΥΩΕΘ-Λ31", Relation.REVOKES),
        ("Τροποποίηση της απόφασης με Α.Δ.Α.: 6φ2υωεθ–λ31", "6Φ2ΥΩΕΘ-Λ31", Relation.CHANGES),
        ("Ορθή επανάληψη ως προς το ποσό", None, Relation.CORRECTS),
        ("Παραχώρηση, ΑΔΑ: ΒΛ4ΗΩ6Ρ-Τ0Χ", None, Relation.NAMES),
        ("Απόφαση 113/2013 του ΔΣ", None, Relation.NAMES),
    ],
)
def test_the_decision_that_a_subject_names_is_found(
    subject: str, named: str | None, relation: Relation
) -> None:
    assert decisions.named_ada(subject, "ΒΛ4ΗΩ6Ρ-Τ0Χ") == named
    assert decisions.relation(subject) is relation


def test_a_masked_name_is_known_as_the_same_text() -> None:
    assert decisions.only_masked("ΠΑΡΑΧΩΡΗΣΗ ([…])", "ΠΑΡΑΧΩΡΗΣΗ (ΚΑΠΟΙΟΣ)")
    assert decisions.only_masked("ΣΤΟΝ *** ΤΗΣ ΟΔΟΥ", "ΣΤΟΝ ΤΑΔΕ ΤΗΣ ΟΔΟΥ")
    assert not decisions.only_masked("ΠΑΡΑΧΩΡΗΣΗ", "ΠΑΡΑΧΩΡΗΣΗ Β")
    assert not decisions.only_masked("ΑΛΛΟ […]", "ΠΑΡΑΧΩΡΗΣΗ Β")


@pytest.mark.parametrize(
    "words",
    [
        "σχολείο σχολείου σχολεία σχολείων",
        "αναψυκτήριο αναψυκτηρίου αναψυκτηρίων αναψυκτήρια",
        "σφαγείο σφαγείου σφαγεία",
        "παραλία παραλίας παραλίες",
        "αγορά αγοράς αγορών",
        "Σίβηρη Σίβηρης",
    ],
)
def test_words_of_one_root_have_one_stem(words: str) -> None:
    assert len({next(iter(likeness.subject_of(word).stems)) for word in words.split()}) == 1


def test_reasons_say_why_an_asset_fits() -> None:
    subject = likeness.subject_of(
        "Παραχώρηση χρήσης του παλαιού σφαγείου επί της οδού Ηρώων (ΚΑΕΚ 050681726008)"
    )
    fits = likeness.liken(
        subject, Place("Παλαιό σφαγείο", "Ηρώων 3", "ΠΟΡ-1", "050681726008"), {"σφαγε": 1}
    )
    assert fits.score == 100
    assert {reason.split(":")[0] for reason in fits.reasons} == {
        "kaek",
        "title",
        "whole",
        "address",
    }
    other = likeness.liken(subject, Place("Γήπεδο", "Νίκης 4", "ΠΟΡ-2", None), {})
    assert (other.score, other.reasons) == (0, ())


def test_another_number_speaks_against_an_asset() -> None:
    subject = likeness.subject_of("Παραχώρηση του 1ου Δημοτικού Σχολείου Κασσάνδρειας")
    first, second = (
        likeness.liken(subject, Place(f"{n}ο Δημοτικό Σχολείο Κασσάνδρειας", "", "Κ-1", None), {})
        for n in (1, 2)
    )
    assert first.score >= likeness.ENOUGH > second.score
    assert "number:" in second.reasons


def test_a_masked_name_is_not_compared() -> None:
    assert likeness.subject_of("ΠΑΡΑΧΩΡΗΣΗ ΑΙΓΙΑΛΟΥ ([…])").stems == {"αιγιαλ"}


@pytest.mark.real_data
def test_the_concessions_of_kassandra_are_all_read() -> None:
    found = list(decisions.read(real(KASSANDRA).read_bytes()))
    assert len(found) == 136
    kept = [entry for entry in found if isinstance(entry, FoundDecision)]
    assert len({entry.ada for entry in kept}) == 136
    assert sum(entry.protocol_number == "-" for entry in kept) == 85
    assert [entry.names_ada for entry in kept if entry.names_ada] == ["6Φ2ΥΩΕΘ-Λ31"]
    assert sum(decisions.masked(entry.subject) for entry in kept) == 1
    assert not any("  " in entry.subject for entry in kept)


@pytest.mark.real_data
def test_an_answer_of_the_service_is_read() -> None:
    (found,) = decisions.read(real(DETAILS).read_bytes())
    assert isinstance(found, FoundDecision)
    assert found.issued_on == date(2025, 4, 17)
    assert found.status == "PUBLISHED"

from collections.abc import Callable
from contextlib import suppress

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gr import vat

from inmeko.kernel import identifiers
from inmeko.kernel.errors import RuleError


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("123456783", "123456783"),
        ("094259216", "094259216"),
        ("090169674", "090169674"),
        ("123456783 ", "123456783"),
        ("\u00a0123456783", "123456783"),
        ("EL094259216", "094259216"),
        (" el 094259216", "094259216"),
    ],
)
def test_a_tax_number_is_read_with_blanks_or_el_at_its_edges(typed: str, number: str) -> None:
    assert identifiers.afm(typed) == number
    assert identifiers.is_afm(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "123456789",
        "000000000",
        "999999999",
        "12345678",
        "1234567830",
        "12345678A",
        "094259216.0",
        "94259216",
        "094 259 216",
        "GR094259216",
        "٠٩٤٢٥٩٢١٦",
        "",
    ],
)
def test_a_wrong_tax_number_is_refused(typed: str) -> None:
    assert not identifiers.is_afm(typed)
    with pytest.raises(RuleError):
        identifiers.afm(typed)


@pytest.mark.parametrize("typed", ["000000000", "94259216", "094 259 216"])
def test_the_library_alone_would_let_pass_what_we_refuse(typed: str) -> None:
    assert vat.is_valid(typed)
    assert not identifiers.is_afm(typed)


def _check_digit(digits: list[int]) -> int:
    return sum(digit * 2 ** (8 - place) for place, digit in enumerate(digits)) % 11 % 10


@given(st.lists(st.integers(0, 9), min_size=8, max_size=8).filter(any), st.integers(1, 9))
def test_only_the_right_check_digit_makes_a_tax_number(digits: list[int], off: int) -> None:
    stem, check = "".join(map(str, digits)), _check_digit(digits)
    assert identifiers.afm(f"{stem}{check}") == f"{stem}{check}"
    assert not identifiers.is_afm(f"{stem}{(check + off) % 10}")


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("050681726008", ("05", "068", "17", "26", "008", None, None)),
        ("050681726008/0/12", ("05", "068", "17", "26", "008", "0", "12")),
        (" 050681726008 /0/12", ("05", "068", "17", "26", "008", "0", "12")),
    ],
)
def test_a_cadastre_code_is_cut_into_its_parts(typed: str, parts: tuple[str | None, ...]) -> None:
    assert identifiers.kaek_parts(typed) == parts
    assert identifiers.kaek(typed) == typed.replace(" ", "")


@pytest.mark.parametrize(
    "typed",
    ["050681726008/1", "05068172600", "05068172600A", "0506817260081234", "", "05068 1726008"],
)
def test_a_wrong_cadastre_code_is_refused(typed: str) -> None:
    assert not identifiers.is_kaek(typed)
    with pytest.raises(RuleError):
        identifiers.kaek_parts(typed)


def test_a_property_number_has_eleven_digits() -> None:
    assert identifiers.atak(" 012345 67890") == "01234567890"
    assert not identifiers.is_atak("0123456789")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("bλ4hω6ρ-τ0x", "ΒΛ4ΗΩ6Ρ-Τ0Χ"),
        ("6φ2υωεθ–λ31", "6Φ2ΥΩΕΘ-Λ31"),
        ("ΒΛ4ΗΩ6Ρ - Τ0Χ", "ΒΛ4ΗΩ6Ρ-Τ0Χ"),
    ],
)
def test_a_decision_number_is_read_in_any_alphabet(typed: str, number: str) -> None:
    assert identifiers.ada(typed) == number
    assert identifiers.ada(number) == number


@pytest.mark.parametrize("typed", ["ΑΔΑ-1", "45ΒΕΩΗΒ", "7ΞΧΩ6M-1Q2", ""])
def test_a_wrong_decision_number_is_refused(typed: str) -> None:
    assert not identifiers.is_ada(typed)


def test_a_procurement_number_is_read_in_latin_capitals_only() -> None:
    assert identifiers.adam(" 26SYMV019210768 ") == "26SYMV019210768"
    assert not identifiers.is_adam("26symv019210768")
    assert not identifiers.is_adam("2026SYMV01921076")


@pytest.mark.parametrize("typed", ["15122", "85100", "151 22"])
def test_a_postcode_is_five_digits(typed: str) -> None:
    assert identifiers.postcode(typed) == typed.replace(" ", "")


@pytest.mark.parametrize("typed", ["05122", "95122", "1512", "151221", ""])
def test_a_wrong_postcode_is_refused(typed: str) -> None:
    assert not identifiers.is_postcode(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("210 6001234", "+302106001234"),
        ("0030 210 6001234", "+302106001234"),
        ("6912 345 678", "+306912345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("210-6001234 εσωτ. 12", "+302106001234;ext=12"),
        ("210-6001234, (ΕΣΩΤ: 12)", "+302106001234;ext=12"),
        ("210 6001234 ext. 12", "+302106001234;ext=12"),
    ],
)
def test_a_telephone_number_is_written_in_one_way(typed: str, written: str) -> None:
    assert identifiers.phone(typed) == written
    assert identifiers.phone(written) == written


@pytest.mark.parametrize("typed", ["12345", "", "τηλέφωνο", "210 600123", "210 6001234, 6001235"])
def test_a_wrong_telephone_number_is_refused(typed: str) -> None:
    assert not identifiers.is_phone(typed)


def test_the_library_alone_cannot_read_a_greek_extension() -> None:
    with pytest.raises(phonenumbers.NumberParseException):
        phonenumbers.parse("210-6001234 εσωτ. 12", "GR")


def test_an_account_number_is_written_without_blanks() -> None:
    typed = "GR16 0110 1250 0000 0001 2300 695"
    assert identifiers.iban(typed) == "GR1601101250000000012300695"


def test_an_account_abroad_is_accepted() -> None:
    assert identifiers.is_iban("DE89 3704 0044 0532 0130 00")


@pytest.mark.parametrize("typed", ["GR16 0110 1250 0000 0001 2300 696", "GR16", ""])
def test_a_wrong_account_number_is_refused(typed: str) -> None:
    assert not identifiers.is_iban(typed)


READERS = [
    identifiers.afm,
    identifiers.kaek,
    identifiers.atak,
    identifiers.ada,
    identifiers.adam,
    identifiers.postcode,
    identifiers.phone,
    identifiers.iban,
]


@pytest.mark.parametrize("read", READERS)
@given(typed=st.text() | st.text("0123456789 -/ELΑΒ"))
def test_whatever_is_typed_is_read_or_refused_and_reads_the_same_again(
    read: Callable[[str], str], typed: str
) -> None:
    with suppress(RuleError):
        written = read(typed)
        assert read(written) == written


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("stuff", [" ", "1", "/", "α ", ", "])
def test_a_cell_of_a_hundred_thousand_signs_is_refused_at_once(
    read: Callable[[str], str], stuff: str
) -> None:
    with pytest.raises(RuleError):
        read(f"1{stuff * 100_000}1")

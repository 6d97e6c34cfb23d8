"""Identifiers of the Greek state and of banks: read as people type them, check, write one way."""

import re
from collections.abc import Callable
from typing import NamedTuple

import phonenumbers
from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError
from stdnum.gr import vat

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import LOOK_ALIKES, N_

_AFM = re.compile(r"(?:EL)?\s*([0-9]{9})\s*(?:EL)?", re.IGNORECASE | re.ASCII)
_KAEK = re.compile(
    r"([0-9]{2})([0-9]{3})([0-9]{2})([0-9]{2})([0-9]{3})(?:/([0-9]{1,4})/([0-9]{1,4}))?"
)
_ATAK = re.compile(r"[0-9]{11}")
_ADA = re.compile(r"[0-9Α-Ω]{4,10}-[0-9Α-Ω]{1,3}")
_ADAM = re.compile(r"[0-9]{2}(?:REQ|PROC|AWRD|SYMV|PAY)[0-9]{9}")
_POSTCODE = re.compile(r"[1-8][0-9]{4}")
_EXTENSION = re.compile(
    r"[\s,(]*\b(?:εσωτ(?:ερικό)?|εσ)\b[.:\s]*([0-9]{1,5})\)?\s*\Z", re.IGNORECASE
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


class Kaek(NamedTuple):
    """The parts of a cadastre code; the last two only for a part of a building."""

    prefecture: str
    municipality: str
    sector: str
    section: str
    parcel: str
    vertical: str | None
    horizontal: str | None


def afm(text: str) -> str:
    """The tax number (ΑΦΜ) as nine digits with a right check digit, else RuleError."""
    found = _AFM.fullmatch(text.strip())
    if not found:
        raise RuleError(N_("A tax number (ΑΦΜ) has exactly 9 digits."))
    number = found[1]
    if number == "000000000" or not vat.is_valid(number):
        raise RuleError(N_("This tax number (ΑΦΜ) does not exist: check its digits."))
    return number


def is_afm(text: str) -> bool:
    """Whether the text is a tax number (ΑΦΜ)."""
    return _accepts(afm, text)


def kaek(text: str) -> str:
    """The cadastre code (ΚΑΕΚ): 12 digits, or 12 digits/vertical/horizontal, else RuleError."""
    code = "/".join(part.strip() for part in text.split("/"))
    if not _KAEK.fullmatch(code):
        raise RuleError(
            N_(
                "A cadastre code (ΚΑΕΚ) has 12 digits; for a part of a building "
                "two numbers follow, as in 050681726008/0/12."
            )
        )
    return code


def is_kaek(text: str) -> bool:
    """Whether the text is a cadastre code (ΚΑΕΚ)."""
    return _accepts(kaek, text)


def kaek_parts(text: str) -> Kaek:
    """The cadastre code (ΚΑΕΚ) cut into its parts, else RuleError."""
    found = _KAEK.fullmatch(kaek(text))
    assert found is not None
    return Kaek(*found.groups())


def atak(text: str) -> str:
    """The property number (ΑΤΑΚ) as 11 digits, else RuleError.

    That the number has 11 digits is custom rather than a published rule: a form
    should warn (is_atak), not block.
    """
    number = _without_blanks(text)
    if not _ATAK.fullmatch(number):
        raise RuleError(N_("A property number (ΑΤΑΚ) usually has 11 digits."))
    return number


def is_atak(text: str) -> bool:
    """Whether the text looks like a property number (ΑΤΑΚ)."""
    return _accepts(atak, text)


def ada(text: str) -> str:
    """The number of a decision on Διαύγεια (ΑΔΑ) in Greek capitals, else RuleError."""
    number = _DASHES.sub("-", _without_blanks(text)).upper().translate(LOOK_ALIKES)
    if not _ADA.fullmatch(number):
        raise RuleError(
            N_("A Διαύγεια number (ΑΔΑ) has Greek letters and digits, as in ΒΛ4ΗΩ6Ρ-Τ0Χ.")
        )
    return number


def is_ada(text: str) -> bool:
    """Whether the text is the number of a decision on Διαύγεια (ΑΔΑ)."""
    return _accepts(ada, text)


def adam(text: str) -> str:
    """The number of a procurement act (ΑΔΑΜ) in Latin capitals, else RuleError."""
    number = text.strip()
    if not _ADAM.fullmatch(number):
        raise RuleError(
            N_("A procurement number (ΑΔΑΜ) is written in Latin capitals, as in 26SYMV019210768.")
        )
    return number


def is_adam(text: str) -> bool:
    """Whether the text is the number of a procurement act (ΑΔΑΜ)."""
    return _accepts(adam, text)


def postcode(text: str) -> str:
    """The Greek postcode as five digits, else RuleError."""
    code = _without_blanks(text)
    if not _POSTCODE.fullmatch(code):
        raise RuleError(N_("A postcode has 5 digits and begins with 1 to 8."))
    return code


def is_postcode(text: str) -> bool:
    """Whether the text is a Greek postcode."""
    return _accepts(postcode, text)


def phone(text: str) -> str:
    """The telephone number in E.164, with `;ext=12` if it names an extension, else RuleError."""
    text = " ".join(text.split())[:251]  # the library refuses more than 250 signs
    found = _EXTENSION.search(text)
    try:
        parsed = phonenumbers.parse(_EXTENSION.sub("", text), "GR")
    except phonenumbers.NumberParseException:
        parsed = phonenumbers.PhoneNumber()
    extension = found[1] if found else parsed.extension or ""
    # After a comma the library takes even a second number for an extension.
    if len(extension) > 5 or not phonenumbers.is_valid_number(parsed):
        raise RuleError(N_("This telephone number does not exist: check its digits."))
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={extension}" if extension else written


def is_phone(text: str) -> bool:
    """Whether the text is a telephone number."""
    return _accepts(phone, text)


def iban(text: str) -> str:
    """The account number (IBAN) without blanks, else RuleError.

    Accounts of the whole SEPA area are accepted: Regulation (EU) 260/2012 art. 9
    forbids to ask for a Greek one.
    """
    try:
        return stdnum_iban.validate(text)
    except ValidationError:
        raise RuleError(
            N_("This account number (IBAN) does not exist: check its digits.")
        ) from None


def is_iban(text: str) -> bool:
    """Whether the text is an account number (IBAN)."""
    return _accepts(iban, text)


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _accepts(read: Callable[[str], str], text: str) -> bool:
    try:
        read(text)
    except RuleError:
        return False
    return True

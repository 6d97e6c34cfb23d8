"""Promise: Greek first, English complete: every sentence of the house in both languages."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.checks.house import promise
from tools import catalogue

GREEK_PO = catalogue.TRANSLATIONS / "el" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]")
GREEK_WORD = re.compile("[\u0370-\u03ff\u1f00-\u1fff][\\w.\u0370-\u03ff\u1f00-\u1fff]*")
# Proper names of Greek law and of its registers, which English sentences keep as they are.
GREEK_NAMES = {"ΚοινΣΕπ", "Κοιν.Σ.Επ", "Γ.Ε.ΜΗ", "Διαύγεια"}

# Sentences may be the same in both languages when they hold no words.
WORD = re.compile("[A-Za-z]{3,}")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogue.template()


@pytest.fixture(scope="module")
def greek() -> Catalog:
    with GREEK_PO.open("rb") as file:
        return read_po(file, locale="el")


def texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def foreign_words(message: Message) -> Iterator[str]:
    """Greek words in an English msgid that are neither acronyms nor proper names."""
    for text in texts(message.id):
        for word in GREEK_WORD.findall(text):
            bare = word.rstrip(".")
            if bare not in GREEK_NAMES and bare != bare.upper():
                yield word


def wrong_placeholders(message: Message) -> bool:
    """Whether a translation names other values than its msgid; one form may leave out a count."""
    wanted = {name for text in texts(message.id) for name in PLACEHOLDER.findall(text)}
    forms = [set(PLACEHOLDER.findall(text)) for text in texts(message.string)]
    if isinstance(message.id, str):
        return any(form != wanted for form in forms)
    return any(not form <= wanted for form in forms) or set().union(*forms) != wanted


def broken_percent(message: Message) -> bool:
    """Whether a translation holds a percent sign that formatting would trip over."""
    if not any(PLACEHOLDER.search(text) for text in texts(message.id)):
        return False
    left = [PLACEHOLDER.sub("", text).replace("%%", "") for text in texts(message.string)]
    return any("%" in text for text in left)


def test_the_catalogue_is_complete_fresh_and_sure(template: Catalog) -> None:
    sentence = "Every sentence stands in the Greek catalogue, translated: run `make messages`."
    promise(catalogue.check(template), sentence)


def test_translations_name_the_values_of_their_sentences(greek: Catalog) -> None:
    found = [
        repr(message.id)
        for message in greek
        if message.id and (wrong_placeholders(message) or broken_percent(message))
    ]
    promise(found, "A translation names the values that its sentence names.")


def test_sentences_of_the_code_are_english(template: Catalog) -> None:
    found = [
        f"{message.id!r}: {', '.join(words)}"
        for message in template
        if message.id and (words := list(foreign_words(message)))
    ]
    promise(found, "A msgid is English; Greek stands in the catalogue.")


def test_greek_sentences_are_greek(greek: Catalog) -> None:
    found = [
        repr(message.id)
        for message in greek
        if message.id
        and WORD.search(PLACEHOLDER.sub("", texts(message.id)[0]))
        and texts(message.string) == texts(message.id)
        and " " in texts(message.id)[0]
    ]
    promise(found, "A Greek sentence is not the English one.")


def planted(msgid: str | tuple[str, str], string: str | tuple[str, str]) -> Message:
    return Message(msgid, string)


def test_the_inspector_tells_acronyms_from_greek_words() -> None:
    assert list(foreign_words(planted("Enter the ΑΦΜ and the ΕΓΣΑ87 place.", ""))) == []
    assert list(foreign_words(planted("A ΚοινΣΕπ of the Δήμος", ""))) == ["Δήμος"]


def test_the_inspector_compares_placeholders() -> None:
    assert not wrong_placeholders(planted("%(n)s of %(all)s", "%(n)s από %(all)s"))
    assert wrong_placeholders(planted("%(n)s of %(all)s", "%(n)s από τα"))
    assert not wrong_placeholders(planted(("%(n)s file", "%(n)s files"), ("Ένα", "%(n)s αρχεία")))
    assert wrong_placeholders(planted(("%(n)s file", "%(n)s files"), ("Ένα", "%(x)s αρχεία")))
    assert broken_percent(planted("%(n)s %%", "%(n)s %"))

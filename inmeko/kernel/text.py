"""Greek text: folding for search, capitals, slugs; and cells that spreadsheets would run."""

import re
import unicodedata
from collections.abc import Sequence

# Latin capitals that look like a Greek letter, and the letter they stand for.
LOOK_ALIKES = str.maketrans("ABEZHIKMNOPTYX", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")

_SMALL_LOOK_ALIKES = str.maketrans("abezhikmnoptyx", "αβεζηικμνορτυχ")
_SIGNS_AS_LETTERS = (("µ", "μ"), ("∆", "δ"), ("²", "2"), ("³", "3"))

_ACUTE, _DIALYTIKA = "\u0301", "\u0308"
_STRESS = "\u0300\u0301\u0342"
_MARKS = "\u0300-\u036f"
_GREEK = "\u0370-\u03ff"

_ANY_GREEK, _ANY_LATIN = re.compile(f"[{_GREEK}]"), re.compile("[a-z]")
_OTHER_LATIN = re.compile("[cdfgjlqrsuvw]")
_ABBREVIATION = re.compile(r"(?<![\w.])[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})+\.?(?![\w.])")
# Spelt out in both cases: ignoring case, a small iota would match the iota subscript too.
_STRESSED_BEFORE_I_U = re.compile(
    rf"([αεηιουωΑΕΗΙΟΥΩ][{_MARKS}]*[{_STRESS}][{_MARKS}]*[ιυΙΥ])(?![{_MARKS}])"
)
_MARKED = re.compile(
    rf"(?P<or>(?<![\w{_MARKS}])[ηΗ]\u0313?[{_STRESS}](?![\w{_MARKS}]))"
    rf"|(?P<letter>[{_GREEK}])(?P<marks>[{_MARKS}]+)"
)
_NO_WORD = re.compile(r"[\W_]+")
# Between many texts folded at once; neither folding nor the words' edges touch it.
_BREAK = "\x1f"
_NO_WORD_NOR_BREAK = re.compile(rf"[^\w{_BREAK}]+")
_WORD_WITH_LATIN = re.compile(rf"(?<![^ {_BREAK}])[^ {_BREAK}a-z]*+[a-z][^ {_BREAK}]*")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_SIGNED_NUMBER = re.compile(r"[+-][0-9][0-9 .,]*\Z")
_TO_GUARD = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class _Bare(dict[int, int | None]):
    """A table that takes the marks off letters; it learns each sign when it first meets it."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_BARE = _Bare()


def N_(message: str) -> str:  # noqa: N802  (the name that message extractors know)
    """Mark a sentence for translation where no request is at hand to translate it."""
    return message


def fold(text: str) -> str:
    """The text without accents, case and final sigma: what is compared and sorted."""
    bare = unicodedata.normalize("NFD", text).translate(_BARE)
    return unicodedata.normalize("NFC", bare.casefold()).replace("ς", "σ")


def search_key(text: str) -> str:
    """The folded words alone, one blank apart, with letters typed from the wrong alphabet mended.

    Dots inside abbreviations vanish (Κοιν.Σ.Επ. is found as ΚοινΣΕπ); every other
    sign is a blank, so that both database engines cut the same words.
    """
    folded = _letters_for_signs(fold(text))
    words = _NO_WORD.sub(" ", _ABBREVIATION.sub(_close_up, folded)).split()
    return " ".join(_all_greek(word) for word in words)


def fold_many(texts: Sequence[str]) -> list[str]:
    """Each text as `fold` gives it; thousands at once cost a tenth of one after the other."""
    parts = fold(_BREAK.join(texts)).split(_BREAK)
    return parts if len(parts) == len(texts) else [fold(text) for text in texts]


def search_keys(texts: Sequence[str]) -> list[str]:
    """Each text as `search_key` gives it, thousands at once."""
    folded = _letters_for_signs(fold(_BREAK.join(texts)))
    closed = _ABBREVIATION.sub(_close_up, folded).replace("_", " ")
    spaced = _NO_WORD_NOR_BREAK.sub(" ", closed)
    mended = _WORD_WITH_LATIN.sub(lambda word: _all_greek(word[0]), spaced)
    keys = [key.strip(" ") for key in mended.split(_BREAK)]
    return keys if len(keys) == len(texts) else [search_key(text) for text in texts]


def search_terms(query: str) -> list[str]:
    """The words of a query, ready to be compared with the words of a search key."""
    return search_key(query).split()


def capitals(text: str) -> str:
    """The text in Greek capitals: tonos off, dialytika kept or gained (Μάιος → ΜΑΪΟΣ)."""
    spread = unicodedata.normalize("NFD", text)
    spread = _STRESSED_BEFORE_I_U.sub(rf"\1{_DIALYTIKA}", spread)
    return unicodedata.normalize("NFC", _MARKED.sub(_keep_dialytika, spread).upper())


def slug(text: str) -> str:
    """The text in a-z, 0-9 and hyphens after ELOT 743; empty if no letter or digit is left."""
    latin = _pairs(_stress_and_dialytika_only(text))
    latin = re.sub(rf"[{_MARKS}]", "", latin)
    latin = re.sub(r"\bμπ|μπ\b", "b", latin)
    for greek, roman in _CLUSTERS:
        latin = latin.replace(greek, roman)
    return re.sub(r"[^a-z0-9]+", "-", latin.translate(_LETTERS)).strip("-")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this cell; a plain signed number it would not."""
    return bool(_FORMULA.match(text)) and not _SIGNED_NUMBER.match(text)


def guard_cell(text: str) -> str:
    """The cell with one more apostrophe in front if a spreadsheet might run it."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguard_cell(text: str) -> str:
    """The cell as it was before guard_cell: exactly one guarding apostrophe is taken off."""
    return text[1:] if _GUARDED.match(text) else text


def _letters_for_signs(folded: str) -> str:
    for sign, letter in _SIGNS_AS_LETTERS:
        folded = folded.replace(sign, letter)
    return folded


def _close_up(abbreviation: re.Match[str]) -> str:
    # One letter standing alone makes an abbreviation (Ο.Τ.Α.); without it two
    # shortened words merely lack their blank (Αγ.Παρ.).
    parts = abbreviation[0].rstrip(".").split(".")
    return "".join(parts) if any(len(part) == 1 for part in parts) else abbreviation[0]


def _all_greek(word: str) -> str:
    """The word with its Latin look-alikes in Greek, if all its other letters are Greek."""
    mixed = _ANY_LATIN.search(word) and _ANY_GREEK.search(word)
    return word.translate(_SMALL_LOOK_ALIKES) if mixed and not _OTHER_LATIN.search(word) else word


def _keep_dialytika(found: re.Match[str]) -> str:
    if found["or"]:
        return f"η{_ACUTE}"  # the lone «ή» is told from the article by its tonos
    return found["letter"] + (_DIALYTIKA if _DIALYTIKA in found["marks"] else "")


def _stress_and_dialytika_only(text: str) -> str:
    """Small letters, spread, with no marks but one stress and the dialytika before it."""
    spread = re.sub(rf"[{_STRESS}]", _ACUTE, unicodedata.normalize("NFD", text))
    spread = re.sub(rf"(?![{_ACUTE}{_DIALYTIKA}])[{_MARKS}]", "", spread)
    spread = spread.replace(_ACUTE + _DIALYTIKA, _DIALYTIKA + _ACUTE)
    return spread.casefold().replace("ς", "σ")


def _pairs(spread: str) -> str:
    """The vowel pairs with υ in Latin; a mark between the two or dialytika undo the pair."""
    pair = rf"([αεη])υ(?!{_DIALYTIKA}){_ACUTE}?"
    spread = re.sub(rf"{pair}(?=[αεηιουωβγδζλμνρ])", r"\1v", spread)
    spread = re.sub(pair, r"\1f", spread)
    return re.sub(rf"ου(?!{_DIALYTIKA}){_ACUTE}?", "ou", spread)


_CLUSTERS = (("γγ", "ng"), ("γξ", "nx"), ("γχ", "nch"))
_LETTERS = str.maketrans(
    {
        **dict(zip("αβγδεζηικλμνοπρστυφω", "avgdeziiklmnoprstyfo", strict=True)),
        **{"θ": "th", "ξ": "x", "χ": "ch", "ψ": "ps"},
    }
)

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.kernel import text
from inmeko.kernel.text import fold, fold_many, search_key, search_keys

GREEKISH = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x3FF)) | st.text(
    "αάΑΆεέιίϊΐοόυύϋΰωώηήςσμπντγκξχψθβδφABHμµ∆΄’. -1"
)


def test_marking_a_sentence_does_not_change_it() -> None:
    assert text.N_("A call must close after it opens") == "A call must close after it opens"


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("Αμαρουσίου", "αμαρουσιου"),
        ("ΑΜΑΡΟΥΣΙΟΥ", "αμαρουσιου"),
        ("αμαρουσιου", "αμαρουσιου"),
        (unicodedata.normalize("NFD", "Αμαρουσίου"), "αμαρουσιου"),
        ("λόγος", "λογοσ"),
        ("ΛΟΓΟΣ", "λογοσ"),
        ("Μαΐου", "μαιου"),
        ("ΜΑΪΟΥ", "μαιου"),
        ("Ἀθῆναι", "αθηναι"),
        ("ΑΠ΄ΕΥΘΕΙΑΣ", "απ΄ευθειασ"),
        ("ΔΗΜΟΣ AΓΙΟΥ", "δημοσ aγιου"),
        ("Κοιν.Σ.Επ.", "κοιν.σ.επ."),
        ("Straße, café", "strasse, cafe"),
    ],
)
def test_folding_takes_accents_case_and_final_sigma(given_text: str, folded: str) -> None:
    assert text.fold(given_text) == folded


@given(st.text() | GREEKISH)
def test_folding_twice_is_folding_once(words: str) -> None:
    assert text.fold(text.fold(words)) == text.fold(words)


@given(GREEKISH)
def test_all_spellings_of_a_text_fold_alike(words: str) -> None:
    spread = unicodedata.normalize("NFD", words)
    assert text.fold(spread) == text.fold(unicodedata.normalize("NFC", words))


@pytest.mark.parametrize(
    ("given_text", "key"),
    [
        ("ΑΠ΄ΕΥΘΕΙΑΣ", "απ ευθειασ"),
        ("απ’ ευθείας", "απ ευθειασ"),
        ("απ'ευθείας", "απ ευθειασ"),
        ("ΔΗΜΟΣ AΓΙΟΥ", "δημοσ αγιου"),
        ("Κοιν.Σ.Επ.", "κοινσεπ"),
        ("ΚοινΣΕπ", "κοινσεπ"),
        ("η Κοιν.Σ.Επ. «Ρίζες»", "η κοινσεπ ριζεσ"),
        ("Ο.Τ.Α.", "οτα"),
        ("O.Τ.A.", "οτα"),
        ("Αγ.Παρασκευή", "αγ παρασκευη"),
        ("Αγ.Παρ.", "αγ παρ"),
        ("ν.4727/2020", "ν 4727 2020"),
        ("ισχύς 5µW", "ισχυσ 5μw"),
        ("∆ήµος", "δημοσ"),
        ("120 m²", "120 m2"),
        ("OTA", "ota"),
        ("GOV Α4", "gov α4"),
        ("ΔΕΗ-PV", "δεη pv"),
        ("  Πλατεία\u00a0 Κασταλίας\t3 ", "πλατεια κασταλιασ 3"),
        ("a_b", "a b"),
        ("«…»", ""),
    ],
)
def test_a_search_key_holds_the_words_alone(given_text: str, key: str) -> None:
    assert text.search_key(given_text) == key


@pytest.mark.parametrize(
    ("latin", "greek"), [("ABEZHIKMNOPTYX", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"), ("abezhikmnoptyx", "αβεζηικμνορτυχ")]
)
def test_every_look_alike_is_mended_inside_a_greek_word(latin: str, greek: str) -> None:
    assert text.search_key(f"Ω{latin}") == text.search_key(f"Ω{greek}")


@given(st.text() | GREEKISH)
def test_search_terms_hold_letters_and_digits_only(words: str) -> None:
    assert all(term.isalnum() for term in text.search_terms(words))


def test_a_query_without_a_word_has_no_terms() -> None:
    assert text.search_terms(" «»*\" ' ") == []


def test_a_query_is_cut_like_the_text_it_looks_for() -> None:
    assert text.search_terms('ΠΛΑΤΕΙΑ "Καστ*') == ["πλατεια", "καστ"]


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("Μαΐου", "ΜΑΪΟΥ"),
        ("προϊόν", "ΠΡΟΪΟΝ"),
        ("ρολόι", "ΡΟΛΟΪ"),
        ("τσάι", "ΤΣΑΪ"),
        ("Μάιος", "ΜΑΪΟΣ"),
        ("νεράιδα", "ΝΕΡΑΪΔΑ"),
        ("Άγιος Ευστράτιος", "ΑΓΙΟΣ ΕΥΣΤΡΑΤΙΟΣ"),
        ("πρωί", "ΠΡΩΙ"),
        ("θείου", "ΘΕΙΟΥ"),
        ("ευχή", "ΕΥΧΗ"),
        ("Ταΰγετος", "ΤΑΫΓΕΤΟΣ"),
        ("άυλος", "ΑΫΛΟΣ"),
        ("Δήμος Αμαρουσίου", "ΔΗΜΟΣ ΑΜΑΡΟΥΣΙΟΥ"),
        ("αγορά ή μίσθωση", "ΑΓΟΡΑ Ή ΜΙΣΘΩΣΗ"),
        ("Ή «ή»", "Ή «Ή»"),
        ("ἢ ἡ", "Ή Η"),
        ("Ἀθῆναι τῷ", "ΑΘΗΝΑΙ ΤΩ"),
        ("ΜΆΙΟΣ", "ΜΑΪΟΣ"),
        ("café", "CAFÉ"),
        (unicodedata.normalize("NFD", "Μάιος"), "ΜΑΪΟΣ"),
    ],
)
def test_capitals_lose_the_tonos_and_keep_dialytika(small: str, large: str) -> None:
    assert text.capitals(small) == large


@given(GREEKISH)
def test_capitals_of_capitals_are_the_same(words: str) -> None:
    assert text.capitals(text.capitals(words)) == text.capitals(words)


@pytest.mark.parametrize(
    ("given_text", "slug"),
    [
        ("Αμαρουσίου", "amarousiou"),
        ("Αύγουστος", "avgoustos"),
        ("ευχαριστώ", "efcharisto"),
        ("αυλή", "avli"),
        ("μπάλα", "bala"),
        ("λάμπα", "lampa"),
        ("ρόμπ", "rob"),
        ("άγγελος", "angelos"),
        ("άγχος", "anchos"),
        ("ψυχή", "psychi"),
        ("Πλατεία Κασταλίας 3", "plateia-kastalias-3"),
        ("Ναύπακτος", "nafpaktos"),
        ("προϋπολογισμός", "proypologismos"),
        ("αϋπνία", "aypnia"),
        ("Ηρακλείου", "irakleiou"),
        ("Καλαμπάκα", "kalampaka"),
        ("Αγκίστρι", "agkistri"),
        ("Ευαγγελισμός", "evangelismos"),
        ("Αγίου Κωνσταντίνου & Ελένης", "agiou-konstantinou-elenis"),
        ("άυλος", "aylos"),
        ("Ταΰγετος", "taygetos"),
        ("ηυλόγησε", "ivlogise"),
        ("ταυ", "taf"),
        ("ΛΑΡΥΓΓΑΣ, λάρυγξ", "laryngas-larynx"),
        ("θάλασσα ξύλο φως", "thalassa-xylo-fos"),
        ("Ἀθῆναι", "athinai"),
        (unicodedata.normalize("NFD", "αϋπνία"), "aypnia"),
        ("Café Müller", "cafe-muller"),
        ("—", ""),
    ],
)
def test_slugs_follow_elot_743(given_text: str, slug: str) -> None:
    assert text.slug(given_text) == slug


@given(st.text() | GREEKISH)
def test_a_slug_is_made_of_small_letters_digits_and_single_hyphens(words: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", text.slug(words))


@given(st.text() | GREEKISH)
def test_the_slug_of_a_slug_is_the_slug(words: str) -> None:
    assert text.slug(text.slug(words)) == text.slug(words)


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"]
)
def test_what_a_spreadsheet_would_run_is_a_formula(cell: str) -> None:
    assert text.is_formula(cell)


@pytest.mark.parametrize(
    "cell", ["", "12", "-12,5", "+30 210 6001234", "a=b", "'=1", "Πλατεία", " =1"]
)
def test_other_cells_are_no_formulas(cell: str) -> None:
    assert not text.is_formula(cell)


@pytest.mark.parametrize(
    ("plain", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("''@x", "'''@x"),
        ("-5", "'-5"),
        ("\tx", "'\tx"),
        ("'κόμμα", "'κόμμα"),
        ("Πλατεία", "Πλατεία"),
        ("", ""),
    ],
)
def test_a_guard_is_one_apostrophe_that_comes_off_again(plain: str, guarded: str) -> None:
    assert text.guard_cell(plain) == guarded
    assert text.unguard_cell(guarded) == plain


CELLS = st.text() | st.text("'=+-@\t\r\nα1 ", max_size=6)


@given(CELLS)
def test_guarding_loses_nothing_and_leaves_no_formula(cell: str) -> None:
    assert text.unguard_cell(text.guard_cell(cell)) == cell
    assert not text.is_formula(text.guard_cell(cell))


@given(CELLS, CELLS)
def test_two_cells_never_share_one_guarded_form(one: str, other: str) -> None:
    assert (text.guard_cell(one) == text.guard_cell(other)) == (one == other)


@pytest.mark.parametrize("stuff", ["a", "α", "aα", "α.", "΄ ", "=", "'"])
def test_a_text_of_a_hundred_thousand_signs_is_read_at_once(stuff: str) -> None:
    long = stuff * 100_000
    assert len(text.search_key(long)) <= len(long)
    assert text.unguard_cell(text.guard_cell(long)) == long
    assert text.slug(long) == text.slug(text.slug(long))


@given(st.lists(st.text(alphabet=st.sampled_from("ΑΒαάΐςabXq_. \x1f\u03010,-²µ\n"), max_size=12)))
def test_many_texts_at_once_are_folded_like_each_alone(texts) -> None:
    assert fold_many(texts) == [fold(text) for text in texts]
    assert search_keys(texts) == [search_key(text) for text in texts]

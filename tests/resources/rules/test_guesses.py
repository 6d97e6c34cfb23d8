import re
from pathlib import Path

import pytest
from pyproj import Transformer

from inmeko.accounts.rules import Sector
from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.asset import LABELS, Access, Condition, Kind, Ownership, Use
from inmeko.resources.rules.columns import Sample
from inmeko.resources.rules.coordinates import guess_crs, guess_place
from inmeko.resources.rules.headers import header_key
from inmeko.resources.rules.numbers import guess_decimal, parse_date, parse_number, parse_whole
from inmeko.resources.rules.proposal import Chosen, Proposal, propose, register_name
from inmeko.resources.rules.words import GREEK, our_word
from tests.resources.rules.files import stream

CATALOGUE = Path(__file__).parents[3] / "inmeko/translations/el/LC_MESSAGES/messages.po"
ATHENS = [(23.7355, 38.0137), (23.7362, 38.0476), (23.7308, 37.9162)]


def proposed(text: str, chosen: Chosen | None = None, name: str = "μητρώο.csv") -> Proposal:
    return propose(stream(text), name, chosen)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("diefthinsi_forea", "Διεύθυνση φορέα"),
        ("ktirio_ypiresia", "ΚΤΙΡΙΟ-ΥΠΗΡΕΣΙΑ"),
        ("tk_1", "ΤΚ"),
        ("CoordX", "coord x"),
        ("a_a_1", "Α/Α"),
        ("Έτος  Κατασκευής", "etos kataskevis"),
    ],
)
def test_a_header_means_the_same_in_either_alphabet(one: str, other: str) -> None:
    assert header_key(one) == header_key(other)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("building", Kind.BUILDING),
        ("Κτίριο", Kind.BUILDING),
        ("ΚΤΗΡΙΑ", Kind.BUILDING),
        ("ΠΑΙΔΕΙΑ - ΤΕΕ", Kind.SCHOOL),
        ("3ο Νηπιαγωγείο", Kind.SCHOOL),
        ("ΠΑΙΔΕΙΑ - ΒΙΒΛΙΟΘΗΚΗ", Kind.SPORTS_OR_CULTURE),
        ("NO USE-VACANT LAND", Kind.PLOT),
        ("Part of a building", Kind.PART_OF_BUILDING),
        ("αγροτεμάχιο", Kind.FARMLAND),
        ("ΑΣΤΥΝΟΜΙΑ", None),
        ("NO USE-VACANT LAND", Use.IDLE),
        ("Δεν χρησιμοποιείται", Use.IDLE),
        ("χρησιμοποιείται", Use.IN_USE),
        ("in_use", Use.IN_USE),
        ("ερειπωμένο", Condition.RUIN),
        ("Πολύ καλή", Condition.GOOD),
        ("όχι", Access.NO),
        ("Μη προσβάσιμο", Access.NO),
        ("Δημόσιο", Ownership.STATE),
        ("ΔΗΜΟΣ ΑΜΑΡΟΥΣΙΟΥ", Ownership.MUNICIPAL),
        ("ανακύκλωση", Sector.RECYCLING),
    ],
)
def test_words_of_registers_mean_words_of_ours(text: str, word: Kind | Use | None) -> None:
    words = Kind if word is None else type(word)
    assert our_word(words, text) == word


def test_our_own_labels_are_known_in_both_languages() -> None:
    for words, labels in GREEK.items():
        assert set(labels) == {word.value for word in words}
        for word in words:
            assert our_word(words, labels[word.value].upper()) == word


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("23,735427", ",", "23.735427"),
        ("23.735427", ",", "23.735427"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234.5", ".", "1234.5"),
        ("1.234.567,89", ",", "1234567.89"),
        ("4 211 781,5", ",", "4211781.5"),
        ("120 τ.μ.", ",", "120"),
        ("1.500,00 €", ",", "1500.00"),
        ("−73.76", ".", "-73.76"),
        ("11,520.00", ",", "11520.00"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, decimal: str, number: str) -> None:
    assert str(parse_number(text, decimal)) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "12a", "11,520,00", "4,21E+06", "9" * 41, "1/2", "nan", "1_0"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse_number(text, ",")


def test_half_a_floor_is_refused() -> None:
    assert parse_whole("1985,0", ",") == 1985
    with pytest.raises(RuleError, match="not a whole number"):
        parse_whole("2,5", ",")


@pytest.mark.parametrize(
    "text", ["2013-07-24", "24/07/2013", "24/7/2013 00:00:00", "24.07.2013", "2013-07-24T10:00:00Z"]
)
def test_dates_are_read_day_first_or_iso(text: str) -> None:
    assert parse_date(text).isoformat() == "2013-07-24"


@pytest.mark.parametrize("text", ["2013", "07/24/2013", "30/02/2024", "αύριο", "24/07/13"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse_date(text)


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["23,7354", "1.234,50"], ","),
        (["23.7354", "1,234.50"], "."),
        (["1.234", "23,5"], ","),
        (["5", "Οδός 3"], ","),
    ],
)
def test_the_decimal_sign_is_told(cells: list[str], sign: str) -> None:
    assert guess_decimal(cells).value == sign


def moved(crs: int) -> list[tuple[float, float]]:
    transformer = Transformer.from_crs(4326, crs, always_xy=True)
    return [transformer.transform(x, y) for x, y in ATHENS]


@pytest.mark.parametrize("crs", [4326, 2100, 3857])
@pytest.mark.parametrize("swapped", [False, True])
def test_system_and_axes_are_told_from_greek_coordinates(crs: int, swapped: bool) -> None:
    points = [(y, x) for x, y in moved(crs)] if swapped else moved(crs)
    guess = guess_crs(points)
    assert guess is not None
    if crs == 3857 and swapped:
        return  # the sphere of Mercator is square: nothing tells its axes apart
    assert (guess[0].value, guess[1]) == (crs, swapped)


def test_coordinates_of_the_sea_of_numbers_have_no_system() -> None:
    assert guess_crs([(5e8, 7e9)]) is None


TWO_PAIRS = (
    "id,name,XCOORD,YCOORD,LATITUDE,LONGITUDE\n"
    "1,A lot,1049957,178524,40.65644,-73.763185\n"
    "2,B lot,1049833,177978,40.654943,-73.763638\n"
)


def test_surveyed_coordinates_confirmed_by_degrees_are_preferred() -> None:
    proposal = proposed(TWO_PAIRS)
    assert proposal.plan.crs == 2263
    assert proposal.plan.columns["x"] == ("XCOORD",)
    guess = proposal.guesses["crs"]
    assert guess.confidence == 0.99
    assert re.search(r"within 0\.\d+ m", guess.reason % guess.values)


@pytest.mark.parametrize(("crs", "x"), [(2263, "XCOORD"), (4326, "LONGITUDE")])
def test_a_system_chosen_by_hand_chooses_the_columns(crs: int, x: str) -> None:
    plan = proposed(TWO_PAIRS, Chosen(crs=crs)).plan
    assert (plan.crs, plan.columns["x"]) == (crs, (x,))


def test_degrees_are_preferred_where_nothing_confirms_the_others() -> None:
    text = TWO_PAIRS.replace("40.65644", "41.2").replace("40.654943", "41.3")
    assert proposed(text).plan.crs == 4326


def test_greek_headers_of_coordinates_are_known() -> None:
    text = "κωδ;τίτλος;Συντεταγμένη Χ;Συντεταγμένη Υ\n1;α;482769,5;4211781,2\n2;β;476000;4203000\n"
    plan = proposed(text).plan
    assert plan.crs == 2100
    assert (plan.columns["x"], plan.columns["y"]) == (("Συντεταγμένη Χ",), ("Συντεταγμένη Υ",))


def test_exchanged_axes_are_seen() -> None:
    text = "id;τίτλος;X;Y\n1;α;4211781;482769\n2;β;4203000;476000\n"
    proposal = proposed(text)
    assert (proposal.plan.crs, proposal.plan.swap_axes) == (2100, True)
    assert "swap_axes" in proposal.guesses


def test_shapes_as_text_are_found() -> None:
    text = "id;τίτλος;the_geom\n1;α;POINT (23.7 37.9)\n2;β;POLYGON ((0 0, 1 0, 1 1, 0 0))\n"
    assert proposed(text).plan.columns["geometry"] == ("the_geom",)


def test_coordinates_without_a_known_system_ask_for_one() -> None:
    sample = Sample(("X", "Y"), [{"X": "500000000", "Y": "7000000000"}])
    place = guess_place(sample)
    assert place is not None
    assert place.crs is None


def test_row_numbers_of_exporting_programs_are_no_references() -> None:
    text = "OBJECTID;κωδικός;τίτλος\n1;Α-7;Κτίριο\n2;Α-9;Οικόπεδο\n"
    assert proposed(text).plan.columns["register_ref"] == ("κωδικός",)
    alone = "FID;τίτλος\n1;Κτίριο\n2;Οικόπεδο\n"
    assert proposed(alone).plan.columns["register_ref"] == ("FID",)


def test_a_number_that_repeats_for_different_things_is_no_reference() -> None:
    text = "id;τίτλος;εμβαδόν\n1;α;5\n1;β;6\n2;γ;7\n2;δ;8\n3;ε;9\n"
    assert "register_ref" not in proposed(text).plan.columns


def test_a_list_without_names_takes_address_and_number_for_a_title() -> None:
    text = "ref;διεύθυνση;αριθμός\nA1;Αθηνάς;3\nA2;Αθηνάς;5\n"
    plan = proposed(text).plan
    assert plan.columns["address"] == ("διεύθυνση", "αριθμός")
    assert plan.columns["title"] == ("διεύθυνση", "ref")


def test_a_greek_register_is_understood() -> None:
    text = (
        "Α/Α;Ονομασία;Είδος ακινήτου;Κατάσταση;Χρήση;Διεύθυνση;ΤΚ;ΚΑΕΚ;Εμβαδόν (τ.μ.);"
        "Έτος κατασκευής;Ιδιοκτησία;Παρατηρήσεις\n"
        "1;Παλαιό σχολείο;σχολείο;μέτρια;κενό;Αθηνάς 3;15122;050681726008;1.250,50;1931;Δήμος;-\n"
        "2;Αποθήκη;κτίριο;κακή;σε χρήση;Ερμού 5;15123;050681726009;80;1970;ιδιώτης;στέγη\n"
    )
    columns = {name: one[0] for name, one in proposed(text).plan.columns.items()}
    assert columns == {
        "register_ref": "Α/Α",
        "title": "Ονομασία",
        "kind": "Είδος ακινήτου",
        "condition": "Κατάσταση",
        "use": "Χρήση",
        "address": "Διεύθυνση",
        "postcode": "ΤΚ",
        "kaek": "ΚΑΕΚ",
        "area_stated": "Εμβαδόν (τ.μ.)",
        "year_built": "Έτος κατασκευής",
        "ownership": "Ιδιοκτησία",
        "notes": "Παρατηρήσεις",
    }


def test_words_we_do_not_know_are_shown_with_their_number() -> None:
    text = "id;τίτλος;είδος\n1;α;κτίριο\n2;β;ταβάνι\n3;γ;ταβάνι\n"
    proposal = proposed(text)
    assert proposal.words["kind"] == {"ταβάνι": 2, "κτίριο": 1}
    assert proposal.plan.values["kind"] == {"κτίριο": "building", "*": "other"}


def test_what_was_chosen_by_hand_is_not_guessed() -> None:
    chosen = Chosen(encoding="windows-1253", delimiter=",", header_row=1, decimal=".", crs=2100)
    proposal = propose(stream("id,τίτλος,x;\n1,α;β,2\n", "windows-1253"), "f.csv", chosen)
    assert (proposal.plan.encoding, proposal.plan.delimiter) == ("windows-1253", ",")
    assert proposal.guesses["encoding"].reason == "Chosen by hand"


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen(encoding="klingon"),
        Chosen(encoding="rot13"),
        Chosen(delimiter=";;"),
        Chosen(decimal="x"),
        Chosen(crs=99999),
        Chosen(header_row=9),
    ],
)
def test_what_cannot_be_chosen_is_refused(chosen: Chosen) -> None:
    with pytest.raises(RuleError):
        proposed("id;τίτλος\n1;α\n", chosen)


def test_a_column_of_titles_is_no_reference() -> None:
    assert "register_ref" not in proposed("τίτλος;είδος\nΑποθήκη;κτίριο\nΑγρός;γη\n").plan.columns


def test_coordinates_that_are_all_empty_do_not_stop_the_import() -> None:
    plan = proposed("id;τίτλος;x;y\n1;α;;\n2;β;0;0\n").plan
    assert (plan.crs, plan.columns["x"]) == (4326, ("x",))


def test_an_empty_building_is_idle_and_not_a_missing_value() -> None:
    plan = proposed("id;τίτλος;χρήση\n1;α;ΚΕΝΟ\n2;β;σε χρήση\n").plan
    assert plan.values["use"] == {"ΚΕΝΟ": "idle", "σε χρήση": "in_use"}


def test_our_export_with_coordinates_of_another_hand_is_placed() -> None:
    text = "code;title;kind;condition;use;address;floors;year_built;x;y\n"
    proposal = proposed(text + "A-1;α;plot;good;idle;Αθηνάς 3;1;1950;482769;4211781\n")
    assert proposal.own
    assert (proposal.plan.crs, proposal.plan.columns["x"]) == (2100, ("x",))


def test_a_header_alone_is_a_file_without_rows() -> None:
    assert proposed("id;τίτλος\n").rows == []


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("ακίνητα.csv", "ακίνητα"),
        ("ακίνητα_2025-03-01.csv", "ακίνητα"),
        ("ακίνητα (2).csv", "ακίνητα"),
        (r"C:\Users\me\plots20150603.csv", "plots"),
        ("2025.csv", "2025"),
    ],
)
def test_next_years_file_belongs_to_the_same_register(filename: str, name: str) -> None:
    assert register_name(filename) == name


def test_the_catalogue_writes_the_labels_that_the_import_knows() -> None:
    """Once the Greek catalogue holds a label it must be the one that files may bring back."""
    if not CATALOGUE.exists():
        pytest.skip("the Greek catalogue is not here yet")
    text = CATALOGUE.read_text(encoding="utf-8")
    known = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE))
    for words, labels in LABELS.items():
        for word, english in labels.items():
            greek = GREEK[words][word]
            assert known.get(english, greek) == greek

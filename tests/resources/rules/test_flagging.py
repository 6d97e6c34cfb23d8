"""What is flagged about one row, and what is not."""

import time
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from inmeko.kernel.geo import CLOSED
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.duplicates import ENOUGH, likely, likeness, similarity
from inmeko.resources.rules.flagging import (
    CROWD,
    LONGEST_MARK,
    FlagKind,
    Watch,
    areas_differ,
    mark_of,
    shape_mark,
)
from inmeko.resources.rules.scripts import mixture

TOWN = box(23.70, 37.95, 23.80, 38.05)
INSIDE = Point(23.75, 38.0)


def kinds(**values: object) -> list[str]:
    return [flag.kind.value for flag in Watch(TOWN).look([values])[0]]


def test_a_right_asset_has_no_flag() -> None:
    assert not kinds(
        title="Παλαιό σφαγείο",
        address="Ηρώων 3",
        kaek="050681726008",
        atak="01234567890",
        owner_afm="094259216",
        geometry=INSIDE,
        area_stated=Decimal(400),
    )


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"kaek": "0506817260"}, "bad_kaek"),
        ({"atak": "123"}, "bad_atak"),
        ({"owner_afm": "123456789"}, "bad_afm"),
        ({"title": "ΚΩΦΩΝ KAI ΒΑΡΥΚΟΩΝ"}, "mixed_script"),
        ({"address": "AΓΙΟΥ ΝΙΚΟΛΑΟΥ 3"}, "mixed_script"),
        ({"geometry": Point(21.824312, 39.074208)}, "outside_town"),
    ],
)
def test_each_kind_is_found_by_itself(values: dict[str, object], kind: str) -> None:
    assert kinds(**values) == [kind]


def test_without_a_boundary_nothing_is_outside() -> None:
    assert Watch(None).look([{"geometry": Point(0, 0)}]) == [[]]


def test_the_mark_holds_the_value_and_fits_its_column() -> None:
    (found,) = Watch().look([{"kaek": "05"}])[0]
    assert found.mark == "05"
    long = "α" * 300
    assert len(mark_of(long)) <= LONGEST_MARK
    assert mark_of(long) != mark_of(long + "β")


def test_how_far_outside_is_told_in_metres() -> None:
    (flag,) = Watch(TOWN).look([{"geometry": Point(23.81, 38.0)}])[0]
    assert flag.detail["metres"] == pytest.approx(876, abs=5)


def test_many_on_one_point_are_counted_at_the_end_across_batches() -> None:
    watch = Watch(TOWN)
    for number in range(CROWD - 1):
        watch.look([{"title": f"Σχολείο {number}", "geometry": INSIDE}])
    assert FlagKind.CROWDED_POINT not in watch.found
    # Nearer than a tenth of a metre is the same point.
    watch.look([{"title": "Σχολείο", "geometry": Point(23.7500000004, 38.0)}])
    watch.look([{"title": "Σχολείο", "geometry": Point(23.750001, 38.0)}])
    assert watch.found == {FlagKind.CROWDED_POINT: CROWD}


def test_a_mended_shape_says_how_and_another_shape_has_another_mark() -> None:
    square, other = box(23.75, 38, 23.76, 38.01), box(23.75, 38, 23.76, 38.02)
    (flag,) = Watch(TOWN).look([{"geometry": square}], [CLOSED])[0]
    assert (flag.kind, flag.detail) == (FlagKind.REPAIRED_GEOMETRY, {"how": CLOSED})
    assert flag.mark == shape_mark(square) != shape_mark(other)
    turned = shapely.Polygon(
        [*list(square.exterior.coords)[2:], *list(square.exterior.coords)[1:3]]
    )
    assert shape_mark(turned) == flag.mark


def test_a_point_of_a_polygon_decides_whether_it_lies_outside() -> None:
    assert kinds(geometry=box(23.79, 38.0, 23.795, 38.01)) == []
    assert kinds(geometry=box(23.81, 38.0, 23.82, 38.01)) == ["outside_town"]


@pytest.mark.parametrize(
    ("stated", "computed", "kind", "floors", "flagged"),
    [
        (1000, 900, Kind.PLOT, None, False),
        (1000, 1, Kind.PLOT, None, True),
        # στρέμματα taken for square metres
        (4, 4000, Kind.PLOT, None, True),
        # of a small thing a factor says nothing
        (90, 20, Kind.PLOT, None, False),
        # three floors are usual, four are not where one is counted
        (1200, 400, Kind.BUILDING, None, False),
        (3000, 400, Kind.BUILDING, None, True),
        (3000, 400, Kind.BUILDING, 5, False),
        (1200, 400, Kind.BUILDING, 1, True),
        # a shop in a large house
        (40, 800, Kind.SHOP_OR_OFFICE, None, False),
    ],
)
def test_an_area_is_flagged_where_it_cannot_be_a_way_of_measuring(
    stated: int, computed: int, kind: Kind, floors: int | None, flagged: bool
) -> None:
    found = areas_differ(Decimal(stated), Decimal(computed), kind=kind, floors=floors)
    assert found is flagged


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ΚΩΦΩΝ KAI ΒΑΡΥΚΟΩΝ", "ΚΩΦΩΝ ΚΑΙ ΒΑΡΥΚΟΩΝ"),
        ("EΠ", "ΕΠ"),
        ("ΔΗΜΟΣ AΓΙΟΥ ΝΙΚΟΛΑΟΥ", "ΔΗΜΟΣ ΑΓΙΟΥ ΝΙΚΟΛΑΟΥ"),
        ("Ο.Τ.A. Αθηνών", "Ο.Τ.Α. Αθηνών"),
        ("A ΓΥΜΝΑΣΙΟ", "Α ΓΥΜΝΑΣΙΟ"),
        ("κτήριo", "κτήριο"),
        ("Κέντρo (παλαιό)", "Κέντρο (παλαιό)"),
    ],
)
def test_latin_letters_inside_greek_words_have_a_proposal(text: str, meant: str) -> None:
    found = mixture(text)
    assert found is not None
    assert found.proposal == meant
    assert mixture(meant) is None


@pytest.mark.parametrize(
    "text", ["IKEA", "Αποθήκη BOX", "WiFi του δήμου", "e-ΕΦΚΑ", "Φιλόδημος I", "Α4", "", "KAI TO"]
)
def test_words_that_are_latin_on_purpose_stay(text: str) -> None:
    assert mixture(text) is None


def test_where_no_letter_looks_alike_nothing_is_proposed() -> None:
    found = mixture("Βd")
    assert found is not None
    assert found.proposal is None


titles = st.text("ΑΒΓΔ αβγδ 123.", max_size=30)
maybe = st.one_of(st.none(), st.floats(23.0, 23.01))
assets = st.builds(
    lambda title, address, x, y, kaek, kind: likely(
        {"title": title, "address": address, "x": x, "y": y, "kaek": kaek, "kind": kind}
    ),
    titles,
    titles,
    maybe,
    maybe,
    st.sampled_from([None, "050681726008", "050681726009"]),
    st.sampled_from(["plot", "school"]),
)


@given(assets, assets)
def test_likeness_is_the_same_whichever_is_named_first(one, other) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert 0 <= likeness(one, other).score <= 115


@given(assets)
def test_nothing_is_more_like_an_asset_than_itself(one) -> None:
    if one.words:
        assert similarity(one, one) == 1


SCHOOL = {"title": "2ο Δημοτικό Σχολείο Νέας Σμύρνης", "x": 23.7, "y": 38.0, "kind": "school"}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"title": "2ο ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ Ν. ΣΜΥΡΝΗΣ"}, True),
        ({"title": "3ο Δημοτικό Σχολείο Νέας Σμύρνης"}, False),
        ({"x": 23.72}, False),
        ({"title": "Γυμναστήριο"}, False),
        ({"title": "Γυμναστήριο", "kaek": "050681726008"}, True),
        ({"title": "Οικόπεδο", "kaek": "050681726008", "kind": "plot", "x": 23.8}, False),
        ({"address": "Ηρώων 3", "x": 23.72}, True),
    ],
)
def test_what_makes_two_assets_likely_one(other: dict[str, object], same: bool) -> None:
    first = {**SCHOOL, "kaek": "050681726008", "address": "ΗΡΩΩΝ 3"}
    second = {**SCHOOL, **other}
    found = likeness(likely(first), likely(second))
    assert (found.score >= ENOUGH) is same, found


def test_being_near_tells_nothing_where_the_place_is_a_geocoders() -> None:
    one = likely({**SCHOOL, "title": "Δημοτικό Σχολείο Νέας Σμύρνης"}, vague=True)
    other = likely({**SCHOOL, "title": "Δημοτικό Σχολείο Παλαιάς Σμύρνης"}, vague=True)
    assert not likeness(one, other).enough


def test_a_row_is_looked_at_in_a_few_hundredths_of_a_millisecond() -> None:
    rows = [
        {"title": f"Σχολείο {n}", "address": "Ηρώων 3", "geometry": Point(23.71 + n / 1e6, 38)}
        for n in range(1000)
    ]
    watch = Watch(TOWN)
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        watch.look(rows)
        best = min(best, time.perf_counter() - start)
    # Some 8 microseconds a row on an idle machine; a busy one is given room.
    assert best < 0.06

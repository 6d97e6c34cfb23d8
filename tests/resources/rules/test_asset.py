from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from shapely import Point

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules import asset
from inmeko.resources.rules.asset import FIELDS, LABELS, PUBLIC_FIELDS, check_asset, placed

GOOD: dict[str, Any] = {
    "title": "Παλαιό σχολείο",
    "floors": 2,
    "year_built": 1931,
    "area_stated": Decimal("120.50"),
    "kaek": "050681726008/0/12",
    "postcode": "15122",
    "available_from": date(2027, 1, 1),
    "idle_cost": Decimal(0),
}


def refusal(**changes: Any) -> RuleError:
    with pytest.raises(RuleError) as caught:
        check_asset({**GOOD, **changes}, this_year=2026)
    return caught.value


def test_an_asset_with_sensible_values_passes() -> None:
    check_asset(GOOD, this_year=2026)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", None),
        ("title", "α" * 301),
        ("floors", -1),
        ("floors", 61),
        ("year_built", 999),
        ("year_built", 2032),
        ("area_stated", Decimal(0)),
        ("area_stated", Decimal(-3)),
        ("idle_cost", Decimal(-1)),
        ("idle_cost", Decimal(10) ** 12),
        ("kaek", "05068172600"),
        ("postcode", "05122"),
        ("available_from", date(1492, 1, 1)),
        ("code", "α" * 61),
        ("retired_reason", "α" * 501),
    ],
)
def test_a_refusal_names_its_field(name: str, value: object) -> None:
    error = refusal(**{name: value})
    assert error.field == name
    assert "%(" not in str(error)


@pytest.mark.parametrize(("name", "value"), [("floors", 0), ("floors", 60), ("year_built", 2031)])
def test_the_limits_themselves_are_allowed(name: str, value: int) -> None:
    check_asset({**GOOD, name: value}, this_year=2026)


def test_an_odd_property_number_is_kept_as_it_is() -> None:
    check_asset({**GOOD, "atak": "123"}, this_year=2026)


def test_an_asset_without_geometry_is_not_placed() -> None:
    assert not placed({"geometry": None})
    assert not placed({})
    assert placed({"geometry": Point(23.7, 37.9)})


def test_every_word_has_a_label() -> None:
    for words, labels in LABELS.items():
        assert set(labels) == set(words)
        assert len(set(labels.values())) == len(words)
    assert asset.label(asset.Kind.PLOT) == "Plot"


def test_the_public_fields_are_those_marked_public() -> None:
    assert tuple(field.name for field in FIELDS if field.public) == PUBLIC_FIELDS
    staff = {field.name for field in FIELDS if not field.public}
    assert staff >= {"notes", "atak", "encumbrances", "idle_cost", "use_source", "register_ref"}


def test_fields_with_words_have_labels_for_them() -> None:
    for field in FIELDS:
        assert field.words is None or field.words in LABELS
        assert field.empty is None or field.empty in list(field.words or ())

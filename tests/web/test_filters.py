"""Dates, numbers and words as people of the town read them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from flask import Flask

from inmeko.web import filters
from tests.builders.people import municipality


@pytest.fixture
def greek(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        yield


class Light(StrEnum):
    """A state to print."""

    ON = "on"


@pytest.mark.usefixtures("greek")
def test_greek_readers_see_greek_dates_and_numbers() -> None:
    assert filters.day(date(2026, 5, 12)) == "12 Μαΐου 2026"
    assert filters.number(Decimal("1240.5"), 2) == "1.240,50"
    assert filters.number(1240) == "1.240"


@pytest.mark.usefixtures("english")
def test_english_readers_see_english_dates_and_numbers() -> None:
    assert filters.day(date(2026, 5, 12)) == "12 May 2026"
    assert filters.number(Decimal("1240.5"), 2) == "1,240.50"


@pytest.mark.usefixtures("greek")
def test_a_moment_is_told_in_athens_time() -> None:
    assert filters.moment(datetime(2026, 1, 1, 22, 30, tzinfo=UTC)) == "2 Ιαν 2026, 00:30"
    assert filters.moment(datetime(2026, 7, 1, 21, 30, tzinfo=UTC)).endswith("2 Ιουλ 2026, 00:30")


@pytest.mark.usefixtures("greek")
def test_what_is_not_known_is_a_dash() -> None:
    assert filters.day(None) == filters.moment(None) == filters.number(None) == filters.NONE
    assert filters.label(None, {}) == filters.NONE


@pytest.mark.usefixtures("greek")
def test_zero_is_a_number_and_not_unknown() -> None:
    assert filters.number(0) == "0"
    assert filters.number(Decimal("0.00"), 2) == "0,00"


@pytest.mark.usefixtures("english")
def test_a_member_is_printed_by_its_label() -> None:
    assert filters.label(Light.ON, {Light.ON: "Switched on"}) == "Switched on"


def test_a_town_has_its_name_in_the_language_of_the_reader(app: Flask, session: object) -> None:
    town = municipality(name="Δήμος Αμαρουσίου", name_en="Municipality of Amarousi")
    with app.test_request_context("/"):
        assert filters.town_name(town) == "Δήμος Αμαρουσίου"
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert filters.town_name(town) == "Municipality of Amarousi"


def test_every_filter_is_known_to_the_templates(app: Flask) -> None:
    assert {"day", "moment", "number", "label", "town_name", "capitals"} <= set(
        app.jinja_env.filters
    )

"""The same question has the same answer on both engines: boxes, full text, GeoJSON, counters."""

import json
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from shapely.geometry import LineString, Point, Polygon
from sqlalchemy.orm import Session, scoped_session

from inmeko.extensions import counters, db
from inmeko.extensions.portable import as_geojson, matches, within_box
from inmeko.extensions.transaction import transaction
from inmeko.kernel.text import search_terms
from inmeko.records.models import ProtocolCounter
from inmeko.resources.models import Asset, AssetCounter
from tests.builders.people import municipality
from tests.builders.resources import asset

DbSession = scoped_session[Session]
PLOT = Polygon([(23.70, 37.95), (23.72, 37.95), (23.72, 37.97), (23.70, 37.97)])


def found(session: DbSession, condition: Any) -> list[str]:
    query = sa.select(Asset.title).where(condition).order_by(Asset.title)
    return list(session.scalars(query))


def place(geometry: Any, title: str, town: Any) -> Asset:
    wkt = geometry.wkt if geometry else None
    return asset(town, title=title, geometry=geometry, original_geometry=wkt)


def test_a_box_finds_what_it_meets(session: DbSession) -> None:
    town = municipality()
    place(Point(23.75, 38.0), "α σημείο", town)
    place(PLOT, "β οικόπεδο", town)
    place(LineString([(23.6, 37.9), (23.9, 38.1)]), "γ δρόμος", town)
    place(None, "δ όχημα", town)
    everything = (23.0, 37.0, 25.0, 39.0)
    assert found(session, within_box(Asset.geometry, everything)) == [
        "α σημείο",
        "β οικόπεδο",
        "γ δρόμος",
    ]
    assert found(session, within_box(Asset.geometry, (23.719, 37.951, 23.7195, 37.952))) == [
        "β οικόπεδο",
        # Its box is met, though the line runs elsewhere: a map draws a little too much.
        "γ δρόμος",
    ]
    assert found(session, within_box(Asset.geometry, (0.0, 0.0, 1.0, 1.0))) == []


def test_the_edge_of_a_box_belongs_to_it(session: DbSession) -> None:
    place(Point(23.75, 38.0), "σημείο", municipality())
    assert found(session, within_box(Asset.geometry, (23.75, 38.0, 23.8, 38.1))) == ["σημείο"]


def test_a_box_follows_what_moved_and_what_is_gone(session: DbSession) -> None:
    thing = place(Point(23.75, 38.0), "σημείο", municipality())
    box = (23.74, 37.99, 23.76, 38.01)
    session.execute(
        sa.update(Asset)
        .where(Asset.id == thing.id)
        .values(geometry=None, version=Asset.version)
        .execution_options(synchronize_session=False)
    )
    assert found(session, within_box(Asset.geometry, box)) == []


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("σχολειο", 1),
        ("ΣΧΟΛΕΊΟ", 1),
        ("σχολ", 1),
        ("δημοτικό παλ", 1),
        ("γυμνασιο", 0),
        ("λειο", 0),
    ],
)
def test_words_are_found_by_their_beginnings(session: DbSession, typed: str, count: int) -> None:
    asset(municipality(), title="Παλαιό Δημοτικό Σχολείο")
    asset(municipality(), title="Αποθήκη")
    assert len(found(session, matches(Asset.search_text, search_terms(typed)))) == count


def test_an_index_of_words_follows_a_new_title_and_a_removed_row(session: DbSession) -> None:
    thing = asset(municipality(), title="Σφαγείο")
    old, new = (matches(Asset.search_text, [word]) for word in ("σφαγειο", "θεατρο"))
    session.execute(
        sa.update(Asset).where(Asset.id == thing.id).values(search_text="παλαιο θεατρο")
    )
    assert (len(found(session, old)), len(found(session, new))) == (0, 1)
    session.execute(sa.delete(Asset).where(Asset.id == thing.id))
    assert found(session, new) == []


@pytest.mark.parametrize("term", ['a"b', "a*", "a b", "a'b", "a&b", "(", ""])
def test_signs_of_a_query_language_are_no_search_terms(term: str) -> None:
    with pytest.raises(ValueError, match="letters and digits"):
        matches(Asset.search_text, [term])


def test_a_term_that_is_a_word_of_the_query_language_is_a_word(session: DbSession) -> None:
    asset(municipality(), title="and or not near")
    for word in ("and", "or", "not", "near"):
        assert len(found(session, matches(Asset.search_text, [word]))) == 1


def test_geojson_has_six_decimals(session: DbSession) -> None:
    place(Point(23.7512345678, 38.0), "σημείο", municipality())
    shape = json.loads(session.scalar(sa.select(as_geojson(Asset.geometry))) or "")
    assert shape["type"] == "Point"
    assert shape["coordinates"] == [23.751235, 38.0]


def test_a_thing_without_a_place_has_no_geojson(session: DbSession) -> None:
    place(None, "όχημα", municipality())
    assert session.scalar(sa.select(as_geojson(Asset.geometry))) is None


def test_a_counter_begins_with_one_and_goes_on(session: DbSession) -> None:
    keys = {"municipality_id": municipality().id, "year": 2026}
    assert [counters.count_on(ProtocolCounter, keys) for _ in range(3)] == [1, 2, 3]
    assert counters.count_on(ProtocolCounter, keys, 10) == 13
    assert counters.count_on(ProtocolCounter, {**keys, "year": 2027}) == 1


def test_a_number_that_was_undone_is_drawn_again(own_app: Flask) -> None:
    with transaction():
        keys = {"municipality_id": municipality().id}
        counters.count_on(AssetCounter, keys)
    with suppress(RuntimeError), transaction():
        assert counters.count_on(AssetCounter, keys) == 2
        raise RuntimeError
    with transaction():
        assert counters.count_on(AssetCounter, keys) == 2


def test_a_locked_row_is_made_once_and_given_as_it_is(session: DbSession) -> None:
    keys = {"municipality_id": municipality().id}
    assert counters.lock(AssetCounter, keys, {"last_number": 5}).last_number == 5
    assert counters.lock(AssetCounter, keys, {"last_number": 9}).last_number == 5


def test_a_transaction_that_fails_keeps_nothing(own_app: Flask) -> None:
    with suppress(KeyError), transaction():
        municipality(slug="half")
        raise KeyError
    assert db.session.scalar(sa.text("SELECT count(*) FROM municipalities")) == 0

"""The menu: parts under the entry that they belong to, and only what the reader may see."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inmeko.accounts.rules import Role
from inmeko.web.navigation import Entry
from tests.builders.formations import formation
from tests.builders.people import municipality

LINK = re.compile(r'class="main-nav__link"[^>]*?(?: aria-current="(\w+)")?>([^<]+)</a>')


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The links of each row of the main menu, and which of them says that the reader is there."""
    text = client.get(address).text
    lists = re.findall(r'<ul class="main-nav__list.*?</ul>', text, re.DOTALL)
    return [{label: where for where, label in LINK.findall(one)} for one in lists]


def test_the_parts_of_an_entry_stand_in_a_second_row_where_the_reader_is_inside(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    town = municipality()
    sign_in(Role.PLANNER, town=town)
    wholes, parts = rows(client, f"/{town.slug}/resources/visits/")
    assert list(parts) == ["Παραχωρήσεις", "Επισημάνσεις", "Επισκέψεις", "Έρευνα πεδίου"]
    assert not parts.keys() & wholes.keys()
    assert (wholes["Πόροι"], parts["Επισκέψεις"]) == ("true", "page")
    assert sum(bool(where) for where in (*wholes.values(), *parts.values())) == 2
    assert len(rows(client, f"/{town.slug}/events/")) == 1


def test_a_visitor_sees_no_part_that_is_for_staff(client: FlaskClient) -> None:
    town = municipality()
    wholes, parts = rows(client, f"/{town.slug}/resources/")
    assert list(parts) == ["Παραχωρήσεις"]
    assert wholes["Πόροι"] == "page"
    assert "Πρωτόκολλο" not in wholes


def test_the_pages_of_a_thing_stand_under_the_entry_of_their_domain(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    town = municipality()
    sign_in(Role.PLANNER, town=town)
    wholes = rows(client, f"/{town.slug}/coops/{formation(town).id}/")[0]
    assert [label for label, where in wholes.items() if where] == ["Συνεταιρισμοί"]
    wholes = rows(client, f"/{town.slug}/")[0]
    assert [label for label, where in wholes.items() if where] == ["Με μια ματιά"]


def test_a_part_stands_by_itself_for_who_does_not_see_the_whole(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = municipality()
    whole = Entry("Settings", "settings.edit", lambda actor, place: False)
    part = Entry("Organisations", "organisations.index", part_of="settings.edit")
    monkeypatch.setitem(app.extensions, "inmeko-menu", (whole, part))
    assert rows(client, f"/{town.slug}/") == [{"Φορείς": ""}]

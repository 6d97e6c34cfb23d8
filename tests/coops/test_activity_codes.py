"""The catalogue of activities is read from a file as it comes, and searched by words and digits."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from flask.testing import FlaskClient

from inmeko.coops.commands import coops
from inmeko.coops.queries.activity_codes import activity_codes
from inmeko.coops.rules.activity_codes import (
    CodeLine,
    UnreadableFileError,
    WrongLine,
    lines_of,
    printed,
)
from inmeko.coops.services.activity_codes import take_in

CSV = (
    "Κωδικός;Περιγραφή\n"
    "01.11;Καλλιέργεια δημητριακών\n"
    "95.29.12;Επισκευή ποδηλάτων\n"
    "95.29.12.01;Επισκευή ηλεκτρικών ποδηλάτων\n"
    "38.11;Συλλογή μη επικίνδυνων απορριμμάτων\n"
)


def taken(text: str = CSV, encoding: str = "utf-8") -> list[CodeLine]:
    return [one for one in lines_of(text.encode(encoding)) if isinstance(one, CodeLine)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1253"])
def test_a_catalogue_is_read_in_the_encodings_in_which_it_is_found(encoding: str) -> None:
    assert [one.code for one in taken(CSV, encoding)] == [
        "01.11",
        "95.29.12",
        "95.29.12.01",
        "38.11",
    ]


def test_a_code_is_printed_in_one_way() -> None:
    given = {"95291201": "95.29.12.01", "111": "01.11", " 95-29.12 ": "95.29.12", "95": "95"}
    assert {text: printed(text) for text in given} == given


def test_lines_that_are_none_are_told_and_stop_no_other() -> None:
    text = "code,title\nabc,Α\n95.29.12,\n95.29,Ένα\n95.29,Δύο\n38\n38.11,Τρία\n"
    found = list(lines_of(text.encode()))
    assert [(one.number, type(one)) for one in found] == [
        (2, WrongLine),
        (3, WrongLine),
        (4, CodeLine),
        (5, WrongLine),
        (6, WrongLine),
        (7, CodeLine),
    ]
    assert (
        "stands already in line 4" in [one.reason for one in found if isinstance(one, WrongLine)][2]
    )


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\xff\xfe\x00\x81"])
def test_what_is_no_catalogue_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        list(lines_of(content))


def test_codes_are_found_by_their_digits_and_by_the_beginnings_of_words(session: Any) -> None:
    take_in(taken(), "2008")
    assert [one.code for one in activity_codes("95.29")] == ["95.29.12", "95.29.12.01"]
    assert [one.code for one in activity_codes("ΕΠΙΣΚ ποδηλ")] == ["95.29.12", "95.29.12.01"]
    assert [one.code for one in activity_codes("ηλεκτρ")] == ["95.29.12.01"]
    assert activity_codes("λεκτρ") == []
    assert activity_codes("9%_") == []
    assert activity_codes(" \0 ") == ()
    assert activity_codes("---") == ()


def test_a_later_edition_renews_titles_and_takes_nothing_away(session: Any) -> None:
    first = take_in(taken(), "2008")
    assert (first.new, first.changed, first.same) == (4, 0, 0)
    again = take_in(taken(), "2008")
    assert (again.new, again.changed, again.same) == (0, 0, 4)
    newer = take_in(taken("code,title\n95.29.12,Ποδήλατα: επισκευή\n"), "2026")
    assert (newer.new, newer.changed, newer.same) == (0, 1, 0)
    assert [one.edition for one in activity_codes("95.29.12")] == ["2026", "2008"]


def test_suggestions_are_a_page_and_a_list_for_machines(client: FlaskClient) -> None:
    take_in(taken(), "")
    page = client.get("/coops/activities?q=ποδηλάτων")
    assert "95.29.12.01" in page.text
    assert client.get("/coops/activities.json?q=38").json == [
        {"code": "38.11", "title": "Συλλογή μη επικίνδυνων απορριμμάτων"}
    ]
    assert client.get("/coops/activities").status_code == 200
    assert "<script>" not in client.get("/coops/activities?q=<script>").text.split("<main")[1]


def test_the_command_takes_a_file_in(own_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "kad.csv"
    path.write_text(CSV + "x;y\n", "utf-8")
    site = ScriptInfo(create_app=lambda: own_app)

    def run(*options: str) -> Result:
        return CliRunner().invoke(coops, ["kad", str(path), *options], obj=site)

    done = run("--edition", "2008")
    assert (done.exit_code, done.stdout) == (0, "4 new, 0 changed, 0 as they were\n")
    assert "line 6: “x” is no code" in done.stderr
    path.write_bytes(b"\x00")
    assert run().exit_code == 2
    with own_app.app_context():
        assert len(activity_codes("95")) == 2

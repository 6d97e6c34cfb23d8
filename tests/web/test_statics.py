"""Static files: kept by browsers for a year, and asked for anew when any of them changes."""

from pathlib import Path

import pytest
from flask import url_for

from inmeko.web import statics

SCRIPT = "js/site.js"


@pytest.fixture
def address(app) -> str:
    with app.test_request_context():
        return url_for("static", filename=SCRIPT)


def test_a_file_is_kept_for_a_year_by_everybody(client, address, sign_in) -> None:
    sign_in()
    with client.get(address) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "text/javascript"
        assert answer.cache_control.public
        assert answer.cache_control.max_age == statics.A_YEAR
        assert "Vary" not in answer.headers
        assert "Set-Cookie" not in answer.headers


def test_a_page_of_an_earlier_version_still_finds_its_files(client, address) -> None:
    with client.get(f"/static/earlier/{SCRIPT}") as answer, client.get(address) as newest:
        assert answer.data == newest.data
        assert answer.cache_control.no_cache
        assert answer.cache_control.max_age is None


@pytest.mark.parametrize(
    "path", ["nothing.js", "../statics.py", "%2e%2e/statics.py", "..%2f..%2fconfig.py"]
)
def test_nothing_but_the_files_of_the_folder_is_served(client, address, path: str) -> None:
    folder = address.removesuffix(SCRIPT)
    assert client.get(f"{folder}{path}").status_code == 404
    assert client.get(f"/static/earlier/{path}").status_code == 404


def test_any_change_of_any_file_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text("a { color: red }")
    versions = [statics.version(tmp_path)]
    for name, text in (("css/a.css", "a { color: tan }"), ("css/b.css", ""), ("c.js", "1")):
        (tmp_path / name).write_text(text)
        statics.version.cache_clear()
        versions.append(statics.version(tmp_path))
    assert len(set(versions)) == 4

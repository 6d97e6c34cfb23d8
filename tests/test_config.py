"""Settings are read once, by their names, and a missing one stops the start."""

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from inmeko.config import Settings, SettingsError, for_flask, load

PRODUCTION = {
    "INMEKO_MODE": "production",
    "INMEKO_SECRET_KEY": "a secret of the town",
    "INMEKO_DATA_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "INMEKO_SMTP_URL": "smtp://localhost",
}


def test_without_any_setting_the_data_folder_holds_everything(tmp_path: Path) -> None:
    settings = load({"INMEKO_DATA_DIR": str(tmp_path)})
    assert settings.database == f"sqlite:///{tmp_path / 'inmeko.sqlite'}"
    assert settings.storage == f"file://{tmp_path / 'files'}"
    assert settings.development


def test_a_setting_that_is_given_is_taken(tmp_path: Path) -> None:
    settings = load(
        {
            "INMEKO_DATA_DIR": str(tmp_path),
            "INMEKO_DATABASE_URL": "postgresql+psycopg://inmeko@/inmeko",
            "INMEKO_STORAGE_URL": "memory://files",
            "INMEKO_UPLOAD_MEGABYTES": "128",
            "INMEKO_SECURE_COOKIES": "yes",
        }
    )
    assert settings.database == "postgresql+psycopg://inmeko@/inmeko"
    assert settings.storage == "memory://files"
    assert settings.upload_megabytes == 128
    assert settings.secure_cookies is True


def test_an_empty_setting_is_one_that_was_not_given(tmp_path: Path) -> None:
    settings = load({"INMEKO_DATA_DIR": str(tmp_path), "INMEKO_UPLOAD_MEGABYTES": ""})
    assert settings.upload_megabytes == Settings.upload_megabytes


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"INMEKO_SECRET_KEY": ""}, "INMEKO_SECRET_KEY is missing"),
        ({"INMEKO_SMTP_URL": ""}, "INMEKO_SMTP_URL is missing"),
        ({"INMEKO_DATA_KEYS": ""}, "INMEKO_DATA_KEYS is missing"),
        ({"INMEKO_DATA_KEYS": "MDEy,short"}, "INMEKO_DATA_KEYS holds something that is no key"),
        ({"INMEKO_MODE": "staging"}, "INMEKO_MODE must be"),
        ({"INMEKO_UPLOAD_MEGABYTES": "many"}, "INMEKO_UPLOAD_MEGABYTES must be a whole number"),
        ({"INMEKO_ATTACHMENT_MEGABYTES": "-1"}, "INMEKO_ATTACHMENT_MEGABYTES must be a whole"),
        ({"INMEKO_SECURE_COOKIES": "perhaps"}, "INMEKO_SECURE_COOKIES must be true or false"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_by_name(
    tmp_path: Path, changes: dict[str, str], named: str
) -> None:
    given = {**PRODUCTION, "INMEKO_DATA_DIR": str(tmp_path), **changes}
    with pytest.raises(SettingsError, match=named):
        load(given)


def test_a_production_site_sends_its_cookies_over_https_only(tmp_path: Path) -> None:
    settings = load({**PRODUCTION, "INMEKO_DATA_DIR": str(tmp_path)})
    assert for_flask(settings)["SESSION_COOKIE_SECURE"] is True
    assert list(tmp_path.iterdir()) == [], "a secret that is given is not written down"


def test_the_development_secret_survives_a_restart_and_is_for_its_owner_only(
    tmp_path: Path,
) -> None:
    first = load({"INMEKO_DATA_DIR": str(tmp_path)}).secret_key
    assert load({"INMEKO_DATA_DIR": str(tmp_path)}).secret_key == first
    assert len(first) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_settings_cannot_be_changed_afterwards(tmp_path: Path) -> None:
    settings = load({"INMEKO_DATA_DIR": str(tmp_path)})
    with pytest.raises(FrozenInstanceError):
        settings.mode = "production"  # type: ignore[misc]


def test_flask_is_told_the_largest_request_in_bytes(tmp_path: Path) -> None:
    told = for_flask(load({"INMEKO_DATA_DIR": str(tmp_path), "INMEKO_UPLOAD_MEGABYTES": "2"}))
    assert told["MAX_CONTENT_LENGTH"] == 2 * 1024 * 1024


OSM = {"name": "OpenStreetMap", "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png"}
CADASTRE = {"name": "Κτηματολόγιο", "type": "wms", "url": "https://gis.example.org:8443/wms"}


def test_backgrounds_of_maps_are_a_list_and_none_is_drawn_unasked(tmp_path: Path) -> None:
    given = json.dumps([OSM, {**CADASTRE, "layers": "BASEMAP", "min_zoom": 14}])
    settings = load({"INMEKO_DATA_DIR": str(tmp_path), "INMEKO_MAP_LAYERS": given})
    first, second = settings.backgrounds
    assert (first.type, first.shown, first.origin) == (
        "xyz",
        False,
        "https://tile.openstreetmap.org",
    )
    assert (second.layers, second.min_zoom) == ("BASEMAP", 14)
    assert second.origin == "https://gis.example.org:8443"
    assert load({"INMEKO_DATA_DIR": str(tmp_path)}).backgrounds == ()


def test_the_one_address_of_tiles_is_a_background_that_is_drawn(tmp_path: Path) -> None:
    url = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"
    settings = load({"INMEKO_DATA_DIR": str(tmp_path), "INMEKO_TILES_URL": url})
    [only] = settings.backgrounds
    assert (only.shown, only.origin) == (True, "https://*.tiles.example.org")


@pytest.mark.parametrize(
    "layers",
    [
        "https://tile.openstreetmap.org",
        '{"name": "x"}',
        json.dumps([{"name": "x"}]),
        json.dumps([{**OSM, "colour": "red"}]),
        json.dumps([{**OSM, "url": "javascript:alert(1)"}]),
        json.dumps([{**OSM, "url": "https://a.org; script-src *"}]),
        json.dumps([{**OSM, "type": "wfs"}]),
        json.dumps([CADASTRE]),
        json.dumps([{**OSM, "min_zoom": "3"}]),
    ],
)
def test_a_list_of_backgrounds_that_is_none_stops_the_start(tmp_path: Path, layers: str) -> None:
    with pytest.raises(SettingsError, match="INMEKO_MAP_LAYERS"):
        load({"INMEKO_DATA_DIR": str(tmp_path), "INMEKO_MAP_LAYERS": layers})

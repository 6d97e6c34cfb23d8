"""Settings: read once from INMEKO_* variables, then handed to whoever needs them."""

import base64
import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# A host, with a port, and with {s} for one of several: nothing that could end the policy.
_HOST = re.compile(r"(\{s\}\.)?[A-Za-z0-9.-]+(:[0-9]+)?")

KEY_BYTES = 32


class SettingsError(Exception):
    """A setting that is missing or cannot be used, named in its message."""


@dataclass(frozen=True)
class MapLayer:
    """A background that maps offer: tiles by number (xyz) or a map service (wms)."""

    name: str
    url: str
    type: str = "xyz"
    layers: str = ""
    attribution: str = ""
    min_zoom: int = 0
    max_zoom: int = 19
    # Drawn from the start; any other waits for the reader to choose it.
    shown: bool = False

    @property
    def origin(self) -> str:
        """Where its pictures come from, as a Content-Security-Policy names it."""
        place = urlsplit(self.url.replace("{s}", "*"))
        return f"{place.scheme}://{place.netloc}"


@dataclass(frozen=True)
class Settings:
    """What a town decides about its installation; every field is one INMEKO_* variable."""

    data_dir: Path = Path("data")
    database_url: str = ""
    secret_key: str = ""
    data_keys: str = ""
    storage_url: str = ""
    mode: str = "development"
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str = ""
    mail_from: str = "inmeko@localhost"
    limits_url: str = ""
    upload_megabytes: int = 64
    attachment_megabytes: int = 20
    secure_cookies: bool = False
    proxies: int = 0
    tiles_url: str = ""
    tiles_attribution: str = ""
    map_layers: str = ""

    @property
    def backgrounds(self) -> tuple[MapLayer, ...]:
        """The backgrounds of maps; SettingsError if INMEKO_MAP_LAYERS is no list of them."""
        listed = _layers(self.map_layers)
        if not self.tiles_url:
            return listed
        credit = self.tiles_attribution
        name = urlsplit(self.tiles_url).netloc.removeprefix("{s}.")
        return (MapLayer(name, self.tiles_url, attribution=credit, shown=True), *listed)

    @property
    def database(self) -> str:
        """The database's URL; without one, a spatial SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'inmeko.sqlite'}"

    @property
    def storage(self) -> str:
        """Where attachments live, as an fsspec URL; without one, a folder beside the database."""
        return self.storage_url or f"file://{self.data_dir.resolve() / 'files'}"

    @property
    def sealing_keys(self) -> tuple[str, ...]:
        """The keys of what is kept sealed, the newest first; tried out, one of the data folder."""
        given = tuple(key.strip() for key in self.data_keys.split(",") if key.strip())
        return given or (kept_secret(self.data_dir, "data_key", _new_data_key),)

    @property
    def development(self) -> bool:
        """Whether this installation is for trying things: mail is shown instead of sent."""
        return self.mode == "development"


def for_flask(settings: Settings) -> dict[str, object]:
    """The settings in the names that Flask and its extensions look for."""
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": settings.upload_megabytes * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "inmeko",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies or not settings.development,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "BABEL_DEFAULT_LOCALE": "el",
        "WTF_CSRF_TIME_LIMIT": None,
        "JSON_SORT_KEYS": False,
    }


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; raises SettingsError by the variable's name."""
    env = os.environ if environment is None else environment
    given: dict[str, Any] = {}
    for field in fields(Settings):
        variable = f"INMEKO_{field.name.upper()}"
        if env.get(variable):
            given[field.name] = _typed(variable, env[variable], type(field.default))
    settings = Settings(**given)
    return _complete(settings)


def _typed(variable: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() not in {"true", "false", "1", "0", "yes", "no"}:
            raise SettingsError(f"{variable} must be true or false, not {text!r}")
        return text.lower() in {"true", "1", "yes"}
    if kind is int:
        if not text.isdigit():
            raise SettingsError(f"{variable} must be a whole number, not {text!r}")
        return int(text)
    return Path(text) if issubclass(kind, Path) else text


def _layers(text: str) -> tuple[MapLayer, ...]:
    try:
        return tuple(_layer(dict(one)) for one in json.loads(text or "[]"))
    except (TypeError, ValueError) as error:
        raise SettingsError(f"INMEKO_MAP_LAYERS is not a list of map layers: {error}") from None


def _layer(given: dict[str, Any]) -> MapLayer:
    layer = MapLayer(**given)
    for field in fields(MapLayer):
        expected = str if field.default is MISSING else type(field.default)
        if type(getattr(layer, field.name)) is not expected:
            raise ValueError(f"{field.name} of {layer.name!r} must be a {expected.__name__}")
    place = urlsplit(layer.url)
    if place.scheme not in {"http", "https"} or not _HOST.fullmatch(place.netloc):
        raise ValueError(f"url of {layer.name!r} must begin with https:// and a host")
    if layer.type not in {"xyz", "wms"}:
        raise ValueError(f"type of {layer.name!r} must be xyz or wms")
    if layer.type == "wms" and not layer.layers:
        raise ValueError(f"layers of {layer.name!r} are missing")
    return layer


def _complete(settings: Settings) -> Settings:
    _ = settings.backgrounds
    if settings.mode not in {"development", "production"}:
        raise SettingsError("INMEKO_MODE must be development or production")
    if not settings.secret_key and not settings.development:
        raise SettingsError("INMEKO_SECRET_KEY is missing: a production site needs its own secret")
    if not settings.data_keys and not settings.development:
        raise SettingsError("INMEKO_DATA_KEYS is missing: a production site seals with its own key")
    _check_data_keys(settings.data_keys)
    if not settings.smtp_url and not settings.development:
        raise SettingsError("INMEKO_SMTP_URL is missing: a production site must send its mail")
    if settings.secret_key:
        return settings
    return replace(settings, secret_key=kept_secret(settings.data_dir))


def _check_data_keys(text: str) -> None:
    for key in filter(None, map(str.strip, text.split(","))):
        try:
            whole = len(base64.urlsafe_b64decode(key.encode())) == KEY_BYTES
        except ValueError:
            whole = False
        if not whole:
            # Never the key itself: this sentence ends up in a log.
            raise SettingsError("INMEKO_DATA_KEYS holds something that is no key of 32 bytes")


def _new_data_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _new_secret() -> str:
    return secrets.token_urlsafe(48)


def kept_secret(
    folder: Path, name: str = "secret_key", make: Callable[[], str] = _new_secret
) -> str:
    """A secret of development kept in the data folder, so that a restart loses nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(make())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")

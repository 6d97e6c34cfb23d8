"""Rules of roles, slugs, marks, lockout, encodings: no database, no app."""

from datetime import UTC, datetime, timedelta

import pytest

from inmeko.accounts.rules import (
    MUNICIPAL_ROLES,
    ORGANISATION_LABELS,
    ROLE_LABELS,
    SECTOR_LABELS,
    OrganisationKind,
    Role,
    Sector,
)
from inmeko.accounts.rules.boundaries import CODE_COLUMNS, NAME_COLUMNS, column, likeness
from inmeko.accounts.rules.signing_in import device_name, lock_after, locked
from inmeko.accounts.rules.towns import (
    MARK_BYTES,
    check_slug,
    english_name,
    full_name,
    mark_type,
    short_name,
    slug_for,
)
from inmeko.kernel.errors import RuleError

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)


def test_every_role_kind_and_sector_has_a_word() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert set(ORGANISATION_LABELS) == set(OrganisationKind)
    assert set(SECTOR_LABELS) == set(Sector)
    assert Role.PLATFORM_ADMIN not in MUNICIPAL_ROLES


def test_the_tenth_failure_locks_for_a_quarter_of_an_hour() -> None:
    assert lock_after(9, NOW) is None
    assert lock_after(10, NOW) == NOW + timedelta(minutes=15)


def test_a_lock_ends_at_its_moment() -> None:
    until = NOW + timedelta(minutes=15)
    assert locked(until, until - timedelta(microseconds=1))
    assert not locked(until, until)
    assert not locked(None, NOW)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux) AppleWebKit Chrome/140 Safari/537.36 Edg/140", "Edge, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19) AppleWebKit Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit Chrome/140 Safari", "Chrome, Android"),
        ("curl/8", "curl/8"),
        ("", "?"),
    ],
)
def test_a_device_is_named_by_browser_and_system(agent: str, name: str) -> None:
    assert device_name(agent) == name


@pytest.mark.parametrize("slug", ["account", "login", "api", "ogc", "static", "patterns", "health"])
def test_the_sites_own_addresses_are_no_slugs(slug: str) -> None:
    with pytest.raises(RuleError, match="belongs to the site"):
        check_slug(slug)


@pytest.mark.parametrize("slug", ["", "Ab", "a b", "a--b", "-a", "a/b", "δήμος", "a" * 81])
def test_a_slug_is_small_latin_letters_digits_and_hyphens(slug: str) -> None:
    with pytest.raises(RuleError):
        check_slug(slug)


def test_two_towns_of_one_name_get_two_slugs() -> None:
    assert slug_for("Ηρακλείου", "9170", set()) == "irakleiou"
    assert slug_for("Ηρακλείου", "9305", {"irakleiou"}) == "irakleiou-9305"
    assert slug_for("Ηρακλείου", None, {"irakleiou", "irakleiou-2"}) == "irakleiou-2-2"
    assert slug_for("Δήμος Λογιν", None, set()) == "login-2"


@pytest.mark.parametrize(
    ("given", "full", "short"),
    [
        ("Αμαρουσίου", "Δήμος Αμαρουσίου", "Αμαρουσίου"),
        ("ΔΗΜΟΣ  ΝΕΑΣ  ΦΙΛΑΔΕΛΦΕΙΑΣ", "Δήμος ΝΕΑΣ ΦΙΛΑΔΕΛΦΕΙΑΣ", "ΝΕΑΣ ΦΙΛΑΔΕΛΦΕΙΑΣ"),
        ("Δήμος Μήλου", "Δήμος Μήλου", "Μήλου"),
    ],
)
def test_a_municipality_is_called_so(given: str, full: str, short: str) -> None:
    assert (full_name(given), short_name(given)) == (full, short)


def test_the_english_name_is_in_latin_letters() -> None:
    assert english_name("Αγίου Νικολάου") == "Municipality of Agiou Nikolaou"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\n\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_a_mark_is_told_by_its_content(content: bytes, kind: str) -> None:
    assert mark_type(content) == kind


@pytest.mark.parametrize("content", [b"", b"<svg xmlns=", b"GIF89a", b"<html>", b"\x89PNG"])
def test_other_content_is_no_mark(content: bytes) -> None:
    with pytest.raises(RuleError, match="PNG, JPEG or WebP"):
        mark_type(content)


def test_a_large_mark_is_refused() -> None:
    with pytest.raises(RuleError, match="200 kB"):
        mark_type(b"\xff\xd8\xff" + bytes(MARK_BYTES))


def test_columns_are_found_by_what_they_are_usually_called() -> None:
    columns = ["FID", "KWDIKOS", "Όνομα", "NAME"]
    assert column(None, NAME_COLUMNS, columns) == "NAME"
    assert column(None, CODE_COLUMNS, columns) == "KWDIKOS"
    assert column("FID", NAME_COLUMNS, columns) == "FID"
    assert column("missing", NAME_COLUMNS, columns) is None


@pytest.mark.parametrize("encoding", ["cp1253", "utf-8", "iso-8859-7"])
def test_only_in_its_own_encoding_names_are_words(encoding: str) -> None:
    names = ["Αμαρουσίου", "Άργους", "Ίου", "Αγίου Νικολάου", "Πάργας"]
    read = {}
    for other in ("cp1253", "utf-8", "iso-8859-7"):
        decoded = [name.encode(encoding).decode(other, "replace") for name in names]
        read[other] = likeness(decoded)
    assert max(read, key=lambda name: read[name]) == encoding

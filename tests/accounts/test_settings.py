"""The settings of a town, its mark, and the platform's municipalities."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from inmeko.accounts import queries
from inmeko.accounts.rules import Licence, Role
from inmeko.accounts.rules.towns import RESERVED_SLUGS
from tests.builders.people import municipality

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
FORM = {"name": "Δήμος Νέας Πόλης", "name_en": "Municipality of Nea Poli"}


@pytest.fixture
def town(session: Any) -> Any:
    return municipality()


@pytest.fixture
def admin(sign_in: Callable[..., Any], town: Any) -> Any:
    return sign_in(Role.MUNICIPAL_ADMIN, town=town)


def test_settings_are_changed(client: FlaskClient, admin: Any, town: Any) -> None:
    assert client.get(f"/{town.slug}/settings").status_code == 200
    form = {**FORM, "email": "town@example.org", "second_factor_required": "y"}
    assert client.post(f"/{town.slug}/settings", data=form).status_code == 303
    assert (town.name, town.name_key) == ("Δήμος Νέας Πόλης", "νεασ πολησ")
    assert town.second_factor_required


def test_a_tampered_slug_changes_nothing(client: FlaskClient, admin: Any, town: Any) -> None:
    slug = town.slug
    client.post(f"/{town.slug}/settings", data={**FORM, "slug": "stolen", "id": "99"})
    assert town.slug == slug


def test_a_mark_is_shown_and_removed(client: FlaskClient, admin: Any, town: Any) -> None:
    assert client.get(f"/{town.slug}/mark").status_code == 404
    upload = {"mark": (BytesIO(PNG), "mark.png")}
    assert client.post(f"/{town.slug}/settings/mark", data=upload).status_code == 303
    shown = client.get(f"/{town.slug}/mark")
    assert (shown.mimetype, shown.data) == ("image/png", PNG)
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert f"/{town.slug}/mark" in client.get(f"/{town.slug}/settings").get_data(as_text=True)
    assert client.post(f"/{town.slug}/settings/mark/remove").status_code == 303
    assert client.get(f"/{town.slug}/mark").status_code == 404


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", PNG + bytes(200 * 1024), b""]
)
def test_what_is_no_small_picture_is_no_mark(
    client: FlaskClient, admin: Any, town: Any, content: bytes
) -> None:
    upload = {"mark": (BytesIO(content), "mark.png")}
    assert client.post(f"/{town.slug}/settings/mark", data=upload).status_code == 422
    assert town.mark is None


@pytest.mark.parametrize("role", [Role.PLANNER, Role.EVALUATOR, Role.CONSULTANT])
def test_other_staff_change_no_settings(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any, role: Role
) -> None:
    sign_in(role, town=town)
    assert client.get(f"/{town.slug}/settings").status_code == 403
    assert client.post(f"/{town.slug}/settings/mark").status_code == 403


def test_the_platform_enters_and_changes_municipalities(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    sign_in(Role.PLATFORM_ADMIN)
    assert client.get("/municipalities").status_code == 200
    form = {**FORM, "slug": "nea-poli", "code": "9999"}
    assert client.post("/municipalities/new", data=form).status_code == 303
    town = queries.town("nea-poli")
    assert town is not None
    assert client.post("/municipalities/new", data={**form, "code": ""}).status_code == 422
    change = {**form, "name": "Δήμος Παλιάς Πόλης"}
    assert client.post(f"/municipalities/{town.id}/edit", data=change).status_code == 303
    assert town.name == "Δήμος Παλιάς Πόλης"
    found = client.get("/municipalities?q=ΠΑΛΙΑΣ").get_data(as_text=True)
    assert "Παλιάς" in found


@pytest.mark.parametrize("slug", ["login", "Nea Poli", ""])
def test_a_slug_of_the_site_is_refused(
    client: FlaskClient, sign_in: Callable[..., Any], slug: str
) -> None:
    sign_in(Role.PLATFORM_ADMIN)
    form = {**FORM, "slug": slug}
    assert client.post("/municipalities/new", data=form).status_code == 422


def test_only_the_platform_sees_the_municipalities(client: FlaskClient, admin: Any) -> None:
    for path in ("/municipalities", "/municipalities/new", "/municipalities/people"):
        assert client.get(path).status_code == 403


def test_no_reserved_word_is_missing(app: Any) -> None:
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {part for part in first if part and "<" not in part} <= RESERVED_SLUGS


def test_a_town_says_whether_and_how_its_data_is_open(
    client: FlaskClient, admin: Any, town: Any
) -> None:
    assert (town.publishes, town.licence) == (True, Licence.CC_BY_4)
    client.post(f"/{town.slug}/settings", data={**FORM, "licence": "cc0", "publishes": "y"})
    assert (town.publishes, town.licence) == (True, Licence.CC0)
    client.post(f"/{town.slug}/settings", data={**FORM, "licence": "cc_by_4"})
    assert (town.publishes, town.licence) == (False, Licence.CC_BY_4)
    assert client.post(f"/{town.slug}/settings", data={**FORM, "licence": "?"}).status_code == 422

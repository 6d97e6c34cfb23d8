"""Everything but drawing works without JavaScript: find, sign in, correct, import."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import live
from tests.browser.live import TOWN

LIST = f"/{TOWN}/resources/"


@pytest.fixture
def plain(stranger: Callable[..., Page]) -> Page:
    """A page of a browser that runs no scripts."""
    return stranger(java_script_enabled=False)


def submit(page: Page) -> None:
    page.locator("main form[method=post] button[type=submit]").first.click()


def placed(page: Page, site_address: str) -> Any:
    """The geometry of the asset whose page is open, as machines get it."""
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    answer = page.request.get(f"{site_address}/{TOWN}/api/resources/{number}.geojson")
    found = answer.json()
    return (found["features"][0] if "features" in found else found)["geometry"]


def test_the_list_is_read_searched_filtered_and_turned(plain: Page) -> None:
    plain.goto(LIST)
    cards = plain.locator("main .cards > *")
    first = cards.first.inner_text()
    assert cards.count() > 10
    plain.locator("a[href*='at=']").last.click()
    assert cards.first.inner_text() != first
    plain.goto(LIST)
    plain.fill("main form.filter [name=q]", "σχολειο")
    plain.locator("details.filter__fold summary").click()
    plain.check("main form.filter [name=use][value=idle]")
    plain.locator(".filter__actions button").click()
    assert "use=idle" in plain.url
    assert plain.locator(".chips li").count() == 2
    # The address alone reproduces the filter.
    count = plain.locator("p.results").inner_text()
    plain.goto(plain.url)
    assert plain.locator("p.results").inner_text() == count


def test_a_page_says_where_a_map_would_be(plain: Page) -> None:
    plain.goto(LIST)
    expect(plain.locator(".map__fallback").first).to_be_visible()


def test_an_asset_is_recorded_and_corrected_by_typed_coordinates(
    plain: Page, site: live.Live
) -> None:
    live.sign_in(plain, "planner")
    plain.goto(f"{LIST}new")
    plain.fill("[name=title]", "Πηγάδι του ανεμόμυλου")
    plain.select_option("select[name=kind]", "other")
    place(plain, "23,7512", "38,0123")
    submit(plain)
    expect(plain.locator("h1")).to_have_text("Πηγάδι του ανεμόμυλου")
    assert placed(plain, site.url) == {"type": "Point", "coordinates": [23.7512, 38.0123]}
    plain.goto(f"{plain.url}/edit")
    place(plain, "23.7600", "38.0200")
    plain.fill("[name=title]", "Πηγάδι του μύλου")
    submit(plain)
    expect(plain.locator("h1")).to_have_text("Πηγάδι του μύλου")
    assert placed(plain, site.url)["coordinates"] == [23.76, 38.02]


def place(page: Page, x: str, y: str) -> None:
    page.select_option("select[name=crs]", "4326")
    page.fill("[name=x]", x)
    page.fill("[name=y]", y)


def test_what_was_typed_stays_when_it_is_refused(plain: Page) -> None:
    live.sign_in(plain, "planner")
    plain.goto(f"{LIST}new")
    plain.fill("[name=address]", "Ηρώων 3")
    submit(plain)
    expect(plain.locator("[role=alert], .govgr-error-summary").first).to_be_visible()
    assert plain.input_value("[name=address]") == "Ηρώων 3"


def test_a_register_is_imported(plain: Page, values: dict[str, Any]) -> None:
    live.sign_in(plain, "planner")
    plain.goto(f"{LIST}imports")
    plain.set_input_files("input[type=file]", live.register((23.75, 38.0)))
    submit(plain)
    plain.locator("button[name=then][value=check]").click()
    assert plain.url.endswith("/check"), plain.locator("main").inner_text()
    submit(plain)
    plain.goto(f"{LIST}?q=πλυντηριο")
    expect(plain.locator("main .cards")).to_contain_text("Παλαιό πλυντήριο")

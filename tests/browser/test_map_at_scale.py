"""The map by keyboard, on a phone, with a silent background, on paper, and as one file."""

import json
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import TOWN, VISITOR, Live

LIST = f"/{TOWN}/resources/"
READY = "[data-ready]"


def shown(page: Page) -> list[str]:
    """The names of the clusters."""
    return [str(mark.get_attribute("aria-label")) for mark in page.locator(".cluster").all()]


def test_a_cluster_is_reached_by_tab_and_opened_by_enter(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page(VISITOR)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(LIST)
    page.wait_for_selector(READY)
    before = shown(page)
    page.locator(".map__canvas").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(".cluster:focus").count():
            break
    expect(page.locator(".cluster:focus")).to_have_count(1)
    with page.expect_response(lambda answer: "resources.geojson" in answer.url):
        page.keyboard.press("Enter")
    page.wait_for_function(
        "before => document.querySelectorAll('.cluster').length !== before || "
        "document.activeElement.matches('.map__canvas')",
        arg=len(before),
    )
    # Who came by keyboard goes on from the map.
    expect(page.locator(".map__canvas:focus")).to_have_count(1)


def test_a_phone_receives_few_marks_and_scrolls_one_way(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page(VISITOR)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/map/", LIST):
        with page.expect_response(lambda answer: "zoom=" in answer.url) as asked:
            page.goto(path)
        assert 0 < len(json.loads(asked.value.text())["features"]) < 2500
        page.wait_for_selector(READY)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        violations = Axe().run(page).response["violations"]
        assert not violations, [one["id"] for one in violations]


def test_the_list_follows_the_map_and_survives_a_reload(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page(VISITOR)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(LIST)
    page.wait_for_selector(READY)
    whole = page.locator("#results [role=status]").inner_text()
    page.locator("[data-map-narrow] input").check()
    page.wait_for_url("**box=**")
    for _ in range(3):
        with page.expect_response(lambda answer: "resources/?box=" in answer.url):
            page.locator(".leaflet-control-zoom-in").click()
    expect(page.locator("#results [role=status]")).not_to_have_text(whole)
    narrow = page.locator("#results [role=status]").inner_text()
    page.reload()
    page.wait_for_selector(READY)
    assert page.locator("#results [role=status]").inner_text() == narrow
    assert page.locator("[data-map-narrow] input").is_checked()


def test_the_file_opens_without_a_network(
    open_page: Callable[[str], Page], chromium: Browser, tmp_path: Path, site: Live
) -> None:
    page = open_page(VISITOR)
    path = tmp_path / "map.html"
    path.write_bytes(page.request.get(f"{site.url}/{TOWN}/api/resources/map.html").body())
    context = chromium.new_context(offline=True)
    alone = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("console", lambda message: said.append(message.text))
    alone.goto(path.as_uri())
    expect(alone.locator(".leaflet-marker-icon").first).to_be_visible()
    assert asked == [path.as_uri()]
    assert said == []
    context.close()


def test_the_sheet_is_one_page_of_a4_with_a_bar_of_the_right_length(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page(VISITOR)
    page.goto(f"{LIST}print?use=idle")
    bar = page.locator(".sheet__bar")
    drawn = sum(float(bar.nth(place).get_attribute("width") or 0) for place in (0, 1))
    told = (page.locator(".sheet__length").nth(1).text_content() or "").split()
    scale = (page.locator(".sheet__length").nth(2).text_content() or "").split(":")[1]
    metres = float(told[0].replace(".", "")) * (1000 if told[1] not in ("m", "μ.") else 1)
    assert drawn / 1000 * float(scale.strip().replace(".", "")) == metres
    # A millimetre of the drawing is one of the paper.
    width = page.locator(".sheet__map").evaluate("map => map.clientWidth")
    assert abs(width / 96 * 25.4 - 277) < 1
    pdf = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841" in pdf
    assert not Axe().run(page).response["violations"]

"""The map shows the list, a mark opens its asset, and what is drawn is saved."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.live import TOWN, VISITOR, Live

LIST = f"/{TOWN}/resources/"


def test_many_assets_are_clusters_that_open_when_pressed(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page(VISITOR)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(LIST)
    clusters = page.locator(".cluster")
    expect(clusters.first).to_be_visible()
    counts = [int(text) for text in clusters.all_inner_texts()]
    assert max(counts) > 1
    largest = clusters.nth(counts.index(max(counts)))
    largest.click()
    # Pressed, it opens into smaller ones and marks.
    expect(page.get_by_text(str(max(counts)), exact=True).and_(clusters)).to_have_count(0)
    expect(page.locator(".leaflet-marker-icon").first).to_be_visible()


def test_a_mark_opens_its_asset(open_page: Callable[[str], Page], site: Live) -> None:
    page = open_page(VISITOR)
    found = page.request.get(f"{site.url}/{TOWN}/api/resources.geojson").json()["features"]
    point = next(each for each in found if each["geometry"]["type"] == "Point")
    page.goto(point["properties"]["url"])
    title, code = page.locator("h1").inner_text(), page.locator("main").inner_text()
    word = next(part for part in code.split() if any(sign.isdigit() for sign in part))
    page.goto(f"{LIST}?q={word}")
    mark = page.locator(f".leaflet-marker-icon[title='{title}']")
    expect(mark).to_be_visible()
    mark.click()
    # By key: the map may still be moving to show the whole popup, and the link with it.
    page.locator(".leaflet-popup a", has_text=title).press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def test_an_outline_that_is_drawn_is_saved(
    open_page: Callable[[str], Page], site: Live, values: dict[str, Any]
) -> None:
    page = open_page("planner")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{LIST}new")
    page.fill("[name=title]", "Οικόπεδο με τις ελιές")
    page.select_option("select[name=kind]", "plot")
    page.locator("[data-draw-tools] button").nth(2).click()
    canvas = page.locator("[data-draw-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    corners = [(0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.3, 0.6), (0.3, 0.3)]
    for x, y in corners:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.wait_for_function("document.querySelector('[name=geometry]').value.includes('Polygon')")
    page.locator("main form[method=post] button[type=submit]").last.click()
    expect(page.locator("h1")).to_have_text("Οικόπεδο με τις ελιές")
    number = page.url.rsplit("/", 1)[1]
    answer = page.request.get(f"{site.url}/{TOWN}/api/resources/{number}.geojson").json()
    feature = answer["features"][0] if "features" in answer else answer
    assert feature["geometry"]["type"] == "Polygon"
    assert len(feature["geometry"]["coordinates"][0]) == 5


def test_a_point_that_is_drawn_fills_the_coordinates(open_page: Callable[[str], Page]) -> None:
    page = open_page("planner")
    page.goto(f"{LIST}new")
    page.locator("[data-draw-tools] button").nth(0).click()
    page.locator("[data-draw-canvas]").click()
    page.wait_for_function("document.querySelector('[name=x]').value !== ''")
    assert page.input_value("[name=x]").startswith(("2", "1"))
    assert page.input_value("select[name=crs]") == "4326"

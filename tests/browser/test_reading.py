"""Finding one's way: the menu of a phone, the skip link, the language that stays."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.live import TOWN

PHONE = {"width": looking.PHONE, "height": 844}
FRONT = f"/{TOWN}/"


def test_the_menu_of_a_phone_opens_by_touch_and_leads_on(stranger: Callable[..., Page]) -> None:
    page = stranger(viewport=PHONE, has_touch=True)
    page.goto(FRONT)
    panel = page.locator(".menu__panel")
    expect(panel).to_be_hidden()
    page.locator(".menu__button").tap()
    expect(panel).to_be_visible()
    panel.locator("a[href$='/resources/']").tap()
    page.wait_for_url("**/resources/")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(stranger: Callable[..., Page]) -> None:
    page = stranger(viewport=PHONE)
    page.goto(FRONT)
    page.wait_for_load_state("networkidle")
    panel, button = page.locator(".menu__panel"), page.locator(".menu__button")
    button.focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


def test_the_menu_of_a_phone_opens_without_script(stranger: Callable[..., Page]) -> None:
    page = stranger(viewport=PHONE, java_script_enabled=False)
    page.goto(FRONT)
    page.locator(".menu__button").click()
    expect(page.locator(".menu__panel")).to_be_visible()


def test_the_first_tab_skips_to_the_content(stranger: Callable[..., Page]) -> None:
    page = stranger()
    page.goto(FRONT)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_chosen_language_stays(stranger: Callable[..., Page]) -> None:
    page = stranger()
    page.goto(f"{FRONT}resources/?q=a")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "el")
    page.locator("button[name=language]").first.click()
    expect(html).to_have_attribute("lang", "en")
    assert page.url.endswith("/resources/?q=a"), "the reader stays where they were"
    page.reload()
    expect(html).to_have_attribute("lang", "en")
    page.goto("/accessibility")
    expect(html).to_have_attribute("lang", "en")
    page.locator("button[name=language]").first.click()
    expect(html).to_have_attribute("lang", "el")

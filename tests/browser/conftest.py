"""One site and one Chromium for all, one browser context for each reader."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import addresses, live
from tests.browser.live import Live

expect.set_options(timeout=live.PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo municipality, served."""
    with live.serving(tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = live.chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def values(site: Live, readers: Callable[[str], BrowserContext]) -> dict[str, Any]:
    """One of each thing of the demo, by the name that it has in addresses."""
    live.stage_import(readers(addresses.PLANNER))
    return addresses.demo_values(site)


@pytest.fixture(scope="session")
def readers(chromium: Browser, site: Live) -> Iterator[Callable[[str], BrowserContext]]:
    """The browser of a reader, signed in once."""
    made: dict[str, BrowserContext] = {}

    def reader(name: str) -> BrowserContext:
        if name not in made:
            made[name] = live.signed_in(chromium, site, name)
        return made[name]

    yield reader
    for context in made.values():
        context.close()


@pytest.fixture
def open_page(readers: Callable[[str], BrowserContext]) -> Iterator[Callable[[str], Page]]:
    """A new page in the browser of a reader."""
    pages: list[Page] = []

    def opened(name: str) -> Page:
        pages.append(readers(name).new_page())
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def stranger(chromium: Browser, site: Live) -> Iterator[Callable[..., Page]]:
    """A page of a browser that nobody has used before: stranger(java_script_enabled=False)."""
    contexts: list[BrowserContext] = []

    def come(**options: Any) -> Page:
        contexts.append(chromium.new_context(base_url=site.url, locale="el-GR", **options))
        contexts[-1].set_default_timeout(live.PATIENCE)
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()

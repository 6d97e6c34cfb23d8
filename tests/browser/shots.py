"""Screenshots of every page, wide and on a phone: `python -m tests.browser.shots DIR [WORD …]`.

Words choose pages by their endpoints. The picture of the README: `… shots DIR --picture`.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser import addresses, live, looking
from tests.browser.addresses import PLANNER, Visit
from tests.browser.live import TOWN, VISITOR, Live
from tests.checks.house import ROOT

PICTURE = ROOT / "docs" / "picture.png"
SIZES = {"wide": (looking.WIDE, 900), "phone": (looking.PHONE, 844)}


def shoot(context: BrowserContext, path: str, target: Path, size: tuple[int, int]) -> str:
    """Take one page in one size and say which page it became."""
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    answer = page.goto(path)
    looking.settle(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target, full_page=True)
    said = f"{answer.status if answer else '-'} {page.url}"
    page.close()
    return said


def chosen(words: list[str]) -> list[Visit]:
    """The visits whose endpoints hold one of the words; all without any."""
    return [
        visit
        for visit in addresses.visits()
        if not words or any(word in visit.endpoint for word in words)
    ]


def all_pages(browser: Browser, site: Live, folder: Path, words: list[str]) -> None:
    """Every chosen page for each of its readers."""
    folder.mkdir(parents=True, exist_ok=True)
    contexts: dict[str, BrowserContext] = {}
    contexts[PLANNER] = live.signed_in(browser, site, PLANNER)
    live.stage_import(contexts[PLANNER])
    values: dict[str, Any] = addresses.demo_values(site)
    for visit in chosen(words):
        if visit.reader not in contexts:
            contexts[visit.reader] = live.signed_in(browser, site, visit.reader)
        path = addresses.address(visit.endpoint, values)
        for name, size in SIZES.items():
            target = folder / f"{visit.endpoint}-{visit.reader}-{name}.png"
            said = shoot(contexts[visit.reader], path, target, size)
            sys.stdout.write(f"{target.name}: {said}\n")


def picture(browser: Browser, site: Live) -> None:
    """The front page of the demo municipality, as a stranger sees it first."""
    page = live.signed_in(browser, site, VISITOR).new_page()
    page.set_viewport_size({"width": looking.WIDE, "height": 900})
    page.goto(f"/{TOWN}/")
    looking.settle(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURE)


def main(arguments: list[str]) -> None:
    """Serve the demo once and take what was asked for."""
    words = [word for word in arguments[1:] if not word.startswith("--")]
    with (
        tempfile.TemporaryDirectory() as data,
        live.serving(Path(data)) as site,
        sync_playwright() as playwright,
    ):
        browser = live.chromium(playwright)
        if "--picture" in arguments:
            picture(browser, site)
        else:
            all_pages(browser, site, Path(arguments[0]), words)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m tests.browser.shots DIR [WORD …] | DIR --picture")
    main(sys.argv[1:])

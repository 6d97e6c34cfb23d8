"""What can be wrong with a page, as a browser sees it: one sentence for each fault."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

# An ordinary phone, and a screen of 1280 pixels at 400 %.
PHONE, NARROW, WIDE = 390, 320, 1280
BAD = {"serious", "critical"}
# Our policy lets no script read styles anew, which axe would like to.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
axe = Axe()

OVERFLOWING = """() => [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map((each) => `${each.tagName.toLowerCase()}.${each.className}`)"""


class Watch:
    """Notes what a page asks for and complains about, from its first byte on."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin, self.faults = origin, list[str]()
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"the console says: {message.text}")

    def _failed(self, error: Error) -> None:
        self.faults.append(f"a script failed: {error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.faults.append(f"asks another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.url} answers {response.status}")


def settle(page: Page) -> None:
    """Wait until fonts are there and maps are drawn."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    for canvas in page.locator("[data-component=map], [data-draw-canvas]").all():
        if canvas.is_visible():
            canvas.locator(".leaflet-map-pane").wait_for(state="attached")


def structure(page: Page) -> list[str]:
    """Faults of what every page has: one first heading, a language, a title."""
    found = []
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"has {headings} headings of the first level")
    if page.locator("html").get_attribute("lang") not in {"el", "en"}:
        found.append("names no language")
    title = page.title()
    if not title or title.startswith("·"):
        found.append(f"has the title {title!r}")
    return found


def accessibility(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical."""
    violations = axe.run(page, options=OPTIONS).response["violations"]
    return [
        f"axe: {each['impact']} {each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in violations
        if each["impact"] in BAD
    ]


def sideways(page: Page, width: int) -> list[str]:
    """Whether the page scrolls sideways in a window of this width, and because of what."""
    page.set_viewport_size({"width": width, "height": 800})
    size = page.evaluate("document.documentElement.scrollWidth")
    if size <= width:
        return []
    return [f"is {size} wide in {width}, because of {page.evaluate(OVERFLOWING)}"]

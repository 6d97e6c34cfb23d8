"""A visit without a line: kept on the phone, sent once when there is one, to who is signed in."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Geolocation,
    Page,
    Route,
    expect,
)

from inmeko.extensions import db
from inmeko.records.models import Attachment
from inmeko.resources.models import Asset, Visit
from tests.browser import live
from tests.browser.live import TOWN, Live
from tests.builders.records import picture

VISITS = f"/{TOWN}/resources/visits"
FORM, PHONE = f"{VISITS}/new", f"{VISITS}/phone"
SEND = f"**/{TOWN}/api/visits"

# Comes back when the phone holds a draft with this note.
DRAFTED = """async (note) => {
    for (let turn = 0; turn < 200; turn += 1) {
        const drafts = await self.visitStore.drafts();
        if (drafts.some((draft) => draft.fields.note === note)) return;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error("no draft");
}"""


@pytest.fixture
def phone(chromium: Browser, site: Live) -> Iterator[BrowserContext]:
    """The phone of a planner who has opened the form once with a line."""
    place: Geolocation = {"latitude": 39.42, "longitude": 22.52, "accuracy": 6.0}
    context = chromium.new_context(
        base_url=site.url,
        locale="el-GR",
        viewport={"width": 390, "height": 844},
        geolocation=place,
        permissions=["geolocation"],
    )
    context.set_default_timeout(live.PATIENCE)
    yield context
    context.close()


@pytest.fixture
def numbers(site: Live) -> tuple[int, int]:
    """Two assets of the demo that nobody has visited."""
    with site.app().app_context():
        visited = sa.select(Visit.asset_id).where(Visit.asset_id.is_not(None))
        query = sa.select(Asset.id).where(Asset.id.not_in(visited)).order_by(Asset.id).limit(2)
        first, second = db.session.scalars(query)
        db.session.remove()
        db.engine.dispose()
    return first, second


def received(site: Live, note: str) -> list[tuple[Any, ...]]:
    """The visits that the site has under a note: number, asset, accuracy, photos."""
    with site.app().app_context():
        photos = sa.select(sa.func.count(Attachment.id)).where(
            Attachment.kind == "visit", Attachment.key == Visit.id
        )
        query = sa.select(Visit.id, Visit.asset_id, Visit.accuracy, photos.scalar_subquery())
        found = [tuple(row) for row in db.session.execute(query.where(Visit.note == note))]
        db.session.remove()
        db.engine.dispose()
    return found


def photo() -> FilePayload:
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture()}


def prepared(context: BrowserContext, asset: int) -> Page:
    """The form of an asset opened with a line, and the worker that keeps it."""
    page = context.new_page()
    live.sign_in(page, "planner")
    page.goto(f"{FORM}?asset={asset}")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    # The worker takes over the page that brought it in.
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


def filled(page: Page, note: str, *, photos: int = 1) -> None:
    page.check("[name=condition][value=ruin]")
    page.set_input_files("[name=photos]", [photo()] * photos)
    expect(page.locator("[data-visit-photos] img")).to_have_count(photos)
    page.fill("[name=note]", note)


def saved(page: Page) -> None:
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{PHONE}")


def by_page_alone(page: Page) -> None:
    """Without the browser's own sending in the background, which no test can hold up."""
    script = "delete ServiceWorkerRegistration.prototype.sync"
    page.add_init_script(script)
    page.evaluate(script)


def state(page: Page) -> Any:
    return page.locator("[data-phone-waiting] [data-state]")


def test_a_visit_without_a_line_waits_and_arrives_once(
    phone: BrowserContext, site: Live, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    title = page.locator("h1").inner_text()
    phone.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text(title)
    page.click("[data-visit-locate]")
    expect(page.locator("[data-visit-position]")).to_contain_text("6")
    filled(page, "Χωρίς γραμμή", photos=2)
    saved(page)
    expect(page.locator("[data-phone-waiting] li")).to_contain_text(title)
    expect(state(page)).to_have_attribute("data-state", "waiting")
    page.reload()
    expect(state(page)).to_have_attribute("data-state", "waiting")
    assert received(site, "Χωρίς γραμμή") == []
    phone.set_offline(False)
    expect(page.locator("[data-phone-sent] [data-state=sent]")).to_have_count(1)
    expect(state(page)).to_have_count(0)
    ((_number, asset, accuracy, photos),) = received(site, "Χωρίς γραμμή")
    assert (asset, accuracy, photos) == (numbers[0], 6.0, 2)
    page.reload()
    page.goto(PHONE)
    assert len(received(site, "Χωρίς γραμμή")) == 1


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(
    phone: BrowserContext, site: Live, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])

    def lose(route: Route) -> None:
        # The site has it; the phone never learns that.
        route.fetch()
        route.abort()

    by_page_alone(page)
    phone.route(SEND, lose, times=1)
    filled(page, "Χαμένη απάντηση")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/api/visits")):
        saved(page)
    assert len(received(site, "Χαμένη απάντηση")) == 1
    # The page tries again by itself, some seconds later.
    expect(page.locator("[data-phone-sent] [data-state=sent]")).to_have_count(1)
    ((_number, _asset, _accuracy, photos),) = received(site, "Χαμένη απάντηση")
    assert photos == 1


def test_a_photo_that_broke_off_goes_on_where_it_was(
    phone: BrowserContext, site: Live, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    by_page_alone(page)
    phone.route("**/photos", lambda route: route.abort(), times=1)
    filled(page, "Κομμένη φωτογραφία", photos=2)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/photos")):
        saved(page)
    expect(page.locator("[data-phone-sent] [data-state=sent]")).to_have_count(1)
    ((_number, _asset, _accuracy, photos),) = received(site, "Κομμένη φωτογραφία")
    assert photos == 2


def test_with_an_expired_sign_in_the_visit_waits_and_is_sent_after_signing_in(
    phone: BrowserContext, site: Live, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    phone.set_offline(True)
    page.reload()
    filled(page, "Μετά τη σύνδεση")
    saved(page)
    phone.clear_cookies()
    phone.set_offline(False)
    expect(state(page)).to_have_attribute("data-state", "signed_out")
    assert received(site, "Μετά τη σύνδεση") == []
    page.locator("[data-phone-sign-in] a").click()
    account = live.PASSWORDS["planner"]
    page.fill("[name=email]", account.email)
    page.fill("[name=password]", account.password)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{PHONE}")
    expect(page.locator("[data-phone-sent] [data-state=sent]")).to_have_count(1)
    assert len(received(site, "Μετά τη σύνδεση")) == 1


def test_the_visit_of_one_account_is_not_sent_under_another(
    phone: BrowserContext, site: Live, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    phone.set_offline(True)
    page.reload()
    filled(page, "Άλλος λογαριασμός")
    saved(page)
    phone.clear_cookies()
    phone.set_offline(False)
    live.sign_in(page, "admin")
    page.goto(PHONE)
    expect(page.locator("[data-phone-waiting]")).not_to_contain_text("Άλλος")
    expect(page.locator("[data-phone-waiting] .phone__problem")).to_have_count(1)
    assert received(site, "Άλλος λογαριασμός") == []


def test_a_phone_that_renews_its_pages_leaves_an_open_sign_in_page_alone(
    phone: BrowserContext, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    phone.clear_cookies()
    renew = "() => navigator.serviceWorker.controller.postMessage('renew')"
    for _ in range(6):
        page.evaluate(renew)
    live.sign_in(page, "admin")


def test_assets_taken_along_are_visited_without_a_line(
    phone: BrowserContext, site: Live, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    page.goto(f"{PHONE}?use=idle")
    page.click("[data-phone-take]")
    links = page.locator("[data-phone-along] a")
    expect(links.nth(3)).to_be_visible()
    phone.set_offline(True)
    title = links.nth(3).inner_text()
    links.nth(3).click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("[data-visit-new]")).to_be_hidden()
    expect(page.locator("[name=use][value=idle]")).to_be_checked()
    filled(page, "Από τον γύρο", photos=0)
    saved(page)
    phone.set_offline(False)
    expect(page.locator("[data-phone-sent] [data-state=sent]")).to_have_count(1)
    assert len(received(site, "Από τον γύρο")) == 1


def test_a_photo_leaves_its_place_behind_before_it_is_stored(
    phone: BrowserContext, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    phone.set_offline(True)
    page.reload()
    filled(page, "Φωτογραφία", photos=1)
    saved(page)
    expect(state(page)).to_have_attribute("data-state", "waiting")
    kept = page.evaluate(
        """async () => {
            const [visit] = await self.visitStore.visits();
            const [photo] = await self.visitStore.photosOf(visit.key);
            return Array.from(new Uint8Array(photo.bytes));
        }"""
    )
    body = bytes(kept)
    assert b"Exif" not in body
    assert b"Exif" in picture()
    size = page.evaluate(
        """async (bytes) => {
            const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
            return [image.width, image.height];
        }""",
        kept,
    )
    assert size == [1600, 800]
    assert io.BytesIO(body).read(2) == b"\xff\xd8"


def test_a_visit_half_typed_outlives_its_page(
    phone: BrowserContext, site: Live, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    phone.set_offline(True)
    page.reload()
    page.wait_for_selector("[data-visit-ready]", state="attached")
    filled(page, "Μισή επίσκεψη", photos=2)
    page.evaluate(DRAFTED, "Μισή επίσκεψη")
    page.close()
    page = phone.new_page()
    page.goto(f"{FORM}?asset={numbers[1]}")
    page.wait_for_selector("[data-visit-ready]", state="attached")
    assert page.input_value("[name=note]") == "", "the draft is that of the other asset"
    page.goto(f"{FORM}?asset={numbers[0]}")
    expect(page.locator("[data-visit-photos] img")).to_have_count(2)
    assert page.input_value("[name=note]") == "Μισή επίσκεψη"
    expect(page.locator("[name=condition][value=ruin]")).to_be_checked()
    saved(page)
    expect(state(page)).to_have_count(1)
    assert page.evaluate("() => self.visitStore.drafts()") == []
    phone.set_offline(False)
    expect(page.locator("[data-phone-sent] [data-state=sent]")).to_have_count(1)
    ((_number, asset, _accuracy, photos),) = received(site, "Μισή επίσκεψη")
    assert (asset, photos) == (numbers[0], 2)


def test_a_draft_is_thrown_away_to_begin_anew(
    phone: BrowserContext, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[1])
    page.wait_for_selector("[data-visit-ready]", state="attached")
    page.fill("[name=note]", "Δεν ισχύει")
    page.evaluate(DRAFTED, "Δεν ισχύει")
    page.reload()
    expect(page.locator("[name=note]")).to_have_value("Δεν ισχύει")
    # The page opens anew; the one before it is ready, too.
    with page.expect_navigation():
        page.locator("[data-visit-line] button").click()
    page.wait_for_selector("[data-visit-ready]", state="attached")
    expect(page.locator("[name=note]")).to_have_value("")
    assert page.evaluate("() => self.visitStore.drafts()") == []


def test_signing_out_asks_and_then_empties_the_phone(
    phone: BrowserContext, numbers: tuple[int, int]
) -> None:
    page = prepared(phone, numbers[0])
    by_page_alone(page)
    phone.set_offline(True)
    page.reload()
    filled(page, "Θα χαθεί", photos=1)
    saved(page)
    phone.route(SEND, lambda route: route.abort())
    phone.set_offline(False)
    asked: list[str] = []

    def answer(accept: bool) -> Callable[[Any], None]:
        def given(dialog: Any) -> None:
            asked.append(dialog.message)
            dialog.accept() if accept else dialog.dismiss()

        return given

    page.set_viewport_size({"width": 1280, "height": 800})
    out = page.locator(".head__side .head__deed button")
    page.once("dialog", answer(False))
    # The question comes when the phone has counted what waits, after the click has returned.
    with page.expect_event("dialog"):
        out.click()
    expect(state(page)).to_have_count(1)
    assert len(asked) == 1
    page.once("dialog", answer(True))
    with page.expect_navigation():
        out.click()
    assert len(asked) == 2
    assert "1" in asked[0]
    kept = page.evaluate(
        """async () => [
            (await caches.keys()).length,
            (await navigator.serviceWorker.getRegistrations()).length,
        ]"""
    )
    assert kept == [0, 0]


def test_the_form_is_an_ordinary_one_without_scripts(
    stranger: Callable[..., Page], site: Live, numbers: tuple[int, int]
) -> None:
    page = stranger(java_script_enabled=False)
    live.sign_in(page, "planner")
    page.goto(f"{FORM}?asset={numbers[1]}")
    page.check("[name=condition][value=poor]")
    page.set_input_files("[name=photos]", photo())
    page.fill("[name=note]", "Χωρίς σενάρια")
    page.click("main form button[type=submit]")
    ((number, asset, _accuracy, photos),) = received(site, "Χωρίς σενάρια")
    assert page.url.endswith(f"/visits/{number}")
    assert (asset, photos) == (numbers[1], 1)

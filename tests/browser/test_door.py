"""The door of an event without a line: codes are looked up on the phone, kept, and sent once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Registration
from inmeko.consultations.services import registering
from inmeko.extensions import db
from inmeko.kernel import clock
from tests.browser import live, looking
from tests.browser.event_steps import changed
from tests.browser.live import TOWN, Live
from tests.builders import events as made

DOOR = f"/{TOWN}/events/{{}}/door"


@pytest.fixture
def phone(chromium: Browser, site: Live) -> Iterator[BrowserContext]:
    """The phone of a planner at the door."""
    context = chromium.new_context(
        base_url=site.url, locale="el-GR", viewport={"width": looking.PHONE, "height": 844}
    )
    context.set_default_timeout(live.PATIENCE)
    yield context
    context.close()


def prepared() -> dict[str, Any]:
    """An event that is going on, with three people, and another event with one."""
    town = db.session.scalars(sa.select(Municipality).where(Municipality.slug == TOWN)).one()
    event, other = made.event(town), made.event(town, title="Άλλη εκδήλωση")
    names = ("Άννα Πόρτα", "Νίκος Πόρτα", "Ξένια Πόρτα")
    people = [made.registered(event, name=name) for name in names]
    stranger = made.registered(other)
    made.begun(event)
    return {
        "event": event.id,
        "other": other.id,
        "codes": [one.code for one in people],
        "stranger": stranger.code,
    }


def cancelled(code: str) -> None:
    """Let somebody cancel while the door does not hear of it."""
    query = sa.select(Registration).where(Registration.code == code)
    registering.cancel(made.SOMEBODY, db.session.scalars(query).one())


def attended(site: Live, code: str) -> Any:
    app = site.app()
    with app.app_context():
        query = sa.select(Registration.attended_at).where(Registration.code == code)
        found = db.session.scalars(query).one()
        db.session.remove()
        db.engine.dispose()
    return found


def opened(context: BrowserContext, event: int) -> Page:
    page = context.new_page()
    live.sign_in(page, "planner")
    page.goto(DOOR.format(event))
    page.wait_for_selector("[data-door-ready]")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


def look_up(page: Page, text: str) -> None:
    page.fill("[name=code]", text)
    page.click("[data-door-form] button[type=submit]")


def let_in(page: Page, code: str, name: str) -> None:
    look_up(page, code)
    expect(page.locator("[data-door-found]")).to_contain_text(name)
    page.click("[data-door-found] button")
    expect(page.locator("[data-door-told]")).to_contain_text(name)


def test_people_are_let_in_without_a_line_and_sent_when_it_is_back(
    phone: BrowserContext, site: Live
) -> None:
    found = changed(site, prepared)
    anna, nikos, xenia = found["codes"]
    page = opened(phone, found["event"])
    let_in(page, anna, "Άννα Πόρτα")
    expect(page.locator("[data-door-waiting-part]")).to_be_hidden()
    assert attended(site, anna) is not None
    phone.set_offline(True)
    page.reload()
    page.wait_for_selector("[data-door-ready]")
    expect(page.locator("[data-door-known]")).to_contain_text("3")
    let_in(page, nikos.lower(), "Νίκος Πόρτα")
    let_in(page, xenia, "Ξένια Πόρτα")
    kept = clock.now()
    # Of another event, and of nobody: refused on the spot.
    look_up(page, f"{site.url}{DOOR.format(found['other'])}?code={found['stranger']}")
    expect(page.locator(".door__refused")).to_contain_text("άλλη εκδήλωση")
    look_up(page, found["stranger"])
    expect(page.locator(".door__refused")).to_contain_text("δεν είναι στον κατάλογο")
    look_up(page, nikos)
    expect(page.locator("[data-door-found]")).to_contain_text("Έχει ήδη μπει")
    expect(page.locator("[data-door-waiting] [data-state=waiting]")).to_have_count(2)
    assert not looking.sideways(page, looking.PHONE)
    page.reload()
    expect(page.locator("[data-door-waiting] [data-state=waiting]")).to_have_count(2)
    assert attended(site, nikos) is None
    changed(site, lambda: cancelled(xenia))
    phone.set_offline(False)
    refused = page.locator("[data-door-waiting] [data-state=refused]")
    expect(refused).to_contain_text("ακυρωθεί")
    expect(page.locator("[data-door-waiting] [data-state=waiting]")).to_have_count(0)
    came = attended(site, nikos)
    assert kept - timedelta(minutes=1) < came <= kept, "the moment at the door, not of the sending"
    assert attended(site, xenia) is None


def test_signing_out_asks_about_who_waits_and_takes_the_names_along(
    phone: BrowserContext, site: Live
) -> None:
    found = changed(site, prepared)
    page = opened(phone, found["event"])
    send = f"/{TOWN}/api/events/{found['event']}/door"
    known = "(send) => self.doorStore.list(send).then((one) => one.people.length)"
    assert page.evaluate(known, send) == 3
    page.locator("[data-component=sign-out], form[action$='/logout']").first.evaluate(
        "(form) => form.requestSubmit()"
    )
    page.wait_for_url(lambda url: "/door" not in url)
    page.goto(f"/{TOWN}")
    page.add_script_tag(url="/static/any/js/offline/line.js")
    page.add_script_tag(url="/static/any/js/door/store.js")
    gone = "(send) => self.doorStore.list(send).then((one) => one === undefined)"
    assert page.evaluate(gone, send)

"""What a group has typed is kept: without a line, after a crash, beside a second writer."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser import call_steps as steps
from tests.browser.call_steps import USE, Group
from tests.browser.live import Live
from tests.builders.files import PAPER

OTHER = USE.replace("Ανοικτό εργαστήριο", "Κλειστό εργαστήριο")
SAVED, OFFLINE = "Αποθηκεύτηκε", "Δεν υπάρχει σύνδεση"

Stranger = Callable[..., Page]


@pytest.fixture
def file(site: Live, values: dict[str, Any], stranger: Stranger) -> str:
    """The address of a file that has just been begun."""
    group = Group("Ομάδα «Νήμα»", "informal_group", "nima@foreas.example", ())
    steps.begin(stranger(), values["call_id"], group)
    return group.file


def section(page: Page, file: str) -> Page:
    """The section of the proposal, with its script there."""
    page.goto(f"{file}section/s2", wait_until="networkidle")
    return page


def said(page: Page) -> Locator:
    """What the page says beside the question of the proposal."""
    return page.locator("#question-q5 [data-said]")


def test_words_typed_without_a_line_are_saved_when_it_is_back(
    file: str, stranger: Stranger
) -> None:
    page = section(stranger(), file)
    page.context.set_offline(True)
    page.fill("[name=q5]", USE)
    expect(said(page)).to_contain_text(OFFLINE)
    page.context.set_offline(False)
    expect(said(page)).to_contain_text(SAVED)

    elsewhere = section(stranger(), file)
    expect(elsewhere.locator("[name=q5]")).to_have_value(USE)


def test_words_come_back_after_the_browser_was_closed_without_a_line(
    file: str, stranger: Stranger
) -> None:
    page = section(stranger(), file)
    page.context.set_offline(True)
    page.fill("[name=q5]", USE)
    expect(said(page)).to_contain_text(OFFLINE)
    later = page.context.new_page()
    page.close()
    later.context.set_offline(False)
    section(later, file)
    expect(later.locator("[name=q5]")).to_have_value(USE)
    expect(said(later)).to_contain_text(SAVED)
    expect(section(stranger(), file).locator("[name=q5]")).to_have_value(USE)


def test_words_typed_before_the_script_has_come_are_saved_as_well(
    file: str, stranger: Stranger
) -> None:
    page = stranger()
    held: list[Route] = []
    page.route("**/components/answers*.js", lambda route: held.append(route))
    with page.expect_request("**/components/answers*.js"):
        page.goto(f"{file}section/s2", wait_until="commit")
    page.fill("[name=q5]", USE)
    held[0].continue_()
    expect(said(page)).to_contain_text(SAVED)
    expect(section(stranger(), file).locator("[name=q5]")).to_have_value(USE)


def test_two_who_write_at_once_see_both_and_choose(file: str, stranger: Stranger) -> None:
    first, second = section(stranger(), file), section(stranger(), file)
    first.fill("[name=q5]", USE)
    expect(said(first)).to_contain_text(SAVED)
    second.fill("[name=q5]", OTHER)
    expect(said(second)).to_contain_text(USE)
    second.get_by_role("button", name="Διατήρηση του δικού μου").click()
    expect(said(second)).to_contain_text(SAVED)
    expect(section(first, file).locator("[name=q5]")).to_have_value(OTHER)


def test_a_document_that_breaks_off_says_so_and_is_sent_again(
    file: str, stranger: Stranger
) -> None:
    page = stranger()
    page.goto(f"{file}documents", wait_until="networkidle")
    page.route("**/calls/file/*/documents", lambda route: route.abort())
    paper: FilePayload = {"name": "φωτο.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    page.set_input_files("#p3-file", paper)
    expect(page.locator("#p3 [data-said]")).to_contain_text("Δοκιμάστε ξανά")
    page.unroute("**/calls/file/*/documents")
    with page.expect_navigation():
        page.set_input_files("#p3-file", paper)
    expect(page.locator("#p3")).to_contain_text("φωτο.pdf")

"""Every page, for everybody who reads it: accessible, narrow enough, and at home."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import addresses, looking
from tests.browser.addresses import NOT_VISITED, Visit
from tests.browser.live import Live
from tests.checks.house import promise


@pytest.mark.parametrize("visit", addresses.visits(), ids=str)
def test_a_page_is_accessible_narrow_and_at_home(
    visit: Visit, open_page: Callable[[str], Page], site: Live, values: dict[str, Any]
) -> None:
    page = open_page(visit.reader)
    page.set_viewport_size({"width": looking.WIDE, "height": 900})
    watch = looking.Watch(page, site.url)
    path = addresses.address(visit.endpoint, values)
    answer = page.goto(path)
    assert answer
    assert answer.status == 200, f"{path} answers {answer.status} to the {visit.reader}"
    assert page.url == site.url + path, f"{path} sends the {visit.reader} to {page.url}"
    looking.settle(page)
    found = looking.structure(page)
    for width in (looking.NARROW, looking.PHONE):
        found += looking.sideways(page, width)
    # What is asked for and complained about from here on is axe's own doing.
    found += watch.faults + looking.accessibility(page)
    page.set_viewport_size({"width": looking.WIDE, "height": 900})
    found += looking.accessibility(page)
    promise(list(dict.fromkeys(found)), f"{path} is not as a page of the house should be.")


def test_every_page_that_is_not_visited_exists() -> None:
    known = {rule.endpoint for rule in addresses.site().url_map.iter_rules()}
    assert set(NOT_VISITED) <= known

"""Two groups in the browser: from the chooser to the first yearly check, with what goes wrong."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import coop_steps as steps
from tests.browser import live, looking
from tests.browser.coop_steps import COOPS, Person
from tests.browser.live import Live
from tests.papers import text_of

VULNERABLE, WORKERS = "koinsep_vulnerable", "worker_coop"
GARDEN, WORKSHOP = "Το Μποστάνι της Πλαγιάς", "Το Ξυλουργείο"
NAMES = ("Αηδόνη", "Γεράκη", "Καρδερίνα", "Κορυδαλλού", "Πέρδικα", "Σπουργίτη", "Τρυγόνα")
SECRET = re.compile("αποφυλακισμ|ex_prisoner", re.IGNORECASE)


def people(first: int, number: int) -> list[Person]:
    """So many people who are nobody."""
    return [Person(NAMES[n], "Νίκη", first + n) for n in range(number)]


@pytest.fixture
def consultant(chromium: Browser, site: Live) -> Iterator[Page]:
    """The consultant of the demo, signed in."""
    context = live.signed_in(chromium, site, "consultant")
    yield context.new_page()
    context.close()


def read_papers(page: Page, home: str, name: str, number: int) -> None:
    """Generate all papers, open each as PDF and DOCX, and look at every page of the PDF."""
    page.goto(f"{home}/papers")
    steps.press(page, "Δημιουργία εγγράφων")
    links = page.locator("main a[href$='.pdf']")
    assert links.count() == 6 + number
    for link in links.all():
        address = str(link.get_attribute("href"))
        paper = page.request.get(address)
        assert paper.ok, address
        text = text_of(paper.body())
        assert len(text) > 200, f"{address} is empty"
        assert not SECRET.search(text), address
        assert page.request.get(address.removesuffix("pdf") + "docx").body().startswith(b"PK")
    statute = text_of(page.request.get(f"{home}/papers/statute.pdf").body())
    assert name.split()[-1] in statute


def test_seven_of_whom_three_are_vulnerable_found_an_enterprise(
    stranger: Callable[..., Page], consultant: Page, site: Live
) -> None:
    page = stranger(viewport={"width": 390, "height": 844})
    page.goto("/coops/choose?founders=6&vulnerable=3")
    expect(page.locator("main")).to_contain_text("χρειάζονται τουλάχιστον 7")
    page.goto("/coops/choose?founders=7&vulnerable=3")
    all_of_them = people(7000, 7)
    home = steps.begin(page, VULNERABLE, GARDEN, all_of_them[0])
    number, members, _links = steps.known(site, GARDEN)
    page.goto(f"{home}/people/{members[0].removeprefix('m')}")
    steps.tell(page, all_of_them[0])
    steps.press(page, "Αποθήκευση")
    for one in all_of_them[1:6]:
        steps.join(page, home, one)
    page.goto(home)
    expect(page.locator("main")).to_contain_text("Λείπει ένα μέλος")
    expect(page.locator("main")).to_contain_text("Λείπουν 2 μέλη της ομάδας")
    consultant.goto(f"{COOPS}/{number}/consultant")
    steps.press(consultant, "Την αναλαμβάνω")
    number, members, _links = steps.known(site, GARDEN)
    steps.verify(consultant, number, members[:3])
    name = "Κοινωνική Συνεταιριστική Επιχείρηση Ένταξης Ευάλωτων Ομάδων Το Μποστάνι"
    steps.answer_all(page, home, name, members, group=3)
    page.goto(f"{home}/statute")
    steps.press(page, "Να ζητηθεί η έγκριση των μελών")
    expect(page.locator("main")).to_contain_text("Ο νόμος δεν επιτρέπει την ομάδα όπως είναι")
    steps.join(page, home, all_of_them[6])
    _number, members, links = steps.known(site, GARDEN)
    steps.answer(page, home, "work", workers_total=7)
    page.goto(home)
    expect(page.locator("main")).to_contain_text("Τίποτα από όσα είναι γνωστά δεν εμποδίζει")
    assert not SECRET.search(page.content())
    finish(page, home, links, name, 7000 + 90)
    assert not SECRET.search(page.content())
    consultant.goto(f"{COOPS}/{number}/")
    assert not SECRET.search(consultant.content())
    looking.settle(page)
    assert looking.sideways(page, looking.PHONE) == []


def test_three_found_a_workers_cooperative(stranger: Callable[..., Page], site: Live) -> None:
    page = stranger()
    page.goto("/coops/choose?founders=3&work=all")
    three = people(7100, 3)
    home = steps.begin(page, WORKERS, WORKSHOP, three[0])
    _number, members, _links = steps.known(site, WORKSHOP)
    page.goto(f"{home}/people/{members[0].removeprefix('m')}")
    steps.tell(page, three[0])
    steps.press(page, "Αποθήκευση")
    for one in three[1:]:
        steps.join(page, home, one)
    _number, members, links = steps.known(site, WORKSHOP)
    name = "Συνεταιρισμός Εργαζομένων Το Ξυλουργείο"
    steps.answer_all(page, home, name, members, group=0)
    page.goto(home)
    expect(page.locator("main")).not_to_contain_text("Δεν επιτρέπεται")
    finish(page, home, links, name, 7100 + 90)


def finish(page: Page, home: str, links: list[str], name: str, number: int) -> None:
    """Approval, papers, registry, and the first yearly check, which warns."""
    page.goto(f"{home}/statute")
    steps.press(page, "Να ζητηθεί η έγκριση των μελών")
    steps.approve(page, links)
    read_papers(page, home, name, len(links))
    steps.register(page, home, number)
    page.goto(COOPS + "/")
    expect(page.locator("main")).to_contain_text(name)
    page.goto(f"{home}/running/check")
    figures: dict[str, Any] = {"total_3y": 100000, "public_3y": 70000, "workers_total": len(links)}
    for field, value in {**figures, "workers_members": len(links)}.items():
        page.fill(f"[name={field}]", str(value))
    steps.press(page, "Έλεγχος")
    warned = page.locator("[data-rule=PUBLIC_REVENUE]")
    expect(warned).to_contain_text("προς επιβεβαίωση")
    page.goto(f"{home}/running")
    expect(page.locator("main")).to_contain_text("Ετήσιοι έλεγχοι")

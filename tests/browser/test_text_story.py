"""One text as its people live it: commented on by phone, moderated, answered, reported."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from inmeko.consultations.models import ConsultedText
from inmeko.extensions import db
from inmeko.kernel import clock
from tests.browser import looking
from tests.browser.call_steps import follow, press, told
from tests.browser.live import TOWN, Live
from tests.browser.test_event_story import PHONE, changed, letter
from tests.builders import texts as made

TEXTS = f"/{TOWN}/consultations"
ANNA = "anna@sxolio.example"


def publish(page: Page) -> int:
    """Write a text of one article, and put it to the public."""
    page.goto(f"{TEXTS}/new")
    page.fill("[name=title]", "Κανονισμός παιδικής χαράς")
    page.select_option("[name=kind]", "regulation")
    press(page, "Δημιουργία σχεδίου")
    page.fill("[name=articles]", "# Άρθρο 1: Ωράριο\nΑνοικτή έως τις 21:00.")
    press(page, "Αποθήκευση")
    text = int(page.url.split("/")[-1])
    page.goto(f"{TEXTS}/{text}/publish")
    press(page, "Ανοικτό για σχόλια")
    told(page)
    return text


def comment(phone: Page, site: Live, text: int, words: str) -> str:
    """Comment by phone and confirm by the link of the mail; gives the secret address."""
    phone.goto(f"{TEXTS}/{text}")
    follow(phone, "Σχολιάστε: «Άρθρο 1: Ωράριο»")
    assert not looking.sideways(phone, looking.PHONE)
    phone.fill("[name=text]", words)
    phone.fill("[name=name]", "Άννα Δοκιμή")
    phone.fill("[name=email]", ANNA)
    phone.check("[name=consent]")
    press(phone, "Υποβολή του σχολίου")
    expect(phone.locator("main")).to_contain_text("Ευχαριστούμε")
    lines = letter(site, ANNA).splitlines()
    own = next(line for line in lines if "/consultations/comment/" in line).strip()
    phone.goto(own)
    press(phone, "Δημοσίευση του σχολίου μου")
    told(phone)
    return own


def comment_a_place(phone: Page, text: int) -> None:
    """Say something of a place by phone, with its address typed."""
    phone.goto(f"{TEXTS}/{text}")
    follow(phone, "Σχολιάστε ένα σημείο")
    assert not looking.sideways(phone, looking.PHONE)
    phone.fill("[name=place]", "Στη βρύση")
    phone.fill("[name=text]", "Λείπει σκιά.")
    phone.fill("[name=name]", "Άννα Δοκιμή")
    phone.fill("[name=email]", ANNA)
    phone.check("[name=consent]")
    press(phone, "Υποβολή του σχολίου")
    expect(phone.locator("main")).to_contain_text("Ευχαριστούμε")


def moderate(page: Page, phone: Page, text: int, own: str) -> None:
    """Hide the comment; its author objects, and it is shown again."""
    page.goto(f"{TEXTS}/{text}/desk")
    page.locator("a[href$='/hide']").click()
    page.fill("[name=reason]", "Εκτός θέματος")
    press(page, "Απόκρυψη του σχολίου")
    told(page)
    phone.goto(f"{TEXTS}/{text}")
    expect(phone.locator("main")).to_contain_text("Εκτός θέματος")
    expect(phone.locator("main")).not_to_contain_text("έως τις 22:00")
    phone.goto(own)
    follow(phone, "Αντίρρηση στην απόκρυψη")
    phone.fill("[name=text]", "Για το ωράριο μιλώ.")
    press(phone, "Υποβολή αντίρρησης")
    told(phone)
    page.goto(f"{TEXTS}/{text}/desk")
    page.locator("a[href$='/decide']").click()
    page.check("[name=show][value=yes]")
    press(page, "Απόφαση")
    told(page)


def answer(page: Page, site: Live, text: int) -> None:
    """Group, answer, write the second version and conclude when the period is over."""
    page.goto(f"{TEXTS}/{text}/themes/new")
    page.fill("[name=title]", "Ωράριο")
    press(page, "Δημιουργία του θέματος")
    follow(page, "Ωράριο")
    page.check("[name=verdict][value=accepted]")
    page.fill("[name=reasons]", "Το ζητούν οι γείτονες.")
    press(page, "Απάντηση")
    told(page)
    page.locator("a[href$='/theme']").click()
    page.select_option("[name=theme]", label="Ωράριο")
    press(page, "Αποθήκευση")
    told(page)
    changed(site, lambda: close(text))
    page.goto(f"{TEXTS}/{text}/revise")
    page.fill("[name=articles]", "# Άρθρο 1: Ωράριο\nΑνοικτή έως τις 22:00.")
    press(page, "Αποθήκευση")
    expect(page.locator("ins")).to_contain_text("22:00.")
    page.goto(f"{TEXTS}/{text}/conclude")
    press(page, "Δημοσίευση των απαντήσεων")
    told(page)


def close(text: int) -> None:
    """Let the period be over since an hour."""
    db.session.get_one(ConsultedText, text).closes_at = clock.now() - timedelta(hours=1)


def test_a_text_from_its_first_word_to_its_report(
    site: Live, open_page: Callable[[str], Page], stranger: Callable[..., Page]
) -> None:
    planner, phone = open_page("planner"), stranger(**PHONE)
    text = publish(planner)
    own = comment(phone, site, text, "Να μένει ανοικτή έως τις 22:00.")
    comment_a_place(phone, text)
    moderate(planner, phone, text, own)
    answer(planner, site, text)
    changed(site, made.write_letters)
    assert "Το ζητούν οι γείτονες." in letter(site, ANNA)
    phone.goto(f"{TEXTS}/{text}/report")
    assert not looking.sideways(phone, looking.PHONE)
    with phone.expect_download() as loaded:
        phone.get_by_role("link", name="CSV").click()
    content = loaded.value.path().read_text()
    assert "έως τις 22:00" in content
    assert ANNA not in content

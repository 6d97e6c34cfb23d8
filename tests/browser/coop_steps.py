"""What people do in the browser on their way to a cooperative, step by step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from inmeko.coops.models import Formation
from inmeko.coops.queries import formations as queries
from inmeko.extensions import db
from tests.browser.live import TOWN, Live
from tests.builders.formations import tax_number

COOPS = f"/{TOWN}/coops"


@dataclass(frozen=True)
class Person:
    """Somebody who founds."""

    surname: str
    first_name: str
    number: int

    @property
    def name(self) -> str:
        """The name as lists have it."""
        return f"{self.surname} {self.first_name}"


def press(page: Page, label: str) -> None:
    """Press a button of the page."""
    page.locator("main").get_by_role("button", name=label, exact=True).first.click()
    page.wait_for_load_state()


def begin(page: Page, form: str, title: str, first: Person) -> str:
    """From the chooser to the first page of the group; its address."""
    page.locator(f"a[href='/coops/start?form={form}']").click()
    page.locator(f"main a[href*='/{TOWN}/coops/new']").click()
    expect(page.locator(f"input[name=form][value={form}]")).to_be_checked()
    page.fill("[name=title]", title)
    page.fill("[name=surname]", first.surname)
    page.fill("[name=first_name]", first.first_name)
    page.fill("[name=email]", f"member{first.number}@example.org")
    press(page, "Ξεκινήστε")
    expect(page).to_have_url(re.compile("/coops/group/"))
    return page.url.rstrip("/")


def tell(page: Page, person: Person) -> None:
    """Fill in what is asked of a founder."""
    page.fill("[name=surname]", person.surname)
    page.fill("[name=first_name]", person.first_name)
    page.fill("[name=afm]", tax_number(person.number))
    page.fill("[name=email]", f"member{person.number}@example.org")
    page.fill("[name=address]", f"Ελαιώνων {person.number % 90}")
    page.fill("[name=id_number]", f"ΑΖ {person.number}")
    page.check("[name=works]")
    page.select_option("[name=other]", "none")


def join(page: Page, home: str, person: Person) -> None:
    """Add a founder and send the link."""
    page.goto(f"{home}/people/add")
    tell(page, person)
    press(page, "Αποθήκευση και αποστολή συνδέσμου")
    expect(page.locator("main")).to_contain_text(person.name)


def answer(page: Page, home: str, chapter: str, **values: Any) -> None:
    """Answer a chapter: texts are typed, lists are ticked, True checks a box."""
    page.goto(f"{home}/answers/{chapter}")
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if value is True:
            field.check()
        elif isinstance(value, (list, tuple)):
            for one in value:
                page.check(f"[name={name}][value='{one}']")
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(str(value))
    press(page, "Αποθήκευση")
    expect(page.locator(".notice--success").first).to_contain_text("Αποθηκεύτηκε")


def take_suggestion(page: Page, home: str) -> None:
    """Type a word, choose a suggested activity with the keys: it is a line of the field below."""
    page.goto(f"{home}/answers/purpose")
    box = page.get_by_role("combobox", name="Αναζήτηση κωδικού δραστηριότητας")
    box.press_sequentially("τοπιου")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    line = "Δραστηριότητες υπηρεσιών τοπίου; 81.30"
    expect(page.locator("[name=activities]")).to_have_value(line)
    expect(page.locator(".suggest [role=status]")).to_contain_text(line)
    expect(page.get_by_role("option")).to_have_count(0)


def answer_all(page: Page, home: str, name: str, keys: Sequence[str], group: int) -> None:
    """Answer every chapter."""
    answer(page, home, "name", name=name)
    answer(page, home, "seat", seat="Δήμος Νέας Πλαγιάς", address="Πηγών 3")
    take_suggestion(page, home)
    purpose = "Η φροντίδα των κοινόχρηστων χώρων με την εργασία των μελών της."
    answer(page, home, "purpose", purpose=purpose, activities="Φροντίδα κήπων; 81.30",
           sectors=["green_spaces"])  # fmt: skip
    answer(page, home, "shares", share_eur="100")
    organs = {"committee_size": 3, "committee_years": 3, "committee": keys[:3], "filer": keys[0]}
    organs |= {"assembly_date": "2026-02-01", "assembly_place": "Πνευματικό Κέντρο"}
    work: dict[str, Any] = {"workers_total": len(keys), "highest_net": 1000, "lowest_net": 900}
    if group:
        organs["group_months"], work["workers_group"] = 36, group
    answer(page, home, "organs", **organs)
    answer(page, home, "work", work="Με βάρδιες.", **work)
    year = {"income": 40000, "public_income": 10000, "payroll": 24000, "other_costs": 9000}
    figures = {f"y{n}_{name}": amount for n in (1, 2, 3) for name, amount in year.items()}
    answer(page, home, "budget", first_year=2027, **figures)


def known(site: Live, title: str) -> tuple[int, list[str], list[str]]:
    """The number of a group, what its founders are called in cases, and the keys of their links."""
    app = site.app()
    with app.app_context():
        group = db.session.scalars(sa.select(Formation).where(Formation.title == title)).one()
        people = queries.founders(group)
        found = group.id, [one.case_key for one in people], [one.key for one in people]
        db.session.remove()
        db.engine.dispose()
    return found


def verify(page: Page, number: int, founders: Sequence[str]) -> None:
    """The consultant looks at the proof of each and seals what it showed."""
    for founder in founders:
        page.goto(f"{COOPS}/{number}/people/{founder.removeprefix('m')}/ground")
        page.select_option("[name=group]", "vulnerable")
        page.check("[name=ground][value=ex_prisoner]")
        press(page, "Σφράγιση")
        expect(page.locator(".notice--success").first).to_contain_text("Σφραγίστηκε")


def approve(page: Page, keys: Sequence[str]) -> None:
    """Every founder opens their own link, reads the statute and approves it."""
    for key in keys:
        page.goto(f"{COOPS}/group/{key}/statute")
        page.check("[name=read]")
        press(page, "Εγκρίνω")
        expect(page.locator("main")).to_contain_text("Έχετε εγκρίνει αυτό το καταστατικό.")


def register(page: Page, home: str, number: int) -> None:
    """From the application to the numbers of the cooperative, with the clock between them."""
    page.goto(f"{home}/registry")
    today = date.today().isoformat()
    for step in ("filed", "certificate"):
        page.fill(f"[name={step}-day]", today)
        page.locator(f"form[action$='/registry/{step}'] button").click()
        page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("Πρώτη προθεσμία 30 ημερών")
    calendar = page.request.get(f"{home}/registry.ics")
    assert "BEGIN:VEVENT" in calendar.text()
    page.fill("[name=data-day]", today)
    page.locator("form[action$='/registry/data'] button").click()
    expect(page.locator("main")).to_contain_text("Υποβλήθηκαν τα πρόσθετα στοιχεία")
    page.goto(f"{home}/registered")
    page.fill("[name=agemko]", f"{number}")
    page.fill("[name=gemi]", "123456789012")
    page.fill("[name=afm]", tax_number(number))
    page.fill("[name=started_on]", today)
    press(page, "Εγγραφή στους φορείς του Δήμου")
    expect(page.locator("main")).to_contain_text("Ο συνεταιρισμός είναι εγγεγραμμένος")

"""A call in the browser before its deadline: planners make it, groups answer it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from inmeko.calls.models import Call
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens
from inmeko.records.models import Job
from tests.browser.live import TOWN, Live
from tests.builders.files import PAPER

CALLS = f"/{TOWN}/calls"
ADA = "ΨΗ4ΞΩ6Ρ-3ΤΧ"
OFFICE = "Γραφείο Κοινωνικής και Αλληλέγγυας Οικονομίας"
MINE = "Μικρές, με δικά μας μέσα"
USE = (
    "Ανοικτό εργαστήριο επισκευής για τη γειτονιά, κάθε απόγευμα από τις 17:00 ως τις 21:00. "
    "Διδάσκουμε όποιον έρχεται να επισκευάζει μόνος του, δανείζουμε εργαλεία και κάθε μήνα "
    "οργανώνουμε μια ημέρα ανταλλαγής. Ωφελούνται περίπου διακόσια νοικοκυριά τον χρόνο."
)


@dataclass
class Group:
    """A group that answers: who it is, and the address of its file once it has begun."""

    name: str
    kind: str
    email: str
    papers: tuple[str, ...]
    afm: str = ""
    file: str = ""
    numbers: list[str] = field(default_factory=list)


def press(page: Page, words: str, within: str = "main") -> None:
    """Press a button that leads to a page."""
    with page.expect_navigation():
        page.locator(within).get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    """Follow the first link of these words in the middle of a page."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=words, exact=True).first.click()


def told(page: Page) -> str:
    """What a page says that has just been reached by a deed that was done."""
    expect(page.locator(".notice--success").first).to_be_visible()
    return page.locator("main").inner_text()


def typed(moment: datetime) -> str:
    """A moment as a field of a day and an hour takes it."""
    return athens(moment).strftime("%Y-%m-%dT%H:%M:%S")


def make_call(page: Page) -> int:
    """Make a call from the template that offers assets, with all that the template leaves open."""
    page.goto(f"{CALLS}/new")
    page.check("[name=source][value=asset]")
    press(page, "Δημιουργία σχεδίου")
    edit = page.url
    _part(page, edit, "basics", {"legal_basis": ("[αριθμός και έτος] απόφαση [όργανο του Δήμου]",)})
    _part(page, edit, "contact", {"privacy": ("[στοιχεία επικοινωνίας", "]")})
    _offer_two_assets(page, f"{edit}/assets")
    page.goto(f"{edit}/dates")
    now = clock.now().replace(microsecond=0)
    page.fill("[name=opens_at]", typed(now - timedelta(minutes=5)))
    page.fill("[name=questions_until]", "")
    page.fill("[name=closes_at]", typed(now + timedelta(days=20)))
    press(page, "Αποθήκευση")
    told(page)
    return int(edit.split("/")[-2])


def _part(page: Page, edit: str, part: str, open_places: dict[str, tuple[str, ...]]) -> None:
    """Fill what stands in brackets on one page of the editor."""
    page.goto(f"{edit}/{part}")
    for name in open_places:
        text = page.input_value(f"[name={name}]")
        text = re.sub(r"\[αριθμός[^\]]*\] απόφαση \[[^\]]*\]", "42/2026 απόφαση της Δ.Ε.", text)
        page.fill(f"[name={name}]", re.sub(r"\[[^\]]*\]", "dpo@plagia.example", text))
    if part == "contact":
        page.fill("[name=name]", OFFICE)
        page.fill("[name=email]", "koinoniki@plagia.example")
    press(page, "Αποθήκευση")
    told(page)


def _offer_two_assets(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("[name=q]", "αποθήκη")
    press(page, "Αναζήτηση")
    boxes = page.locator("[name=assets]")
    for place in range(2):
        boxes.nth(place).check()
    press(page, "Αποθήκευση της επιλογής")
    told(page)


def publish(page: Page, call: int) -> list[str]:
    """Publish a call under its ΑΔΑ; the titles of the assets that its page offers."""
    page.goto(f"{CALLS}/{call}/publish")
    page.check("[name=sure]")
    press(page, "Δημοσίευση")
    expect(page.locator(".notice--error, .govgr-error-message").first).to_contain_text("ΑΔΑ")
    page.fill("[name=ada]", ADA.lower())
    press(page, "Δημοσίευση")
    said = told(page)
    assert f"ΑΔΑ: {ADA}" in said
    return page.locator("main a[href*='/resources/']").all_inner_texts()


def begin(page: Page, call: int, group: Group) -> None:
    """Begin a file without an account, from the page of the call."""
    page.goto(f"{CALLS}/{call}")
    follow(page, "Αρχίστε την αίτησή σας")
    page.fill("[name=name]", group.name)
    page.fill("[name=email]", group.email)
    page.fill("[name=contact]", "Ειρήνη Δοκιμή")
    press(page, "Ξεκινήστε")
    expect(page.locator(".standing__title")).to_have_text("Δεν έχετε υποβάλει ακόμη")
    group.file = page.url


def fill_in(page: Page, group: Group, asset: str) -> None:
    """Answer every part of a file, one page after the other."""
    page.goto(f"{group.file}applicant")
    page.select_option("[name=who_kind]", group.kind)
    page.fill("[name=who_afm]", group.afm)
    page.fill("[name=who_phone]", "210 600 1234")
    press(page, "Αποθήκευση και συνέχεια")
    page.locator("[name=q1]").first.check()
    page.fill("[name=q3]", "Τέσσερα χρόνια εργαστηρίων στη γειτονιά, με δώδεκα εθελοντές.")
    page.fill("[name=q4-0-0]", "Ειρήνη Δοκιμή")
    page.fill("[name=q4-0-1]", "Συντονισμός")
    press(page, "Αποθήκευση και συνέχεια")
    page.fill("[name=q2]", asset)
    page.fill("[name=q5]", USE)
    expect(page.locator("[name=q7]")).to_be_hidden()
    page.check(f"[name=q6][value='{MINE}']")
    page.fill("[name=q7]", "Βάψιμο και φωτισμός, με υλικά από δωρεές.")
    page.fill("[name=q9]", "2027-03-01")
    page.fill("[name=q10]", "3")
    page.fill("[name=q11]", "Κάθε Σάββατο ο χώρος είναι στη διάθεση των σχολείων.")
    press(page, "Αποθήκευση και συνέχεια")
    for paper in group.papers:
        document = {"name": f"{paper}.pdf", "mimeType": "application/pdf", "buffer": PAPER}
        with page.expect_navigation():
            page.set_input_files(f"#{paper}-file", document)  # type: ignore[arg-type]
        expect(page.locator(f"#{paper}")).to_contain_text(f"{paper}.pdf")
    expect(page.locator(".standing__title")).to_have_text("Δεν έχετε υποβάλει ακόμη")


def check(page: Page, group: Group) -> None:
    """Open the last page before the submission, and accept the notice on it."""
    page.goto(f"{group.file}check")
    expect(page.locator(".notice--warning")).to_have_count(0)
    page.check("[name=accepted]")


def submit(page: Page, group: Group) -> str:
    """Send a file; its protocol number, and the address at which the receipt is checked."""
    check(page, group)
    press(page, "Υποβολή")
    number = page.locator(".facts__value strong").first.inner_text()
    group.numbers.append(number)
    expect(page.locator(".standing__title")).to_contain_text(f"αρ. πρωτ. {short(number)}")
    return page.locator("[data-copy-value]").inner_text()


def short(number: str) -> str:
    """The number of a protocol and its year, of `12/03-05-2026`."""
    return f"{number.split('/')[0]}/{number[-4:]}"


def link_by_mail(site: Live, email: str) -> str:
    """The link to a file in the last letter to an address that waits in the outbox."""
    with site.app().app_context():
        mails = sa.select(Job).where(Job.name == "mail").order_by(Job.id.desc())
        mine = (job for job in db.session.scalars(mails) if job.payload.get("to") == email)
        found = re.search(r"http\S+/calls/file/[^/\s]+/", next(mine).payload["body"])
        db.session.remove()
        db.engine.dispose()
    assert found
    return found[0]


def let_the_deadline_pass(site: Live, call: int) -> None:
    """Move the window of a call so that its last second has just ended."""
    with site.app().app_context():
        with transaction():
            moved = db.session.get_one(Call, call)
            assert moved.opens_at
            assert moved.closes_at
            by = moved.closes_at - clock.now().replace(microsecond=0) + timedelta(seconds=1)
            moved.opens_at, moved.closes_at = moved.opens_at - by, moved.closes_at - by
        db.session.remove()
        db.engine.dispose()

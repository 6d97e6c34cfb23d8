"""One event as its people live it: announced, full, a place freed, let in, a poll, minutes."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from inmeko.consultations.models import Event, EventMinutes, Registration
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.resources.models import Asset
from tests.browser import looking
from tests.browser.call_steps import follow, press, told, typed
from tests.browser.event_steps import changed, letter, ticket
from tests.browser.live import TOWN, Live

EVENTS = f"/{TOWN}/events"
PHONE = {"viewport": {"width": looking.PHONE, "height": 844}}
POLL = "Τι θέλουμε πρώτα στην πλατεία;"
TITLE = "Συνέλευση για την πλατεία"


def announce(page: Page, site: Live) -> int:
    """Make an event in a municipal asset with one place, and announce it."""
    code = changed(site, lambda: db.session.scalars(sa.select(Asset.code).limit(1)).one())
    page.goto(f"{EVENTS}/new")
    page.fill("[name=title]", TITLE)
    page.select_option("[name=kind]", "assembly")
    press(page, "Δημιουργία σχεδίου")
    edit = page.url
    fill(page, f"{edit}/basics", aims="Να αποφασίσει η γειτονιά")
    begins = clock.now() + timedelta(hours=2)
    times = {"starts_at": typed(begins), "ends_at": typed(begins + timedelta(hours=2))}
    fill(page, f"{edit}/time", **times, agenda="19:00 Υποδοχή | Δήμαρχος\n19:30 Συζήτηση")
    fill(page, f"{edit}/place", asset=code)
    fill(page, f"{edit}/registration", capacity="1")
    page.goto(edit)
    follow(page, "Ανακοίνωση")
    press(page, "Ανακοίνωση")
    assert "ανακοινώθηκε" in told(page)
    return int(page.url.split("/")[-1])


def fill(page: Page, address: str, **fields: str) -> None:
    """Fill a page of the editor and save it."""
    page.goto(address)
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)
    press(page, "Αποθήκευση")
    told(page)


def register(page: Page, event: int, name: str, email: str) -> None:
    """Register by phone."""
    page.goto(f"{EVENTS}/{event}")
    follow(page, "Εγγραφή στην εκδήλωση")
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.check("[name=named]")
    page.check("[name=consent]")
    press(page, "Εγγραφή στην εκδήλωση")
    expect(page.locator("main")).to_contain_text("Δείτε τα μηνύματά σας")


def let_in(page: Page, site: Live, event: int, email: str) -> None:
    """Scan a code at the door, as the camera of a phone opens it; then type the paper list in."""

    def code() -> str:
        query = sa.select(Registration.code).where(Registration.live_email == email)
        return db.session.scalars(query).one()

    page.goto(f"{EVENTS}/{event}/door?code={changed(site, code)}")
    press(page, "Είσοδος")
    assert "Νίκος" in told(page)
    page.goto(f"{EVENTS}/{event}/paper/typed")
    page.fill("[name=names]", "Ξένια Χωρίς Εγγραφή")
    press(page, "Καταχώριση του καταλόγου")
    assert "1 χωρίς εγγραφή" in told(page)


def run_poll(planner: Page, phone: Page, site: Live, event: int) -> None:
    """Prepare a poll, open it, have somebody vote and change their mind by phone, close it."""
    desk = f"{EVENTS}/{event}/live/desk"
    planner.goto(f"{EVENTS}/{event}/polls/new")
    planner.fill("[name=question]", POLL)
    planner.fill("[name=options]", "Δέντρα\nΠαγκάκια")
    press(planner, "Ετοιμασία της ψηφοφορίας")
    told(planner)
    screen = planner.context.new_page()
    screen.goto(f"{EVENTS}/{event}/screen")
    expect(screen.locator("h1")).to_have_text("Ερωτήσεις από την αίθουσα")
    planner.locator("main").get_by_role("link", name="Άνοιγμα").click()
    press(planner, "Άνοιγμα της ψηφοφορίας")
    expect(screen.locator("h1")).to_have_text(POLL)
    phone.goto(ticket(site, "nikos@politis.example"))
    follow(phone, "Ψηφίστε και ρωτήστε στην αίθουσα")
    assert not looking.sideways(phone, looking.PHONE)
    for answer in ("Παγκάκια", "Δέντρα"):
        phone.get_by_label(answer).check()
        press(phone, "Ψηφίζω")
        told(phone)
    expect(screen.locator(".meters__row").first).to_contain_text("1 (100 %)")
    screen.close()
    phone.fill("[name=text]", "Πότε φυτεύουμε;")
    press(phone, "Αποστολή ερωτήματος")
    planner.goto(desk)
    planner.get_by_role("button", name="Εμφάνιση").first.click()
    told(planner)
    planner.get_by_role("link", name="Απάντηση ή απόκρυψη").first.click()
    planner.check("[name=deed][value=answered]")
    planner.fill("[name=answer]", "Τον Νοέμβριο.")
    press(planner, "Αποθήκευση")
    told(planner)
    planner.locator("main").get_by_role("link", name="Κλείσιμο").click()
    press(planner, "Κλείσιμο της ψηφοφορίας")
    told(planner)


def pass_by(event: int) -> None:
    """Let the event be over since an hour."""
    held = db.session.get_one(Event, event)
    held.starts_at = clock.now() - timedelta(hours=3)
    held.ends_at = clock.now() - timedelta(hours=1)


def run_out(event: int) -> None:
    """Let the time for amendments be over."""
    query = sa.select(EventMinutes).where(EventMinutes.event_id == event)
    db.session.scalars(query).one().amend_until = clock.now() - timedelta(minutes=1)


def write_minutes(page: Page, event: int) -> None:
    """Write the minutes, and give those present time for amendments."""
    page.goto(f"{EVENTS}/{event}/minutes/edit")
    page.fill("[name=said_1]", "Η γειτονιά θέλει δέντρα.")
    page.fill("[name=decisions]", "Να φυτευτούν δέντρα | Υπηρεσία Πρασίνου")
    press(page, "Αποθήκευση σχεδίου")
    told(page)
    page.goto(f"{EVENTS}/{event}/minutes/open")
    page.fill("[name=until]", typed(clock.now() + timedelta(days=3)))
    press(page, "Ανοικτά για τροποποιήσεις")
    told(page)


def amend(planner: Page, phone: Page, site: Live, event: int) -> None:
    """Propose an amendment by phone, and adopt it."""
    phone.goto(f"{ticket(site, 'nikos@politis.example').removesuffix('/minutes')}/minutes")
    phone.fill("[name=text]", "Ζητήθηκαν και παγκάκια.")
    press(phone, "Αποστολή της τροποποίησης")
    told(phone)
    planner.goto(f"{EVENTS}/{event}/minutes")
    planner.locator("main").get_by_role("link", name="Απάντηση").first.click()
    planner.check("[name=adopted][value=yes]")
    press(planner, "Απάντηση")
    told(planner)


def test_an_event_from_its_announcement_to_its_minutes(
    site: Live, open_page: Callable[[str], Page], stranger: Callable[..., Page]
) -> None:
    planner, phone = open_page("planner"), stranger(**PHONE)
    event = announce(planner, site)
    register(phone, event, "Άννα Πρώτη", "anna@politis.example")
    register(phone, event, "Νίκος Δεύτερος", "nikos@politis.example")
    assert "Η σειρά σας: 1" in letter(site, "nikos@politis.example")
    phone.goto(ticket(site, "anna@politis.example"))
    assert not looking.sideways(phone, looking.PHONE)
    follow(phone, "Ακύρωση της εγγραφής")
    press(phone, "Ακύρωση της εγγραφής")
    phone.goto(ticket(site, "nikos@politis.example"))
    press(phone, "Αποδοχή της θέσης")
    told(phone)
    let_in(planner, site, event, "nikos@politis.example")
    run_poll(planner, phone, site, event)
    changed(site, lambda: pass_by(event))
    write_minutes(planner, event)
    amend(planner, phone, site, event)
    changed(site, lambda: run_out(event))
    planner.goto(f"{EVENTS}/{event}/minutes/freeze")
    press(planner, "Οριστικοποίηση πρακτικού")
    phone.goto(f"{EVENTS}/{event}/minutes")
    for words in (
        "Η γειτονιά θέλει δέντρα.",
        "Ζητήθηκαν και παγκάκια.",
        "Προσήλθαν 2 άτομα.",
        f"{POLL} Ψήφισε 1 άτομο.",
        "Πότε φυτεύουμε;",
        "Τον Νοέμβριο.",
    ):
        expect(phone.locator("main")).to_contain_text(words)
    for ending in (".docx", ".pdf"):
        with phone.expect_download() as taken:
            phone.locator(f"main a[href$='{ending}']").click()
        assert taken.value.path().stat().st_size > 5_000

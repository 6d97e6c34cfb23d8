"""A call in the browser after its deadline: it is judged, listed, and objected to."""

import re
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from inmeko.calls.models import Call
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.records.models import Job
from tests.browser.call_steps import CALLS, Group, follow, press, told, typed
from tests.browser.live import Live

DESK = f"{CALLS}/judging"
CRITERIA = ("c1", "c2", "c3", "c4")
BOND = "Διδάσκω σε εργαστήρι του φορέα από το 2025."
OBJECTION = (
    "Δεν ελήφθη υπόψη το μνημόνιο συνεργασίας με τα τρία σχολεία της γειτονιάς, που περιγράφεται "
    "στην αίτησή μας. Ζητούμε να επανεξεταστεί ο βαθμός."
)
ANSWER = (
    "Το μνημόνιο περιγράφεται πράγματι στην αίτηση και δεν είχε συνυπολογιστεί. Ο βαθμός στο "
    "κριτήριο διορθώνεται."
)


def unseal(page: Page, call: int) -> None:
    """Open the sealed files; before, nothing but covers is shown."""
    page.goto(f"{CALLS}/{call}/submissions")
    follow(page, "Άνοιγμα των φακέλων")
    press(page, "Άνοιγμα των φακέλων")
    told(page)


def begin_evaluation(page: Page, call: int) -> None:
    page.goto(f"{CALLS}/{call}/evaluation")
    follow(page, "Έναρξη της αξιολόγησης")
    page.fill("[name=until]", f"{clock.now() + timedelta(days=10):%Y-%m-%d}")
    press(page, "Έναρξη της αξιολόγησης")
    told(page)


def seat(page: Page, call: int, name: str, *, substitute: bool = False) -> None:
    """Let an evaluator of the town sit in the committee."""
    page.goto(f"{CALLS}/{call}/committee")
    page.select_option("[name=seat-user]", label=name)
    if substitute:
        page.check("[name=seat-substitute]")
    press(page, "Προσθήκη")
    told(page)


def name_chair(page: Page, call: int, name: str) -> None:
    page.goto(f"{CALLS}/{call}/committee")
    row = page.locator("tbody tr", has_text=name)
    with page.expect_navigation():
        row.get_by_role("button", name="Ορισμός ως προέδρου").click()
    expect(page.locator("tbody tr", has_text=name)).to_contain_text("Πρόεδρος")


def find_all_eligible(page: Page, call: int, files: int) -> None:
    """Find every point of every file met, one file after the other, and conclude."""
    page.goto(f"{CALLS}/{call}/evaluation?eligibility=unchecked")
    with page.expect_navigation():
        page.locator("tbody a[href*='/eligibility/']").first.click()
    for left in range(files, 0, -1):
        for point in page.locator("input[type=radio][value=met]").all():
            point.check()
        press(page, "Αποθήκευση ευρημάτων")
        page.check("[name=conclusion-eligible][value=yes]")
        press(page, "Ολοκλήρωση ελέγχου")
        told(page)
        following = page.get_by_role("link", name=re.compile("^Επόμενος φάκελος για έλεγχο"))
        expect(following).to_have_count(1 if left > 1 else 0)
        if left > 1:
            with page.expect_navigation():
                following.click()


def share_out(page: Page, call: int) -> None:
    page.goto(f"{CALLS}/{call}/evaluation")
    press(page, "Ισόρροπη ανάθεση φακέλων")


def sign_in_by_mail(page: Page, site: Live, email: str) -> None:
    """Ask for a link that signs in, and open it from the letter."""
    page.goto("/us-signin")
    page.fill("[name=identity]", email)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.goto(_link_in(last_letter(site, email), "/us-verify-link"))
    page.goto(DESK)


def last_letter(site: Live, email: str) -> str:
    """The words of the last letter to an address that waits in the outbox."""
    with site.app().app_context():
        mails = sa.select(Job).where(Job.name == "mail").order_by(Job.id.desc())
        mine = (job for job in db.session.scalars(mails) if job.payload.get("to") == email)
        body = str(next(mine).payload["body"])
        db.session.remove()
        db.engine.dispose()
    return body


def _link_in(letter: str, part: str) -> str:
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", letter)
    assert found, letter
    return found[0]


def declare(page: Page, name: str) -> None:
    """Open a file by the declaration that comes before it."""
    page.goto(DESK)
    with page.expect_navigation():
        page.locator("tbody tr", has_text=name).get_by_role("link", name="Δήλωση").click()
    press(page, "Δηλώνω και ανοίγω τον φάκελο")
    expect(page.locator(".govgr-error-message")).to_be_visible()
    page.check("[name=stated]")
    press(page, "Δηλώνω και ανοίγω τον φάκελο")


def step_back(page: Page, name: str) -> None:
    """Step back from a file before it opens."""
    page.goto(DESK)
    with page.expect_navigation():
        page.locator("tbody tr", has_text=name).get_by_role("link", name="Δήλωση").click()
    follow(page, "Έχω σύγκρουση συμφερόντων")
    page.fill("[name=reason]", BOND)
    press(page, "Εξαίρεση")
    told(page)


def score(page: Page, points: tuple[str, str, str, str]) -> None:
    """Fill in the sheet of the file that is open, save it once on the way, and finish it."""
    for key, value in zip(CRITERIA, points, strict=True):
        page.fill(f"[name={key}]", value)
        page.fill(f"[name={key}-comment]", "Τεκμηριώνεται στην πρόταση.")
    press(page, "Αποθήκευση")
    told(page)
    press(page, "Ολοκλήρωση του φύλλου")
    told(page)


def write_minutes(page: Page, call: int, stage: str) -> None:
    """Write when and where the committee met, look at the draft, and freeze the minutes."""
    page.goto(f"{CALLS}/{call}/{stage}/minutes")
    page.fill("[name=held_at]", typed(clock.now()))
    page.fill("[name=place]", "Δημαρχείο Νέας Πλαγιάς, αίθουσα επιτροπών")
    page.fill("[name=secretary]", "Ευγενία Πρακτικού")
    for member in page.locator("[name=present]").all():
        member.check()
    press(page, "Αποθήκευση σχεδίου")
    told(page)
    follow(page, "Οριστικοποίηση πρακτικού")
    press(page, "Οριστικοποίηση πρακτικού")
    told(page)


def papers(page: Page, folder: Path) -> dict[str, bytes]:
    """The papers of the frozen minutes on the board, by the end of their names."""
    kept = {}
    for link in page.locator("a[href*='/files/']").all():
        with page.expect_download() as coming:
            link.evaluate("link => { link.download = ''; link.click(); }")
        target = folder / coming.value.suggested_filename
        coming.value.save_as(target)
        kept[target.suffix] = target.read_bytes()
    return kept


def publish_list(page: Page, call: int, stage: str) -> None:
    page.goto(f"{CALLS}/{call}/deciding")
    follow(page, "Δημοσίευση πίνακα")
    assert f"/{stage}/" in page.url
    press(page, "Δημοσίευση πίνακα")
    told(page)


def object_to(page: Page, group: Group) -> str:
    """Object to the first point of a result; the number under which it was entered."""
    page.goto(group.file)
    follow(page, "Το αποτέλεσμα του φακέλου σας")
    follow(page, "Υποβολή ένστασης")
    page.locator("[name=point]").first.check()
    page.fill("[name=text]", OBJECTION)
    press(page, "Υποβολή ένστασης")
    found = re.search(r"με αριθμό πρωτοκόλλου (\d+/\d{4})", told(page))
    assert found
    return found[1]


def let_the_objections_end(site: Live, call: int) -> None:
    """Move the end of the time for objections to where it has just passed."""
    with site.app().app_context():
        with transaction():
            moved = db.session.get_one(Call, call)
            moved.objections_until = clock.now().replace(microsecond=0) - timedelta(seconds=1)
        db.session.remove()
        db.engine.dispose()


def uphold(page: Page, call: int, number: str, value: str) -> None:
    """Answer an objection: it is upheld, and the score of its criterion is another one."""
    page.goto(f"{CALLS}/{call}/objections")
    follow(page, number)
    page.check("[name=verdict][value=upheld]")
    page.fill("[name=answer]", ANSWER)
    page.fill("[name=value-c1]", value)
    press(page, "Αποθήκευση απάντησης")
    told(page)

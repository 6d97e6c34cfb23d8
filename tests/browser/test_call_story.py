"""One call as its people live it: from a template to the final list, with all that can happen."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.browser import call_steps as steps
from tests.browser import judging_steps as judging
from tests.browser import live, looking
from tests.browser.call_steps import CALLS, Group, press, short
from tests.browser.live import Live
from tests.papers import text_of

RODI = Group(
    "ΚοινΣΕπ «Το Ρόδι»",
    "social_cooperative",
    "rodi@foreas.example",
    ("p1", "p2", "p3", "p6"),
    afm="123456783",
)
PLATEIA = Group("Ομάδα «Πλατεία»", "informal_group", "plateia@foreas.example", ("p3", "p5", "p6"))
REMA = Group(
    "Σύλλογος «Το Ρέμα»",
    "association",
    "rema@foreas.example",
    ("p1", "p2", "p3", "p6"),
    afm="094259216",
)
LATE = "Διακοπή ρεύματος στη γειτονιά κατά τη λήξη, βεβαιωμένη από τον ΔΕΔΔΗΕ."
CHAIR, SECOND, THIRD = "Λητώ Κριτή", "Κλειώ Εκτιμητή", "Πλάτων Ακριβής"
SUBSTITUTE = "Ιάσων Εφεδρικός"
LATIN_WORD = re.compile(r"\b[a-z]{4,}\b")


@dataclass
class Story:
    """Who takes part, and what the call has come to."""

    site: Live
    folder: Path
    planner: Page
    come: Callable[..., Page]
    call: int = 0
    assets: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    waiting: Page | None = None

    @property
    def address(self) -> str:
        """The page of the call."""
        return f"{CALLS}/{self.call}"


@pytest.fixture
def story(chromium: Browser, site: Live, tmp_path: Path) -> Iterator[Story]:
    """A planner signed in, and a new browser for everybody else who comes."""
    contexts = [live.signed_in(chromium, site, "planner")]

    def come(name: str = "", **options: Any) -> Page:
        if name:
            contexts.append(live.signed_in(chromium, site, name))
        else:
            contexts.append(chromium.new_context(base_url=site.url, locale="el-GR", **options))
            contexts[-1].set_default_timeout(live.PATIENCE)
        return contexts[-1].new_page()

    yield Story(site, tmp_path, contexts[0].new_page(), come)
    for context in contexts:
        context.close()


def phone(story: Story) -> Page:
    size = {"width": looking.PHONE, "height": 844}
    return story.come(viewport=size, is_mobile=True, has_touch=True)


def test_a_call_from_its_template_to_the_final_list(story: Story) -> None:
    published(story)
    two_groups_answer(story)
    one_replaces_what_it_sent(story)
    nothing_is_read_before_the_deadline(story)
    one_comes_a_second_late(story)
    the_committee_sits(story)
    files_are_judged(story)
    the_preliminary_list_stands(story)
    an_objection_changes_the_list(story)
    everybody_sees_the_final_list(story)
    receipts_hold(story)


def published(story: Story) -> None:
    story.call = steps.make_call(story.planner)
    story.assets = steps.publish(story.planner, story.call)
    assert len(story.assets) == 2
    seen = story.come()
    seen.goto(story.address)
    text = seen.locator("main").inner_text()
    assert all(one in text for one in (*story.assets, f"ΑΔΑ: {steps.ADA}", "ώρα Αθήνας"))


def two_groups_answer(story: Story) -> None:
    """One at a desk, one from a phone; the second sees nothing that is wider than its screen."""
    for group, page, asset in (
        (RODI, story.come(), story.assets[0]),
        (PLATEIA, phone(story), story.assets[1]),
    ):
        steps.begin(page, story.call, group)
        steps.fill_in(page, group, asset)
        story.receipts.append(steps.submit(page, group))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def one_replaces_what_it_sent(story: Story) -> None:
    """Back by the link of its letter, in another browser: a new number, the old one marked."""
    page = story.come()
    page.goto(steps.link_by_mail(story.site, RODI.email))
    assert page.url == RODI.file
    page.goto(f"{RODI.file}section/s2")
    page.fill("[name=q10]", "5")
    press(page, "Αποθήκευση και συνέχεια")
    expect(page.locator(".standing__title")).to_contain_text("Οι αλλαγές σας δεν έχουν υποβληθεί")
    story.receipts.append(steps.submit(page, RODI))
    old, new = (short(number) for number in RODI.numbers)
    assert old != new
    page.goto(RODI.file)
    expect(page.locator(".sent__one", has_text=old)).to_contain_text("Αντικαταστάθηκε")
    expect(page.locator(".sent__one", has_text=new)).to_contain_text("Ισχύει")


def nothing_is_read_before_the_deadline(story: Story) -> None:
    page = story.planner
    page.goto(f"{story.address}/submissions")
    steps.follow(page, PLATEIA.name)
    expect(page.locator(".notice")).to_contain_text("σφραγισμένος")
    assert "εργαστήριο" not in page.locator("main").inner_text()


def one_comes_a_second_late(story: Story) -> None:
    """It stands before the last button while the clock runs out; the town takes it in."""
    late, planner = story.come(), story.planner
    steps.begin(late, story.call, REMA)
    steps.fill_in(late, REMA, story.assets[0])
    steps.check(late, REMA)
    steps.let_the_deadline_pass(story.site, story.call)
    press(late, "Υποβολή")
    expect(late.locator(".govgr-error-summary")).to_contain_text("Η προθεσμία έληξε")
    late.goto(REMA.file)
    expect(late.locator(".standing__title")).to_have_text("Δεν έχετε υποβάλει")
    expect(late.locator(".sent__one")).to_have_count(0)
    late.goto(f"{REMA.file}section/s2")
    expect(late.locator("[name=q5]")).to_have_value(steps.USE)
    late.goto(REMA.file)
    number = re.search(r"Φάκελος αρ\. (\d+)", late.locator("main").inner_text())
    assert number
    planner.goto(f"{story.address}/submissions")
    steps.follow(planner, "Παραλαβή εκπρόθεσμου φακέλου")
    planner.fill("[name=number]", number[1])
    press(planner, "Παραλαβή")
    expect(planner.locator(".govgr-error-message")).to_be_visible()
    planner.fill("[name=reason]", LATE)
    press(planner, "Παραλαβή")
    said = steps.told(planner)
    assert LATE in said
    assert "Ορφέας Σχεδιαστής" in said
    late.reload()
    expect(late.locator(".standing__title")).to_contain_text("Υποβλήθηκε")


def the_committee_sits(story: Story) -> None:
    page, call = story.planner, story.call
    judging.unseal(page, call)
    judging.begin_evaluation(page, call)
    for name in (CHAIR, SECOND, THIRD):
        judging.seat(page, call, name)
    judging.seat(page, call, SUBSTITUTE, substitute=True)
    judging.name_chair(page, call, CHAIR)
    judging.find_all_eligible(page, call, 3)
    judging.share_out(page, call)
    assert "Έγιναν 9 αναθέσεις" in steps.told(page)


def files_are_judged(story: Story) -> None:
    """Three score, one of them steps back from a file, and a substitute takes it over."""
    first, second, third, fourth = (story.come("evaluator"), *(story.come() for _ in range(3)))
    for page, name in ((second, "kleio"), (third, "platon")):
        judging.sign_in_by_mail(page, story.site, f"{name}@axiologites.example")
    judging.step_back(third, REMA.name)
    judging.sign_in_by_mail(fourth, story.site, "iason@axiologites.example")
    sheets = (
        (RODI, ("8", "8", "7,5", "8"), (first, second, third)),
        (PLATEIA, ("7", "8", "8", "7"), (first, second, third)),
        (REMA, ("6", "6", "5", "6"), (first, second, fourth)),
    )
    for group, points, pages in sheets:
        for page in pages:
            judging.declare(page, group.name)
            judging.score(page, points)
    expect(fourth.locator("tbody tr", has_text=REMA.name)).to_contain_text("Ανάγνωση")
    story.planner.goto(f"{story.address}/evaluation")
    text = story.planner.locator("main").inner_text()
    assert "78,75" not in text, "what nobody gave"
    assert all(score in text for score in ("79,00", "74,50", "58,00"))


def the_preliminary_list_stands(story: Story) -> None:
    page = story.planner
    judging.write_minutes(page, story.call, "preliminary")
    kept = judging.papers(page, story.folder)
    for text in (words_of(kept[".docx"]), text_of(kept[".pdf"])):
        reads_well(text, RODI.name, PLATEIA.name, REMA.name)
    judging.publish_list(page, story.call, "preliminary")
    assert places(story.come(), story) == [RODI.name, "", REMA.name]


def an_objection_changes_the_list(story: Story) -> None:
    page = phone(story)
    number = judging.object_to(page, PLATEIA)
    judging.let_the_objections_end(story.site, story.call)
    page.goto(f"{PLATEIA.file}objection")
    expect(page.locator("main form")).to_have_count(0)
    judging.uphold(story.planner, story.call, number, "9,5")
    judging.write_minutes(story.planner, story.call, "final")
    kept = judging.papers(story.planner, story.folder)
    assert judging.ANSWER[:60] in flat(words_of(kept[".docx"]))
    assert judging.ANSWER[:60] in flat(text_of(kept[".pdf"]))
    judging.publish_list(story.planner, story.call, "final")
    page.goto(f"{PLATEIA.file}result")
    expect(page.locator("main")).to_contain_text(judging.ANSWER)


def everybody_sees_the_final_list(story: Story) -> None:
    """On its page, what changed and why; and in the package, without a person's name."""
    page = story.come()
    assert places(page, story) == ["", RODI.name, REMA.name]
    changed = page.locator("section[aria-labelledby=changed]")
    expect(changed).to_contain_text("Έγινε δεκτή ένσταση του ίδιου φακέλου")
    link = page.get_by_role("link", name="Πακέτο δημοσίευσης (ZIP)").first
    with page.expect_download() as coming:
        link.click()
    with zipfile.ZipFile(coming.value.path()) as package:
        files = {name.split("/")[-1]: package.read(name) for name in package.namelist()}
    rows = list(csv.DictReader(io.StringIO(files["list.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row["Φορέας"] for row in rows][1:] == [RODI.name, REMA.name]
    assert json.loads(files["list.json"])
    assert RODI.name in flat(text_of(files["list.pdf"]))
    assert not any("Ειρήνη".encode() in content for content in files.values())


def receipts_hold(story: Story) -> None:
    """Whoever holds a receipt learns whether it counts, and not whose it is."""
    page = story.come()
    for address, number, state in (
        (story.receipts[0], RODI.numbers[0], "Αντικαταστάθηκε από νεότερη"),
        (story.receipts[2], RODI.numbers[1], "Ισχύει"),
    ):
        page.goto(address)
        text = page.locator("main").inner_text()
        assert number in text
        assert state in text
        assert RODI.name not in text


def places(page: Page, story: Story) -> list[str]:
    """The names on the first list of the results, in their order; none for who is not named."""
    page.goto(f"{story.address}/results")
    rows = page.locator("table").first.locator("tbody tr").all()
    told = [row.inner_text() for row in rows]
    return [next((g.name for g in (RODI, PLATEIA, REMA) if g.name in one), "") for one in told]


def words_of(content: bytes) -> str:
    """All that a document says, its tables too."""
    document = Document(io.BytesIO(content))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join(one.text for one in (*document.paragraphs, *cells))


def flat(text: str) -> str:
    return " ".join(text.split())


def reads_well(text: str, *names: str) -> None:
    """Minutes in Greek, with everybody and everything of importance, and nothing left over."""
    said = flat(text)
    for part in (*names, CHAIR, SECOND, THIRD, SUBSTITUTE, judging.BOND, LATE, "79,00", "58,00"):
        assert part in said, part
    assert "None" not in said
    assert "{{" not in said
    assert "\N{REPLACEMENT CHARACTER}" not in said

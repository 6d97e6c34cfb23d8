"""Two planners at one draft, one answer, one second version: both are shown, nothing is lost."""

import html
import re
from datetime import UTC, datetime

import pytest

from inmeko.accounts.rules import Role
from inmeko.consultations.rules import text_editing as rules
from inmeko.consultations.services import texts as deeds
from inmeko.kernel.errors import ConflictError
from tests.builders import texts as made
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/consultations"
ONE, TWO = "# Άρθρο 1: Σκοπός\nΠρώτο.", "# Άρθρο 2: Ωράριο\nΔεύτερο."


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def fields(page: str) -> dict[str, str]:
    """What a form would send, as it was shown."""
    found = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\s*(.*?)</textarea>', page, re.S))
    ticked = re.findall(r'type="radio"[^>]* name="([^"]+)"[^>]* value="([^"]*)" checked', page)
    found |= dict(ticked)
    selected = r'<select[^>]* name="([^"]+)".*?<option selected value="([^"]*)"'
    found |= dict(re.findall(selected, page, re.S))
    return {name: html.unescape(value) for name, value in found.items()}


def test_marks_tell_what_a_form_showed_and_nothing_of_its_words() -> None:
    kept = {"title": "Τίτλος", "articles": f"{ONE}\n\n{TWO}"}
    seen = rules.marks(kept)
    assert "Πρώτο" not in seen
    rules.check_seen(seen, {"title": "Τίτλος", "articles": f"{ONE}  \r\n\r\n{TWO}"})
    with pytest.raises(ConflictError) as refused:
        rules.check_seen(seen, {**kept, "title": "Άλλος"})
    assert refused.value.field == rules.SEEN
    assert rules.untouched(seen, "title", "Τίτλος")
    assert not rules.untouched("[]", "title", "Τίτλος")


def test_two_who_wrote_different_articles_keep_both() -> None:
    seen = rules.marks({"articles": f"{ONE}\n\n{TWO}"})
    mine, theirs = f"{ONE}\n\n{TWO} Δικό μου.", f"{ONE} Δικό τους.\n\n{TWO}\n\n# Άρθρο 3\nΝέο."
    rows = rules.parted(seen, mine, theirs)
    assert [(one.heading, one.untouched) for one in rows] == [
        ("Άρθρο 1: Σκοπός", True),
        ("Άρθρο 2: Ωράριο", False),
        ("Άρθρο 3", True),
    ]
    taken = {one.number: "theirs" for one in rows if one.untouched}
    assert rules.joined(mine, theirs, taken) == (
        f"{ONE} Δικό τους.\n\n{TWO} Δικό μου.\n\n# Άρθρο 3\nΝέο."
    )
    assert rules.joined(mine, theirs, {}) == mine


def test_the_second_planner_sees_both_drafts_and_chooses(client, town, sign_in) -> None:
    text = made.draft(town, title="Κανονισμός", articles=f"{ONE}\n\n{TWO}")
    sign_in(Role.PLANNER, town=town)
    path = f"{PATH}/{text.id}/edit"
    first = fields(client.get(path).text)
    second = dict(first)
    theirs = {**first, "title": "Κανονισμός Α", "articles": f"{ONE} Α.\n\n{TWO}"}
    assert client.post(path, data=theirs).status_code == 303
    second["articles"], second["introduction"] = f"{ONE}\n\n{TWO} Β.", "Δική μου εισαγωγή"
    refused = client.post(path, data=second)
    assert refused.status_code == 409
    for words in ("Κανονισμός Α", "Πρώτο. Α.", "Δεύτερο. Β.", "Δική μου εισαγωγή"):
        assert words in refused.text
    assert deeds.kept_draft(text)["articles"] == f"{ONE} Α.\n\n{TWO}"
    choice = fields(refused.text)
    assert (choice["take-title"], choice["take-introduction"]) == ("theirs", "mine")
    go_on = client.post(path, data={**choice, "again": "y"})
    assert go_on.status_code == 422
    assert fields(go_on.text)["articles"] == f"{ONE} Α.\n\n{TWO} Β."
    assert client.post(path, data=choice).status_code == 303
    kept = deeds.kept_draft(text)
    assert (kept["title"], kept["introduction"]) == ("Κανονισμός Α", "Δική μου εισαγωγή")
    assert kept["articles"] == f"{ONE} Α.\n\n{TWO} Β."


def test_a_choice_made_on_what_changed_once_more_is_asked_again(client, town, sign_in) -> None:
    text = made.draft(town)
    sign_in(Role.PLANNER, town=town)
    path = f"{PATH}/{text.id}/edit"
    first = fields(client.get(path).text)
    for title in ("Πρώτος", "Δεύτερος"):
        shown = fields(client.get(path).text)
        assert client.post(path, data={**shown, "title": title}).status_code == 303
        answer = client.post(path, data={**first, "title": "Τρίτος"})
        assert answer.status_code == 409
        assert title in answer.text
        first = fields(answer.text) | {"take-title": "mine"}
    assert client.post(path, data=first).status_code == 303
    assert deeds.kept_draft(text)["title"] == "Τρίτος"


def test_neither_an_answer_nor_the_second_version_is_written_over(client, town, sign_in) -> None:
    text = made.text(town)
    theme = deeds.make_theme(made.SOMEBODY, text, title="Ωράριο")
    made.over(text)
    sign_in(Role.PLANNER, town=town)
    for path, name, value in (
        (f"{PATH}/{text.id}/themes/{theme.id}", "reasons", "Λόγος {}"),
        (f"{PATH}/{text.id}/revise", "articles", "# Άρθρο 1: Σκοπός\nΚείμενο {}."),
    ):
        shown = {**fields(client.get(path).text), "verdict": "partly"}
        assert client.post(path, data={**shown, name: value.format("Α")}).status_code == 303
        refused = client.post(path, data={**shown, name: value.format("Β")})
        assert refused.status_code == 409
        for letter in "ΑΒ":
            assert value.format(letter).split("\n")[-1] in refused.text
        assert client.post(path, data=fields(refused.text)).status_code == 303
    assert theme.reasons == "Λόγος Β"
    assert text.revision["articles"][0]["body"] == "Κείμενο Β."

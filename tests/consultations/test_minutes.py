"""Minutes of events: from the data, amended by those present, frozen, hashed, versioned."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from docx import Document

from inmeko.accounts.rules import Role
from inmeko.consultations.models import EventMinutesVersion, MinutesAmendment
from inmeko.consultations.queries import commitments
from inmeko.consultations.queries import feedback as answers
from inmeko.consultations.queries import minutes as queries
from inmeko.consultations.rules import editing
from inmeko.consultations.rules import minutes as rules
from inmeko.consultations.rules.minutes import AmendmentState, RecordState
from inmeko.consultations.rules.words import EventState
from inmeko.consultations.services import commitments as commitment_deeds
from inmeko.consultations.services import feedback, polls, questions
from inmeko.consultations.services import minutes as deeds
from inmeko.consultations.views import minutes_papers
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records import queries as records
from inmeko.records.models import Job
from tests.builders import events as made
from tests.builders.events import SOMEBODY
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/events"
AGENDA = {"agenda": [{"hour": "18:00", "title": "Υποδοχή", "speakers": ["Δήμαρχος"], "day": ""}]}
DECISIONS = "Να καθαριστεί το οικόπεδο | Τεχνική Υπηρεσία | 30/6/2026\nΝα γίνει δεύτερη συνάντηση"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def decided() -> list[dict]:
    return [vars(one) for one in rules.read_decisions(DECISIONS)]


def frozen(event) -> EventMinutesVersion:
    write = minutes_papers.writer_of_the_programme(event.municipality)
    return deeds.freeze(SOMEBODY, event, write, minutes_papers.words(event))


def test_decisions_are_read_and_typed_back() -> None:
    rows = decided()
    assert rows[0] == {
        "text": "Να καθαριστεί το οικόπεδο",
        "owner": "Τεχνική Υπηρεσία",
        "due": "2026-06-30",
    }
    assert [vars(one) for one in rules.read_decisions(rules.typed_decisions(rows))] == rows
    for line in ("|κανείς", "Έργο | κάποιος | χθες", "α | β | 1/1/2026 | δ"):
        with pytest.raises(RuleError) as refused:
            rules.read_decisions(f"Κάτι\n{line}")
        assert refused.value.values == {"line": 2}


def test_nothing_is_frozen_before_the_time_for_amendments_is_over(town, at) -> None:
    event, one = made.held(town)
    with pytest.raises(RuleError, match="Nobody has begun"):
        frozen(event)
    made.minutes(event)
    with pytest.raises(RuleError, match="time for amendments first"):
        frozen(event)
    with pytest.raises(RuleError, match="in the future"):
        deeds.open_window(SOMEBODY, event, NOON)
    assert deeds.open_window(SOMEBODY, event, NOON + timedelta(days=5)) == [one]
    proposal = deeds.propose(one, "Να γραφτεί η πρότασή μου.")
    with pytest.raises(RuleError, match="not over yet"):
        frozen(event)
    at(NOON + timedelta(days=5))
    with pytest.raises(RuleError, match="Answer every"):
        frozen(event)
    with pytest.raises(RuleError, match="no time for amendments"):
        deeds.propose(one, "Αργά")
    with pytest.raises(RuleError, match="Say why"):
        deeds.answer(SOMEBODY, proposal, adopted=False, reason=" ")
    deeds.answer(SOMEBODY, proposal, adopted=True, reason="")
    version = frozen(event)
    assert deeds.proof(version)
    assert event.state is EventState.REPORTED
    with pytest.raises(ConflictError, match="frozen"):
        made.minutes(event)


def test_only_who_was_present_proposes(town) -> None:
    event, _one = made.held(town)
    other = made.registered(made.event(town))
    other.event = event
    made.minutes(event)
    deeds.open_window(SOMEBODY, event, NOON + timedelta(days=5))
    with pytest.raises(RuleError, match="those who were present"):
        deeds.propose(other, "Κάτι")


def test_the_papers_say_what_happened_and_hide_who_did_not_agree(town, at) -> None:
    event, one = made.held(town, content=AGENDA)
    shy = made.attended(made.event(town), name="Κρυφός Ντροπαλός", named=False)
    shy.event, shy.quota = event, one.quota
    said = ["Άνοιξε η συζήτηση."]
    made.minutes(event, said=said, decisions=decided(), contributions=["Ένας κάτοικος: ναι"])
    deeds.open_window(SOMEBODY, event, NOON + timedelta(days=5))
    proposal = deeds.propose(one, "Να διορθωθεί η ώρα.")
    deeds.answer(SOMEBODY, proposal, adopted=False, reason="Η ώρα είναι σωστή.")
    at(NOON + timedelta(days=6))
    version = frozen(event)
    docx, pdf = sorted(records.attachments(queries.KIND, version.id), key=lambda one: one.purpose)
    assert records.content(pdf).read(5) == b"%PDF-"
    paper = Document(io.BytesIO(records.content(docx).read()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(part.text for part in paper.paragraphs), *cells])
    for words in (
        "Άνοιξε η συζήτηση.",
        "Προσήλθαν 2 άτομα.",
        "Ελένη Δοκιμή",
        "Να καθαριστεί το οικόπεδο",
        "30 Ιουνίου 2026",
        "Η ώρα είναι σωστή.",
        "Ένας κάτοικος: ναι",
        version.content["protocol"],
    ):
        assert words in text
    assert "Κρυφός" not in text
    assert "{{" not in text
    assert one.email not in text


def test_polls_and_answered_questions_flow_into_the_papers(town, at) -> None:
    event = made.event(town)
    people = [made.attended(event) for _ in range(3)]
    made.begun(event)
    poll, unused = made.poll(event, opened=True), made.poll(event, question="Κρυφή;")
    for one, chosen in zip(people, (0, 0, 2), strict=True):
        polls.vote(poll, one, [chosen])
    asked = made.question(event, people[0], named=True, shown=True)
    made.question(event, people[1], text="Αναπάντητη;", shown=True)
    questions.support(asked, people[1])
    questions.answer(SOMEBODY, asked, "Τον Ιούνιο.")
    made.over(event, NOON)
    made.minutes(event)
    with pytest.raises(RuleError, match="Close the poll"):
        deeds.open_window(SOMEBODY, event, NOON + timedelta(days=5))
    polls.close(SOMEBODY, poll)
    deeds.open_window(SOMEBODY, event, NOON + timedelta(days=5))
    at(NOON + timedelta(days=5))
    version = frozen(event)
    docx, pdf = sorted(records.attachments(queries.KIND, version.id), key=lambda one: one.purpose)
    assert records.content(pdf).read(5) == b"%PDF-"
    paper = Document(io.BytesIO(records.content(docx).read()))
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert ["Σε έναν μήνα", "2", "67 %"] in rows
    assert ["Ποτέ", "1", "33 %"] in rows
    assert ["Πότε αρχίζουν τα έργα;", "Ελένη Δοκιμή", "1", "Τον Ιούνιο."] in rows
    text = "\n".join([*(part.text for part in paper.paragraphs), *map(str, rows)])
    assert "Ψήφισαν 3 άτομα." in text
    assert "Αναπάντητη;" not in text
    assert unused.question not in text
    assert version.content["polls"][0]["votes"] == [2, 0, 1]


def test_what_those_who_came_said_stands_in_an_annex_if_wanted(town) -> None:
    event = made.event(town)
    people = [made.attended(event) for _ in range(3)]
    made.over(event)
    for one, words in zip(people, ("Ωραία", "Κρυφό", ""), strict=True):
        feedback.give(one, {"s1": "4", "s2": words})
    [public] = [one for one in answers.of_event(event) if "Ωραία" in str(one.content)]
    feedback.publish(SOMEBODY, event, {(public.id, "s2")})
    told = minutes_papers.words(event)
    without = rules.sections(deeds.gather(event, made.minutes(event), told))
    within = rules.sections(deeds.gather(event, made.minutes(event, feedback=True), told))
    assert within[:-1] == without
    annex = within[-1]
    assert annex.tables[0].rows[3] == ("4", "3")
    assert "«Ωραία»" in str(annex.paragraphs)
    assert "Κρυφό" not in str(annex)


def test_minutes_without_polls_have_no_section_for_them(town) -> None:
    event, _one = made.held(town)
    facts = deeds.gather(event, made.minutes(event), minutes_papers.words(event))
    older = {
        name: value for name, value in facts.items() if name not in ("polls", "asked", "annex")
    }
    assert rules.sections(older) == rules.sections(facts)
    assert "Ψηφοφορίες" not in [one.title for one in rules.sections(facts)]


def test_what_was_frozen_is_known_when_it_is_changed(town, at) -> None:
    event, _one = made.held(town)
    made.minutes(event)
    deeds.open_window(SOMEBODY, event, NOON + timedelta(days=5))
    at(NOON + timedelta(days=5))
    version = frozen(event)
    version.content = {**version.content, "opening": "Άλλο"}
    assert not deeds.proof(version)


def test_a_further_version_stands_beside_the_first(town, at) -> None:
    event, _one = made.held(town)
    made.minutes(event, decisions=decided())
    deeds.open_window(SOMEBODY, event, NOON + timedelta(days=5))
    at(NOON + timedelta(days=5))
    first = frozen(event)
    [kept, gone] = commitments.of_event(event)
    commitment_deeds.tell(SOMEBODY, kept, words="Καθαρίστηκε.", url="")
    deeds.take_up(SOMEBODY, event, reason="Λάθος όνομα")
    made.minutes(event, decisions=[])
    deeds.open_window(SOMEBODY, event, NOON + timedelta(days=9))
    at(NOON + timedelta(days=9))
    second = frozen(event)
    assert [one.number for one in queries.versions(event)] == [2, 1]
    assert (deeds.proof(first), deeds.proof(second)) == (True, True)
    assert first.content["protocol"] != second.content["protocol"]
    assert commitments.of_event(event) == [kept], "what became of a decision is not forgotten"
    assert gone not in db.session


def test_two_planners_at_once_lose_nothing(town) -> None:
    event, _one = made.held(town)
    seen = editing.seen(deeds.kept(event))
    made.minutes(event, opening="Του πρώτου")
    with pytest.raises(ConflictError):
        deeds.write(SOMEBODY, event, {**deeds.kept(event), "opening": "Του δεύτερου"}, seen=seen)
    assert deeds.kept(event)["opening"] == "Του πρώτου"


def test_minutes_wait_for_the_end_of_the_event(town) -> None:
    event = made.event(town)
    with pytest.raises(RuleError, match="not over yet"):
        made.minutes(event)


def test_the_whole_way_in_the_browser(client, town, sign_in, at) -> None:
    event, one = made.held(town, content=AGENDA)
    assert client.get(f"{PATH}/{event.id}/minutes").status_code == 404
    sign_in(Role.PLANNER, town=town)
    page = f"{PATH}/{event.id}/minutes"
    seen = client.get(f"{page}/edit").text.split('name="seen" type="hidden" value="')[1]
    typed = {"seen": seen.split('"')[0], "said_0": "Ειπώθηκαν πολλά.", "earlier_id": "0"}
    assert client.post(f"{page}/edit", data={**typed, "decisions": "α|β|γ"}).status_code == 422
    assert client.post(f"{page}/edit", data={**typed, "decisions": DECISIONS}).status_code == 303
    stale = client.post(f"{page}/edit", data={**typed, "opening": "Αργοπορημένο"})
    assert stale.status_code == 409
    assert "Ειπώθηκαν πολλά." in stale.text
    assert client.get(f"{page}/draft.pdf").data.startswith(b"%PDF-")
    assert client.post(f"{page}/open", data={"until": "2026-05-20T12:00"}).status_code == 303
    letters = db.session.scalars(sa.select(Job).where(Job.name == "mail")).all()
    assert any(f"/ticket/{one.key}/minutes" in job.payload["body"] for job in letters)
    mine = f"{PATH}/ticket/{one.key}/minutes"
    assert "Ειπώθηκαν πολλά." in client.get(mine).text
    assert client.post(mine, data={"text": ""}).status_code == 422
    assert client.post(mine, data={"text": "<script>x</script>"}).status_code == 303
    assert "<script>x" not in client.get(page).text
    proposal = db.session.scalars(sa.select(MinutesAmendment)).one()
    there = f"{page}/amendments/{proposal.id}"
    assert client.post(there, data={"adopted": "no"}).status_code == 422
    assert client.post(there, data={"adopted": "no", "answer": "Δεν ειπώθηκε."}).location
    assert proposal.state is AmendmentState.DECLINED
    assert client.post(f"{page}/freeze").status_code == 422
    at(datetime(2026, 5, 20, 9, tzinfo=UTC))
    assert client.post(f"{page}/freeze").status_code == 303
    assert queries.of_event(event).state is RecordState.FROZEN
    [first, _second] = commitments.of_event(event)
    link = {"words": "Έγινε.", "url": "https://example.org/ergo", "day": "2026-05-20"}
    assert client.post(f"/dokimi/heard/commitments/{first.id}/keep", data=link).location
    client.post("/logout")
    public = client.get(page).text
    assert "/logout" not in public
    for words in ("Ειπώθηκαν πολλά.", "Έγινε.", "https://example.org/ergo", "Δεν ειπώθηκε."):
        assert words in public
    assert one.email not in public
    assert client.get(f"{page}?version=2").status_code == 404

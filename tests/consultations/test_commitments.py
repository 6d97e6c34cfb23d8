"""What the town promised: followed until it is done, moved or dropped with a reason, reminded."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.queries import commitments as queries
from inmeko.consultations.rules import commitments as rules
from inmeko.consultations.rules.commitments import CommitmentStanding, CommitmentState
from inmeko.consultations.rules.texts import ThemeAnswer
from inmeko.consultations.services import commitments as deeds
from inmeko.consultations.services import texts as text_deeds
from inmeko.consultations.views import commitment_letters
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import Job
from tests.builders import events as made
from tests.builders import texts
from tests.builders.people import municipality, person

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
TODAY = date(2026, 5, 12)
SOMEBODY = Actor()
PATH = "/dokimi/heard/commitments"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def one(town):
    """A commitment that is due in ten days."""
    event, _there = made.held(town)
    return made.commitment(event, due_on=TODAY + timedelta(days=10))


def accepted(town: Any) -> Any:
    """A theme of an open text that was accepted."""
    text = texts.text(town)
    theme = text_deeds.make_theme(SOMEBODY, text, title="Ωράριο")
    texts.answer(theme, verdict=ThemeAnswer.ACCEPTED)
    return theme


@pytest.mark.parametrize(
    ("state", "due", "closed", "stands"),
    [
        (CommitmentState.OPEN, None, None, CommitmentStanding.OWED),
        (CommitmentState.OPEN, TODAY, None, CommitmentStanding.OWED),
        (CommitmentState.OPEN, TODAY - timedelta(days=1), None, CommitmentStanding.LATE),
        (CommitmentState.KEPT, TODAY, TODAY, CommitmentStanding.KEPT),
        (CommitmentState.KEPT, None, TODAY, CommitmentStanding.KEPT),
        (CommitmentState.KEPT, TODAY - timedelta(days=1), TODAY, CommitmentStanding.KEPT_LATE),
        (CommitmentState.DROPPED, TODAY, TODAY, CommitmentStanding.DROPPED),
    ],
)
def test_a_commitment_stands_by_the_calendar(state, due, closed, stands) -> None:
    assert rules.standing(state, due, closed, TODAY) is stands


def test_reminders_come_a_week_before_and_a_day_after_at_eight_in_athens() -> None:
    due = date(2026, 5, 22)
    assert rules.reminders(due, NOON) == [
        datetime(2026, 5, 15, 5, tzinfo=UTC),
        datetime(2026, 5, 23, 5, tzinfo=UTC),
    ]
    assert len(rules.reminders(TODAY, NOON)) == 1, "what is past is left out"
    assert rules.reminders(None, NOON) == []


def test_a_move_keeps_the_first_day_and_the_reason(one) -> None:
    first, later = one.due_on, one.due_on + timedelta(days=30)
    deeds.move(SOMEBODY, one, due_on=later, reason="Αναμονή άδειας")
    [entry] = one.entries
    assert (entry.due_before, entry.due_after, entry.words) == (first, later, "Αναμονή άδειας")
    assert one.due_on == later
    for due, reason in ((later, "Πάλι"), (TODAY - timedelta(days=1), "Χθες"), (later, " ")):
        with pytest.raises(RuleError):
            deeds.move(SOMEBODY, one, due_on=due, reason=reason)


def test_what_is_closed_is_taken_up_again_with_a_reason_alone(one) -> None:
    deeds.keep(SOMEBODY, one, day=TODAY, words="Έγινε", url="")
    with pytest.raises(ConflictError):
        deeds.move(SOMEBODY, one, due_on=TODAY + timedelta(days=40), reason="Αργότερα")
    with pytest.raises(RuleError):
        deeds.drop(SOMEBODY, one, reason="Όχι")
    with pytest.raises(RuleError):
        deeds.take_up(SOMEBODY, one, reason="")
    deeds.take_up(SOMEBODY, one, reason="Χάλασε πάλι")
    deeds.drop(SOMEBODY, one, reason="Δεν βρέθηκε πίστωση")
    assert one.state is CommitmentState.DROPPED
    assert [entry.kind.value for entry in one.entries] == ["dropped", "taken_up", "kept"]


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=30), None])
def test_it_is_not_kept_tomorrow_or_before_it_was_promised(one, day) -> None:
    with pytest.raises(RuleError):
        deeds.keep(SOMEBODY, one, day=day, words="", url="")


def test_only_an_answer_that_accepts_promises_for_later(town) -> None:
    theme = accepted(town)
    given: dict[str, Any] = {"text": "Νέο ωράριο", "owner": "Γραφείο", "email": "", "due_on": None}
    deeds.promise(SOMEBODY, theme, **given)
    texts.answer(theme, verdict=ThemeAnswer.DECLINED)
    with pytest.raises(RuleError, match="accepts something"):
        deeds.promise(SOMEBODY, theme, **given)
    with pytest.raises(RuleError):
        deeds.promise(SOMEBODY, theme, **{**given, "email": "κανένα"})


def test_owner_and_planner_are_reminded_once_of_what_is_still_owed(app, town, one, at) -> None:
    planner = person(Role.PLANNER, town=town)
    deeds.hand(SOMEBODY, one, owner="Τεχνική Υπηρεσία", email="techniki@example.org")
    jobs = db.session.scalars(
        sa.select(Job).where(Job.name == deeds.REMIND).order_by(Job.run_after)
    ).all()
    for job in (*jobs, *jobs):
        at(job.run_after)
        commitment_letters.remind(job.payload)
    told = [(mail.payload["to"], mail.payload["subject"]) for mail in _mails()]
    assert len(told) == 4, "each once before the day, and once after it"
    assert {to for to, _subject in told} == {planner.email, "techniki@example.org"}
    deeds.keep(SOMEBODY, one, day=date(2026, 5, 23), words="", url="")
    deeds.take_up(SOMEBODY, one, reason="Πάλι")
    deeds.move(SOMEBODY, one, due_on=date(2026, 6, 20), reason="Αναμονή")
    for job in jobs:
        commitment_letters.remind({**job.payload, "at": job.payload["at"].replace("05:", "06:")})
    assert len(_mails()) == 4, "a day that was moved is not reminded of"


def _mails() -> list[Job]:
    about = Job.key.startswith("commitment-remind")
    return list(db.session.scalars(sa.select(Job).where(Job.name == "mail", about)))


def test_a_reminder_that_ran_late_does_not_say_that_the_day_is_to_come(town, one, at) -> None:
    person(Role.PLANNER, town=town)
    first = db.session.scalars(
        sa.select(Job).where(Job.name == deeds.REMIND).order_by(Job.run_after)
    ).first()
    at(NOON + timedelta(days=20))
    commitment_letters.remind(first.payload)
    assert _mails() == []


def test_everybody_reads_and_planners_alone_change(client, sign_in, town, one) -> None:
    deeds.hand(SOMEBODY, one, owner="Τεχνική Υπηρεσία", email="krypto@example.org")
    page = client.get(f"{PATH}/{one.id}")
    assert page.status_code == 200
    assert "krypto@example.org" not in page.text
    assert client.post(f"{PATH}/{one.id}/drop", data={"words": "x"}).status_code == 401
    sign_in(Role.PLANNER, town=town)
    assert client.post(f"{PATH}/{one.id}/move", data={"due_on": "2026-07-01"}).status_code == 422
    wrong = client.post(f"{PATH}/{one.id}/move", data={"due_on": "2020-07-01", "words": "Γιατί"})
    assert wrong.status_code == 422
    assert "Γιατί" in wrong.text, "nothing typed is lost"
    assert client.post(f"{PATH}/{one.id}/tell", data={"words": "Σε εξέλιξη"}).status_code == 303
    url = {"words": "Έγινε", "day": "2026-05-12", "url": "javascript:alert(1)"}
    assert client.post(f"{PATH}/{one.id}/keep", data=url).status_code == 422
    assert client.post(f"{PATH}/{one.id}/keep", data={"day": "2026-05-12"}).status_code == 303
    assert "Σε εξέλιξη" in client.get(f"{PATH}/{one.id}").text
    assert db.session.get(type(one), one.id).state is CommitmentState.KEPT


def test_the_list_is_told_apart_by_where_each_stands(client, town) -> None:
    event, _there = made.held(town)
    for number, due in enumerate((TODAY, TODAY - timedelta(days=1), TODAY, TODAY)):
        made.commitment(event, text=f"Απόφαση {number}", due_on=due)
    rows = queries.of_event(event)
    deeds.keep(SOMEBODY, rows[2], day=TODAY, words="", url="")
    deeds.drop(SOMEBODY, rows[3], reason="Όχι")
    for number, state in enumerate(("owed", "late", "kept", "dropped")):
        page = client.get(f"{PATH}?state={state}").text
        assert [n for n in range(4) if f"Απόφαση {n}" in page] == [number], state
    everything = client.get(f"{PATH}?state=junk&page=x").text
    assert all(f"Απόφαση {number}" in everything for number in range(4))
    assert client.get(f"{PATH}?state=kept_late").status_code == 200


def test_a_commitment_stands_under_its_theme(client, sign_in, town) -> None:
    theme = accepted(town)
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/consultations/{theme.text_id}/themes/{theme.id}/promise"
    assert client.post(page, data={"text": "Νέο ωράριο", "owner": ""}).status_code == 422
    assert client.post(page, data={"text": "Νέο ωράριο", "owner": "Γραφείο"}).status_code == 303
    assert "Νέο ωράριο" in client.get(f"/dokimi/consultations/{theme.text_id}").text
    assert "Νέο ωράριο" in client.get(PATH).text

"""Who has no e-mail votes too: the staff shows the code of their registration."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from inmeko.accounts.rules import Role
from inmeko.consultations.queries import live as queries
from inmeko.consultations.queries import registrations
from inmeko.consultations.rules.words import Entrance, QuotaKind
from inmeko.consultations.services import attending, registering
from inmeko.consultations.views import letters
from inmeko.web import codes
from tests.builders import events as made
from tests.builders.events import SOMEBODY
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/events"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def one(town):
    """Somebody registered at the counter, without an address."""
    event = made.event(town)
    given = made.applicant(name="Θεία Όλγα", email="")
    return registering.register(SOMEBODY, event, given, Entrance.COUNTER).registration


def page_of(one) -> str:
    return f"{PATH}/{one.event_id}/registrations/{one.id}/code"


def test_the_row_of_somebody_leads_to_their_code_large(app, client, sign_in, one, town) -> None:
    sign_in(Role.PLANNER, town=town)
    assert f'href="{page_of(one)}"' in client.get(f"{PATH}/{one.event_id}/registrations").text
    answer = client.get(page_of(one))
    assert answer.status_code == 200
    assert f'<strong class="ticket__letters">{one.code}</strong>' in answer.text
    assert f"{PATH}/{one.event_id}/live" in answer.text
    with app.test_request_context():
        assert str(codes.drawn(letters.ticket_of(one))) in answer.text
    assert one.key not in answer.text, "the address is in the drawing alone"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_whoever_scans_it_votes_without_an_account_or_a_mail(app, client, sign_in, one) -> None:
    made.begun(one.event)
    poll = made.poll(one.event, opened=True)
    phone = app.test_client()
    own = f"{PATH}/ticket/{one.key}/"
    assert f"{own}live" in phone.get(own).text
    assert phone.get(f"{own}live").status_code == 303
    vote = f"{PATH}/{one.event_id}/polls/{poll.id}/vote"
    assert phone.post(vote, data={"choice": "1"}).status_code == 303
    assert queries.tally(poll).votes == (0, 1, 0)


def test_whoever_came_without_registration_has_a_code_too(client, sign_in, one, town) -> None:
    made.begun(one.event)
    attending.enter_list(SOMEBODY, one.event, [], ["Ο Γείτονας"], QuotaKind.EVERYBODY)
    sign_in(Role.PLANNER, town=town)
    found = [who for who in registrations.everybody(one.event) if who.name == "Ο Γείτονας"]
    assert found[0].code in client.get(page_of(found[0])).text


def test_the_code_is_shown_to_planners_of_the_town_alone(
    client, sign_in, one, town, caplog
) -> None:
    assert client.get(page_of(one)).status_code == 302
    for role in (Role.EVALUATOR, Role.CONSULTANT):
        sign_in(role, town=town)
        assert client.get(page_of(one)).status_code == 403, role
    sign_in(Role.PLANNER, town=municipality(slug="allos"))
    assert client.get(page_of(one)).status_code == 403
    assert client.get(page_of(one).replace("dokimi", "allos")).status_code == 404
    user = sign_in(Role.PLANNER, town=town)
    with caplog.at_level(logging.INFO):
        client.get(page_of(one))
    assert f"code of registration {one.id} shown to {user.id}" in caplog.text


def test_a_registration_that_is_gone_or_forgotten_shows_no_code(
    client, sign_in, one, town, at
) -> None:
    sign_in(Role.PLANNER, town=town)
    other = made.registered(one.event)
    registering.cancel(SOMEBODY, other)
    assert client.get(page_of(other)).status_code == 404
    made.over(one.event)
    at(NOON + timedelta(days=100))
    registering.forget_everywhere()
    sign_in(Role.PLANNER, town=town)
    assert client.get(page_of(one)).status_code == 404
    assert "/code" not in client.get(f"{PATH}/{one.event_id}/registrations").text

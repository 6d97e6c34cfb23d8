"""Tables of an evaluation, the desk and the overview over HTTP, on both engines."""

from datetime import UTC, datetime

import pytest

from inmeko.accounts.rules import Role
from inmeko.calls.services import assigning
from tests.builders import calls
from tests.builders import judging as build
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
DESK = "/dokimi/calls/judging"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def test_the_table_is_filtered_and_sorted_by_its_address(client, town, sign_in):
    call, seats, files = build.ready(town, 3, 2)
    for file, score in ((files[0], "4"), (files[1], "9")):
        build.scored(file, seats[0], score, score)
        build.scored(file, seats[1], score, score)
    assigning.give(SOMEBODY, files[2], seats[0])
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/{call.id}/evaluation"

    def names(**asked):
        text = client.get(page, query_string=asked).text
        found = [(text.find(f">{one.name}<"), one.name[-1]) for one in files]
        return "".join(name for place, name in sorted(found) if place > 0)

    assert names() == "123"
    assert names(order="score") == "213"
    assert names(standstill="all_in") == "12"
    assert names(standstill="unassigned") == "3"
    assert names(evaluator=str(seats[1].id)) == "12"
    assert names(q=str(files[1].number)) == "2"
    assert names(q="ομαδα 3") == "3"
    assert names(eligibility="not_eligible") == ""
    assert names(order="τίποτα", page="άλφα", evaluator="x") == "123"


def test_the_table_asks_as_often_for_fifty_files_as_for_three(client, town, sign_in, session):
    call, seats, files = build.ready(town, 3, 2)
    assigning.share_out(SOMEBODY, call)
    user = sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/{call.id}/evaluation"
    client.get(page)
    with count_queries() as few:
        client.get(page)
    for number in range(60):
        file = calls.submission(call, name=f"Πολλή {number}", email=f"a@pollh{number}.example")
        file.eligible = True
    session.flush()
    assigning.share_out(SOMEBODY, call)
    session.expire_all()
    assert user.id
    with count_queries() as many:
        shown = client.get(page)
    assert "63" in shown.text
    assert len(many) <= len(few) + 1
    assert len(many) <= 16
    with count_queries() as other:
        client.get(f"{page}?page=2")
    assert len(other) <= len(many)


def test_the_desk_asks_as_often_for_many_files_as_for_few(client, town, sign_in, session):
    call, seats, _ = build.ready(town, 2, 2)
    assigning.share_out(SOMEBODY, call)
    sign_in(user=seats[0].user)
    client.get(DESK)
    with count_queries() as few:
        client.get(DESK)
    for number in range(60):
        calls.submission(call, name=f"Πολλή {number}", email=f"a@p{number}.example").eligible = True
    session.flush()
    assigning.share_out(SOMEBODY, call)
    session.expire_all()
    with count_queries() as many:
        shown = client.get(DESK)
    assert len(many) <= len(few) + 1
    assert "page=2" in shown.text


def test_the_overview_counts_the_way_of_each_call(client, town, sign_in, session):
    call = calls.call(town)
    calls.expression(call)
    for _ in range(2):
        calls.submission(call)
    sign_in(Role.PLANNER, town=town)
    page = "/dokimi/calls/overview"
    shown = client.get(page).text
    assert call.title in shown
    assert "Λήξη υποβολών" in shown
    with count_queries() as few:
        client.get(page)
    for number in range(20):
        calls.submission(calls.call(town, title=f"Πρόσκληση {number}"))
    session.expire_all()
    with count_queries() as many:
        client.get(page)
    assert len(many) <= len(few) + 1
    assert "Πρόσκληση 7<" in client.get(f"{page}?q=προσκληση 7").text
    assert "Καμία πρόσκληση δεν ταιριάζει" in client.get(f"{page}?state=archived").text
    funnel = client.get(f"/dokimi/calls/{call.id}/funnel").text
    assert "67 %" in funnel


def test_a_stranger_and_a_group_see_nothing_of_an_evaluation(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.declared(file, seats[0])
    pages = (
        f"/dokimi/calls/{call.id}/evaluation",
        f"/dokimi/calls/{call.id}/committee",
        "/dokimi/calls/overview",
        f"/dokimi/calls/judges/{file.id}",
        f"/dokimi/calls/eligibility/{file.id}",
        DESK,
        f"{DESK}/{given.id}",
    )
    assert {client.get(page).status_code for page in pages} == {302}
    sign_in()
    assert {client.get(page).status_code for page in pages} == {403}

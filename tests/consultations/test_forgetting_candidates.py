"""The names of a draw are forgotten half a year after the term; the draw can be repeated."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from inmeko.accounts.rules import Role
from inmeko.consultations.models import CommitteeDraw
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import committees as rules
from inmeko.consultations.services import committees as deeds
from inmeko.consultations.services import lottery as drawing
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError
from inmeko.records import queries as records
from tests.builders import committees as made
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
SOMEBODY = Actor()
HIDDEN = "Κρυφό Όνομα"
KEPT = ("candidates", "seats", "list_sha256", "public_sha256", "source", "seed", "drawn_at")


@pytest.fixture
def committee(session, at):
    at(NOON)
    return made.committee(municipality(name="Δήμος Δοκιμής", slug="dokimi"))


def noon(day: Any) -> datetime:
    return datetime.combine(day, time(9), UTC)


def drawn(committee: Any, at: Any) -> CommitteeDraw:
    draw = made.frozen(committee)
    at(NOON + timedelta(hours=2))
    drawing.draw(SOMEBODY, draw, seed="7-12", url="")
    return draw


def test_names_are_forgotten_half_a_year_after_the_term_and_not_before(committee, at) -> None:
    draw = drawn(committee, at)
    kept = {name: getattr(draw, name) for name in KEPT}
    lots, seats = drawing.lots(draw), [(one.number, one.state) for one in queries.seats(committee)]
    last = rules.forgotten_on(committee.ends_on)
    at(noon(last - timedelta(days=1)))
    assert drawing.forget_everywhere() == 0
    assert HIDDEN in str(drawing.names(draw))
    at(noon(last))
    assert drawing.forget_everywhere() == 1
    db.session.refresh(draw)
    assert draw.forgotten
    assert drawing.names(draw) == {}
    assert drawing.listed(draw) == []
    assert {name: getattr(draw, name) for name in KEPT} == kept
    assert drawing.lots(draw) == lots
    assert drawing.whole(draw)
    assert [(one.number, one.state) for one in queries.seats(committee)] == seats
    assert drawing.forget_everywhere() == 0, "once is enough"


def test_lists_that_were_never_drawn_go_too_and_nothing_is_drawn_of_them(committee, at) -> None:
    prepared = made.draw(committee, candidates="1; Α\n2; Β", seats="1; 0")
    frozen = made.frozen(committee)
    at(noon(rules.forgotten_on(committee.ends_on)))
    assert drawing.forget(municipality_id=committee.municipality_id) == 2
    later = noon(rules.forgotten_on(committee.ends_on)) + timedelta(days=1)
    with pytest.raises(ConflictError, match="forgotten"):
        drawing.freeze(SOMEBODY, prepared, source="Τζόκερ", seed_at=later)
    with pytest.raises(ConflictError, match="forgotten"):
        drawing.draw(SOMEBODY, frozen, seed="1", url="")
    again = made.committee(committee.municipality, starts_on=later.date())
    assert made.frozen(again, seed_at=later), "a forgotten list keeps nobody from a new one"


def test_a_name_that_nobody_agreed_to_show_goes_and_one_that_is_shown_stays(committee, at) -> None:
    drawn(committee, at)
    shown, private = queries.seats(committee)[:2]
    deeds.show_name(SOMEBODY, shown, person="Άννα", named=True)
    deeds.show_name(SOMEBODY, private, person="Βασίλης", named=False)
    at(noon(rules.forgotten_on(committee.ends_on)))
    drawing.forget_everywhere()
    assert (shown.name, private.name) == ("Άννα", "")


def test_the_lists_of_another_town_and_of_a_running_term_stay(committee, at) -> None:
    drawn(committee, at)
    running = made.committee(municipality(slug="allos"), ends_on=NOON.date() + timedelta(days=1500))
    other = made.draw(running)
    at(noon(rules.forgotten_on(committee.ends_on)))
    assert drawing.forget(municipality_id=running.municipality_id) == 0
    assert drawing.forget_everywhere() == 1
    assert not other.forgotten


def test_the_page_says_so_and_the_command_and_the_trail_know(
    app, client, sign_in, committee, at
) -> None:
    draw = drawn(committee, at)
    page = f"/dokimi/committee/{committee.id}/draws/{draw.id}"
    said = "Τα ονόματα αυτού του καταλόγου έχουν διαγραφεί"
    sign_in(Role.PLANNER, town=committee.municipality)
    assert said not in client.get(page).text
    at(noon(rules.forgotten_on(committee.ends_on)))
    done = app.test_cli_runner().invoke(args=["consultations", "forget-candidates"])
    assert done.output == "1 lists forgotten\n"
    sign_in(Role.PLANNER, town=committee.municipality)
    for shown in (client.get(page).text, app.test_client().get(page).text):
        assert said in shown
        assert HIDDEN not in shown
        assert "άλλαξε" not in shown, "nobody changed the list"
    assert client.get(f"{page}/numbers.txt").status_code == 200
    assert records.history(drawing.KIND, draw.id)[0].deed == "names forgotten"

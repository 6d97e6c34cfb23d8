"""The deliberation committee: frozen before its seed, drawn once, replaced in order, in public."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inmeko.accounts.rules import Role
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import committees as rules
from inmeko.consultations.rules import lottery
from inmeko.consultations.rules.committees import DrawState, SeatState
from inmeko.consultations.services import committees as deeds
from inmeko.consultations.services import lottery as drawing
from inmeko.extensions import db, sealer
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from tests.builders import committees as made
from tests.builders import events, texts
from tests.builders.people import municipality
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)
SOMEBODY = Actor()
PATH = "/dokimi/committee"
HIDDEN = "Κρυφό Όνομα"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def committee(town):
    return made.committee(town)


def states(committee: Any) -> list[tuple[int | None, SeatState]]:
    return [(one.number, one.state) for one in queries.seats(committee)]


def test_who_is_drawn_is_who_the_published_rule_says(committee, at) -> None:
    draw = made.frozen(committee)
    at(LATER)
    drawing.draw(SOMEBODY, draw, seed="7-12-19-33-41", url="")
    ranked = sorted(
        range(1, 11), key=lambda n: hashlib.sha256(f"7-12-19-33-41:{n}".encode()).hexdigest()
    )
    assert states(committee) == [
        *((number, SeatState.MEMBER) for number in ranked[:3]),
        *((number, SeatState.SUBSTITUTE) for number in ranked[3:5]),
    ]
    assert all(one.name == "" for one in queries.seats(committee)), "names stay sealed"


def test_a_seed_before_the_list_is_frozen_is_refused(committee) -> None:
    draw = made.draw(committee)
    with pytest.raises(ConflictError, match="Freeze the list first"):
        drawing.draw(SOMEBODY, draw, seed="1", url="")


def test_a_seed_before_its_announced_moment_is_refused(committee, at) -> None:
    draw = made.frozen(committee, seed_at=LATER)
    at(LATER - timedelta(seconds=1))
    with pytest.raises(RuleError, match="has not come yet"):
        drawing.draw(SOMEBODY, draw, seed="1", url="")
    at(LATER)
    drawing.draw(SOMEBODY, draw, seed="1", url="")


def test_a_seed_that_is_known_already_is_not_announced(committee) -> None:
    draw = made.draw(committee)
    for moment in (NOON, NOON - timedelta(days=1), None):
        with pytest.raises(RuleError, match="after this moment"):
            drawing.freeze(SOMEBODY, draw, source="Τζόκερ", seed_at=moment)
    with pytest.raises(RuleError, match="which public number"):
        drawing.freeze(SOMEBODY, draw, source=" ", seed_at=LATER)


def test_a_frozen_list_does_not_change(committee) -> None:
    draw = made.frozen(committee)
    with pytest.raises(ConflictError, match="frozen already"):
        drawing.change(SOMEBODY, draw, candidates="1; Άλλος", seats="1; 0")
    with pytest.raises(ConflictError):
        drawing.freeze(SOMEBODY, draw, source="Άλλη πηγή", seed_at=LATER)


@pytest.mark.parametrize("what", ["names", "numbers"])
def test_a_list_that_was_changed_behind_our_back_is_not_drawn(committee, at, what: str) -> None:
    draw = made.frozen(committee)
    of = f"{drawing.KIND}:{draw.id}"
    if what == "names":
        kept = sealer.open(draw.sealed_list, of=of)
        changed = kept["list"].replace("Όνομα 3", "Φίλος")
        draw.sealed_list = sealer.seal({**kept, "list": changed}, of=of)
    else:
        draw.candidates = {"list": draw.candidates["list"][1:]}
    db.session.flush()
    at(LATER)
    with pytest.raises(ConflictError, match="not the one that was frozen"):
        drawing.draw(SOMEBODY, draw, seed="1", url="")
    assert draw.state is DrawState.FROZEN


def test_one_list_is_drawn_once(committee, town, at) -> None:
    draw = made.frozen(committee)
    at(LATER)
    drawing.draw(SOMEBODY, draw, seed="1", url="")
    with pytest.raises(ConflictError, match="not drawn twice"):
        drawing.draw(SOMEBODY, draw, seed="2", url="")
    again = made.draw(made.committee(town), candidates="\n".join(made.LIST.splitlines()[::-1]))
    with pytest.raises(ConflictError, match="one draw a list"):
        drawing.freeze(SOMEBODY, again, source="Τζόκερ", seed_at=LATER + timedelta(days=1))


def test_the_next_substitute_of_the_group_takes_a_free_seat(committee, at) -> None:
    people = "\n".join(f"{n}; Όνομα {n}; {'Γυναίκες' if n % 2 else 'Άνδρες'}" for n in range(1, 21))
    draw = made.frozen(committee, candidates=people, seats="2; 2; Γυναίκες\n2; 1; Άνδρες")
    at(LATER)
    drawing.draw(SOMEBODY, draw, seed="44", url="")
    women = [one for one in queries.seats(committee) if one.lot_group == "Γυναίκες"]
    assert [one.rank for one in women] == [1, 2, 3, 4]
    today = NOON.date()
    with pytest.raises(RuleError):
        deeds.leave(SOMEBODY, women[0], day=today + timedelta(days=1), why="Μετακόμισε")
    with pytest.raises(RuleError):
        deeds.leave(SOMEBODY, women[0], day=today, why="")
    after = deeds.leave(SOMEBODY, women[0], day=today, why="Μετακόμισε")
    assert after is women[2]
    assert (after.state, after.instead_of_id) == (SeatState.MEMBER, women[0].id)
    assert deeds.leave(SOMEBODY, women[3], day=today, why="Δεν μπορεί") is None
    assert deeds.leave(SOMEBODY, after, day=today, why="Παραιτήθηκε") is None
    with pytest.raises(RuleError):
        deeds.leave(SOMEBODY, after, day=today, why="Πάλι")


def test_a_seat_of_a_body_goes_to_the_substitute_of_that_body(committee) -> None:
    names: dict[str, Any] = {"person": "", "substitute": True}
    deeds.name(SOMEBODY, committee, body="Άλλος Σύλλογος", **names)
    second = deeds.name(SOMEBODY, committee, body="Εμπορικός Σύλλογος", **names)
    first = deeds.name(SOMEBODY, committee, body="Εμπορικός Σύλλογος", person="", substitute=False)
    assert deeds.leave(SOMEBODY, first, day=NOON.date(), why="Άλλαξε ο σύλλογος") is second


def test_a_term_has_an_end_and_a_long_one_is_to_be_confirmed() -> None:
    first = NOON.date()
    for last in (None, first, first - timedelta(days=1), first + timedelta(days=4000)):
        with pytest.raises(RuleError):
            rules.check_term(first, last)
    assert not rules.longer_than_law(first, first + timedelta(days=913))
    assert rules.longer_than_law(first, first + timedelta(days=1500))


def test_the_page_shows_all_that_one_needs_to_draw_again(
    app, client, sign_in, committee, at, tmp_path
) -> None:
    draw = made.frozen(committee)
    page = f"{PATH}/{committee.id}/draws/{draw.id}"
    sign_in(Role.PLANNER, town=committee.municipality)
    at(LATER)
    assert client.post(f"{page}/seed", data={"seed": ""}).status_code == 422
    assert client.post(f"{page}/seed", data={"seed": " 7-12 ", "url": "javascript:x"}).status_code
    assert client.post(f"{page}/seed", data={"seed": " 7-12 "}).status_code == 303
    assert HIDDEN in client.get(page).text, "the staff writes to who was drawn"
    client.post("/logout")
    public = client.get(page).text
    assert HIDDEN not in public
    assert HIDDEN not in client.get(f"{PATH}/{committee.id}").text
    numbers = client.get(f"{page}/numbers.txt").text
    assert hashlib.sha256(numbers.encode()).hexdigest() == draw.public_sha256
    file = tmp_path / "numbers.txt"
    file.write_text(numbers, "utf-8")
    done = app.test_cli_runner().invoke(
        args=["consultations", "draw", str(file), "--seed", "7-12", "--seats", "3;2"]
    )
    assert done.exit_code == 0, done.output
    first, *lots = done.output.splitlines()
    assert first == f"numbers SHA-256 {draw.public_sha256}"
    assert lots == [
        f"{one.rank}\t{one.number}\t-\t{one.role}\t{one.digest}" for one in drawing.lots(draw)
    ]
    assert [line.split("\t")[3] for line in lots[:5]] == ["member"] * 3 + ["substitute"] * 2


def test_the_command_says_what_is_wrong_with_a_file(app, tmp_path) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text("1\n1\n", "utf-8")
    done = app.test_cli_runner().invoke(args=["consultations", "draw", str(file), "--seed", "1"])
    assert done.exit_code == 1
    assert "The number 1 comes twice" in done.output


def test_a_list_that_is_prepared_is_for_the_staff_alone(client, sign_in, committee) -> None:
    draw = made.draw(committee)
    page = f"{PATH}/{committee.id}/draws/{draw.id}"
    assert client.get(page).status_code == 302
    assert "/login" in client.get(page).location
    sign_in(Role.PLANNER, town=committee.municipality)
    typed = {"candidates": "1; Α\nλάθος", "seats": "1; 0"}
    refused = client.post(f"{page}/edit", data=typed)
    assert refused.status_code == 422
    assert "λάθος" in refused.text, "nothing typed is lost"
    assert client.post(f"{page}/freeze", data={"source": "Τζόκερ"}).status_code == 422
    sent = {"source": "Τζόκερ", "seed_at": "2026-05-20T21:00"}
    assert client.post(f"{page}/freeze", data=sent).status_code == 303
    assert draw.state is DrawState.FROZEN


def test_opinions_stand_on_the_committee_and_on_the_text(client, sign_in, committee) -> None:
    town = committee.municipality
    text = texts.text(town)
    sign_in(Role.PLANNER, town=town)
    form = {
        "text": str(text.id),
        "subject": "Κανονισμός",
        "verdict": "with_remarks",
        "words": "Συμφωνούμε με παρατηρήσεις.",
        "given_on": "2026-05-12",
        "votes_for": "7",
    }
    page = f"{PATH}/{committee.id}/opinions/new"
    assert client.post(page, data={**form, "votes_for": "-1"}).status_code == 422
    assert client.post(page, data={**form, "given_on": "2027-05-12"}).status_code == 422
    assert client.post(page, data=form).status_code == 303
    client.post("/logout")
    for path in (f"{PATH}/{committee.id}", f"/dokimi/consultations/{text.id}"):
        assert "Συμφωνούμε με παρατηρήσεις." in client.get(path).text, path


def test_members_meetings_and_the_term_are_kept_by_planners(client, sign_in, town) -> None:
    assert "Δεν έχει καταχωριστεί ακόμη επιτροπή" in client.get(f"{PATH}/").text
    sign_in(Role.PLANNER, town=town)
    term = {"title": "Επιτροπή", "starts_on": "2026-06-01", "ends_on": "2026-01-01"}
    assert client.post(f"{PATH}/new", data=term).status_code == 422
    there = client.post(f"{PATH}/new", data={**term, "ends_on": "2031-01-01"}).location
    page = client.get(there)
    assert "προς επιβεβαίωση" in page.text.lower()
    member = {"body": "Εμπορικός Σύλλογος", "person": "Άννα Βλάχου"}
    assert client.post(f"{there}/members/new", data={"body": ""}).status_code == 422
    assert client.post(f"{there}/members/new", data=member).status_code == 303
    event = events.event(town, title="Πρώτη συνεδρίαση")
    assert client.post(f"{there}/meetings/new", data={"event": str(event.id)}).status_code == 303
    client.post("/logout")
    public = client.get(there).text
    assert "Άννα Βλάχου" in public
    assert "Πρώτη συνεδρίαση" in public
    assert client.post(f"{there}/members/new", data=member).status_code == 401


def test_a_committee_asks_as_often_however_many_sit_in_it(client, committee, at) -> None:
    def asked() -> int:
        db.session.expire_all()
        with count_queries() as statements:
            assert client.get(f"{PATH}/{committee.id}").status_code == 200
        return len(statements)

    deeds.name(SOMEBODY, committee, body="Σύλλογος", person="", substitute=False)
    few = asked()
    at(NOON)
    draw = made.frozen(committee)
    at(LATER)
    drawing.draw(SOMEBODY, draw, seed="1", url="")
    assert asked() == few
    assert isinstance(drawing.lots(draw)[0], lottery.Lot)

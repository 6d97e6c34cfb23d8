"""The pages of the records as people of a town see them."""

import io

import pytest

from inmeko.accounts.rules import Role
from inmeko.extensions import db, storage
from inmeko.records import queries, services
from inmeko.records.models import ProtocolEntry
from tests.builders.people import municipality, person
from tests.builders.records import SOMEBODY, actor, attachment, entry, picture
from tests.queries import count_queries

TYPED = {
    "once": "6f1c7a7e-3a58-4a3e-9f0b-0c8a4a1f2b11",
    "direction": "incoming",
    "subject": "Αίτηση παραχώρησης",
    "party": "Σύλλογος",
}


@pytest.fixture
def town(session):
    return municipality()


@pytest.fixture
def planner(town, sign_in):
    return sign_in(Role.PLANNER, town=town)


@pytest.fixture
def admin(town, sign_in):
    return sign_in(Role.MUNICIPAL_ADMIN, town=town)


def test_an_empty_register_says_so(client, town, planner) -> None:
    page = client.get(f"/{town.slug}/protocol")
    assert page.status_code == 200
    assert "<h1" in page.text
    assert f"/{town.slug}/protocol/new" in page.text


def test_a_document_is_entered_with_its_files(client, town, planner) -> None:
    upload = (io.BytesIO(b"%PDF-1.7 x"), "Αίτηση.pdf")
    answer = client.post(f"/{town.slug}/protocol/new", data={**TYPED, "file": upload})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "1/" in page
    assert "Αίτηση.pdf" in page
    assert ">incoming<" not in page
    assert planner.name in page


def test_a_double_click_enters_once(client, town, planner) -> None:
    answers = [client.post(f"/{town.slug}/protocol/new", data=TYPED) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert db.session.query(ProtocolEntry).filter_by(municipality_id=town.id).count() == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.pdf", "a.pdf"),
        (b"<!doctype html><script>", "a.pdf", "HTML"),
        (b"MZ", "a.exe", "a.exe"),
    ],
)
def test_a_refused_file_uses_no_number_and_loses_no_word(
    client, town, planner, content, name, words
) -> None:
    db.session.commit()
    data = {**TYPED, "file": (io.BytesIO(content), name)}
    answer = client.post(f"/{town.slug}/protocol/new", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert TYPED["subject"] in answer.text
    assert not queries.protocol_years(municipality_id=town.id)


def test_an_oversized_file_is_refused(client, town, planner, monkeypatch) -> None:
    monkeypatch.setattr(storage, "limit", 1024)
    data = {**TYPED, "file": (io.BytesIO(b"%PDF-" + b" " * 2048), "a.pdf")}
    assert client.post(f"/{town.slug}/protocol/new", data=data).status_code == 422


@pytest.mark.parametrize("change", [{"direction": "sideways"}, {"subject": " "}, {"once": "x"}])
def test_a_tampered_form_is_refused(client, town, planner, change) -> None:
    answer = client.post(f"/{town.slug}/protocol/new", data={**TYPED, **change})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query",
    ["q=αιτηση", "q=ΑΊΤΗΣΗ", "q=αιτ+παραχ", "q=2/", "q=2", "direction=incoming", "state=valid"],
)
def test_the_register_is_searched_as_people_type(client, town, planner, query) -> None:
    entry(town, direction="outgoing", subject="Άλλο θέμα", party="")
    services.cancel(SOMEBODY, entry(town, direction="internal", subject="Τρίτο"), "λάθος")
    found = entry(town, subject="Αίτηση παραχώρησης")
    if query in {"q=2/", "q=2"}:
        found = db.session.query(ProtocolEntry).filter_by(subject="Τρίτο").one()
    page = client.get(f"/{town.slug}/protocol?{query}").text
    assert found.subject in page
    if query != "state=valid":
        assert "Άλλο θέμα" not in page


def test_another_towns_register_never_shows(client, town, planner) -> None:
    other = municipality()
    foreign = entry(other, subject="Ξένο έγγραφο")
    entry(town)
    assert "Ξένο" not in client.get(f"/{town.slug}/protocol").text
    assert client.get(f"/{other.slug}/protocol").status_code == 403
    assert client.get(f"/{town.slug}/protocol/{foreign.id}").status_code == 404
    assert client.get(f"/{other.slug}/protocol/{foreign.id}").status_code == 403
    tampered = client.post(f"/{town.slug}/protocol/{foreign.id}/cancel", data={"reason": "x"})
    assert tampered.status_code == 404
    assert foreign.cancelled_at is None


def test_the_register_turns_its_pages_both_ways(client, town, planner) -> None:
    for _ in range(120):
        entry(town)
    year = queries.protocol_years(municipality_id=town.id)[0]
    pages = [
        ("", 120, 71),
        (f"before={year}-71", 70, 21),
        (f"before={year}-21", 20, 1),
        (f"after={year}-20", 70, 21),
        (f"after={year}-70", 120, 71),
    ]
    for query, first, last in pages:
        page = client.get(f"/{town.slug}/protocol?{query}").text
        assert page.count('<tr class="govgr-table__row"') == first - last + 2
        assert f">{first}/" in page
        assert f">{last}/" in page
        assert ('rel="prev"' in page, 'rel="next"' in page) == (first != 120, last != 1)


def test_a_longer_register_asks_no_more_questions(client, town, planner) -> None:
    counts = []
    for _ in range(2):
        for _ in range(20):
            entry(town, actor(person()))
        db.session.commit()
        db.session.expire_all()
        with count_queries() as statements:
            client.get(f"/{town.slug}/protocol")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 9, statements


@pytest.mark.parametrize(
    "query", ["before=x-y", "before=99999999999999-1", "year=99999999999", "direction=up", "q='\""]
)
def test_a_tampered_address_is_answered_calmly(client, town, planner, query) -> None:
    assert client.get(f"/{town.slug}/protocol?{query}").status_code == 200


def test_the_export_runs_no_formula(client, town, planner) -> None:
    entry(town, subject="=HYPERLINK(1)", party="-Σύλλογος")
    answer = client.get(f"/{town.slug}/protocol/export.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ";'-Σύλλογος;'=HYPERLINK(1);" in answer.text
    assert answer.text.startswith("\ufeff")


def test_cancelling_asks_for_a_reason_and_happens_once(client, town, planner) -> None:
    made = entry(town)
    address = f"/{town.slug}/protocol/{made.id}/cancel"
    db.session.commit()
    asked = client.get(address)
    assert asked.status_code == 200
    assert 'name="reason"' in asked.text
    assert client.post(address, data={"reason": " "}).status_code == 422
    assert client.post(address, data={"reason": "διπλό"}).status_code == 303
    again = client.post(address, data={"reason": "πάλι"})
    assert again.status_code == 422
    page = client.get(f"/{town.slug}/protocol/{made.id}").text
    assert "διπλό" in page
    assert "πάλι" not in page


@pytest.mark.parametrize(
    "page", ["protocol", "protocol/export.csv", "protocol/new", "audit", "outbox"]
)
def test_strangers_are_sent_to_sign_in_and_evaluators_refused(client, town, sign_in, page) -> None:
    assert client.get(f"/{town.slug}/{page}").status_code == 302
    sign_in(Role.EVALUATOR, town=town)
    assert client.get(f"/{town.slug}/{page}").status_code == 403


def test_the_trail_is_read_by_administrators_only(client, town, planner) -> None:
    assert client.get(f"/{town.slug}/audit").status_code == 403


def test_the_trail_shows_who_did_what(client, town, admin) -> None:
    services.note(actor(admin), "changed", "asset", 7, municipality_id=town.id, after={"τ": "νέο"})
    entry(town, actor(admin), subject="Θέμα του ίχνους")
    other = municipality()
    services.note(actor(admin), "retired", "asset", 8, municipality_id=other.id)
    address = f"/{town.slug}/audit"
    page = client.get(address).text
    assert "νέο" in page
    assert "Θέμα του ίχνους" in page
    assert "retired" not in page
    assert "Θέμα του ίχνους" not in client.get(f"{address}?kind=asset").text
    assert "νέο" in client.get(f"{address}?person={admin.id}").text
    assert "νέο" not in client.get(f"{address}?person=999999").text
    assert "νέο" not in client.get(f"{address}?day=2020-01-01").text
    for odd in ("day=yesterday", "person=x", "before=99999999999", "kind=%00"):
        assert client.get(f"{address}?{odd}").status_code == 200


def test_a_longer_trail_asks_no_more_questions(client, town, admin) -> None:
    counts = []
    for _ in range(2):
        for key in range(20):
            services.note(actor(person()), "changed", "asset", key, municipality_id=town.id)
        db.session.commit()
        with count_queries() as statements:
            client.get(f"/{town.slug}/audit")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 9, statements


def test_the_trail_turns_its_pages(client, town, admin) -> None:
    things = ((key, None, {"n": key}) for key in range(120))
    services.note_many(actor(admin), "imported", "asset", things, municipality_id=town.id)
    first = client.get(f"/{town.slug}/audit").text
    assert "before=71" in first
    second = client.get(f"/{town.slug}/audit?before=71").text
    assert "after=70" in second
    assert 'rel="prev"' in client.get(f"/{town.slug}/audit?after=20").text


def address_of(kept) -> str:
    return f"/files/{kept.id}/{kept.filename}"


def test_a_public_photo_is_for_everybody(client, town) -> None:
    kept = attachment(town, picture(), "a.jpg", public=True)
    answer = client.get(address_of(kept))
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    small = client.get(f"{address_of(kept)}?size=400")
    assert len(small.data) < len(answer.data)
    unchanged = client.get(address_of(kept), headers={"If-None-Match": answer.headers["ETag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    ("content", "name"), [(b"%PDF-1", "Έγγραφο.pdf"), (b"a;b", "a.csv"), (b"x", "a.txt")]
)
def test_what_is_no_picture_is_only_saved(client, town, content, name) -> None:
    answer = client.get(address_of(attachment(town, content, name, public=True)))
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_files_that_are_not_public_are_for_the_towns_staff(client, town, sign_in) -> None:
    kept = attachment(town, b"%PDF-1", "a.pdf")
    assert client.get(address_of(kept)).status_code == 302
    sign_in(Role.EVALUATOR, town=town)
    answer = client.get(address_of(kept))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    sign_in(Role.PLANNER, town=municipality())
    assert client.get(address_of(kept)).status_code == 403


def test_documents_of_the_protocol_are_for_those_who_keep_it(client, town, sign_in) -> None:
    kept = attachment(town, b"%PDF-1", "a.pdf", kind="protocol_entry")
    sign_in(Role.EVALUATOR, town=town)
    assert client.get(address_of(kept)).status_code == 403
    sign_in(Role.PLANNER, town=town)
    assert client.get(address_of(kept)).status_code == 200


def test_a_file_under_a_wrong_name_a_removed_and_a_lost_one_are_not_found(
    client, town, planner
) -> None:
    kept = attachment(town, b"%PDF-1 lost", "a.pdf")
    assert client.get(f"/files/{kept.id}/b.pdf").status_code == 404
    storage.remove(kept.sha256)
    assert client.get(address_of(kept)).status_code == 404
    services.detach(SOMEBODY, kept)
    assert client.get(address_of(kept)).status_code == 404
    assert client.get("/files/999999/a.pdf").status_code == 404

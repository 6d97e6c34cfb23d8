"""The pages of the outbox, and the page of mails in development."""

from dataclasses import replace

import pytest

from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.records import services
from inmeko.records.rules import JobState
from tests.builders.people import municipality
from tests.builders.records import job
from tests.queries import count_queries

LETTER = (
    "maria@example.org",
    "Παραλαβή",
    "Κωδικός 4711, δείτε http://127.0.0.1/enter?code=1&next=2",
)


@pytest.fixture
def town(session):
    return municipality()


def dead_mail(town, **changes):
    made = services.post_mail(*LETTER, municipality_id=town.id if town else None)
    values = {
        "state": JobState.DEAD,
        "last_error": "550 <maria@example.org> unknown",
        "attempts": 8,
    }
    for name, value in {**values, **changes}.items():
        setattr(made, name, value)
    db.session.flush()
    return made


def test_dead_mails_show_why_but_not_to_whom_nor_what(client, town, sign_in) -> None:
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    dead_mail(town)
    page = client.get(f"/{town.slug}/outbox").text
    assert "m***@example.org" in page
    assert "550" in page
    for secret in ("maria@", "4711", "Παραλαβή"):
        assert secret not in page


def test_a_dead_mail_is_tried_again(client, town, sign_in) -> None:
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    made = dead_mail(town)
    assert client.post(f"/{town.slug}/outbox/{made.id}/retry").status_code == 303
    assert (made.state, made.attempts) == (JobState.WAITING, 0)


def test_what_is_done_is_not_tried_again(client, town, sign_in) -> None:
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    made = dead_mail(town, state=JobState.DONE)
    db.session.commit()
    assert client.post(f"/{town.slug}/outbox/{made.id}/retry").status_code == 409


def test_another_towns_jobs_are_out_of_reach(client, town, sign_in) -> None:
    other = municipality()
    foreign, platform = dead_mail(other), dead_mail(None)
    db.session.commit()
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    assert client.get(f"/{other.slug}/outbox").status_code == 403
    assert client.get("/outbox").status_code == 403
    for made in (foreign, platform):
        assert client.post(f"/{town.slug}/outbox/{made.id}/retry").status_code == 404
        assert client.post(f"/outbox/{made.id}/retry").status_code == 403
    assert "m***" not in client.get(f"/{town.slug}/outbox?state=dead").text


def test_the_platforms_administrator_sees_all(client, town, sign_in) -> None:
    made, platform = dead_mail(town), dead_mail(None)
    sign_in(Role.PLATFORM_ADMIN)
    page = client.get("/outbox").text
    assert f"/outbox/{made.id}/retry" in page
    assert client.post(f"/outbox/{platform.id}/retry").status_code == 303
    assert client.post(f"/{town.slug}/outbox/{made.id}/retry").status_code == 303


def test_each_state_has_its_tab_and_a_longer_list_asks_no_more(client, town, sign_in) -> None:
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    counts = []
    for _ in range(2):
        for _ in range(60):
            job(municipality_id=town.id)
        db.session.commit()
        with count_queries() as statements:
            page = client.get(f"/{town.slug}/outbox?state=waiting").text
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 7, statements
    assert 'rel="next"' in page
    for state in (*JobState, "nonsense"):
        assert client.get(f"/{town.slug}/outbox?state={state}").status_code == 200


def test_development_shows_what_would_have_been_sent(client, town) -> None:
    services.post_mail(*LETTER, municipality_id=None)
    page = client.get("/development/mail").text
    assert "Παραλαβή" in page
    assert "maria@example.org" in page
    assert '<a class="govgr-link" href="http://127.0.0.1/enter?code=1&amp;next=2"' in page


def test_words_of_a_mail_are_never_taken_for_html(client, town) -> None:
    services.post_mail("a@example.org", "<b>", "<script>x</script>", municipality_id=None)
    assert "<script>x" not in client.get("/development/mail").text


def test_production_has_no_such_page(app, client, town, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mode="production"))
    assert client.get("/development/mail").status_code == 404

"""Decisions of Διαύγεια: brought in, compared, corrected, and linked to the assets they concern."""

import io

import pytest
from sqlalchemy import select

from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.records.models import AuditEntry
from inmeko.resources.models import Decision, DecisionLink
from inmeko.resources.rules.concession_words import LinkState
from inmeko.resources.services import decisions
from tests.builders.concessions import ADA, SOMEBODY, building_links, decision, export
from tests.builders.people import municipality
from tests.builders.resources import asset
from tests.queries import count_queries
from tests.resources.rules.files import real

OTHER = "6Φ2ΥΩΕΘ-Λ31"
COUNTS = ("read", "created", "updated", "unchanged", "rejected")


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def bring(town, *entries):
    counts = decisions.bring_in(SOMEBODY, town, export(*entries)).counts()
    assert counts["read"] == sum(counts[name] for name in COUNTS[1:])
    return tuple(counts[name] for name in COUNTS)


def kept(ada: str = ADA) -> Decision:
    return db.session.scalars(select(Decision).where(Decision.ada == ada)).one()


def test_the_same_file_twice_changes_nothing(town) -> None:
    file = (decision(), decision(ada=OTHER), decision(ada="?"))
    assert bring(town, *file) == (3, 2, 0, 0, 1)
    entries = db.session.query(AuditEntry).count()
    assert bring(town, *file) == (3, 0, 0, 2, 1)
    assert db.session.query(AuditEntry).count() == entries


def test_one_number_twice_in_a_file_is_one_decision(town) -> None:
    assert bring(town, decision(), decision()) == (2, 1, 0, 1, 0)
    assert bring(town, decision(ada="βλ4hω6ρ–τ0x")) == (1, 0, 0, 1, 0)


def test_another_subject_is_a_correction_and_the_earlier_one_stays(town) -> None:
    bring(town, decision(subject="ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΣΦΑΓΕΙΩΝ"))
    assert bring(town, decision(subject="ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΣΦΑΓΕΙΟΥ")) == (1, 0, 1, 0, 0)
    assert kept().subject == "ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΣΦΑΓΕΙΟΥ"
    assert kept().earlier == ["ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΣΦΑΓΕΙΩΝ"]
    assert kept().corrected_at is not None


def test_another_version_is_a_correction_and_a_file_that_tells_less_is_none(town) -> None:
    bring(town, decision(versionId="v1", status="PUBLISHED"))
    assert bring(town, decision(versionId="v2")) == (1, 0, 1, 0, 0)
    assert bring(town, decision()) == (1, 0, 0, 1, 0)
    assert (kept().version_code, kept().status, kept().earlier) == ("v2", "PUBLISHED", [])


def test_a_name_that_was_masked_goes_and_never_comes_back(town) -> None:
    named, covered = "ΠΑΡΑΧΩΡΗΣΗ (ΝΙΚΗ ΤΑΔΕ)", "ΠΑΡΑΧΩΡΗΣΗ ([…])"
    bring(town, decision(subject=named))
    assert bring(town, decision(subject=covered)) == (1, 0, 1, 0, 0)
    assert (kept().subject, kept().earlier) == (covered, [])
    assert bring(town, decision(subject=named)) == (1, 0, 0, 1, 0)
    assert kept().subject == covered


def test_a_decision_names_the_one_it_revokes(town) -> None:
    bring(town, decision(ada=OTHER), decision(subject=f"ΑΝΑΚΛΗΣΗ ΤΗΣ ΑΠΟΦΑΣΗΣ ΜΕ ΑΔΑ {OTHER}"))
    assert kept().names_ada == OTHER


def test_an_asset_is_offered_with_reasons_and_asked_only_once(town) -> None:
    fits, _other = asset(town), asset(town, title="Γήπεδο", address="Νίκης 4")
    bring(town, decision())
    (link,) = building_links(fits)
    assert link.state is LinkState.OFFERED
    assert {reason.split(":")[0] for reason in link.reasons} >= {"title", "address"}
    assert db.session.query(DecisionLink).count() == 1
    decisions.judge(SOMEBODY, link, LinkState.REFUSED)
    assert decisions.look_again(SOMEBODY, town.id) == 0
    bring(town, decision(subject=kept().subject + " ΟΡΘΗ ΕΠΑΝΑΛΗΨΗ"))
    (link,) = building_links(fits)
    assert link.state is LinkState.REFUSED


def test_a_new_asset_is_found_when_asked_again(town) -> None:
    bring(town, decision())
    assert decisions.look_again(SOMEBODY, town.id) == 0
    fits = asset(town)
    assert decisions.look_again(SOMEBODY, town.id) == 1
    assert len(building_links(fits)) == 1


def test_a_cadastral_code_in_the_subject_is_enough(town) -> None:
    fits = asset(town, title="Χωρίς λόγια", address="", kaek="050681726008")
    bring(town, decision(subject="Παραχώρηση ακινήτου με ΚΑΕΚ 050681726008"))
    (link,) = building_links(fits)
    assert link.score == 100


def test_words_that_many_assets_bear_tell_nothing(town) -> None:
    for number in range(61):
        asset(town, title=f"Αποθήκη {number}", address="Πλαγιάς 1")
    bring(town, decision(subject="ΠΑΡΑΧΩΡΗΣΗ ΑΠΟΘΗΚΗΣ ΣΤΗΝ ΠΛΑΓΙΑ"))
    assert db.session.query(DecisionLink).count() == 0


def test_looking_asks_for_each_word_once_however_many_decisions(town) -> None:
    asset(town)
    numbers = [f"ΒΛ4ΗΩ6Ρ-Τ{number:02d}" for number in range(20)]
    with count_queries() as few:
        bring(town, decision())
    with count_queries() as many:
        bring(town, *(decision(ada=ada) for ada in numbers))
    assert _selects(many) == _selects(few)


def _selects(statements: list[str]) -> int:
    return sum(statement.startswith("SELECT") for statement in statements)


def test_pages_bring_in_list_and_judge(town, client, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    thing = asset(town)
    sent = {"file": (io.BytesIO(export(decision(), decision(ada="?"))), "B5.json")}
    page = client.post("/dokimi/resources/decisions", data=sent, content_type="multipart/form-data")
    assert page.status_code == 200
    (link,) = building_links(thing)
    address = f"/dokimi/resources/decisions/{link.decision_id}"
    assert ADA in client.get("/dokimi/resources/decisions?show=offered").text
    assert thing.title in client.get(address).text
    judge = f"{address}/links/{link.id}"
    assert client.post(judge, data={"answer": "maybe"}).status_code == 422
    assert client.post(judge, data={"answer": "accept"}).status_code == 303
    assert link.state is LinkState.ACCEPTED
    public = client.application.test_client().get(f"/dokimi/resources/{thing.id}").text
    assert ADA in public
    assert link.decision.subject not in public


@pytest.mark.parametrize("content", [b"no", b"{}", b""])
def test_a_file_that_is_none_comes_back_with_a_sentence(town, client, sign_in, content) -> None:
    sign_in(Role.PLANNER, town=town)
    sent = {"file": (io.BytesIO(content), "B5.json")}
    page = client.post("/dokimi/resources/decisions", data=sent, content_type="multipart/form-data")
    assert page.status_code == 422


def test_a_consultant_sees_and_does_not_judge(town, client, sign_in) -> None:
    bring(town, decision())
    asset(town)
    decisions.look_again(SOMEBODY, town.id)
    sign_in(Role.CONSULTANT, town=town)
    assert client.get("/dokimi/resources/decisions").status_code == 200
    link = db.session.scalars(select(DecisionLink)).one()
    judge = f"/dokimi/resources/decisions/{link.decision_id}/links/{link.id}"
    assert client.post(judge, data={"answer": "accept"}).status_code == 403
    assert client.post("/dokimi/resources/decisions", data={}).status_code == 403


@pytest.mark.real_data
def test_kassandra_comes_in_once(own_app, tmp_path) -> None:
    file = real("gr_diavgeia_concessions/kassandra_B5_export.json")
    town = municipality(slug="kassandra")
    beach = asset(town, title="Χώρος λούνα παρκ", address="Παραλία Φούρκας")
    db.session.commit()
    runner = own_app.test_cli_runner()
    command = ["resources", "decisions", str(file), "--municipality", "kassandra"]
    first = runner.invoke(args=[*command, "--language", "en"])
    assert first.exit_code == 0
    assert "136 read = 136 created + 0 updated + 0 unchanged + 0 rejected" in first.output
    second = runner.invoke(args=[*command, "--language", "en"])
    assert "136 read = 0 created + 0 updated + 136 unchanged + 0 rejected" in second.output
    assert building_links(beach)
    broken = tmp_path / "broken.json"
    broken.write_text('{"decisions": [{"ada": "?"}]}')
    command[2] = str(broken)
    assert runner.invoke(args=command).exit_code == 1
    broken.write_text("{")
    assert runner.invoke(args=command).exit_code == 2

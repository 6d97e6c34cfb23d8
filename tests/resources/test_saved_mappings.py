"""Mappings kept under a name, by web and on the command line, on both engines."""

import io

import pytest

from inmeko.accounts.rules import Role
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.resources.models import AssetImport
from inmeko.resources.queries import mappings as queries
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.services import importing
from inmeko.resources.services.importing import mappings
from tests.builders.imports import table
from tests.builders.people import municipality
from tests.builders.resources import PLANNER

HEADER = ["Α/Α", "Ακίνητο", "Παρατήρηση", "Χαρακτηρισμός", "Χ", "Υ"]
ROW = ["1", "Αποθήκη", "Παλαιά", "ΔΙΑΘΕΣΙΜΟ", "482769", "4211781"]


def staged(town, rows=(ROW,), header=HEADER, **more):
    content = io.BytesIO(table(header, rows))
    return importing.stage(PLANNER, town, content, "μητρώο.csv", **more)


def corrected(town):
    """A staged file that a planner has corrected: the remark is the title, a word has a meaning."""
    one = staged(town)
    importing.adjust(
        PLANNER,
        one,
        settings={},
        corrections={
            "columns": {"title": ["Παρατήρηση"], "use": ["Χαρακτηρισμός"], "description": None},
            "values": {"use": {"ΔΙΑΘΕΣΙΜΟ": "idle"}},
            "register": "Κτηματολόγιο δήμου",
        },
    )
    return one


def test_a_mapping_saved_from_one_file_reads_the_next_of_its_columns_alike(session):
    town = municipality()
    saved = mappings.save(PLANNER, corrected(town), "Κτήρια δήμου")
    following = staged(town, rows=[["2", "Σχολείο", "Νέο", "ΔΙΑΘΕΣΙΜΟ", "482770", "4211790"]])
    assert Plan.from_json(following.plan).columns["title"] == ("Ακίνητο",)
    offered = queries.mappings(municipality_id=town.id, shape=following.shape)
    assert [one.name for one in offered] == ["Κτήρια δήμου"]
    mappings.use(PLANNER, following, saved)
    plan = Plan.from_json(following.plan)
    assert plan.columns["title"] == ("Παρατήρηση",)
    assert plan.columns["use"] == ("Χαρακτηρισμός",)
    assert plan.values["use"]["ΔΙΑΘΕΣΙΜΟ"] == "idle"
    assert (plan.register, following.register) == ("Κτηματολόγιο δήμου",) * 2


def test_what_is_read_as_in_a_mapping_says_so(session):
    town = municipality()
    saved = mappings.save(PLANNER, corrected(town), "Κτήρια δήμου")
    following = staged(town)
    mappings.use(PLANNER, following, saved)
    plan = Plan.from_json(following.plan)
    lines = importing.explained(importing.proposal(following), plan, str, following.mapping)
    reasons = {line.key: line.reason for line in lines}
    assert reasons["title"] == "As in the mapping “Κτήρια δήμου”"
    assert "mapping" not in reasons["encoding"]


def test_it_is_not_offered_for_other_columns_nor_in_another_town(session):
    town, elsewhere = municipality(), municipality()
    mappings.save(PLANNER, corrected(town), "Κτήρια δήμου")
    other = staged(town, header=["Κωδικός", *HEADER[1:]])
    assert not queries.mappings(municipality_id=town.id, shape=other.shape)
    alike = staged(elsewhere)
    assert not queries.mappings(municipality_id=elsewhere.id, shape=alike.shape)


def test_a_file_that_lacks_a_column_says_which(session):
    town = municipality()
    saved = mappings.save(PLANNER, corrected(town), "Κτήρια δήμου")
    other = staged(town, header=["Α/Α", "Ακίνητο", "Σημείωση", *HEADER[3:]])
    with pytest.raises(RuleError, match="Παρατήρηση"):
        mappings.use(PLANNER, other, saved)


def test_a_name_is_given_once_in_a_town(session):
    town = municipality()
    one = corrected(town)
    mappings.save(PLANNER, one, "Κτήρια")
    with pytest.raises(ConflictError):
        mappings.save(PLANNER, one, " Κτήρια ")
    second = mappings.save(PLANNER, one, "Οικόπεδα")
    with pytest.raises(ConflictError):
        mappings.rename(PLANNER, second, "Κτήρια")


def test_deleting_a_mapping_leaves_the_file_as_it_is_read(session):
    town = municipality()
    one = corrected(town)
    saved, plan = mappings.save(PLANNER, one, "Κτήρια"), dict(one.plan)
    mappings.delete(PLANNER, saved)
    session.expire_all()
    assert one.plan == plan
    assert one.mapping_id is None


def test_a_planner_saves_uses_renames_and_deletes_on_the_pages(client, session, sign_in):
    town = municipality()
    one, following = corrected(town), staged(town)
    sign_in(Role.PLANNER, town=town)
    base = f"/{town.slug}/resources"
    saved = client.post(f"{base}/imports/{one.id}/save-mapping", data={"name": "Κτήρια"})
    assert saved.status_code == 303
    key = queries.mappings(municipality_id=town.id)[0].id
    page = client.get(f"{base}/imports/{following.id}").text
    assert "Κτήρια" in page
    used = client.post(f"{base}/imports/{following.id}/use-mapping", data={"mapping": key})
    assert used.status_code == 303
    assert session.get(AssetImport, following.id).mapping_id == key
    assert client.get(f"{base}/imports/{following.id}").text.count("Κτήρια") > page.count("Κτήρια")
    renamed = client.post(f"{base}/mappings/{key}", data={"name": "Ακίνητα"})
    assert renamed.status_code == 303
    assert "Ακίνητα" in client.get(f"{base}/mappings").text
    assert client.get(f"{base}/mappings/{key}/delete").status_code == 200
    assert client.post(f"{base}/mappings/{key}/delete").status_code == 303
    assert not queries.mappings(municipality_id=town.id)


def test_an_empty_or_a_taken_name_is_refused_with_a_sentence(client, session, sign_in):
    town = municipality()
    one = corrected(town)
    first = mappings.save(PLANNER, one, "Κτήρια")
    second = mappings.save(PLANNER, one, "Οικόπεδα")
    sign_in(Role.PLANNER, town=town)
    base = f"/{town.slug}/resources/mappings/{second.id}"
    assert client.post(base, data={"name": ""}).status_code == 422
    assert client.post(base, data={"name": first.name}).status_code == 422


def test_the_command_line_takes_the_name_of_a_saved_mapping(app, session, tmp_path):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    mappings.save(PLANNER, corrected(town), "Κτήρια δήμου")
    session.commit()
    path = tmp_path / "νέο.csv"
    path.write_bytes(table(HEADER, [ROW]))
    said = app.test_cli_runner().invoke(
        args=["resources", "import", str(path), "--municipality", "dokimi", "--dry-run"]
        + ["--mapping", "Κτήρια δήμου", "--language", "en"]
    )
    assert said.exit_code == 0, said.output
    assert "created 1" in said.output
    assert "Παρατήρηση" in said.output

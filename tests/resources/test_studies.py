"""Studies and what cites them: deeds, pages, coverage of the town, on both engines."""

import io
import re

import pytest
from shapely.geometry import MultiPolygon, box

from inmeko.accounts.rules import Role
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.queries import attachments, history
from inmeko.resources.queries import studies as queries
from inmeko.resources.rules.coverage import covered
from inmeko.resources.services import studies as services
from tests.builders.fieldwork import WEST, study
from tests.builders.imports import attica, bring, register
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

TYPED = {
    "title": "Μητρώο δημοτικών ακινήτων",
    "kind": "register",
    "reliability": "high",
    "coverage": "whole",
}


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def test_a_planner_enters_a_register_of_the_whole_town(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    answer = client.post("/dokimi/resources/studies/new", data=TYPED)
    assert answer.status_code == 303
    [made] = queries.studies(municipality_id=town.id)
    assert made.whole_town
    assert made.title == "Μητρώο δημοτικών ακινήτων"
    assert [deed.deed for deed in history("study", made.id)] == ["recorded"]
    assert "100" in client.get("/dokimi/resources/studies").text


def test_a_part_is_drawn_and_its_share_is_shown(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    drawn = "POLYGON ((23.70 37.95, 23.75 37.95, 23.75 38.05, 23.70 38.05, 23.70 37.95))"
    data = {**TYPED, "coverage": "part", "area": drawn}
    assert client.post("/dokimi/resources/studies/new", data=data).status_code == 303
    found = client.get("/dokimi/api/studies.geojson").json
    assert [one["properties"]["title"] for one in found["features"]] == [TYPED["title"]]
    assert "50,0" in client.get("/dokimi/resources/studies").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"year": "2999"}, "year"),
        ({"year": "1700"}, "year"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"coverage": "part", "area": ""}, "area"),
        ({"coverage": "part", "area": "POINT (23.7 38.0)"}, "area"),
        ({"coverage": "part", "area": "κάπου"}, "area"),
    ],
)
def test_a_study_that_makes_no_sense_is_refused_under_its_field(
    client, town, sign_in, changes, field
):
    sign_in(Role.PLANNER, town=town)
    answer = client.post("/dokimi/resources/studies/new", data={**TYPED, **changes})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert queries.studies(municipality_id=town.id) == []


def test_a_study_is_corrected_with_what_the_form_showed(client, town, sign_in):
    kept = study(town)
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"/dokimi/resources/studies/{kept.id}/edit").text
    shown = re.search(r"<textarea[^>]*name=\"area\"[^>]*>(.*?)</textarea>", page, re.S)
    area = shown[1].replace("&#34;", '"').strip()
    data = {**TYPED, "title": "Νέος τίτλος", "coverage": "part", "area": area}
    answer = client.post(f"/dokimi/resources/studies/{kept.id}/edit", data=data)
    assert answer.status_code == 303
    assert kept.title == "Νέος τίτλος"
    assert queries.area(kept).equals(WEST)


def test_a_retired_study_leaves_the_coverage_and_can_come_back(client, town, sign_in):
    kept = study(town)
    sign_in(Role.PLANNER, town=town)
    path = f"/dokimi/resources/studies/{kept.id}"
    assert client.post(f"{path}/retire", data={"reason": " "}).status_code == 422
    assert client.post(f"{path}/retire", data={"reason": "Παλιά"}).status_code == 303
    assert queries.areas(municipality_id=town.id) == {}
    assert kept.title not in client.get("/dokimi/resources/studies").text
    assert kept.title in client.get("/dokimi/resources/studies?retired=1").text
    assert client.post(f"{path}/restore").status_code == 303
    assert list(queries.areas(municipality_id=town.id)) == [kept.id]


def test_overlapping_studies_cover_a_place_once_and_nothing_outside_counts(town):
    study(town)
    study(town, area=MultiPolygon([box(23.70, 37.95, 23.725, 38.05)]))
    study(town, area=MultiPolygon([box(23.60, 37.95, 23.70, 38.05)]))
    areas = queries.areas(municipality_id=town.id)
    found = covered(queries.boundary(municipality_id=town.id), areas)
    assert found.share == pytest.approx(0.5, abs=0.001)
    assert list(found.shares.values()) == pytest.approx([0.5, 0.25, 0], abs=0.001)
    assert found.covered_m2 + found.open_m2 == pytest.approx(found.town_m2)


def test_a_field_cites_a_page_of_a_study_once(client, town, sign_in):
    kept, source = asset(town), study(town)
    sign_in(Role.PLANNER, town=town)
    path = f"/dokimi/resources/{kept.id}/sources"
    data = {"study": source.id, "field": "condition", "place": "σ. 12"}
    assert client.post(path, data=data).status_code == 303
    assert client.post(path, data=data).status_code == 422
    page = client.get(f"/dokimi/resources/{kept.id}").text
    assert source.title in page
    assert "σ. 12" in page
    [one] = queries.sources(kept)
    assert client.get(f"/dokimi/resources/citations/{one.citation.id}/remove").status_code == 200
    assert client.post(f"/dokimi/resources/citations/{one.citation.id}/remove").status_code == 303
    assert queries.sources(kept) == []
    assert [deed.deed for deed in history("asset", kept.id)][:2] == ["citation removed", "cited"]


def test_a_study_of_another_town_is_not_cited(town):
    foreign = study(municipality())
    with pytest.raises(RuleError):
        services.cite(PLANNER, asset(town), foreign, field="", place="")
    with pytest.raises(RuleError):
        services.cite(PLANNER, asset(town), study(town), field="colour", place="")


def test_the_same_study_is_cited_for_the_whole_only_once(town):
    kept, source = asset(town), study(town)
    services.cite(PLANNER, kept, source, field="", place="σ. 1")
    with pytest.raises(ConflictError):
        services.cite(PLANNER, kept, source, field="", place="σ. 2")


def test_an_import_that_is_a_study_is_cited_by_all_it_wrote_without_a_row_each(
    client, town, sign_in, session
):
    bring(town, attica(30))
    source = study(town)
    [file] = queries.nameless_imports(municipality_id=town.id)
    sign_in(Role.PLANNER, town=town)
    path = f"/dokimi/resources/studies/{source.id}"
    assert client.post(f"{path}/imports", data={"asset_import": file.id}).status_code == 303
    session.expire_all()
    kept = next(iter(register(town).values()))
    [one] = queries.sources(kept)
    assert (one.study, one.brought, one.citation) == (source, file, None)
    assert queries.cited(municipality_id=town.id)[source.id] == queries.Cited(0, 30)
    assert source.title in client.get(f"/dokimi/resources/{kept.id}").text
    assert client.post(f"/dokimi/resources/imports/{file.id}/no-source").status_code == 303
    assert queries.sources(kept) == []


def test_papers_of_a_study_are_for_staff_unless_public(client, town, sign_in):
    kept = study(town)
    planner = sign_in(Role.PLANNER, town=town)
    data = {"files": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "meleti.pdf")}
    answer = client.post(f"/dokimi/resources/studies/{kept.id}/files", data=data)
    assert answer.status_code == 303
    [file] = attachments("study", kept.id)
    assert client.get(f"/files/{file.id}/{file.filename}").status_code == 200
    assert planner
    client.post("/logout")
    assert client.get(f"/files/{file.id}/{file.filename}").status_code in (302, 401)


def test_studies_are_seen_by_consultants_and_changed_by_planners_only(client, town, sign_in):
    kept = study(town)
    path = f"/dokimi/resources/studies/{kept.id}"
    assert client.get("/dokimi/resources/studies").status_code == 302
    sign_in(Role.CONSULTANT, town=town)
    assert client.get("/dokimi/resources/studies").status_code == 200
    assert client.get(path).status_code == 200
    assert client.get("/dokimi/api/studies.geojson").status_code == 200
    assert client.get(f"{path}/edit").status_code == 403
    assert client.post("/dokimi/resources/studies/new", data=TYPED).status_code == 403


def test_the_list_of_studies_asks_the_same_number_of_questions(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    study(town)
    client.get("/dokimi/resources/studies")
    with count_queries() as few:
        client.get("/dokimi/resources/studies")
    for number in range(10):
        services.cite(PLANNER, asset(town), study(town, title=str(number)), field="", place="")
    with count_queries() as many:
        assert client.get("/dokimi/resources/studies").status_code == 200
    assert len(many) == len(few)

"""Two entries become one, and nothing that was said of either is lost, on both engines."""

import io
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from inmeko.accounts.rules import Role
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_year
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records import queries as records
from inmeko.records import services as deeds_on_files
from inmeko.resources.models import AssetFlag, AssetMerge, Citation
from inmeko.resources.queries import flags as queries
from inmeko.resources.rules.asset import AssetState, Condition
from inmeko.resources.rules.concession_words import CostKind
from inmeko.resources.rules.flagging import FlagState, FlagVerdict
from inmeko.resources.rules.merging import CHOSEN, STAYING, differences
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import costs, flagging, merging
from tests.builders import concessions, fieldwork
from tests.builders.imports import bring, counts, register, table
from tests.builders.people import municipality
from tests.builders.records import entry as protocol_entry
from tests.builders.resources import PLANNER, asset

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HEADER = ["Α/Α", "Ακίνητο", "Διεύθυνση", "Γεωγραφικό μήκος", "Γεωγραφικό πλάτος"]
OLD = [["1", "Παλαιό σφαγείο", "Ηρώων 3", "23,75", "38,0"]]
NEW = [["Α", "ΠΑΛΑΙΟ ΣΦΑΓΕΙΟ", "Ηρώων 3-5", "23,7501", "38,0"]]


def merged(kept, other, *taken, reason="Διπλή καταγραφή"):
    versions = (kept.version, other.version)
    return merging.merge(PLANNER, kept, other, versions=versions, taken=taken, reason=reason)


def pair(town, **values):
    return asset(town), asset(town, title="ΠΑΛΑΙΟ ΣΦΑΓΕΙΟ", **values)


def test_the_kept_one_takes_what_was_chosen_and_the_other_says_where_it_went(session):
    town = municipality()
    kept, other = pair(town, condition=Condition.RUIN, notes="Από το αρχείο")
    merged(kept, other, "condition")
    assert (kept.condition, kept.notes, kept.title) == (Condition.RUIN, "", "Παλαιό σφαγείο")
    assert (other.state, other.retired_reason) == (AssetState.RETIRED, "Διπλή καταγραφή")
    assert queries.merged_into(asset=other) is kept
    assert queries.merged_from(asset=kept) == [other]
    assert "merged" in [deed.deed for deed in records.history("asset", kept.id)]
    assert "merged" in [deed.deed for deed in records.history("asset", other.id)]


def test_the_place_goes_with_the_way_it_was_given(session):
    town = municipality()
    kept, other = pair(
        town, geometry=Point(23.7502, 38), original_crs=2100, original_geometry="POINT (1 2)"
    )
    merged(kept, other, "geometry")
    assert (kept.x, kept.original_crs, kept.original_geometry) == (23.7502, 2100, "POINT (1 2)")


def test_files_and_what_is_kept_there_go_to_the_kept_one(session):
    town = municipality()
    kept, other = pair(town)
    tool = asset(town, title="Γεννήτρια", geometry=None)
    tool.kept_at_id = other.id
    kept.kept_at_id = other.id
    file = deeds_on_files.attach(
        PLANNER, io.BytesIO(PDF), "σχέδιο.pdf",
        kind="asset", key=other.id, municipality_id=town.id, public=True, purpose="evidence",
    )  # fmt: skip
    session.flush()
    merged(kept, other)
    assert records.attachments("asset", kept.id) == [file]
    assert not records.attachments("asset", other.id)
    assert tool.kept_at_id == kept.id
    assert kept.kept_at_id is None


def test_every_reference_to_an_asset_either_goes_along_or_is_named_as_staying(session):
    going = {f"{column.table.name}.{column.name}" for column in merging.referring()}
    assert "assets.kept_at_id" in going
    assert not going & STAYING
    known = {
        f"{table.name}.{key.parent.name}"
        for table in AssetFlag.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "assets"
    }
    assert going | STAYING >= known


def test_concessions_go_along_but_never_two_of_one_period(session):
    town = municipality()
    kept, other = pair(town)
    given = concessions.active(other, concessions.cooperative(town))
    merged(kept, other)
    session.refresh(given)
    assert given.asset_id == kept.id
    third = asset(town)
    concessions.active(third, concessions.cooperative(town, name="Άλλη ΚοινΣΕπ"))
    with pytest.raises(ConflictError, match="same period"):
        merged(kept, third)
    assert third.state is AssetState.CURRENT


def test_what_both_have_of_one_study_stays_with_each(session):
    town = municipality()
    kept, other = pair(town)
    study, more = fieldwork.study(town), fieldwork.study(town, title="Δεύτερη μελέτη")
    for one, cited in ((kept, study), (other, study), (other, more)):
        row = {"asset_id": one.id, "study_id": cited.id, "municipality_id": town.id}
        session.add(Citation(**row, field="title"))
    session.flush()
    merged(kept, other)
    query = sa.select(Citation.asset_id, Citation.study_id).order_by(Citation.id)
    assert [tuple(row) for row in session.execute(query)] == [
        (kept.id, study.id),
        (other.id, study.id),
        (kept.id, more.id),
    ]


def test_the_question_about_the_two_is_settled_and_others_are_asked_anew(session):
    town = municipality()
    kept, other = pair(town)
    third = asset(town, title="Το παλαιό σφαγείο", address="Ηρώων 3")
    flag = session.scalar(sa.select(AssetFlag).where(AssetFlag.other_id == kept.id))
    merged(kept, other)
    assert (flag.state, flag.verdict) == (FlagState.SETTLED, FlagVerdict.MERGED)
    flagging.sweep(PLANNER, town.id)
    waiting = sa.select(AssetFlag).where(AssetFlag.state == FlagState.OPEN)
    assert {(row.asset_id, row.other_id) for row in session.scalars(waiting) if row.other_id} <= {
        (third.id, kept.id)
    }


def test_a_merge_of_what_changed_meanwhile_or_was_retired_is_refused(session):
    town = municipality()
    kept, other = pair(town)
    with pytest.raises(ConflictError):
        merging.merge(PLANNER, kept, other, versions=(9, 9), taken=[], reason="Διπλό")
    with pytest.raises(RuleError):
        merged(kept, kept)
    with pytest.raises(RuleError):
        merged(kept, asset(municipality()))
    deeds.retire(PLANNER, other, "Πουλήθηκε")
    with pytest.raises(ConflictError):
        merged(kept, other)


def test_a_form_that_was_open_meanwhile_learns_of_the_merge(session):
    town = municipality()
    kept, other = pair(town)
    seen = kept.version
    merged(kept, other)
    assert kept.version > seen


def test_merged_twice_over_the_first_leads_to_the_last(session):
    town = municipality()
    first, second = pair(town)
    third = asset(town)
    merged(second, first)
    merged(third, second)
    assert queries.merged_into(asset=first) is third


def test_brought_back_it_answers_for_itself_again(session):
    town = municipality()
    kept, other = pair(town)
    merged(kept, other)
    deeds.restore(PLANNER, other)
    assert queries.merged_into(asset=other) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(AssetMerge)) == 0


def both_registers(town):
    bring(town, table(HEADER, OLD), "παλαιό.csv")
    bring(town, table(HEADER, NEW), "νέο.csv")
    found = register(town)
    return found["1"], found["Α"]


def test_the_next_import_of_either_register_changes_nothing(session):
    town = municipality()
    merged(*both_registers(town))
    assert counts(bring(town, table(HEADER, OLD), "παλαιό.csv")) == (0, 0, 1, 0)
    report = bring(town, table(HEADER, NEW), "νέο.csv")
    assert counts(report) == (0, 0, 1, 0)
    assert (report.retired, report.tally.kept) == (0, [])


def test_what_its_register_says_anew_of_a_merged_one_is_told_once_and_not_written(session):
    town = municipality()
    kept, other = both_registers(town)
    merged(kept, other)
    said_anew = [["Α", "ΠΑΛΑΙΟ ΣΦΑΓΕΙΟ", "Ηρώων 7", "23,7501", "38,0"]]
    report = bring(town, table(HEADER, said_anew), "νέο.csv")
    assert counts(report) == (0, 0, 1, 0)
    ((_row, difference),) = report.tally.kept
    assert (difference.field, difference.theirs, difference.ours) == (
        "address",
        "Ηρώων 7",
        "Ηρώων 3",
    )
    assert bring(town, table(HEADER, said_anew), "νέο.csv").tally.kept == []
    assert (kept.address, other.address) == ("Ηρώων 3", "Ηρώων 3-5")


def test_two_rows_of_one_file_that_were_merged_stay_one(session):
    town = municipality()
    rows = [*OLD, *NEW]
    bring(town, table(HEADER, rows))
    found = register(town)
    merged(found["1"], found["Α"], "title")
    assert counts(bring(town, table(HEADER, rows))) == (0, 0, 2, 0)
    changed = [[*OLD[0][:2], "Αλλού 1", *OLD[0][3:]], [*NEW[0][:2], "Αλλού 2", *NEW[0][3:]]]
    assert counts(bring(town, table(HEADER, changed))) == (0, 1, 1, 0)
    assert found["1"].address == "Αλλού 1"
    assert counts(bring(town, table(HEADER, changed))) == (0, 0, 2, 0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.sets(st.sampled_from(CHOSEN)), turned=st.booleans())
def test_whatever_is_chosen_a_merge_and_the_same_files_again_change_nothing(session, taken, turned):
    town = municipality()
    two = both_registers(town)
    kept, other = two[::-1] if turned else two
    merged(kept, other, *taken)
    before = deeds.snapshot(kept), deeds.snapshot(other)
    for rows, name in ((OLD, "παλαιό.csv"), (NEW, "νέο.csv")):
        assert counts(bring(town, table(HEADER, rows), name)) == (0, 0, 1, 0)
    session.expire_all()
    assert (deeds.snapshot(kept), deeds.snapshot(other)) == before


def test_differences_name_what_is_better_where_one_says_nothing(session):
    town = municipality()
    kept, other = pair(town, condition=Condition.RUIN)
    found = {one.field: one for one in differences(deeds.values_of(kept), deeds.values_of(other))}
    assert set(found) == {"title", "condition"}
    assert found["condition"].better
    assert not found["title"].better


# Pages


def test_the_two_are_compared_confirmed_and_merged_on_the_pages(client, session, sign_in):
    town = municipality()
    kept, other = pair(town, condition=Condition.RUIN)
    key = session.scalar(sa.select(AssetFlag.id).where(AssetFlag.other_id == kept.id))
    sign_in(Role.PLANNER, town=town)
    address = f"/{town.slug}/resources/flags/{key}/merge"
    page = client.get(address).text
    assert "choice-condition" in page
    versions = f"{kept.version} {other.version}"
    typed = {"keep": kept.id, "versions": versions, "choice-condition": "theirs"}
    question = client.post(address, data={**typed, "choice-title": "mine"})
    assert question.status_code == 200
    assert other.state is AssetState.CURRENT
    assert 'value="yes"' in question.text
    stale = client.post(address, data={**typed, "versions": "8 9", "confirmed": "yes"})
    assert stale.status_code == 409
    done = client.post(address, data={**typed, "confirmed": "yes"})
    assert done.status_code == 303
    session.expire_all()
    assert (kept.condition, other.state) == (Condition.RUIN, AssetState.RETIRED)
    assert kept.code in client.get(f"/{town.slug}/resources/{other.id}").text


def test_the_other_one_may_be_kept_instead(client, session, sign_in):
    town = municipality()
    first, second = pair(town)
    key = session.scalar(sa.select(AssetFlag.id).where(AssetFlag.other_id == first.id))
    sign_in(Role.PLANNER, town=town)
    address = f"/{town.slug}/resources/flags/{key}/merge"
    assert f'value="{second.id}"' in client.get(f"{address}?keep={second.id}").text
    versions = f"{second.version} {first.version}"
    typed = {"keep": second.id, "versions": versions, "confirmed": "yes"}
    assert client.post(address, data=typed).location.endswith(f"/{second.id}")


def test_a_stranger_sees_where_a_merged_one_went(client, session):
    town = municipality()
    kept, other = pair(town)
    merged(kept, other)
    page = client.get(f"/{town.slug}/resources/{other.id}").text
    assert f"/resources/{kept.id}" in page


def test_only_two_assets_can_be_compared(client, session, sign_in):
    town = municipality()
    asset(town, owner_afm="1")
    key = session.scalar(sa.select(AssetFlag.id).where(AssetFlag.municipality_id == town.id))
    sign_in(Role.PLANNER, town=town)
    assert client.get(f"/{town.slug}/resources/flags/{key}/merge").status_code == 404


def test_costs_of_both_are_summed_at_once_and_the_protocol_of_both_is_shown(
    session, client, sign_in
):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    sign_in(Role.PLANNER, town=town)
    kept, other = pair(town)
    year = athens_year(clock.now())
    for one, kind, amount in ((kept, CostKind.SECURITY, 100), (other, CostKind.INSURANCE, 250)):
        figures: dict[str, Any] = {"amount": Decimal(amount), "year": year, "source": "Λογιστήριο"}
        costs.enter(PLANNER, one, kind=kind, **figures)
    entry = protocol_entry(town, kind="asset", key=other.id)
    merged(kept, other)
    assert kept.idle_cost == 350
    page = client.get(f"/dokimi/resources/{kept.id}").text
    assert f"/dokimi/protocol/{entry.id}" in page
    assert other.code in page
    client.post("/logout")
    assert "/dokimi/protocol/" not in client.get(f"/dokimi/resources/{kept.id}").text

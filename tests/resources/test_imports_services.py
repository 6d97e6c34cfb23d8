"""Registers brought into the inventory, on both engines."""

import csv
import io

import pytest
import sqlalchemy as sa
from shapely.geometry import Point, Polygon, box

from inmeko.accounts.rules import Sector
from inmeko.extensions import db, storage
from inmeko.kernel.errors import ConflictError, NotFoundError, RuleError
from inmeko.records.models import AuditEntry
from inmeko.records.queries import history
from inmeko.resources.models import Asset, AssetImport
from inmeko.resources.queries import assets as queries
from inmeko.resources.queries import imports
from inmeko.resources.rules.asset import Kind, Use, Utility
from inmeko.resources.rules.exporting import Order
from inmeko.resources.rules.filters import AssetFilter, Standing
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import importing
from inmeko.resources.services.exporting.texts import as_csv
from inmeko.resources.services.importing import codes, creating, deciding, writing
from tests.builders.imports import attica, bring, counts, nyc, register, table
from tests.builders.people import municipality
from tests.builders.records import at_once
from tests.builders.resources import PLANNER, asset


def trail(town):
    """How many deeds the trail of a town tells."""
    return db.session.scalar(
        sa.select(sa.func.count()).where(AuditEntry.chain == town.id).select_from(AuditEntry)
    )


def exported(town, today, *, staff):
    """The inventory of a town as our CSV."""
    wanted = AssetFilter(standing=Standing.ALL)
    found = queries.everything(town.id, wanted, today)
    return "".join(as_csv(found, Order(staff=staff))).encode()


def test_a_greek_register_comes_in_whole(session):
    town = municipality()
    report = bring(town, attica(30))
    assert counts(report) == (30, 0, 0, 0)
    one = register(town)["3"]
    assert one.title == "ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ 3"
    assert one.address == "ΗΡΩΩΝ 3"
    assert one.kind is Kind.SCHOOL
    shape = deeds.values_of(one)["geometry"]
    assert shape.equals_exact(Point(23.703, 37.953), 1e-9)
    assert (one.original_crs, one.original_geometry) == (4326, "POINT (23.703 37.953)")
    assert one.register == "ktiria"
    assert one.version == 1
    assert sorted(row.code for row in register(town).values())[-1] == "ΠΟΡ-000030"
    (deed,) = imports.history(one)
    assert (deed.deed, deed.kind, deed.key) == ("imported", "asset", one.id)
    assert [change.after for change in deed.changes] == ["ktiria.csv", 4]
    assert trail(town) == 1, "one entry stands for all assets that were made"


def test_what_an_import_writes_is_found_sorted_and_counted_like_what_people_write(session, today):
    town = municipality()
    bring(town, attica(3))
    copied = {**deeds.values_of(register(town)["2"]), "code": "Χ", "register": None}
    typed = deeds.record(PLANNER, town.id, copied)
    brought = register(town)["1"]
    copy = deeds.derived(deeds.values_of(brought))
    assert {name: getattr(brought, name) for name in copy} == copy
    assert queries.count(town.id, AssetFilter(q="δημοτικό σχολ"), today) == 4
    assert typed.id


def test_coordinates_in_feet_are_moved(session):
    town = municipality()
    report = bring(town, nyc(8), "vacant.csv")
    assert counts(report) == (4, 0, 4, 0)
    one = register(town)["4000000"]
    assert one.original_crs == 2263
    shape = deeds.values_of(one)["geometry"]
    assert shape.distance(Point(-73.8, 40.7)) < 0.1


def test_the_same_file_again_changes_nothing(session):
    town = municipality()
    bring(town, attica(20))
    before = {
        ref: (row.version, row.updated_at, row.import_id) for ref, row in register(town).items()
    }
    noted = trail(town)
    assert counts(bring(town, attica(20), "other-name.csv")) == (0, 0, 20, 0)
    assert before == {
        ref: (row.version, row.updated_at, row.import_id) for ref, row in register(town).items()
    }
    assert trail(town) == noted + 1


def test_what_the_file_changed_is_changed_and_told(session):
    town = municipality()
    bring(town, attica(5))
    report = bring(town, attica(5, **{"2": "ΝΕΟ ΟΝΟΜΑ"}))
    assert counts(report) == (0, 1, 4, 0)
    one = register(town)["2"]
    assert (one.title, one.version) == ("ΝΕΟ ΟΝΟΜΑ", 2)
    assert one.title_key == "νεο ονομα"
    last = history("asset", one.id)[0]
    assert [(c.field, c.before, c.after) for c in last.changes] == [
        ("title", "ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ 2", "ΝΕΟ ΟΝΟΜΑ")
    ]
    assert queries.count(town.id, AssetFilter(q="νέο όνομα"), one.updated_at.date()) == 1


def test_a_correction_by_a_planner_survives_the_same_file_and_a_changed_one(session):
    town = municipality()
    bring(town, attica(5))
    one = register(town)["2"]
    deeds.amend(PLANNER, one, {"title": "Σωστό όνομα", "use": Use.IDLE}, version=1)
    assert counts(bring(town, attica(5))) == (0, 0, 5, 0)
    assert register(town)["2"].title == "Σωστό όνομα"
    report = bring(town, attica(5, **{"2": "ΑΛΛΟ"}))
    assert counts(report) == (0, 0, 5, 0)
    ((row, kept),) = report.tally.kept
    assert (row, kept.field, kept.theirs, kept.ours) == (3, "title", "ΑΛΛΟ", "Σωστό όνομα")
    assert not bring(town, attica(5, **{"2": "ΑΛΛΟ"})).tally.kept, "told once"
    assert register(town)["2"].title == "Σωστό όνομα"


def test_a_moved_place_is_moved_and_measured(session):
    town = municipality()
    head = ["id", "title", "wkt"]
    small, large = box(23.7, 38.0, 23.701, 38.001), box(23.7, 38.0, 23.702, 38.001)
    bring(town, table(head, [["1", "Οικόπεδο", small.wkt], ["2", "Αλάνα", small.wkt]]))
    first = register(town)["1"].area_computed
    report = bring(town, table(head, [["1", "Οικόπεδο", large.wkt], ["2", "Αλάνα", small.wkt]]))
    assert counts(report) == (0, 1, 1, 0)
    one = register(town)["1"]
    assert float(one.area_computed) == pytest.approx(float(first) * 2, rel=1e-3)
    assert one.area_key == one.area_computed
    assert one.original_geometry == large.wkt


def test_two_towns_with_the_same_numbers_do_not_meet(session):
    first, second = municipality(), municipality()
    assert counts(bring(first, attica(4))) == (4, 0, 0, 0)
    assert counts(bring(second, attica(4))) == (4, 0, 0, 0)
    assert counts(bring(first, attica(4, **{"1": "Α"}))) == (0, 1, 3, 0)
    assert register(second)["1"].title == "ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ 1"


def test_rows_that_cannot_come_in_are_told_and_the_others_come(session):
    town = municipality()
    content = attica(4).replace(b"23,702", "εκεί".encode())
    report = bring(town, content)
    assert counts(report) == (3, 0, 0, 1)
    (one,) = report.tally.rejections
    assert (one.row, one.value) == (3, "εκεί, 37,952")
    kept = db.session.scalar(sa.select(AssetImport).where(AssetImport.municipality_id == town.id))
    assert kept.report["rejections_total"] == 1
    assert kept.report["rejections"][0]["column"] == "longitude, latitude"


def full(town):
    """Assets with everything that makes a CSV difficult."""
    hard = {
        "title": '=HYPERLINK("http://x";"κλικ")',
        "description": 'Γραμμή 1\nγραμμή 2; "εισαγωγικά", κόμμα\r\nτέλος',
        "notes": "'+1; -2 @σχόλιο",
        "address": "-5, Ηρώων",
        "encumbrances": "\tστηλοθέτης",
        "kind": Kind.PLOT,
        "use": Use.IDLE,
        "geometry": Polygon([(23.7, 38), (23.71, 38), (23.71, 38.013333333333332), (23.7, 38.01)]),
        "original_crs": 4326,
        "original_geometry": "POLYGON ((23.7 38, 23.71 38, 23.71 38.013333333333332, 23.7 38.01))",
        "utilities": [Utility.WATER, Utility.GAS],
        "sectors": [Sector.CULTURE, Sector.CARE],
        "area_stated": 1234.5,
        "postcode": "15122",
        "kaek": "",
        "floors": 2,
        "year_built": 1932,
        "idle_cost": 99,
    }
    deeds.record(PLANNER, town.id, {**hard, "area_stated": None, "idle_cost": None})
    asset(
        town,
        title="@σύνολο",
        utilities=[],
        geometry=None,
        original_crs=None,
        original_geometry=None,
    )
    bring(town, attica(3))
    deeds.retire(PLANNER, asset(town, title="Παλιό"), "Κατεδαφίστηκε; «πλήρως»")


@pytest.mark.parametrize("staff", [True, False])
def test_our_own_export_brought_back_changes_nothing(session, today, staff):
    town = municipality()
    full(town)
    content = exported(town, today, staff=staff)
    before, noted = exported(town, today, staff=True), trail(town)
    report = bring(town, content, "export.csv")
    assert counts(report) == (0, 0, 6, 0), report.tally.rejections
    assert report.retired == 1
    assert exported(town, today, staff=True) == before
    assert trail(town) == noted + 1


def test_a_cell_changed_in_our_export_changes_that_field_only(session, today):
    town = municipality()
    full(town)
    bring(town, exported(town, today, staff=False).replace("ΗΡΩΩΝ 2".encode(), "ΑΛΛΟΥ 2".encode()))
    one = register(town)["2"]
    assert (one.address, one.version) == ("ΑΛΛΟΥ 2", 2)
    # The register has said nothing new: the correction stays.
    assert counts(bring(town, attica(3))) == (0, 0, 3, 0)
    assert register(town)["2"].address == "ΑΛΛΟΥ 2"


def test_a_stale_export_does_not_undo_what_was_done_since(session, today):
    town = municipality()
    one = asset(town)
    content = exported(town, today, staff=True)
    deeds.amend(PLANNER, one, {"title": "Νεότερο"}, version=1)
    report = bring(town, content)
    assert counts(report) == (0, 0, 0, 1)
    assert "version" in report.tally.rejections[0].message
    db.session.refresh(one)
    assert one.title == "Νεότερο"


def test_an_export_restores_assets_in_an_empty_town(session, today):
    town, empty = municipality(), municipality()
    full(town)
    content = exported(town, today, staff=True)
    report = bring(empty, content)
    assert counts(report) == (5, 0, 0, 1), "a retired asset is not brought in"
    again = exported(empty, today, staff=True)
    rows = [
        list(csv.DictReader(io.StringIO(c.decode("utf-8-sig")), delimiter=";"))
        for c in (content, again)
    ]
    kept = [
        {k: v for k, v in row.items() if k != "version"}
        for row in rows[0]
        if row["state"] == "current"
    ]
    assert [{k: v for k, v in row.items() if k != "version"} for row in rows[1]] == kept
    assert deeds.draw_codes(empty.id, 1) == ["ΠΟΡ-000006"]


def test_a_retired_asset_stays_retired_when_its_register_comes_again(session):
    town = municipality()
    bring(town, attica(3))
    deeds.retire(PLANNER, register(town)["2"], "Κατεδαφίστηκε")
    report = bring(town, attica(3, **{"2": "ΝΕΟ"}))
    assert counts(report) == (0, 1, 2, 0)
    assert report.retired == 1
    assert register(town)["2"].state.value == "retired"


def test_a_check_writes_nothing_and_says_the_same(session):
    town = municipality()
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(6)), "a.csv")
    assert counts(importing.check(staged)) == (6, 0, 0, 0)
    assert register(town) == {}
    assert staged.state is ImportState.STAGED
    assert counts(importing.run(PLANNER, staged)) == (6, 0, 0, 0)


def test_the_second_press_runs_nothing(session):
    town = municipality()
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(6)), "a.csv")
    assert importing.run(PLANNER, staged) is not None
    assert importing.run(PLANNER, staged) is None
    assert len(register(town)) == 6
    assert staged.report["created"] == 6


def test_what_was_set_aside_cannot_be_run_and_its_content_goes(session):
    town = municipality()
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(6)), "a.csv")
    importing.discard(PLANNER, staged)
    with pytest.raises(ConflictError):
        importing.run(PLANNER, staged)
    with pytest.raises(RuleError):
        importing.discard(PLANNER, staged)
    storage.remove(staged.sha256)
    with pytest.raises(NotFoundError), importing.opened(staged):
        pass


def test_a_row_that_the_database_refuses_undoes_the_whole_file(session, monkeypatch):
    town = municipality()
    monkeypatch.setattr(deciding, "BATCH", 500)
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(1300)), "a.csv")
    drawn = []

    def twice(town_id, number):
        drawn.append(number)
        return deeds.draw_codes(town_id, number) if len(drawn) < 2 else ["ΠΟΡ-000001"] * number

    monkeypatch.setattr(codes, "draw_codes", twice)
    with pytest.raises(ConflictError), db.session.begin_nested():
        importing.run(PLANNER, staged)
    db.session.expire_all()
    assert register(town) == {}
    assert trail(town) == 0
    assert staged.state is ImportState.STAGED


def test_codes_drawn_ahead_that_nobody_took_go_to_the_next(session, monkeypatch):
    town = municipality()
    monkeypatch.setattr(deciding, "BATCH", 100)
    monkeypatch.setattr(writing, "AHEAD", 50)
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(450)), "a.csv")
    assert counts(importing.run(PLANNER, staged)) == (450, 0, 0, 0)
    lines = sorted((asset.made_line, asset.code) for asset in register(town).values())
    assert [code for _, code in lines] == [f"ΠΟΡ-{number:06d}" for number in range(1, 451)]
    assert deeds.draw_codes(town.id, 1) == ["ΠΟΡ-000451"]


def test_a_failure_in_the_middle_undoes_the_whole_file(session, monkeypatch):
    town = municipality()
    monkeypatch.setattr(deciding, "BATCH", 500)
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(1300)), "a.csv")
    seen = []

    def killed(columns):
        seen.append(1)
        if len(seen) > 2:
            raise KeyboardInterrupt
        return creating.told(columns)

    monkeypatch.setattr(writing, "told", killed)
    with pytest.raises(KeyboardInterrupt), db.session.begin_nested():
        importing.run(PLANNER, staged)
    db.session.expire_all()
    assert register(town) == {}
    assert staged.state is ImportState.STAGED
    monkeypatch.undo()
    assert counts(importing.run(PLANNER, staged)) == (1300, 0, 0, 0)


def test_a_double_press_in_two_processes_imports_once(own_app):
    town = municipality()
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(300)), "a.csv")
    db.session.commit()
    key, town_id = staged.id, town.id
    db.session.remove()

    def press(_number):
        report = importing.run(PLANNER, db.session.get(AssetImport, key))
        db.session.commit()
        return report is not None

    assert sorted(at_once(own_app, 2, press)) == [False, True]
    number = sa.select(sa.func.count(Asset.id)).where(Asset.municipality_id == town_id)
    assert db.session.scalar(number) == 300


def test_two_copies_of_a_file_at_once_make_no_twins(own_app):
    town = municipality()
    keys = [importing.stage(PLANNER, town, io.BytesIO(attica(300)), "a.csv").id for _ in range(2)]
    db.session.commit()
    town_id = town.id
    db.session.remove()

    def press(number):
        report = importing.run(PLANNER, db.session.get(AssetImport, keys[number]))
        db.session.commit()
        return counts(report)

    assert sorted(at_once(own_app, 2, press)) == [(0, 0, 300, 0), (300, 0, 0, 0)]
    number = sa.select(sa.func.count(Asset.id)).where(Asset.municipality_id == town_id)
    assert db.session.scalar(number) == 300

"""An import taken back, whole or not at all, on both engines."""

import io

import pytest
import sqlalchemy as sa
from shapely.geometry import box

from inmeko.accounts.rules import Role, Sector
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, DomainError, RuleError
from inmeko.records.queries import history
from inmeko.resources.models import Asset, AssetImport
from inmeko.resources.queries import undoing
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import importing
from tests.builders.imports import attica, bring, counts, register, table
from tests.builders.people import municipality
from tests.builders.records import at_once, attachment
from tests.builders.resources import PLANNER
from tests.queries import count_queries


def last(town):
    query = sa.select(AssetImport).where(AssetImport.municipality_id == town.id)
    return db.session.scalars(query.order_by(AssetImport.id.desc())).first()


def test_what_an_import_made_goes_and_its_history_stays(session):
    town = municipality()
    bring(town, attica(5))
    mine = last(town)
    importing.undo(PLANNER, mine)
    assert register(town) == {}
    assert mine.state is ImportState.UNDONE
    assert mine.undone_at is not None
    assert [deed.deed for deed in history("import", mine.id)] == ["undone", "imported"]
    assert counts(bring(town, attica(5))) == (5, 0, 0, 0), "the file may come again"


def test_what_an_import_changed_is_as_before(session):
    town = municipality()
    head = ["id", "title", "wkt", "εμβαδόν", "τομείς"]
    small, large = box(23.7, 38.0, 23.701, 38.001), box(23.7, 38.0, 23.702, 38.001)
    bring(town, table(head, [["1", "Οικόπεδο", small.wkt, "900,50", "πολιτισμός"]]))
    one = register(town)["1"]
    before = deeds.values_of(one)
    kept = {name: getattr(one, name) for name in ("imported", "import_id", "area_key", "x")}
    report = bring(town, table(head, [["1", "Αλάνα", large.wkt, "", "φροντίδα"]]))
    assert counts(report) == (0, 1, 0, 0)
    importing.undo(PLANNER, last(town))
    one = register(town)["1"]
    after = deeds.values_of(one)
    assert after.pop("version") == 3
    assert before.pop("version") == 1
    assert after == before
    assert kept == {name: getattr(one, name) for name in kept}
    assert [deed.deed for deed in history("asset", one.id)] == ["undone", "updated"]
    assert counts(bring(town, table(head, [["1", "Αλάνα", large.wkt, "", "φροντίδα"]]))) == (
        0, 1, 0, 0,
    )  # fmt: skip


def test_what_a_register_said_is_remembered_as_before(session):
    town = municipality()
    bring(town, attica(2))
    deeds.amend(PLANNER, register(town)["1"], {"title": "Σωστό"}, version=1)
    said = register(town)["1"].imported
    bring(town, attica(2, **{"1": "ΑΛΛΟ"}))
    assert register(town)["1"].imported != said
    importing.undo(PLANNER, last(town))
    assert register(town)["1"].imported == said
    assert register(town)["1"].title == "Σωστό"


def changed(one, town):
    deeds.amend(PLANNER, one, {"title": "Σωστό"}, version=1)


def filed(one, town):
    attachment(town, b"%PDF-1.4\n%%EOF\n", "a.pdf", key=one.id)


def brought_again(one, town):
    bring(town, attica(3, **{"2": "ΑΛΛΟ"}))


@pytest.mark.parametrize("deed", [changed, filed, brought_again])
def test_who_was_gone_on_with_is_named_and_nothing_is_undone(session, deed):
    town = municipality()
    bring(town, attica(3))
    mine = last(town)
    one = register(town)["2"]
    deed(one, town)
    named = undoing.dependents(mine)
    assert {found.code for found in named} == {one.code}
    assert all(found.why for found in named)
    with pytest.raises(ConflictError) as refusal, db.session.begin_nested():
        importing.undo(PLANNER, mine)
    assert one.code in str(refusal.value)
    db.session.expire_all()
    assert len(register(town)) == 3
    assert mine.state is ImportState.DONE


def test_the_later_import_is_undone_first(session):
    town = municipality()
    bring(town, attica(3))
    first = last(town)
    bring(town, attica(3, **{"2": "ΑΛΛΟ"}))
    second = last(town)
    importing.undo(PLANNER, second)
    with pytest.raises(ConflictError), db.session.begin_nested():
        importing.undo(PLANNER, first)
    with pytest.raises(ConflictError), db.session.begin_nested():
        importing.undo(PLANNER, second)
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(1)), "a.csv")
    with pytest.raises(RuleError), db.session.begin_nested():
        importing.undo(PLANNER, staged)


def test_looking_for_dependents_asks_as_often_for_many_as_for_few(session):
    town = municipality()
    numbers = []
    for rows in (2, 40):
        bring(town, attica(rows), f"{rows}.csv", corrections={"register": str(rows)})
        for one in register(town).values():
            if one.made_by_id == last(town).id:
                changed(one, town)
        with count_queries() as asked:
            assert undoing.dependents(last(town))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_an_edit_and_an_undo_at_once_leave_one_of_them_whole(own_app):
    town = municipality()
    bring(town, attica(200))
    mine, one = last(town).id, register(town)["100"].id
    town_id = town.id
    db.session.commit()
    db.session.remove()

    def act(number):
        try:
            if number:
                importing.undo(PLANNER, db.session.get(AssetImport, mine))
            else:
                found = db.session.get(Asset, one)
                if found is None:
                    return "gone"
                deeds.amend(PLANNER, found, {"title": "Σωστό"}, version=1)
            db.session.commit()
        except DomainError:
            db.session.rollback()
            return "refused"
        return "done"

    edited, undone = at_once(own_app, 2, act)
    left = db.session.scalar(
        sa.select(sa.func.count(Asset.id)).where(Asset.municipality_id == town_id)
    )
    assert (edited == "done", undone == "done", left) in {(True, False, 200), (False, True, 0)}


def test_two_undo_at_once_and_one_is_told_so(own_app):
    town = municipality()
    bring(town, attica(50))
    mine = last(town).id
    db.session.commit()
    db.session.remove()

    def act(_number):
        try:
            importing.undo(PLANNER, db.session.get(AssetImport, mine))
            db.session.commit()
        except ConflictError:
            db.session.rollback()
            return "refused"
        return "done"

    assert sorted(at_once(own_app, 2, act)) == ["done", "refused"]


def test_the_page_asks_first_and_names_what_depends(client, session, sign_in):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    sign_in(Role.PLANNER, town=town)
    bring(town, attica(3))
    here = f"/dokimi/resources/imports/{last(town).id}"
    assert f"{here}/undo" in client.get(here).text
    assert client.get(f"{here}/undo").status_code == 200
    assert len(register(town)) == 3
    filed(register(town)["2"], town)
    page = client.get(f"{here}/undo")
    assert register(town)["2"].code in page.text
    assert client.post(f"{here}/undo").status_code == 422
    db.session.expire_all()
    bring(town, attica(2), "other.csv", corrections={"register": "άλλο"})
    other = f"/dokimi/resources/imports/{last(town).id}"
    assert client.post(f"{other}/undo").status_code == 303
    assert last(town).state is ImportState.UNDONE
    assert client.get(other).status_code == 200
    assert client.get(f"{other}/undo").status_code == 303
    assert len(register(town)) == 3


def test_sectors_come_back(session):
    town = municipality()
    head = ["id", "title", "τομείς"]
    bring(town, table(head, [["1", "Α", "πολιτισμός"]]), corrections=SECTORS)
    assert register(town)["1"].sectors == [Sector.CULTURE]
    bring(town, table(head, [["1", "Α", "φροντίδα"]]), corrections=SECTORS)
    assert register(town)["1"].sectors == [Sector.CARE]
    importing.undo(PLANNER, last(town))
    assert register(town)["1"].sectors == [Sector.CULTURE]


SECTORS = {
    "columns": {"sectors": ["τομείς"]},
    "values": {"sectors": {"πολιτισμός": "culture", "φροντίδα": "care"}},
}


def test_an_import_is_undone_on_the_command_line(app, session):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    bring(town, attica(3))
    number = str(last(town).id)
    filed(register(town)["2"], town)
    code = register(town)["2"].code
    db.session.commit()
    arguments = ["resources", "undo", number, "--municipality", "dokimi", "--language", "en"]
    refused = app.test_cli_runner().invoke(args=arguments)
    assert refused.exit_code == 2
    assert f"{code}  ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ 2: it has files" in refused.output
    bring(town, attica(2), "other.csv", corrections={"register": "άλλο"})
    arguments[2] = str(last(town).id)
    db.session.commit()
    done = app.test_cli_runner().invoke(args=arguments)
    assert done.exit_code == 0, done.output
    assert "2 removed" in done.output
    assert len(register(town)) == 3

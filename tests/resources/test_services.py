"""Deeds on assets, on both engines."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from shapely.geometry import Point, box

from inmeko.accounts.rules import Sector
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.queries import history
from inmeko.resources.queries import assets as queries
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.services import assets as services
from tests.builders.concessions import active, cooperative
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset, values


def test_codes_are_drawn_one_after_the_other_in_each_town(session):
    first, second = municipality(), municipality()
    assert [asset(first).code, asset(first).code] == ["ΠΟΡ-000001", "ΠΟΡ-000002"]
    assert asset(second).code == "ΠΟΡ-000001"


def test_a_drawn_code_steps_over_one_that_a_file_brought(session):
    town = municipality()
    asset(town, code="ΠΟΡ-000001")
    assert asset(town).code == "ΠΟΡ-000002"


def test_a_code_belongs_to_one_asset_of_a_town(session):
    town = municipality()
    asset(town, code="Α1")
    with pytest.raises(ConflictError) as refusal:
        asset(town, code="Α1")
    assert refusal.value.field == "code"


def test_the_area_of_an_outline_is_computed_in_egsa87(session):
    town = municipality()
    plot = asset(town, geometry=box(23.75, 38.0, 23.751, 38.001), area_stated=Decimal("9000"))
    session.expire_all()
    assert plot.area_stated == Decimal("9000.00")
    assert 9_700 < plot.area_computed < 9_800


def test_a_shape_comes_back_to_the_last_digit(session):
    point = Point(23.7283371234567, 37.9769101234567)
    kept = asset(municipality(), geometry=point)
    session.expire_all()
    assert services.values_of(kept)["geometry"].equals_exact(point, 0)


def test_an_asset_without_a_title_is_refused(session):
    with pytest.raises(RuleError) as refusal:
        services.record(PLANNER, municipality().id, values(title=""))
    assert refusal.value.field == "title"


def test_a_correction_keeps_what_was_there_before(session):
    kept = asset(municipality())
    services.amend(PLANNER, kept, {"title": "Νέο σφαγείο"}, version=kept.version)
    latest = history("asset", kept.id)[0]
    assert latest.deed == "changed"
    assert [(change.before, change.after) for change in latest.changes] == [
        ("Παλαιό σφαγείο", "Νέο σφαγείο")
    ]


def test_a_correction_that_changes_nothing_leaves_no_trace(session):
    kept = asset(municipality())
    version = kept.version
    services.amend(PLANNER, kept, {"title": kept.title, "sectors": []}, version=version)
    assert kept.version == version
    assert len(history("asset", kept.id)) == 1


def test_the_second_of_two_corrections_is_told(session):
    kept = asset(municipality())
    seen = kept.version
    services.amend(PLANNER, kept, {"title": "Πρώτη διόρθωση"}, version=seen)
    with pytest.raises(ConflictError):
        services.amend(PLANNER, kept, {"title": "Δεύτερη διόρθωση"}, version=seen)
    assert kept.title == "Πρώτη διόρθωση"


def test_a_correction_that_another_process_overtakes_is_told(session):
    kept = asset(municipality())
    session.execute(sa.text("UPDATE assets SET version = 7 WHERE id = :id"), {"id": kept.id})
    with pytest.raises(ConflictError):
        services.amend(PLANNER, kept, {"title": "Διόρθωση"}, version=kept.version)


def test_a_change_of_sectors_alone_is_a_change(session):
    town = municipality()
    kept = asset(town, sectors=[Sector.CULTURE])
    version = kept.version
    services.amend(PLANNER, kept, {"sectors": [Sector.CARE, Sector.CULTURE]}, version=version)
    session.expire_all()
    found = queries.asset(municipality=town.slug, asset_id=kept.id)
    assert set(found.sectors) == {Sector.CARE, Sector.CULTURE}
    assert found.version > version


def test_an_asset_is_retired_with_a_reason_and_comes_back(session):
    kept = asset(municipality())
    with pytest.raises(RuleError):
        services.retire(PLANNER, kept, "  ")
    services.retire(PLANNER, kept, "Κατεδαφίστηκε")
    assert (kept.state, kept.retired_reason) == (AssetState.RETIRED, "Κατεδαφίστηκε")
    with pytest.raises(RuleError):
        services.retire(PLANNER, kept, "Ξανά")
    services.restore(PLANNER, kept)
    assert (kept.state, kept.retired_reason) == (AssetState.CURRENT, "")


def test_the_title_found_after_a_correction_is_the_new_one(session, today):
    town = municipality()
    kept = asset(town)
    services.amend(PLANNER, kept, {"title": "Δημοτική αγορά"}, version=kept.version)

    def found(words):
        return queries.count(town.id, AssetFilter(q=words), today)

    assert (found("αγορα"), found("σφαγείο")) == (1, 0)


def test_an_asset_that_is_given_to_use_is_not_retired(session):
    town = municipality()
    given = asset(town)
    active(given, cooperative(town))
    with pytest.raises(RuleError) as refusal:
        services.retire(PLANNER, given, "Κατεδαφίστηκε")
    assert refusal.value.field == "reason"
    assert given.state is AssetState.CURRENT

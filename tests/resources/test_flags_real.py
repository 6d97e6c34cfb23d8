"""Flags on a register as it was published; the figures are those of the public files."""

import json

import pytest
import shapely
from geoalchemy2.shape import from_shape
from shapely.geometry import shape

from inmeko.kernel.geo import multi_polygon, repair_geometry
from inmeko.resources.queries import flags as queries
from inmeko.resources.rules.flagging import FlagKind
from inmeko.resources.services import flagging
from tests.builders.imports import bring
from tests.builders.people import municipality
from tests.builders.resources import PLANNER
from tests.resources.rules.files import real

pytestmark = pytest.mark.real_data

BUILDINGS = "gr_public_buildings_attica/dhmosia_kthria_attikis.csv"
BOUNDARIES = "gr_municipal_boundaries/greek_muni.geojson"
ATTICA = {
    "Π.Ε. Ανατολικής Αττικής",
    "Π.Ε. Δυτικής Αττικής",
    "Π.Ε. Βορείου Τομέα Αθηνών",
    "Π.Ε. Δυτικού Τομέα Αθηνών",
    "Π.Ε. Κεντρικού Τομέα Αθηνών",
    "Π.Ε. Νοτίου Τομέα Αθηνών",
    "Π.Ε. Πειραιώς",
    "Π.Ε. Νήσων",
}


def boundaries():
    return json.loads(real(BOUNDARIES).read_bytes())["features"]


def town_of(features):
    outline = shapely.union_all([shape(one["geometry"]) for one in features])
    return municipality(boundary=from_shape(multi_polygon(outline), srid=4326))


def test_the_one_invalid_boundary_has_nested_shells_and_is_mended():
    broken = [one for one in boundaries() if not shapely.is_valid(shape(one["geometry"]))]
    assert [one["properties"]["code"] for one in broken] == ["9287"]
    outline = shape(broken[0]["geometry"])
    mended, how = repair_geometry(outline)
    assert how == "A part inside another was joined with it."
    outer = shapely.union_all([shapely.Polygon(part.exterior) for part in outline.geoms])
    assert mended.area == pytest.approx(outer.area)


def test_for_athens_alone_the_289_buildings_inside_it_are_not_outside(session):
    athens = town_of([one for one in boundaries() if one["properties"]["name"] == "Αθηναίων"])
    bring(athens, real(BUILDINGS).read_bytes(), "dhmosia_kthria_attikis.csv")
    flagging.recompute(PLANNER, athens.id)
    found = queries.counts(municipality_id=athens.id)
    assert found[FlagKind.OUTSIDE_TOWN] == 1453 - 289

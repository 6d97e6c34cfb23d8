"""Make studies, rounds and reports of citizens."""

from typing import Any

from shapely.geometry import MultiPolygon, box

from inmeko.accounts.models import Municipality
from inmeko.resources.models import Study
from inmeko.resources.rules.studies import Reliability, StudyKind
from inmeko.resources.services import studies
from tests.builders.resources import PLANNER

# The western half of the builders' town.
WEST = MultiPolygon([box(23.70, 37.95, 23.75, 38.05)])


def study(town: Municipality, **changes: Any) -> Study:
    """A field survey of the western half of a town."""
    values = {
        "title": "Καταγραφή κενών κτιρίων",
        "kind": StudyKind.FIELD_SURVEY,
        "author": "Ομάδα Πεδίου ΑΜΚΕ",
        "publisher": "",
        "year": 2019,
        "reliability": Reliability.MEDIUM,
        "link": "",
        "notes": "",
        "whole_town": False,
        "area": WEST,
    }
    return studies.record(PLANNER, town.id, {**values, **changes})

"""Make studies, rounds and reports of citizens."""

from collections.abc import Sequence
from typing import Any

from shapely.geometry import MultiPolygon, box

from inmeko.accounts.models import Municipality, User
from inmeko.resources.models import Asset, IdleReport, Round, Study
from inmeko.resources.queries import rounds as queries
from inmeko.resources.queries.rounds import Candidate
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.studies import Reliability, StudyKind
from inmeko.resources.services import reports, rounds, studies
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


def round_of(town: Municipality, assets: Sequence[Asset], *people: User, **brief: Any) -> Round:
    """A round of visits to assets, walked by people of the town."""
    wanted = rounds.Brief(**{"title": "Αυτοψίες Μαΐου", **brief})
    found = [Candidate(one.id, (one.x, one.y) if one.x and one.y else None) for one in assets]
    return rounds.make(PLANNER, town.id, wanted, found, [one.id for one in people], {})


def report(town: Municipality, *photos: reports.Photo, **changes: Any) -> IdleReport:
    """A citizen's report of a closed shop in the middle of a town."""
    values = {
        "title": "Κλειστό περίπτερο στην πλατεία",
        "kind": Kind.SHOP_OR_OFFICE,
        "text": "Κλειστό εδώ και χρόνια.",
        "address": "Πλατεία Ηρώων",
        "x": 23.75,
        "y": 38.0,
        "email": "politis@example.org",
    }
    return reports.receive(town.id, {**values, **changes}, photos, language="el")


def fieldwork_things(town: Municipality, place: Asset) -> dict[str, Any]:
    """One of each thing of field work that an address can name."""
    source, made, told = study(town), round_of(town, [place]), report(town)
    cited = studies.cite(PLANNER, place, source, field="", place="σ. 1")
    [stop] = queries.stops(made)
    return {
        "study_id": source.id,
        "citation_id": cited.id,
        "round_id": made.id,
        "stop_id": stop.stop.id,
        "report_id": told.id,
        "secret": told.secret,
    }

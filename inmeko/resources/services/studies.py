"""Deeds on studies: record, amend, retire, restore; cite them, and say which file is one."""

import logging
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from geoalchemy2.shape import from_shape

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_year
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.geo import WGS84
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note
from inmeko.resources.models import Asset, AssetImport, Citation, Study
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.studies import STUDY_NEXT, StudyState, check_study

logger = logging.getLogger(__name__)

KIND = "study"
TOLD = ("title", "kind", "author", "publisher", "year", "reliability", "link", "whole_town")


def record(actor: Actor, municipality_id: int, values: Mapping[str, Any]) -> Study:
    """Enter a study; `area` is a MultiPolygon in WGS84 or None."""
    check_study(values, this_year=athens_year(clock.now()))
    study = Study(municipality_id=municipality_id, recorded_by_id=actor.id)
    _put(study, values)
    db.session.add(study)
    db.session.flush()
    _note(actor, "recorded", study, after=_told(study))
    return study


def amend(actor: Actor, study: Study, values: Mapping[str, Any]) -> Study:
    """Correct a study; without `area` its area stays as it is."""
    before = _told(study)
    check_study(values, this_year=athens_year(clock.now()))
    _put(study, values)
    study.updated_at = clock.now()
    db.session.flush()
    _note(actor, "changed", study, before=before, after=_told(study))
    return study


def retire(actor: Actor, study: Study, reason: str) -> Study:
    """Cite a study no more, with the reason; what cites it already goes on doing so."""
    if not reason.strip():
        raise RuleError(N_("Say why the study is no longer used."), field="reason")
    study.state = advance(STUDY_NEXT, study.state, StudyState.RETIRED)
    study.retired_reason = reason.strip()
    db.session.flush()
    _note(actor, "retired", study, after={"reason": study.retired_reason})
    return study


def restore(actor: Actor, study: Study) -> Study:
    """Take a study into use again."""
    study.state = advance(STUDY_NEXT, study.state, StudyState.CURRENT)
    study.retired_reason = ""
    db.session.flush()
    _note(actor, "restored", study)
    return study


def cite(actor: Actor, asset: Asset, study: Study, *, field: str, place: str) -> Citation:
    """Say that an asset, or one field of it, is known from a place (a page, a row) of a study."""
    if study.municipality_id != asset.municipality_id or study.state is not StudyState.CURRENT:
        raise RuleError(N_("Choose one of the studies of this municipality."), field="study")
    if field and field not in FIELD:
        raise RuleError(N_("An asset has no such field."), field="field")
    citation = Citation(
        municipality_id=asset.municipality_id,
        asset_id=asset.id,
        study_id=study.id,
        field=field,
        place=place.strip(),
        cited_by_id=actor.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(citation)
    except sa.exc.IntegrityError:
        raise ConflictError(N_("This study is cited here already."), field="study") from None
    after = {"study": study.title, "field": field, "place": citation.place}
    note(actor, "cited", "asset", asset.id, municipality_id=asset.municipality_id, after=after)
    return citation


def uncite(actor: Actor, citation: Citation) -> None:
    """Take a citation back."""
    before = {"study": citation.study.title, "field": citation.field, "place": citation.place}
    town, key = citation.municipality_id, citation.asset_id
    db.session.delete(citation)
    db.session.flush()
    note(actor, "citation removed", "asset", key, municipality_id=town, before=before)


def name_source(actor: Actor, asset_import: AssetImport, study: Study | None) -> None:
    """Say which study a file is: all that it wrote cites the study from now on."""
    if study and study.municipality_id != asset_import.municipality_id:
        raise RuleError(N_("Choose one of the studies of this municipality."), field="study")
    asset_import.study_id = study.id if study else None
    db.session.flush()
    note(
        actor,
        "source named",
        "import",
        asset_import.id,
        municipality_id=asset_import.municipality_id,
        after={"study": study.title if study else ""},
    )


def _put(study: Study, values: Mapping[str, Any]) -> None:
    for name in (*TOLD, "notes"):
        if name in values:
            setattr(study, name, values[name])
    if study.whole_town:
        study.area = None
    elif "area" in values:
        area = values["area"]
        study.area = None if area is None else from_shape(area, srid=WGS84)


def _told(study: Study) -> dict[str, Any]:
    return {name: getattr(study, name) for name in TOLD}


def _note(actor: Actor, deed: str, study: Study, **states: Any) -> None:
    note(actor, deed, KIND, study.id, municipality_id=study.municipality_id, **states)
    logger.info("study %s %s by %s", study.id, deed, actor.id)

"""Pages of studies: the list beside the map of what they cover, one study, and its forms."""

from dataclasses import replace
from typing import Any

import shapely
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.queries import Deed
from inmeko.records.rules.audit import Change
from inmeko.records.views.presenting import Teller
from inmeko.resources import policy
from inmeko.resources.forms.studies import (
    PART,
    UNSAID,
    WHOLE,
    SourceForm,
    StudyForm,
    StudyRetireForm,
)
from inmeko.resources.models import Study
from inmeko.resources.queries import studies
from inmeko.resources.rules.coverage import covered, drawn_area
from inmeko.resources.rules.studies import (
    RELIABILITY_COLOURS,
    RELIABILITY_LABELS,
    RELIABILITY_MEANINGS,
    STUDY_KIND_LABELS,
    Reliability,
    StudyKind,
)
from inmeko.resources.services import studies as deeds
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires

WORDS = {"kinds": STUDY_KIND_LABELS, "reliabilities": RELIABILITY_LABELS}
FIELD_LABELS = {
    "author": N_("Author"),
    "publisher": N_("Publisher or client"),
    "year": N_("Year"),
    "reliability": N_("Reliability"),
    "link": N_("Link"),
    "whole_town": N_("The whole municipality"),
    "kind": N_("What it is"),
}
# The words that a history keeps, and how they are said.
KEPT_WORDS: dict[str, dict[object, str]] = {
    "kind": {word.value: text for word, text in STUDY_KIND_LABELS.items()},
    "reliability": {word.value: text for word, text in RELIABILITY_LABELS.items()},
}
PLAIN = ("title", "author", "publisher", "year", "link", "notes")


@pages.get("/studies")
@requires(policy.may_see_studies, of=accounts.municipality)
def study_list(town: Municipality) -> ResponseReturnValue:
    """The studies of the town, and how much of it they cover."""
    retired = "retired" in request.args
    areas = studies.areas(municipality_id=town.id)
    return render_template(
        "resources/studies.html",
        studies=studies.studies(municipality_id=town.id, retired=retired),
        cited=studies.cited(municipality_id=town.id),
        coverage=covered(studies.boundary(municipality_id=town.id), areas),
        areas=areas,
        retired=retired,
        legend=_legend(),
        **WORDS,
    )


@pages.get("/studies/<int:study_id>")
@requires(policy.may_read_study, of=studies.study)
def study(study: Study) -> ResponseReturnValue:
    """One study: what it is, what it covers, what cites it."""
    town = study.municipality_id
    area = None if study.whole_town else studies.area(study)
    areas = {study.id: area} if study.whole_town or area else {}
    return render_template(
        "resources/study.html",
        study=study,
        coverage=covered(studies.boundary(municipality_id=town), areas) if areas else None,
        citations=studies.citing_assets(study),
        imports=studies.imports_of(study),
        source_form=SourceForm(studies.nameless_imports(municipality_id=town)),
        files=records.attachments("study", study.id),
        history=story(records.history("study", study.id)),
        meanings=RELIABILITY_MEANINGS,
        labels=FIELD_LABELS,
        **WORDS,
    )


@pages.route("/studies/new", methods=["GET", "POST"])
@requires(policy.may_keep_studies, of=accounts.municipality)
def new_study(town: Municipality) -> ResponseReturnValue:
    """Enter a study."""
    form = StudyForm()
    if request.method == "GET":
        return _form(form, None)
    if form.validate():
        try:
            made = deeds.record(current_actor(), town.id, _values(form))
            flash(gettext("The study was entered."), "success")
            return redirect(url_for(".study", study_id=made.id), 303)
        except DomainError as error:
            form.blame(error)
    return _form(form, None), 422


@pages.route("/studies/<int:study_id>/edit", methods=["GET", "POST"])
@requires(policy.may_amend_study, of=studies.study)
def edit_study(study: Study) -> ResponseReturnValue:
    """Correct a study."""
    if request.method == "GET":
        return _form(StudyForm(formdata=None, data=_typed(study)), study)
    form = StudyForm()
    if form.validate():
        try:
            deeds.amend(current_actor(), study, _values(form))
            flash(gettext("The study was changed."), "success")
            return redirect(url_for(".study", study_id=study.id), 303)
        except DomainError as error:
            form.blame(error)
    return _form(form, study), 422


@pages.route("/studies/<int:study_id>/retire", methods=["GET", "POST"])
@requires(policy.may_amend_study, of=studies.study)
def retire_study(study: Study) -> ResponseReturnValue:
    """Take a study out of use, with a reason."""
    form = StudyRetireForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deeds.retire(current_actor(), study, form.reason.data or "")
                flash(gettext("The study is no longer used; what cites it stays."), "success")
                return redirect(url_for(".study", study_id=study.id), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("resources/study_retire.html", form=form, study=study), status


@pages.post("/studies/<int:study_id>/restore")
@requires(policy.may_amend_study, of=studies.study)
def restore_study(study: Study) -> ResponseReturnValue:
    """Take a study into use again."""
    deeds.restore(current_actor(), study)
    flash(gettext("The study is in use again."), "success")
    return redirect(url_for(".study", study_id=study.id), 303)


def story(deeds: list[Deed]) -> list[Deed]:
    """The history of a study with its words in the reader's language."""
    return [replace(deed, changes=[_worded(change) for change in deed.changes]) for deed in deeds]


def _worded(change: Change) -> Change:
    if change.field not in KEPT_WORDS:
        return change
    words = KEPT_WORDS[change.field]
    before, after = (words.get(side) for side in (change.before, change.after))
    return replace(change, before=before and gettext(before), after=after and gettext(after))


TELLER = Teller(FIELD_LABELS, story, lambda key: url_for("resources.study", study_id=key))


def _legend() -> list[dict[str, str]]:
    """What the colours of the areas mean."""
    return [
        {"state": colour, "label": gettext(RELIABILITY_LABELS[word])}
        for word, colour in RELIABILITY_COLOURS.items()
    ]


def _form(form: StudyForm, study: Study | None) -> str:
    meanings = {word.value: gettext(text) for word, text in RELIABILITY_MEANINGS.items()}
    return render_template("resources/study_edit.html", form=form, study=study, meanings=meanings)


def _typed(study: Study) -> dict[str, Any]:
    """What the form shows of a study when it opens."""
    area = None if study.whole_town else studies.area(study)
    data = {name: getattr(study, name) for name in PLAIN}
    data |= {"kind": study.kind.value, "reliability": study.reliability.value}
    data["coverage"] = WHOLE if study.whole_town else UNSAID if area is None else PART
    data["area"] = "" if area is None else shapely.to_geojson(area)
    return data


def _values(form: StudyForm) -> dict[str, Any]:
    """What was typed, as values of a study; RuleError for an area that is none."""
    values: dict[str, Any] = {name: form[name].data or "" for name in PLAIN}
    values["year"] = form.year.data
    values["kind"] = StudyKind(form.kind.data)
    values["reliability"] = Reliability(form.reliability.data)
    return values | _coverage(form)


def _coverage(form: StudyForm) -> dict[str, Any]:
    if form.coverage.data != PART:
        return {"whole_town": form.coverage.data == WHOLE, "area": None}
    text = (form.area.data or "").strip()
    if not text:
        raise RuleError(N_("Draw the area that the study covers."), field="area")
    try:
        return {"whole_town": False, "area": drawn_area(text)}
    except RuleError as error:
        raise RuleError(error.message, field="area", values=error.values) from error

"""Two people changed one thing: both versions side by side, and what whoever saves has chosen."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SelectMultipleField

from inmeko.coops.rules.formation.answers import year_of
from inmeko.resources.forms.assets import ExactDecimalField
from inmeko.web.filters import number
from inmeko.web.forms import Form

TAKE = "take-"
Raw = Mapping[str, list[str]]


def raw(form: Form) -> dict[str, list[str]]:
    """What a form shows, as a browser would send it back; what is hidden is left out."""
    return {name: _sent(field) for name, field in form._fields.items() if not _hidden(field)}


def before() -> dict[str, list[str]]:
    """What the form that was sent had shown; nothing where somebody tampered with it."""
    try:
        told = json.loads(request.form.get("before", ""))
    except ValueError:
        return {}
    known = isinstance(told, dict) and all(isinstance(one, list) for one in told.values())
    return {name: [str(one) for one in values] for name, values in told.items()} if known else {}


def kept(form: Form) -> str:
    """What a form shows, as its field `before` holds it."""
    return json.dumps(raw(form), ensure_ascii=False)


def posted(shown: Raw) -> MultiDict[str, str]:
    """What was sent, with the other's values where they were chosen; `shown` holds those."""
    found = MultiDict(request.form)
    for name in _taken():
        found.poplist(name)
        if shown.get(name):
            found.setlist(name, shown[name])
    return found


def differing(
    form: Form, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[dict[str, str]]:
    """The rows of the component `difference`: each field that both changed, mine and theirs."""
    rows = []
    for name, other in theirs.items():
        field = form._fields.get(name)
        rows.append(
            {
                "name": f"{TAKE}{name}",
                "label": _label(name, field),
                "mine": _words(field, mine.get(name)),
                "theirs": _words(field, other),
            }
        )
    return rows


def refused(form: Form) -> None:
    """Say over the form that a choice is asked for."""
    form.form_errors.append(
        gettext("Somebody else changed the same while you were writing. Choose below what holds.")
    )


def _taken() -> list[str]:
    return [
        name.removeprefix(TAKE)
        for name, side in request.form.items()
        if name.startswith(TAKE) and side == "theirs"
    ]


def _label(name: str, field: Field | None) -> str:
    """What a field is called; a figure of a year with its year."""
    label = str(field.label.text) if field else name
    found = year_of(name)
    return f"{gettext('Year %(year)s', year=found[0])}: {label}" if found else label


def _hidden(field: Field) -> bool:
    return isinstance(field, HiddenField)


def _sent(field: Field) -> list[str]:
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, SelectMultipleField):
        return [str(one) for one in field.data or ()]
    if isinstance(field, (SelectField, RadioField)):
        return [str(field.data)] if field.data else [""]
    return [str(field._value())]


def _words(field: Field | None, value: Any) -> str:
    """A value as people read it: a choice by its label, a list in one line."""
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, (list, tuple)):
        return " · ".join(_words(field, one) for one in value)
    if value in (None, ""):
        return ""
    if isinstance(field, ExactDecimalField):
        return number(Decimal(value), 2)
    labels = {str(one): str(label) for one, label, *_ in _choices(field)}
    return labels.get(str(value), str(value))


def _choices(field: Field | None) -> list[tuple[Any, ...]]:
    return list(field.iter_choices()) if isinstance(field, SelectField) else []

"""Save a form at which two people may work: the second sees both versions, and chooses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Field

from inmeko.consultations.models import ConsultedText
from inmeko.consultations.rules import text_editing as rules
from inmeko.kernel.errors import ConflictError, DomainError
from inmeko.web.filters import moment

CHOICE = "take-"
ARTICLE = "take-article-"


@dataclass(frozen=True)
class Desk:
    """A form at work: how it is made, what stands now, what saves it, how its page is rendered."""

    text: ConsultedText
    # A form of given values; with what was typed, where something was.
    form: Callable[[Mapping[str, Any], bool], Any]
    kept: Callable[[], Mapping[str, Any]]
    deed: Callable[[Any], None]
    page: Callable[[Any], str]
    # Where a saved form leads, and where whoever gives up goes.
    done: str
    back: str


def maker(kind: Any) -> Callable[[Mapping[str, Any], bool], Any]:
    """What makes a form of a kind from what is kept, with what was typed where that is wanted."""

    def make(kept: Mapping[str, Any], typed: bool) -> Any:
        return kind(data=kept) if typed else kind(formdata=None, data=kept)

    return make


def saved(desk: Desk) -> ResponseReturnValue:
    """The page of a form; sent, it is saved, refused with sentences, or asks for a choice."""
    kept = desk.kept()
    form = desk.form(kept, True)
    if request.method == "GET":
        form.seen.data = rules.marks(kept)
        return desk.page(form)
    _choose(form, kept)
    if "again" in request.form:
        return desk.page(form), 422
    if form.validate():
        try:
            desk.deed(form)
            flash(gettext("Saved."), "success")
            return redirect(desk.done, 303)
        except ConflictError as error:
            form.blame(error)
            if error.field == rules.SEEN:
                return _both(desk, form), 409
        except DomainError as error:
            form.blame(error)
    return desk.page(form), 422


def _choose(form: Any, kept: Mapping[str, Any]) -> None:
    """Put what stands now in the place of mine, wherever it was chosen."""
    for name in kept:
        if request.form.get(CHOICE + name) == "theirs":
            form[name].data, form[name].raw_data = kept[name], None
    taken = {
        int(name[len(ARTICLE) :]): side
        for name, side in request.form.items()
        if name.startswith(ARTICLE) and name[len(ARTICLE) :].isdecimal() and len(name) < 20
    }
    if taken:
        try:
            form.articles.data = rules.joined(form.articles.data, kept["articles"], taken)
        except DomainError as error:
            form.blame(error)


def _both(desk: Desk, form: Any) -> str:
    kept = desk.kept()
    theirs, seen = desk.form(kept, False), form.seen.data or ""
    rows = [
        {
            "name": CHOICE + name,
            "label": form[name].label.text,
            "mine": _shown(form[name]),
            "theirs": _shown(theirs[name]),
            "chosen": "theirs" if rules.untouched(seen, name, form[name].data) else "mine",
        }
        for name in kept
        if name != rules.ARTICLES and rules.plain(form[name].data) != rules.plain(kept[name])
    ]
    if rules.ARTICLES in kept:
        rows += [
            {
                "name": f"{ARTICLE}{one.number}",
                "label": one.heading,
                "mine": one.mine,
                "theirs": one.theirs,
                "chosen": "theirs" if one.untouched else "mine",
            }
            for one in rules.parted(seen, form.articles.data or "", kept[rules.ARTICLES])
        ]
    return render_template(
        "consultations/text_both.html",
        text=desk.text,
        rows=rows,
        typed=[(name, _typed(form[name])) for name in kept],
        seen=rules.marks(kept),
        back=desk.back,
    )


def _shown(field: Field) -> str:
    """What a field holds, in words."""
    if isinstance(field.data, datetime):
        return moment(field.data)
    for option in getattr(field, "choices", None) or ():
        if str(option.value) == str(field.data):
            return str(option.label)
    return str(field.data or "")


def _typed(field: Field) -> str:
    held = field._value() if hasattr(field, "_value") else field.data
    return "" if held is None else str(held)

"""Sections, questions, documents, requirements and criteria: add, change, move, remove."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.items import EMPTY, FORMS, NEW_LABELS, ItemForm
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import asking, editing
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.content import Content, Question, Section
from inmeko.calls.rules.versions import SORT_LABELS
from inmeko.calls.services import editing as edits
from inmeko.calls.views import speaking
from inmeko.calls.views.blueprint import pages
from inmeko.kernel.errors import ConflictError, DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form


@pages.route(
    "/<int:call_id>/items/new/<any(section, question, paper, requirement, criterion):sort>",
    methods=["GET", "POST"],
)
@requires(policy.may_manage, of=queries.call)
def new_item(call: Call) -> ResponseReturnValue:
    """Add an item to a call."""
    sort = (request.view_args or {})["sort"]
    content = contents.read(call.content)
    if sort == "question" and not content.sections:
        flash(gettext("A question stands in a section: make one first."), "warning")
        return redirect(url_for(".new_item", call_id=call.id, sort="section"), 303)
    form = FORMS[sort](data=FORMS[sort]().shown(EMPTY[sort], content))
    form.offer(content, "")
    title = gettext(NEW_LABELS[sort])
    if request.method == "GET":
        if sort == "question":
            form["section"].data = request.args.get("section") or content.sections[-1].key
        return _page(call, form, title)
    if form.validate():
        try:
            key = edits.new_key(call, sort[0])
            item = form.item(key)
            edits.put_item(current_actor(), call, item, seen="", section=form.section_key())
            return _back(call, key)
        except DomainError as error:
            form.blame(error)
    return _page(call, form, title), 422


@pages.route("/<int:call_id>/items/<item_key>", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def edit_item(call: Call) -> ResponseReturnValue:
    """Change an item; one that somebody removed meanwhile can be put back as it was typed."""
    key, content = _key(), contents.read(call.content)
    item, sort = editing.item(content, key), editing.sort_of(key)
    if item is None and request.method == "GET":
        raise NotFoundError(N_("The call has no such part."))
    form = FORMS[sort](data=FORMS[sort]().shown(item or EMPTY[sort], content))
    form.offer(content, key)
    title = f"{gettext(SORT_LABELS[sort])} {key}"
    if request.method == "GET":
        form.seen.data = editing.item_sum(content, key)
        return _page(call, form, title, key)
    if not form.validate():
        return _page(call, form, title, key), 422
    try:
        typed, section = form.item(key), form.section_key()
        edits.put_item(current_actor(), call, typed, seen=form.seen.data or "", section=section)
    except ConflictError as error:
        form.blame(error)
        return _conflict(call, form, title, key)
    except DomainError as error:
        form.blame(error)
        return _page(call, form, title, key), 422
    return _back(call, key)


@pages.route("/<int:call_id>/items/<item_key>/remove", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def remove_item(call: Call) -> ResponseReturnValue:
    """Take an item away, after a question that says what depends on it."""
    key, content = _key(), contents.read(call.content)
    item, form = editing.item(content, key), Form()
    if item is None:
        raise NotFoundError(N_("The call has no such part."))
    if request.method == "POST":
        edits.remove_item(current_actor(), call, key)
        flash(gettext("Removed."), "success")
        return redirect(url_for(".edit", call_id=call.id), 303)
    questions = item.questions if isinstance(item, Section) else ()
    asked = [one.key for one in questions] if questions else [key]
    depending = [one for each in asked for one in asking.dependents(content, each)]
    return render_template(
        "calls/remove_item.html",
        call=call,
        form=form,
        sort=editing.sort_of(key),
        item=item,
        questions=questions,
        depending=[one for one in depending if one.key not in asked],
    )


@pages.post("/<int:call_id>/items/<item_key>/move")
@requires(policy.may_manage, of=queries.call)
def move_item(call: Call) -> ResponseReturnValue:
    """Move an item one place up or down."""
    key = _key()
    edits.move_item(current_actor(), call, key, up=request.form.get("way") == "up")
    return redirect(url_for(".edit", call_id=call.id, _anchor=key), 303)


def _key() -> str:
    key = str((request.view_args or {})["item_key"])
    editing.sort_of(key)
    return key


def _back(call: Call, key: str) -> ResponseReturnValue:
    flash(gettext("Saved."), "success")
    return redirect(url_for(".edit", call_id=call.id, _anchor=key), 303)


def _conflict(call: Call, form: ItemForm, title: str, key: str) -> ResponseReturnValue:
    """The form again as it was typed, beside what stands in the call now."""
    content = contents.read(call.content)
    form.seen.data = editing.item_sum(content, key)
    form.offer(content, key)
    now = editing.item(content, key)
    return _page(call, form, title, key, _theirs(now, content)), 409


def _theirs(now: editing.Item | None, content: Content) -> list[dict[str, str]]:
    if now is None:
        return []
    found: list[dict[str, str]] = []
    for name in now.__dataclass_fields__:
        said = speaking.value(name, getattr(now, name)) if name not in ("key", "questions") else ""
        if said:
            found.append({"label": speaking.field(name), "value": said})
    if isinstance(now, Question):
        home = editing.item(content, editing.home(content, now.key))
        title = home.title if isinstance(home, Section) else ""
        found.append({"label": speaking.field("section"), "value": title})
    return found


def _page(call: Call, form: ItemForm, title: str, key: str = "", theirs: Any = None) -> str:
    return render_template(
        "calls/edit_item.html", call=call, form=form, title=title, key=key, theirs=theirs
    )

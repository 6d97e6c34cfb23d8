"""The pages of the audit trail."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from inmeko.accounts.models import Municipality
from inmeko.accounts.queries import municipality
from inmeko.kernel.text import N_
from inmeko.records import policy, queries
from inmeko.records.forms import ALL, TrailFilter
from inmeko.records.queries import Deed, Sought
from inmeko.records.rules.audit_words import DEED_LABELS, KIND_LABELS
from inmeko.records.views.paging import Page, asked_number, page_of
from inmeko.records.views.presenting import NO_LABELS, Teller, changed, who, word
from inmeko.web.access import requires
from inmeko.web.navigation import Entry

pages = Blueprint(
    "audit", "inmeko.records", url_prefix="/<municipality>/audit", template_folder="templates"
)

MENU = (Entry(N_("Audit trail"), "audit.index", policy.may_read_audit, "settings.edit"),)


@pages.get("")
@requires(policy.may_read_audit, of=municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """What was done in a town, the newest deed first."""
    chosen = asked_number("person")
    form = TrailFilter(formdata=request.args)
    people = queries.audit_people(municipality_id=town.id, chosen=chosen)
    form.person.choices = [ALL, *(SelectChoice(str(each.id), who(each)) for each in people)]
    # A day that is none is shown with its error and asks for nothing.
    form.day.validate(form)
    kind = request.args.get("kind", "").replace("\0", "")
    sought = Sought(kind=kind or None, person=chosen, day=form.day.data)
    before, after = asked_number("before"), asked_number("after")
    found = queries.audit_page(sought, municipality_id=town.id, before=before, after=after)
    page: Page[Deed] = page_of(found, before=before, after=after)
    return render_template(
        "records/audit.html",
        form=form,
        page=page,
        rows=[_row(deed) for deed in page.things],
        chips=_chips(form),
        previous=_turn(after=page.first) if page.newer else None,
        next=_turn(before=page.last) if page.older else None,
    )


def _row(deed: Deed) -> dict[str, Any]:
    tellers: Mapping[str, Teller] = current_app.extensions.get("inmeko-tellers", {})
    teller = tellers.get(deed.kind)
    told = teller.tell([deed])[0] if teller else deed
    return {
        "deed": deed,
        "title": word(deed.deed, DEED_LABELS),
        "kind": word(deed.kind, KIND_LABELS),
        "url": teller.page(deed.key) if teller else _address(deed),
        "changes": changed(told, teller.labels if teller else NO_LABELS),
    }


def _address(deed: Deed) -> str | None:
    return url_for("protocol.show", entry_id=deed.key) if deed.kind == "protocol_entry" else None


def _asked(**changes: Any) -> dict[str, Any]:
    kept = {name: request.args.get(name) for name in ("kind", "person", "day")}
    return {name: text for name, text in {**kept, **changes}.items() if text}


def _turn(**place: Deed | None) -> str:
    named = {name: deed.number for name, deed in place.items() if deed}
    return url_for("audit.index", **_asked(**named))


def _chips(form: TrailFilter) -> list[dict[str, str]]:
    labels = {
        "kind": word(form.kind.data or "", KIND_LABELS),
        "person": next((c.label for c in form.person.choices if c.value == form.person.data), ""),
        "day": form.day.data.strftime("%d/%m/%Y") if form.day.data else "",
    }
    return [
        {"label": str(label), "url": url_for("audit.index", **_asked(**{name: None}))}
        for name, label in labels.items()
        if label and request.args.get(name)
    ]

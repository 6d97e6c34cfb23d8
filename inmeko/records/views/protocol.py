"""The pages of the protocol register: list, new entry, one entry, cancelling, export."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from inmeko.accounts.models import Municipality
from inmeko.accounts.queries import municipality
from inmeko.kernel.calendar import athens
from inmeko.kernel.errors import DomainError
from inmeko.kernel.text import N_, guard_cell
from inmeko.records import policy, queries, services
from inmeko.records.forms import ALL, CancelForm, EntryForm, RegisterFilter
from inmeko.records.models import ProtocolEntry
from inmeko.records.queries import Place, Wanted
from inmeko.records.rules import DIRECTION_LABELS, Direction, protocol_number
from inmeko.records.views.paging import Page, asked_number, page_of, whole
from inmeko.web.access import current_actor, requires
from inmeko.web.navigation import Entry

pages = Blueprint(
    "protocol", "inmeko.records", url_prefix="/<municipality>/protocol", template_folder="templates"
)

MENU = (Entry(N_("Protocol"), "protocol.index", policy.may_keep_protocol),)

CANCELLED = {"valid": False, "cancelled": True}


@pages.context_processor
def surroundings() -> dict[str, Any]:
    """What the templates of the register use."""
    return {
        "policy": policy,
        "protocol_number": protocol_number,
        "directions": DIRECTION_LABELS,
    }


@pages.get("")
@requires(policy.may_keep_protocol, of=municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The register, the newest entry first."""
    years = queries.protocol_years(municipality_id=town.id)
    form = RegisterFilter(formdata=request.args)
    form.year.choices = [ALL, *(SelectChoice(str(year), str(year)) for year in years)]
    wanted = _wanted()
    before, after = _place("before"), _place("after")
    found = queries.protocol_page(wanted, municipality_id=town.id, before=before, after=after)
    page: Page[ProtocolEntry] = page_of(found, before=before, after=after)
    return render_template(
        "records/protocol.html",
        form=form,
        page=page,
        count=queries.protocol_count(wanted, municipality_id=town.id),
        search=wanted.search,
        chips=_chips(wanted),
        previous=_turn(after=page.first) if page.newer else None,
        next=_turn(before=page.last) if page.older else None,
        export=url_for("protocol.export", **_asked()),
    )


@pages.get("/export.csv")
@requires(policy.may_keep_protocol, of=municipality)
def export(town: Municipality) -> ResponseReturnValue:
    """The entries of the filter as CSV, in the order of their numbers."""
    text = _csv(queries.protocol_rows(_wanted(), municipality_id=town.id))
    response = Response("\ufeff" + text, mimetype="text/csv")
    name = f"protocol-{town.slug}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@pages.route("/new", methods=["GET", "POST"])
@requires(policy.may_keep_protocol, of=municipality)
def new(town: Municipality) -> ResponseReturnValue:
    """A new entry with its files."""
    form = EntryForm()
    if form.validate_on_submit():
        try:
            made = services.receive(
                current_actor(),
                town.id,
                [(each.stream, each.filename) for each in form.file.data if each and each.filename],
                direction=Direction(form.direction.data),
                subject=form.subject.data,
                party=form.party.data or "",
                once=form.once.data,
            )
        except DomainError as error:
            form.blame(error)
        else:
            return redirect(url_for("protocol.show", entry_id=made.id), code=303)
    return render_template("records/enter.html", form=form), 422 if form.is_submitted() else 200


@pages.get("/<int:entry_id>")
@requires(policy.may_read_entry, of=queries.entry)
def show(entry: ProtocolEntry) -> ResponseReturnValue:
    """One entry with its files and its history."""
    return render_template(
        "records/entry.html",
        entry=entry,
        attachments=queries.attachments(services.ENTRY, entry.id),
        history=queries.history(services.ENTRY, entry.id),
    )


@pages.route("/<int:entry_id>/cancel", methods=["GET", "POST"])
@requires(policy.may_cancel, of=queries.entry)
def cancel(entry: ProtocolEntry) -> ResponseReturnValue:
    """The question before cancelling: the number stays, with the reason."""
    form, back = CancelForm(), url_for("protocol.show", entry_id=entry.id)
    if form.validate_on_submit():
        try:
            services.cancel(current_actor(), entry, form.reason.data)
        except DomainError as error:
            form.blame(error)
        else:
            flash(gettext("The entry is cancelled; its number stays."), "success")
            return redirect(back, code=303)
    page = render_template("records/cancel.html", form=form, entry=entry, back=back)
    return page, 422 if form.is_submitted() else 200


def _wanted() -> Wanted:
    direction = request.args.get("direction")
    return Wanted(
        search=request.args.get("q", "").strip(),
        year=asked_number("year"),
        direction=Direction(direction) if direction in set(Direction) else None,
        cancelled=CANCELLED.get(request.args.get("state", "")),
    )


def _place(name: str) -> Place | None:
    """A place in the register as it stands in an address: 2026-123."""
    first, _, second = request.args.get(name, "").partition("-")
    year, number = whole(first), whole(second)
    return None if year is None or number is None else (year, number)


def _asked(**changes: str | None) -> dict[str, Any]:
    kept = {name: request.args.get(name) for name in ("q", "year", "direction", "state")}
    return {name: text for name, text in {**kept, **changes}.items() if text}


def _turn(**place: ProtocolEntry | None) -> str:
    named = {name: f"{entry.year}-{entry.number}" for name, entry in place.items() if entry}
    return url_for("protocol.index", **_asked(**named))


def _chips(wanted: Wanted) -> list[dict[str, str]]:
    words = {
        "q": f"«{wanted.search}»" if wanted.search else "",
        "year": str(wanted.year or ""),
        "direction": gettext(DIRECTION_LABELS[wanted.direction]) if wanted.direction else "",
        "state": "" if wanted.cancelled is None else _state_word(wanted.cancelled),
    }
    return [
        {"label": label, "url": url_for("protocol.index", **_asked(**{name: None}))}
        for name, label in words.items()
        if label
    ]


def _state_word(cancelled: bool) -> str:
    return str(gettext("Cancelled only") if cancelled else gettext("Valid only"))


def _csv(entries: Iterable[ProtocolEntry]) -> str:
    target = io.StringIO()
    rows = csv.writer(target, delimiter=";", lineterminator="\r\n")
    rows.writerow(
        [
            gettext("Number"),
            gettext("Entered"),
            gettext("Direction"),
            gettext("From or to"),
            gettext("Subject"),
            gettext("Cancelled"),
            gettext("Reason"),
        ]
    )
    for entry in entries:
        cells = (
            protocol_number(entry.number, entry.entered_on),
            _cell(entry.entered_at),
            gettext(DIRECTION_LABELS[entry.direction]),
            entry.party,
            entry.subject,
            _cell(entry.cancelled_at),
            entry.cancel_reason,
        )
        rows.writerow([guard_cell(cell) for cell in cells])
    return target.getvalue()


def _cell(moment: datetime | None) -> str:
    return f"{athens(moment):%Y-%m-%d %H:%M:%S}" if moment else ""

"""Pages of flags: the queue of a town, one flag, and what a planner says to it."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError
from inmeko.records import policy as records_policy
from inmeko.records import queries as records
from inmeko.records.rules import protocol_number
from inmeko.resources import policy
from inmeko.resources.forms.flags import AcceptForm, PlaceForm
from inmeko.resources.models import Asset, AssetFlag
from inmeko.resources.queries import flags as queries
from inmeko.resources.queries.flags import Wanted
from inmeko.resources.rules import filters
from inmeko.resources.rules.flagging import (
    FLAG_LABELS,
    STATE_LABELS,
    VERDICT_LABELS,
    FlagKind,
    FlagState,
)
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import settling
from inmeko.resources.views import flag_words as words
from inmeko.resources.views import presenting
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires

LABELS = {"kinds": FLAG_LABELS, "states": STATE_LABELS, "verdicts": VERDICT_LABELS}


@pages.get("/flags")
@requires(policy.may_see_flags, of=accounts.municipality)
def flags(town: Municipality) -> ResponseReturnValue:
    """What a planner should look at, kind by kind, page by page."""
    wanted = _wanted()
    counts = queries.counts(municipality_id=town.id, state=wanted.state)
    page = queries.page(
        municipality_id=town.id,
        wanted=wanted,
        after=_number("after"),
        before=_number("before"),
    )
    alike = wanted.kind is not None and not wanted.mark and wanted.state is FlagState.OPEN
    return render_template(
        "resources/flags.html",
        page=page,
        wanted=wanted,
        tabs=words.tabs(counts, wanted),
        groups=queries.groups(municipality_id=town.id, wanted=wanted) if alike else [],
        standings=words.standings(wanted),
        words=words,
        Wanted=Wanted,
        labels=LABELS,
    )


@pages.get("/flags/<int:flag_id>")
@requires(policy.may_see_flag, of=queries.flag)
def flag(flag: AssetFlag) -> ResponseReturnValue:
    """One flag: what it is about, what can be done, and its neighbours in the queue."""
    return _page(flag, AcceptForm(formdata=None))


@pages.post("/flags/<int:flag_id>/accept")
@requires(policy.may_settle, of=queries.flag)
def accept_flag(flag: AssetFlag) -> ResponseReturnValue:
    """Leave the asset as it is, with a reason."""
    form = AcceptForm()
    if not form.validate():
        return _page(flag, form), 422
    onwards = _onwards(flag)
    try:
        settling.accept(current_actor(), flag, form.reason.data or "")
    except DomainError as error:
        form.blame(error)
        return _page(flag, form), 422
    flash(gettext("Accepted as it is."), "success")
    return redirect(onwards, 303)


@pages.route("/flags/<int:flag_id>/accept-alike", methods=["GET", "POST"])
@requires(policy.may_settle, of=queries.flag)
def accept_alike(flag: AssetFlag) -> ResponseReturnValue:
    """Accept all flags of one kind about one value, after a question."""
    town, wanted = flag.municipality_id, Wanted(kind=flag.kind, mark=flag.mark)
    seen = queries.count(municipality_id=town, wanted=wanted)
    form, status = AcceptForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                settled = settling.accept_alike(
                    current_actor(),
                    town,
                    kind=flag.kind,
                    mark=flag.mark,
                    reason=form.reason.data or "",
                    seen=int(form.seen.data) if (form.seen.data or "").isdecimal() else -1,
                )
                told = ngettext("One flag was settled.", "%(num)s flags were settled.", settled)
                flash(told, "success")
                return redirect(words.address(Wanted(kind=flag.kind)), 303)
            except DomainError as error:
                form.blame(error)
    form.seen.data = str(seen)
    return render_template(
        "resources/flag_alike.html", form=form, flag=flag, seen=seen, words=words, labels=LABELS
    ), status


@pages.post("/flags/<int:flag_id>/respell")
@requires(policy.may_settle, of=queries.flag)
def respell(flag: AssetFlag) -> ResponseReturnValue:
    """Apply the Greek spelling that is proposed."""
    onwards = _onwards(flag)
    settling.respell(current_actor(), flag)
    flash(gettext("The spelling was changed."), "success")
    return redirect(onwards, 303)


@pages.post("/flags/<int:flag_id>/not-the-same")
@requires(policy.may_settle, of=queries.flag)
def not_the_same(flag: AssetFlag) -> ResponseReturnValue:
    """Say that two assets are two: nobody is asked again."""
    onwards = _onwards(flag)
    settling.part(current_actor(), flag)
    flash(gettext("Kept as two assets; you will not be asked again."), "success")
    return redirect(onwards, 303)


@pages.route("/flags/<int:flag_id>/place", methods=["GET", "POST"])
@requires(policy.may_settle, of=queries.flag)
def move_place(flag: AssetFlag) -> ResponseReturnValue:
    """Put an asset where it really is."""
    asset, status = flag.asset, 200
    if request.method == "GET":
        form = PlaceForm(formdata=None, data=presenting.typed(asset))
    else:
        form, status = PlaceForm(), 422
        onwards = _onwards(flag)
        try:
            values = presenting.placed(form, asset)
            version = form.version.data or ""
            seen = int(version) if version.isdecimal() and len(version) < 10 else 0
            deeds.amend(current_actor(), asset, values, version=seen)
            settling.corrected(current_actor(), flag)
            flash(gettext("The asset was changed."), "success")
            return redirect(onwards, 303)
        except DomainError as error:
            form.blame(error)
    return render_template("resources/flag_place.html", form=form, flag=flag, asset=asset), status


def panel(asset: Asset, *, staff: bool) -> dict[str, Any]:
    """What the page of an asset shows of its flags to staff, and of merges to everybody."""
    merged_from = queries.merged_from(asset=asset)
    return {
        "entries": in_protocol(asset, merged_from),
        "flags": queries.of_asset(asset=asset) if staff else [],
        "flag_words": words,
        "flag_kinds": FLAG_LABELS,
        "merged_into": queries.merged_into(asset=asset),
        "merged_from": merged_from,
    }


def in_protocol(asset: Asset, merged_from: Sequence[Asset]) -> list[dict[str, Any]]:
    """The entries of the protocol about an asset and those merged into it, for its keepers."""
    if not records_policy.may_keep_protocol(current_actor(), asset.municipality):
        return []
    codes = {asset.id: "", **{one.id: one.code for one in merged_from}}
    found = records.entries_about("asset", codes, municipality_id=asset.municipality_id)
    return [
        {
            "url": url_for("protocol.show", entry_id=one.id),
            "number": protocol_number(one.number, one.entered_on),
            "subject": one.subject,
            "merged": codes[one.key or 0],
        }
        for one in found
    ]


def _page(flag: AssetFlag, form: AcceptForm) -> str:
    wanted = _wanted()
    queue = Wanted(wanted.kind or flag.kind, wanted.state, wanted.mark, wanted.import_id)
    town = flag.municipality_id
    alike = queries.count(municipality_id=town, wanted=Wanted(kind=flag.kind, mark=flag.mark))
    previous, following = queries.beside(municipality_id=town, wanted=queue, flag_id=flag.id)
    return render_template(
        "resources/flag.html",
        flag=flag,
        form=form,
        alike=alike,
        previous=previous,
        following=following,
        asked=words.asked(wanted),
        wanted=queue,
        words=words,
        labels=LABELS,
        staff_facts=presenting.facts(flag.asset, staff=True),
    )


def _onwards(flag: AssetFlag) -> str:
    """The address of the next flag in the queue of the same kind, else of the queue."""
    wanted = _wanted()
    queue = Wanted(wanted.kind or flag.kind, FlagState.OPEN, wanted.mark, wanted.import_id)
    _previous, following = queries.beside(
        municipality_id=flag.municipality_id, wanted=queue, flag_id=flag.id
    )
    if following is None:
        return words.address(queue)
    return url_for(".flag", flag_id=following, **words.asked(wanted))


def _wanted() -> Wanted:
    kinds, states = {kind.value: kind for kind in FlagKind}, {one.value: one for one in FlagState}
    return Wanted(
        kind=kinds.get(request.args.get("kind", "")),
        state=states.get(request.args.get("state", ""), FlagState.OPEN),
        mark=request.args.get("mark", "").replace("\0", "")[:120],
        import_id=_number("import"),
    )


def _number(name: str) -> int | None:
    written = request.args.get(name, "")
    fits = written.isascii() and written.isdecimal() and len(written) < 10
    return int(written) if fits and 0 < int(written) <= filters.LARGEST_ID else None

"""What everybody sees: the calls of a town and of all towns, one call, its versions."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.calls import policy
from inmeko.calls.forms.listing import CallFilterForm
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.queries import enquiries, listing
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import listing as asked
from inmeko.calls.rules import phases, versions
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.listing import CallFilter
from inmeko.calls.rules.phases import PHASE_LABELS, CallPhase
from inmeko.calls.services import documents
from inmeko.calls.views import speaking
from inmeko.calls.views.blueprint import everywhere, pages
from inmeko.kernel import clock
from inmeko.kernel.actor import ANONYMOUS
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.web.access import current_actor, public, requires


@pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The calls of a town: open now, coming, in evaluation, with results."""
    makes = policy.may_make(current_actor(), town)
    drafts = queries.drafts(municipality_id=town.id) if makes else []
    waiting = enquiries.waiting_number(municipality_id=town.id) if makes else 0
    return render_template(
        "calls/index.html", **_list(town.id), makes=makes, drafts=drafts, waiting=waiting
    )


@everywhere.get("/calls")
@public()
def everywhere_index() -> ResponseReturnValue:
    """The calls of all towns."""
    return render_template("calls/all.html", **_list(None))


@pages.get("/<int:call_id>")
@requires(policy.may_see_call, of=queries.call)
def show(call: Call) -> ResponseReturnValue:
    """One call, as its version in force says."""
    version = queries.version(call)
    content = contents.read(version.content if version else call.content)
    return render_template(
        "calls/show.html",
        **shown(call, content),
        version=version,
        answered=enquiries.answered(call),
        files=records.attachments(documents.KIND, call.id),
        manages=policy.may_manage(current_actor(), call),
    )


@pages.get("/<int:call_id>/versions/<int:number>")
@requires(policy.may_see_call, of=queries.call)
def show_version(call: Call) -> ResponseReturnValue:
    """An earlier version of a call, and what it changed of the one before."""
    number = int((request.view_args or {})["number"])
    version = queries.version(call, number)
    if version is None:
        raise NotFoundError(N_("There is no such version."))
    before = queries.version(call, number - 1)
    content = contents.read(version.content)
    changed = versions.difference(contents.read(before.content), content) if before else []
    return render_template(
        "calls/version.html",
        **shown(call, content),
        version=version,
        changed=speaking.differences(changed, call),
    )


def shown(call: Call, content: Content) -> dict[str, Any]:
    """What the page of a call shows of a content, and how the clock stands."""
    now = clock.now()
    return {
        "call": call,
        "content": content,
        "now": now,
        "phase": phases.phase(call, now),
        "takes_questions": phases.takes_questions(call, now),
        "assets": queries.assets(call, content.assets),
    }


def titled(municipality: str, key: int) -> tuple[str, str] | None:
    """What another domain may say of a call: its title and its page, if it is public."""
    call = queries.call(municipality=municipality, call_id=key)
    if not policy.may_see_call(ANONYMOUS, call):
        return None
    return call.title, url_for("calls.show", municipality=municipality, call_id=key)


def _list(municipality_id: int | None) -> dict[str, Any]:
    wanted, now = asked.read(request.args.to_dict(flat=False)), clock.now()
    rows, more = listing.page(municipality_id, wanted, now, _after())
    ids = [call.id for call in rows]
    counts = listing.counts(municipality_id, wanted, now)
    return {
        "rows": rows,
        "wanted": wanted,
        "now": now,
        "sectors": listing.sectors(ids, municipality_id=municipality_id),
        "offered": listing.offered(ids, municipality_id=municipality_id),
        "tabs": [_tab(one, wanted, counts[one]) for one in CallPhase],
        "chips": _chips(wanted),
        "form": CallFilterForm(
            formdata=None, data={"sector": [one.value for one in wanted.sector]}
        ),
        "next": _address(wanted, after=rows[-1].id) if more else None,
        "first": _address(wanted) if "after" in request.args else None,
    }


def _after() -> int | None:
    after = request.args.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None


def _address(wanted: CallFilter, **more: Any) -> str:
    arguments: dict[str, Any] = {**wanted.arguments(), **more}
    return url_for(request.endpoint or "", **arguments)


def _tab(phase: CallPhase, wanted: CallFilter, count: int) -> dict[str, Any]:
    there = CallFilter(phase, wanted.sector, wanted.q)
    return {
        "label": gettext(PHASE_LABELS[phase]),
        "url": _address(there),
        "active": phase is wanted.phase,
        "count": count,
    }


def _chips(wanted: CallFilter) -> list[dict[str, str]]:
    chips = []
    if wanted.q:
        chips.append(
            {"label": f"“{wanted.q}”", "url": _address(CallFilter(wanted.phase, wanted.sector))}
        )
    for sector in wanted.sector:
        left = tuple(one for one in wanted.sector if one is not sector)
        url = _address(CallFilter(wanted.phase, left, wanted.q))
        chips.append({"label": gettext(SECTOR_LABELS[sector]), "url": url})
    return chips

"""Choose the assets that a call offers: search the register, add, remove."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.making import AssetsForm
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import editing
from inmeko.calls.services import editing as edits
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, DomainError
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets as register
from inmeko.resources.rules.filters import AssetFilter
from inmeko.web.access import current_actor, requires


@pages.route("/<int:call_id>/edit/assets", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def edit_assets(call: Call) -> ResponseReturnValue:
    """The assets on offer, and a search in the register for more."""
    form = AssetsForm()
    content = contents.read(call.content)
    if request.method == "GET":
        form.assets.data = list(content.assets)
        form.seen.data = editing.seen(editing.part(content, "assets"))
        return _page(call, form)
    chosen = list(form.assets.data or ())
    if "search" in request.form:
        return _page(call, form)
    status = 422
    if form.validate():
        try:
            edits.choose_assets(current_actor(), call, chosen, seen=form.seen.data or "")
            flash(gettext("Saved."), "success")
            return redirect(url_for(".edit", call_id=call.id), 303)
        except ConflictError as error:
            form.blame(error)
            now = contents.read(call.content)
            form.seen.data = editing.seen(editing.part(now, "assets"))
            theirs, status = queries.assets(call, now.assets), 409
            return _page(call, form, theirs), status
        except DomainError as error:
            form.blame(error)
    return _page(call, form), status


def _page(call: Call, form: AssetsForm, theirs: list[Asset] | None = None) -> str:
    asked = (request.form.get("q") or request.args.get("q") or "").strip()[:200]
    chosen = queries.assets(call, [one for one in form.assets.data or () if one > 0])
    found = []
    if asked:
        today = athens_date(clock.now())
        page = register.page(call.municipality_id, AssetFilter(q=asked), today)
        known = {asset.id for asset in chosen}
        found = [asset for asset in page.rows if asset.id not in known]
    return render_template(
        "calls/edit_assets.html",
        call=call,
        form=form,
        chosen=chosen,
        found=found,
        asked=asked,
        theirs=theirs,
    )

"""The page on which one chooses where an asset is kept: a search, and a choice without scripts."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.resources import policy
from inmeko.resources.forms.assets import KeeperForm
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets, keeping
from inmeko.resources.services import assets as deeds
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires


@pages.route("/<int:asset_id>/kept", methods=["GET", "POST"])
@requires(policy.may_amend, of=assets.asset)
def keep(asset: Asset) -> ResponseReturnValue:
    """Search the register for where an asset is kept, and choose; or say it in words."""
    form = KeeperForm(data={"words": asset.kept_at})
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                text = _meant(asset, form)
                deeds.amend(current_actor(), asset, {"kept_at": text}, version=asset.version)
                flash(gettext("Where the asset is kept was changed."), "success")
                return redirect(url_for(".show", asset_id=asset.id), 303)
            except DomainError as error:
                error.field = "words"
                form.blame(error)
    words = request.args.get("q", "").strip()
    found = keeping.search(asset, words)
    page = render_template("resources/keep.html", form=form, asset=asset, words=words, found=found)
    return page, status


def _meant(asset: Asset, form: KeeperForm) -> str:
    """The code of the chosen asset, which exports carry; else what was typed."""
    if not form.keeper.data:
        return form.words.data or ""
    number = int(form.keeper.data) if form.keeper.data.isdecimal() else 0
    keeper = keeping.of_town(municipality_id=asset.municipality_id, asset_id=number)
    if keeper is None:
        raise RuleError(N_("Choose an asset of this municipality's register."), field="keeper")
    return keeper.code

"""Two likely duplicates side by side, and the question before they are merged."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import ConflictError, DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.resources import policy
from inmeko.resources.forms.flags import MergeForm
from inmeko.resources.models import Asset, AssetFlag
from inmeko.resources.queries import flags as queries
from inmeko.resources.services import merging
from inmeko.resources.views import flag_words as words
from inmeko.resources.views import presenting
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires

HISTORY = 5


@pages.route("/flags/<int:flag_id>/merge", methods=["GET", "POST"])
@requires(policy.may_settle, of=queries.flag)
def merge(flag: AssetFlag) -> ResponseReturnValue:
    """Choose field by field what stays of two assets, confirm, and merge them."""
    kept, other = _two(flag, request.values.get("keep", ""))
    form = MergeForm()
    if request.method == "GET":
        return _choice(flag, kept, other, form)
    taken = [
        name[len(presenting.CHOICE) :]
        for name, side in request.form.items()
        if name.startswith(presenting.CHOICE) and side == "theirs"
    ]
    if not form.validate():
        return _choice(flag, kept, other, form), 422
    if form.confirmed.data != "yes":
        return _question(flag, kept, other, taken)
    try:
        merging.merge(
            current_actor(),
            kept,
            other,
            versions=_versions(form.versions.data or ""),
            taken=taken,
            reason=gettext("Merged into %(code)s: entered twice", code=kept.code),
        )
    except DomainError as error:
        form.blame(error)
        kept, other = _two(flag, str(kept.id))
        status = 409 if isinstance(error, ConflictError) else 422
        return _choice(flag, kept, other, form), status
    flash(gettext("The two are one now."), "success")
    return redirect(url_for(".show", asset_id=kept.id), 303)


def _two(flag: AssetFlag, keep: str) -> tuple[Asset, Asset]:
    """The asset that is kept, by default the earlier, and the one that goes into it."""
    if flag.other is None:
        raise NotFoundError(N_("This flag is not about two assets."))
    pair = (flag.other, flag.asset)
    return (pair[1], pair[0]) if keep == str(flag.asset_id) else pair


def _choice(flag: AssetFlag, kept: Asset, other: Asset, form: MergeForm) -> str:
    form.keep.data, form.versions.data = str(kept.id), f"{kept.version} {other.version}"
    form.confirmed.data = ""
    histories = {
        one.id: presenting.story(records.history("asset", one.id))[:HISTORY]
        for one in (kept, other)
    }
    return render_template(
        "resources/merge.html",
        flag=flag,
        kept=kept,
        other=other,
        form=form,
        rows=words.compared(kept, other),
        reasons=words.why_alike(flag),
        histories=histories,
        labels=presenting.FIELD_LABELS,
    )


def _question(flag: AssetFlag, kept: Asset, other: Asset, taken: list[str]) -> str:
    rows = [row for row in words.compared(kept, other) if row["name"][7:] in taken]
    form = MergeForm(formdata=None)
    form.keep.data, form.confirmed.data = str(kept.id), "yes"
    form.versions.data = request.form.get("versions", "")
    return render_template(
        "resources/merge_confirm.html",
        flag=flag,
        kept=kept,
        other=other,
        form=form,
        rows=rows,
    )


def _versions(text: str) -> tuple[int, int]:
    parts = [int(part) for part in text.split() if part.isdecimal() and len(part) < 10]
    return (parts[0], parts[1]) if len(parts) == 2 else (0, 0)

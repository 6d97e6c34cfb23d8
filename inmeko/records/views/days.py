"""The days on which a town's offices are closed: its own feast and what it decides."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts.models import Municipality
from inmeko.accounts.policy import may_configure
from inmeko.accounts.queries import municipality
from inmeko.kernel.errors import DomainError
from inmeko.records import policy, queries, services
from inmeko.records.forms import DayForm
from inmeko.records.models import LocalDay
from inmeko.web.access import current_actor, requires

pages = Blueprint(
    "days",
    "inmeko.records",
    url_prefix="/<municipality>/settings/days",
    template_folder="templates",
)


@pages.route("", methods=["GET", "POST"])
@requires(may_configure, of=municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The town's own holidays, and the form for one more."""
    form = DayForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            given = {"day": form.day.data, "name": form.name.data or ""}
            try:
                services.keep_day(current_actor(), town.id, **given)
                flash(gettext("Saved."), "success")
                return redirect(url_for(".index"), 303)
            except DomainError as error:
                form.blame(error)
    days = queries.local_days(municipality_id=town.id)
    return render_template("records/days.html", form=form, days=days), status


@pages.post("/<int:day_id>/remove")
@requires(policy.may_drop_day, of=queries.local_day)
def remove(kept: LocalDay) -> ResponseReturnValue:
    """Take a day away."""
    services.drop_day(current_actor(), kept)
    flash(gettext("The day was removed."), "success")
    return redirect(url_for(".index"), 303)

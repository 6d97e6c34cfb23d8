"""The map of all municipalities, and the list equal to it."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources.queries import towns
from inmeko.resources.rules import filters
from inmeko.resources.views import presenting
from inmeko.web.access import public

country = Blueprint("country", "inmeko.resources", url_prefix="/map", template_folder="templates")


@country.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the addresses of a filter."""
    return {"link": presenting.address}


@country.get("/")
@public()
def index() -> ResponseReturnValue:
    """The assets of all municipalities on one map; beside it, how many each of them has."""
    wanted = filters.read(request.args.to_dict(flat=False))
    found = towns.counted(wanted, athens_date(clock.now()))
    return render_template(
        "resources/country.html",
        towns=found,
        count=sum(town.assets for town in found),
        wanted=wanted,
        form=presenting.filter_form(wanted),
        chips=presenting.chips(wanted),
        legend=presenting.legend(),
    )

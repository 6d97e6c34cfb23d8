"""The inventory to take away: the list of a filter as CSV or GeoJSON."""

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources import policy
from inmeko.resources.queries import assets
from inmeko.resources.rules import filters
from inmeko.resources.services import exports
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, public

WRITERS = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "geojson": (exports.as_geojson, "application/geo+json"),
}


@pages.get("/export.<any(csv, geojson):form>")
@public()
def export(municipality: str, form: str) -> ResponseReturnValue:
    """Everything a filter finds, in one file; staff get the fields of staff."""
    town: Municipality = accounts.municipality(municipality=municipality)
    staff = policy.may_see_staff_fields(current_actor(), town.id)
    wanted = filters.read(request.args.to_dict(flat=False), staff=staff)
    today = athens_date(clock.now())
    write, media_type = WRITERS[form]
    found = assets.everything(town.id, wanted, today)
    parts = stream_with_context(write(found, staff=staff))
    name = f"{town.slug}-resources-{today.isoformat()}.{form}"
    response = Response(parts, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

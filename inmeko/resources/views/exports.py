"""The inventory to take away: what a filter finds, as a file of any form in one of two systems."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import LICENCE_ADDRESSES, LICENCE_NAMES
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.geo import EGSA87, WGS84
from inmeko.resources import policy
from inmeko.resources.queries import assets
from inmeko.resources.rules import filters
from inmeko.resources.rules.exporting import (
    FORM_LABELS,
    FORM_NAMES,
    MEDIA_TYPES,
    SYSTEM_LABELS,
    Form,
    order,
)
from inmeko.resources.services import exporting
from inmeko.resources.views import presenting
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires


@dataclass(frozen=True)
class ExportOf:
    """A file that an address asks for: whose, and of which form."""

    town: Municipality
    form: str

    @property
    def id(self) -> int:
        """The municipality's number."""
        return self.town.id

    @property
    def publishes(self) -> bool:
        """Whether the municipality's register is open data."""
        return self.town.publishes


def export_of(*, municipality: str, form: str) -> ExportOf:
    """The file that an address asks for; NotFoundError without the municipality."""
    return ExportOf(accounts.municipality(municipality=municipality), form)


@pages.get("/export")
@requires(policy.may_export, of=accounts.municipality)
def choose_export(town: Municipality) -> ResponseReturnValue:
    """Choose the form and the system of a file with what a filter finds."""
    wanted = filters.read(request.args.to_dict(flat=False))
    today = athens_date(clock.now())
    return render_template(
        "resources/export.html",
        wanted=wanted,
        chips=presenting.chips(wanted),
        count=assets.count(town.id, wanted, today),
        rows=[_row(form, wanted) for form in Form],
        licence=LICENCE_NAMES[town.licence],
        licence_address=LICENCE_ADDRESSES[town.licence],
        place=town,
        staff=policy.may_see_staff_fields(current_actor(), town.id),
    )


@pages.get("/export.<any(csv, xlsx, geojson, gpkg, kml):form>")
@requires(policy.may_export, of=export_of)
def export(asked: ExportOf) -> ResponseReturnValue:
    """Everything a filter finds, in one file; staff get the fields of staff."""
    town, form = asked.town, asked.form
    wanted = filters.read(request.args.to_dict(flat=False))
    today = athens_date(clock.now())
    staff = policy.may_see_staff_fields(current_actor(), town.id)
    ordered = order(form, request.args.get("crs", ""), staff=staff)
    found = assets.everything(town.id, wanted, today)
    parts = exporting.parts(found, ordered, exporting.about(town, today))
    response = Response(stream_with_context(parts), content_type=MEDIA_TYPES[ordered.form])
    system = "" if ordered.srid == WGS84 else f"-epsg{ordered.srid}"
    name = f"{town.slug}-resources-{today.isoformat()}{system}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Link"] = f'<{LICENCE_ADDRESSES[town.licence]}>; rel="license"'
    return response


def _row(form: Form, wanted: filters.AssetFilter) -> dict[str, Any]:
    systems = (WGS84,) if form is Form.KML else (WGS84, EGSA87)
    return {
        "name": FORM_NAMES[form],
        "label": gettext(FORM_LABELS[form]),
        "links": [
            {
                "url": presenting.address(".export", wanted, form=form.value, crs=system),
                "label": gettext(SYSTEM_LABELS[system]),
            }
            for system in systems
        ],
    }

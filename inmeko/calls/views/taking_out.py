"""The files of a call with every score, as a workbook for those who decide it."""

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.services import taking_out
from inmeko.calls.views.blueprint import pages
from inmeko.records.rules.files import XLSX
from inmeko.web.access import requires


@pages.get("/<int:call_id>/files.xlsx")
@requires(policy.may_manage, of=queries.call)
def files_workbook(call: Call) -> ResponseReturnValue:
    """One row per file and every score, as XLSX."""
    response = Response(taking_out.workbook(call, gettext), content_type=XLSX.media_type)
    name = f"{call.municipality.slug}-call-{call.id}-files.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

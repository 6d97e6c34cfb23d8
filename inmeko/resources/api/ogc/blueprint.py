"""The blueprint of the OGC API: one address for all municipalities."""

from http import HTTPStatus

from flask import Blueprint, Response
from flask_babel import gettext

from inmeko.kernel.errors import RuleError
from inmeko.resources.api.ogc.answering import problem

ogc = Blueprint("ogc", "inmeko.resources", url_prefix="/ogc")
"""Every collection hangs below this address; a municipality is named by its collection."""


@ogc.errorhandler(RuleError)
def refused(error: RuleError) -> Response:
    """A question that breaks the rules of the interface is a bad request, not a form."""
    words = str(gettext(error.message, **error.values))
    return problem(HTTPStatus.BAD_REQUEST, words, error.field)


@ogc.after_request
def open_to_scripts(response: Response) -> Response:
    """Let pages of other sites read what is open anyway."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Content-Crs, Link"
    response.vary.add("Accept")
    return response

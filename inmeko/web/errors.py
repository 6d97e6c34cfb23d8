"""From a refusal to a status and a page or JSON: one table, one handler."""

import logging
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from inmeko.extensions import db
from inmeko.extensions.engines import is_busy, reading
from inmeko.kernel.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    NotFoundError,
    RuleError,
    TooManyError,
)

logger = logging.getLogger(__name__)

STATUS: dict[type[DomainError], HTTPStatus] = {
    RuleError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ConflictError: HTTPStatus.CONFLICT,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
}

# What an answer must say beside its page: when to come again, and which methods there are.
KEPT_HEADERS = {"Retry-After", "Allow"}
PAGES = {400, 401, 403, 404, 409, 413, 422, 429, 500, 503}
RETRY_SECONDS = 60
MACHINES_FIRST = ("application/json", "application/geo+json", "text/html")


def sentence(error: DomainError) -> str:
    """The refusal in the reader's language."""
    return str(gettext(error.message, **error.values))


def status_of(error: DomainError) -> HTTPStatus:
    """The HTTP status of a refusal."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), STATUS[RuleError])


def init_app(app: Flask) -> None:
    """Answer every refusal and every failure with a page of the house, or with JSON."""

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> ResponseReturnValue:
        return answer(status_of(error), sentence(error))

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        response = answer(HTTPStatus(error.code), "")
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name in KEPT_HEADERS
        )
        return response

    @app.errorhandler(Exception)
    def broke(error: Exception) -> ResponseReturnValue:
        if is_busy(error):
            logger.warning("database busy: %s %s", request.method, request.path)
            response = answer(HTTPStatus.SERVICE_UNAVAILABLE, "")
            response.headers["Retry-After"] = str(RETRY_SECONDS)
            return response
        logger.error("request failed: %s %s", request.method, request.path, exc_info=error)
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "")


def answer(status: HTTPStatus, words: str) -> Response:
    """A page of the house for a status, with the sentence of the refusal; JSON for machines."""
    # The page asks the database again, which a failed transaction would refuse.
    db.session.rollback()
    if _asks_a_machine():
        response = jsonify(status=status.value, title=status.phrase, detail=words)
        response.mimetype = "application/problem+json"
    else:
        page = status.value if status.value in PAGES else (400 if status < 500 else 500)
        # A page that tells of a failure changes nothing, and must not wait for those who do.
        with reading():
            response = make_response(render_template(f"errors/{page}.html", sentence=words))
            db.session.rollback()
    response.status_code = status
    return response


def _asks_a_machine() -> bool:
    """Whether the answer is read by a program: below /ogc people come too, with their browsers."""
    if request.path.startswith("/ogc/"):
        shown = request.args.get("f") or request.accept_mimetypes.best_match(MACHINES_FIRST)
        return shown not in ("html", "text/html")
    return "/api/" in request.path

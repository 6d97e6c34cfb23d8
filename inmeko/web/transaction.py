"""One request, one transaction: an unsafe method that went well is kept, anything else undone."""

from flask import Flask, Response, g, request

from inmeko.extensions import db
from inmeko.extensions.engines import reading

SAFE = {"GET", "HEAD", "OPTIONS"}
# The sign-in link of an e-mail is a GET that makes a device.
WRITING_LINK = "security.us_verify_link"


def writes() -> bool:
    """Whether this request may change data; the sign-in link is a GET that does."""
    return request.method not in SAFE or request.endpoint == WRITING_LINK


def init_app(app: Flask) -> None:
    """Begin, keep or undo around every request of the application."""

    @app.before_request
    def begin() -> None:
        if not writes():
            g.reading = reading()
            g.reading.__enter__()

    @app.after_request
    def finish(response: Response) -> Response:
        if writes() and response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if "reading" in g:
            g.pop("reading").__exit__(None, None, None)

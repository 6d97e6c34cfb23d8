"""The language of a request: the reader's choice, else Greek."""

from flask import Flask, Response, current_app, g, redirect, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from inmeko.extensions import babel

LANGUAGES = {"el": _l("Greek"), "en": _l("English")}
COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def chosen() -> str:
    """The language chosen for this request: in this browser, else in the account, else Greek."""
    cookie = request.cookies.get(COOKIE) if request else None
    kept = cookie or (g.get("account_language") if request else None)
    return kept if kept in LANGUAGES else "el"


def remember(language: str, response: BaseResponse) -> BaseResponse:
    """Keep the reader's choice of language in this browser for a year."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(
        COOKIE, language, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True
    )
    return response


def init_app(app: Flask) -> None:
    """Let Babel ask us for the language and the time zone of the reader."""
    babel.init_app(app, locale_selector=chosen, timezone_selector=lambda: "Europe/Athens")

    @app.after_request
    def name_language(response: Response) -> Response:
        response.headers.setdefault("Content-Language", chosen())
        response.vary.add("Cookie")
        return response


def back(target: str) -> BaseResponse:
    """Send the reader to a page of this site; an address elsewhere becomes the front page."""
    local = target.startswith("/") and not target.startswith(("//", "/\\"))
    # Browsers drop tabs and line breaks: "/<tab>/elsewhere" would lead away.
    return redirect(target if local and target.isprintable() else "/", code=303)

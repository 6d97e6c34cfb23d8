"""Pages of the house itself: the choice of language, all components on one page, health."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from inmeko.web.access import public
from inmeko.web.language import LANGUAGES, back, remember
from inmeko.web.patterns import sample

pages = Blueprint("web", __name__, template_folder="templates", static_folder=None)


@pages.post("/language")
@public()
def choose_language() -> ResponseReturnValue:
    """Remember the reader's language and go back to the page they came from."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        raise BadRequest
    return remember(language, back(request.form.get("next", "/")))


@pages.get("/patterns")
@public()
def patterns() -> ResponseReturnValue:
    """Every component of the house on one page."""
    return render_template("patterns.html", **sample())


@pages.get("/accessibility")
@public()
def accessibility() -> ResponseReturnValue:
    """The accessibility statement of law 4727/2020, article 42."""
    return render_template("accessibility.html")


@pages.get("/health")
@public()
def health() -> ResponseReturnValue:
    """Whether the site answers."""
    return jsonify(status="ok")

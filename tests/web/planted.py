"""Pages planted into a site of a test: they write, refuse, fail, and ask for access."""

from flask import Blueprint, Flask, abort, render_template_string, request
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, StringField

from inmeko.accounts.models import Municipality
from inmeko.accounts.queries import municipality as town_of
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    NotFoundError,
    RuleError,
    TooManyError,
)
from inmeko.web.access import public, requires
from inmeko.web.forms import Form
from tests.builders.people import municipality

REFUSALS: dict[str, type[DomainError]] = {
    "rule": RuleError,
    "conflict": ConflictError,
    "not-found": NotFoundError,
    "forbidden": ForbiddenError,
    "too-many": TooManyError,
}

planted = Blueprint("planted", __name__)


class WordForm(Form):
    """A form with a word and a password."""

    word = StringField("Word", filters=[str.upper])
    password = PasswordField("Password")


def may_enter(actor: Actor) -> bool:
    """Whoever is signed in."""
    return actor.signed_in


def may_enter_town(actor: Actor, town: Municipality) -> bool:
    """The planners of a town."""
    return actor.has("planner", town.id)


@planted.route("/planted/make/<slug>/<int:status>", methods=["GET", "POST", "PUT", "DELETE"])
@public()
def make(slug: str, status: int) -> ResponseReturnValue:
    """Make a town and answer with a status."""
    municipality(slug=slug)
    return "made", status


@planted.post("/planted/break/<slug>")
@public()
def broken(slug: str) -> ResponseReturnValue:
    """Make a town and fail."""
    municipality(slug=slug)
    raise ZeroDivisionError


@planted.route("/planted/write/<slug>", methods=["GET", "POST"])
@public()
def write(slug: str) -> ResponseReturnValue:
    """Ask the database, as every page does, with whatever right to write the request has."""
    return str(db.session.query(Municipality).filter_by(slug=slug).count())


@planted.post("/planted/form/<slug>")
@public()
def form(slug: str) -> ResponseReturnValue:
    """Make a town, then refuse the word for a reason of the rules."""
    filled = WordForm()
    if filled.validate():
        municipality(slug=slug)
        field = request.args.get("field")
        message = "The word %(word)s is taken"
        filled.blame(RuleError(message, field=field, values={"word": filled.word.data}))
    seen = db.session.query(Municipality).filter_by(slug=slug).count()
    errors = {"word": filled.word.errors, "form": filled.form_errors, "seen": seen}
    return {"data": filled.data, **errors}, 422


@planted.route("/planted/refuse/<kind>", methods=["GET", "POST"])
@planted.route("/planted/api/refuse/<kind>", endpoint="api_refuse", methods=["GET", "POST"])
@public()
def refuse(kind: str) -> ResponseReturnValue:
    """Refuse with a sentence and its values."""
    raise REFUSALS[kind]("Only %(count)s are left", values={"count": 3})


@planted.get("/planted/abort/<int:status>")
@planted.get("/planted/api/abort/<int:status>", endpoint="api_abort")
@public()
def stop(status: int) -> ResponseReturnValue:
    """Stop with a status."""
    return abort(status)


@planted.route("/planted/room", methods=["GET", "POST"])
@planted.route("/planted/api/room", endpoint="api_room", methods=["GET", "POST"])
@requires(may_enter)
def room() -> ResponseReturnValue:
    """A room for those who are signed in."""
    return "inside"


@planted.route("/<municipality>/planted/room", methods=["GET", "POST"])
@requires(may_enter_town, of=town_of)
def town_room(town: Municipality) -> ResponseReturnValue:
    """A room of a town's planners, which links to itself."""
    return render_template_string("{{ url_for('planted.town_room') }} " + town.slug)


@planted.get("/planted/elsewhere")
@public()
def elsewhere() -> ResponseReturnValue:
    """A page outside all towns."""
    return render_template_string("{{ url_for('planted.town_room', municipality='b') }}")


def plant(app: Flask) -> Flask:
    """Add the pages to a site that has not answered yet."""
    app.register_blueprint(planted)
    return app

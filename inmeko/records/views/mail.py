"""What would have been sent: a page that exists in development only."""

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from inmeko.records import queries
from inmeko.web.access import public

pages = Blueprint("mail", "inmeko.records", template_folder="templates")


@pages.get("/development/mail")
@public()
def index() -> ResponseReturnValue:
    """The newest mails with all their words; nothing leaves in development."""
    if not current_app.config["SETTINGS"].development:
        abort(404)
    return render_template("records/mail.html", mails=queries.mails())

"""The letters of an answered text: the job that writes them, and the page of how far it is."""

from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from inmeko.consultations import policy
from inmeko.consultations.models import ConsultedText
from inmeko.consultations.queries import texts
from inmeko.consultations.services import text_telling as deeds
from inmeko.consultations.views import comment_letters
from inmeko.consultations.views.text_blueprint import pages
from inmeko.web.access import requires


def tell(payload: dict[str, Any]) -> None:
    """Write a batch of letters, as a job of the outbox."""
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        deeds.carry_out(payload, comment_letters.answered)


@pages.get("/<int:text_id>/letters")
@requires(policy.may_manage_text, of=texts.text)
def letters(text: ConsultedText) -> ResponseReturnValue:
    """How far the letters to those who commented are."""
    told = deeds.told(text)
    # The page asks by itself until there is nothing more to tell.
    over = told is None or (not told.running and told.sent + told.failed >= told.written)
    return render_template("consultations/text_letters.html", text=text, told=told, over=over)

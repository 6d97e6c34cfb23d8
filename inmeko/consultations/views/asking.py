"""The page that asks before a deed on a consulted text."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from inmeko.consultations.models import ConsultedText
from inmeko.web import asking


def asked(
    text: ConsultedText, form: Any, deed: Callable[[], None], **context: Any
) -> ResponseReturnValue:
    """Ask on the page of a text."""
    return asking.asked("consultations/text_ask.html", form, deed, text=text, **context)

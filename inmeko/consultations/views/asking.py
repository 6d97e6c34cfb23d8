"""A page that asks: its fields, the deed, what is said when it is done."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from inmeko.consultations.models import ConsultedText
from inmeko.kernel.errors import DomainError


def asked(
    text: ConsultedText,
    form: Any,
    deed: Callable[[], None],
    *,
    back: str,
    done: str,
    **context: Any,
) -> ResponseReturnValue:
    """Show a form; sent and right, do the deed, say so, and go back."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deed()
                flash(done, "success")
                return redirect(back, 303)
            except DomainError as error:
                form.blame(error)
    page = render_template(
        "consultations/text_ask.html", text=text, form=form, back=back, **context
    )
    return page, status

"""A page that asks before a deed: its form, the deed, what is said when it is done."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from inmeko.kernel.errors import DomainError


def asked(
    template: str,
    form: Any,
    deed: Callable[[], object],
    done: str,
    back: str,
    then: str | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """Show a form; sent and right, do the deed, say that it is done, and go back, or on.

    A refusal stands in the form; the template is given the form and the way back.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deed()
                flash(done, "success")
                return redirect(then or back, 303)
            except DomainError as error:
                form.blame(error)
    return render_template(template, form=form, back=back, **context), status

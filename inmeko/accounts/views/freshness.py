"""Deeds that ask again who is there when the last sign-in was long ago."""

from functools import wraps
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security.utils import check_and_update_authn_fresh

from inmeko.web.access import View


def fresh(view: View) -> View:
    """Send whoever signed in long ago through a new proof first, and then back here."""

    @wraps(view)
    def guarded(*thing: Any, **url: Any) -> ResponseReturnValue:
        within = current_app.config["SECURITY_FRESHNESS"]
        grace = current_app.config["SECURITY_FRESHNESS_GRACE_PERIOD"]
        if check_and_update_authn_fresh(within, grace):
            return view(*thing, **url)
        return redirect(url_for("security.us_verify", next=request.path), code=303)

    return guarded

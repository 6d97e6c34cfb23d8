"""Suggestions of activity codes (ΚΑΔ) for whoever writes down what a cooperative will do."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from inmeko.coops.queries.activity_codes import activity_code_number, activity_codes
from inmeko.coops.views.blueprint import pages
from inmeko.web.access import public


@pages.get("/activities")
@public()
def activities() -> ResponseReturnValue:
    """A search in the catalogue of activities."""
    text = request.args.get("q", "").replace("\0", "")
    return render_template(
        "coops/activities.html",
        text=text,
        found=activity_codes(text),
        number=activity_code_number(),
    )


@pages.get("/activities.json")
@public()
def activities_json() -> ResponseReturnValue:
    """The same for a field that suggests while it is typed in."""
    found = activity_codes(request.args.get("q", ""))
    return jsonify([{"code": one.code, "title": one.title} for one in found])

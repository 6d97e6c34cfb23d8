"""What everybody sees: the calls of a town, and one call."""

from flask import render_template
from flask.typing import ResponseReturnValue

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.calls import policy
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.web.access import current_actor, public, requires


@pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The calls of a town that take submissions now."""
    return render_template(
        "calls/index.html",
        calls=queries.open_calls(municipality_id=town.id, now=clock.now()),
        makes=policy.may_make(current_actor(), town),
    )


@pages.get("/<int:call_id>")
@requires(policy.may_see_call, of=queries.call)
def show(call: Call) -> ResponseReturnValue:
    """One call, as its version in force says."""
    version = queries.version(call)
    content = contents.read(version.content if version else call.content)
    return render_template("calls/show.html", call=call, content=content, version=version)

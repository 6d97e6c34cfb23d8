"""What somebody has begun or sent, in all towns: by their confirmed address and organisations."""

from flask import render_template
from flask.typing import ResponseReturnValue

from inmeko.accounts import queries as accounts
from inmeko.calls import policy
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import phases
from inmeko.calls.views.blueprint import everywhere
from inmeko.kernel import clock
from inmeko.web.access import current_actor, requires


@everywhere.get("/mine/calls")
@requires(policy.may_see_own)
def own() -> ResponseReturnValue:
    """My files, with the state of each."""
    user = accounts.user(current_actor().id or 0)
    held = queries.own(user)
    mine = {one.expression_id for one in held}
    of_bodies = [one for one in queries.of_bodies(user) if one.id not in mine]
    everything = [*(one.expression for one in held), *of_bodies]
    now = clock.now()
    return render_template(
        "calls/own.html",
        held=held,
        of_bodies=of_bodies,
        counting=queries.counting(everything, user),
        is_open={one.call_id: phases.is_open(one.call, now) for one in everything},
    )

"""Count the openings of the page of a call: a word from the reader's script, without a cookie."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from inmeko.calls import policy
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.services import seeing
from inmeko.web.access import current_actor, requires

beacons = Blueprint("call_beacons", "inmeko.calls", url_prefix="/<municipality>/calls")

# How often one address is counted; a school behind one line may well come together.
RATES = {("POST", "call_beacons.seen"): "30/minute;300/day"}


@beacons.post("/<int:call_id>/seen")
@requires(policy.may_see_call, of=queries.call)
def seen(call: Call) -> ResponseReturnValue:
    """Count one opening, unless it is the staff's own."""
    if not policy.may_see_all(current_actor(), call.municipality):
        seeing.count_opening(call)
    return "", 204

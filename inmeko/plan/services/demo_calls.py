"""Make the calls of the invented town: one of each state, with questions asked about them."""

from datetime import datetime, time, timedelta

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call
from inmeko.calls.rules.words import CALL_NEXT, CallState
from inmeko.calls.services import calls, enquiries
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date, from_athens
from inmeko.kernel.states import advance
from inmeko.plan import queries
from inmeko.plan.rules import demo_calls as given
from inmeko.plan.rules.demo_calls import Made
from inmeko.resources.rules.asset import Kind

CLOSES = time(15, 0)
OPENS = time(9, 0)


def load(planner: Actor, town: Municipality) -> list[Call]:
    """The calls of the demo, in the order of its rules."""
    first = queries.first_idle(town.id)
    return [_make(planner, town, made, first) for made in given.CALLS]


def _make(planner: Actor, town: Municipality, made: Made, first: dict[Kind, int]) -> Call:
    assets = tuple(first[kind] for kind in made.kinds if kind in first)
    call = calls.draft(planner, town.id, given.content(made, assets))
    opens, closes = _moment(made.opens, OPENS), _moment(made.closes, CLOSES)
    past = made.closes < 0
    # A call that is over was published in its own time: its window is moved back afterwards.
    ahead = timedelta(days=60 - made.closes) if past else timedelta()
    calls.schedule(
        planner,
        call,
        opens_at=opens + ahead,
        closes_at=closes + ahead,
        questions_until=closes + ahead - timedelta(days=5),
    )
    if made.state is CallState.DRAFT:
        return call
    calls.publish(planner, call, ada=made.ada)
    for told in made.asked:
        asked = enquiries.ask(call, text=told.text, email="politis@example.org", language="el")
        if told.answer:
            enquiries.answer(planner, asked, text=told.text, answer=told.answer)
    _go(call, made.state, opens, closes)
    return call


def _go(call: Call, state: CallState, opens: datetime, closes: datetime) -> None:
    """Move the window to where it belongs, and the call to its state."""
    call.opens_at, call.closes_at = opens, closes
    call.questions_until = closes - timedelta(days=5)
    call.published_at = min(opens - timedelta(days=1), clock.now())
    for step in given.WAYS.get(state, ()):
        call.state = advance(CALL_NEXT, call.state, step)
    db.session.flush()


def _moment(days: int, hour: time) -> datetime:
    day = athens_date(clock.now()) + timedelta(days=days)
    return from_athens(datetime.combine(day, hour))

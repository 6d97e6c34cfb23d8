"""A statute edited outside comes back: compared clause by clause, and read again by the rules."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from inmeko.coops.forms.returned import ReturnedForm
from inmeko.coops.queries import standing
from inmeko.coops.rules.returned import Returned, judge
from inmeko.coops.rules.returned.comparing import LINE_STATE_LABELS
from inmeko.coops.services.returning import LARGEST, lines_of
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel.errors import RuleError


@on_both("/statute/returned", methods=("GET", "POST"))
def returned(room: Room) -> ResponseReturnValue:
    """Hand in a statute that was edited outside; nothing of it is kept."""
    form = ReturnedForm()
    told: Returned | None = None
    if request.method == "POST" and form.validate():
        try:
            told = _told(room, form)
        except RuleError as error:
            form.blame(error)
    rules = {one.id: one for one in standing.book_for(room.formation).rules}
    context: dict[str, Any] = {"form": form, "told": told, "labels": LINE_STATE_LABELS}
    return page("returned", room, rules=rules, **context), 422 if form.errors else 200


def _told(room: Room, form: ReturnedForm) -> Returned:
    # One byte more than is taken tells that there are more.
    content = form.file.data.stream.read(LARGEST + 1)
    ours, _sha = standing.statute_of(room.formation)
    return judge(lines_of(content), ours, room.formation.form, standing.book_for(room.formation))

"""Letters to evaluators: what was given to them, and what is still missing."""

from collections.abc import Iterable

from flask import render_template, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts.models import User
from inmeko.accounts.views.letters import at_home
from inmeko.calls.models import Assignment, Call
from inmeko.calls.queries import sheets
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.records.services import post_mail


def tell(given: Iterable[Assignment | None]) -> None:
    """Write to those who were given a file in somebody's place, each once."""
    for one in given:
        if one is not None:
            seat, call = one.evaluator, one.submission.call
            _post(seat.user, call, f"assigned:{one.id}", owing=None)


def remind(call: Call) -> int:
    """Write to every member who has not finished, once a day; how many they are."""
    day = athens_date(clock.now())
    owing = [one for one in sheets.owing(call) if one.waits and one.seat.left_at is None]
    for one in owing:
        _post(one.seat.user, call, f"judging:{one.seat.id}:{day.isoformat()}", owing=one)
    return len(owing)


def _post(reader: User, call: Call, key: str, *, owing: sheets.Owing | None) -> None:
    with force_locale(reader.language or "el"):
        subject = (
            gettext("Files wait for you: %(call)s", call=call.title)
            if owing
            else gettext("A file was given to you: %(call)s", call=call.title)
        )
        link = url_for("calls.desk", municipality=call.municipality.slug, _external=True)
        body = render_template(
            "calls/letters/judging.txt",
            call=call,
            owing=owing,
            name=reader.name,
            link=at_home(link),
        )
    post_mail(reader.email, subject, body, municipality_id=call.municipality_id, key=key)

"""Pages of rounds for those who walk them: the phone's page, paper, files, a stop left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts.models import User
from inmeko.kernel.errors import DomainError
from inmeko.kernel.text import slug
from inmeko.resources import policy
from inmeko.resources.forms.rounds import SkipForm
from inmeko.resources.models import Round, RoundStop
from inmeko.resources.queries import rounds
from inmeko.resources.queries.rounds import Stop
from inmeko.resources.rules import round_files
from inmeko.resources.rules.walking import minutes
from inmeko.resources.services import rounds as deeds
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires

MEDIA_TYPES = {
    "gpx": "application/gpx+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}


@dataclass(frozen=True)
class Walk:
    """Somebody's part of a round: stops in walking order, metres and minutes, whole and left."""

    walker: User | None
    stops: Sequence[Stop]
    metres: float
    minutes: int
    metres_left: float
    minutes_left: int

    @property
    def left(self) -> int:
        """How many stops remain."""
        return sum(one.open for one in self.stops)


def walks_of(round: Round, stops: Sequence[Stop]) -> list[Walk]:
    """The walks of a round, in the order in which its people were named."""
    order = {member.user_id: member.position for member in round.members}
    parts = [_walk(round, list(part)) for _key, part in groupby(stops, lambda one: one.stop.walker)]
    return sorted(parts, key=lambda walk: order.get(walk.walker.id, 99) if walk.walker else 99)


@pages.get("/rounds/<int:round_id>/walk")
@requires(policy.may_walk, of=rounds.round_of)
def walk(round: Round) -> ResponseReturnValue:
    """The stops of a walker in order, for the phone: where to go next, and the form of a visit."""
    actor = current_actor()
    walks = walks_of(round, rounds.stops(round))
    mine = [one for one in walks if one.walker is not None and one.walker.id == actor.id]
    if policy.may_see_every_round(actor, round.municipality_id):
        asked = request.args.get("walker", "")
        named = [one for one in walks if one.walker and str(one.walker.id) == asked]
        mine = named or mine or walks
    return render_template("resources/round_walk.html", round=round, walks=mine)


@pages.get("/rounds/<int:round_id>/sheet")
@requires(policy.may_follow_round, of=rounds.round_of)
def sheet(round: Round) -> ResponseReturnValue:
    """The walks of a round on paper (A4), with room for what is seen."""
    walks = walks_of(round, rounds.stops(round))
    return render_template("resources/round_sheet.html", round=round, walks=walks)


@pages.get("/rounds/<int:round_id>/stops.<any(gpx, csv, geojson):form>")
@requires(policy.may_follow_round, of=rounds.round_file)
def round_file(round: Round) -> ResponseReturnValue:
    """The stops of a round as a file."""
    form = request.path.rsplit(".", 1)[1]
    stops = told(walks_of(round, rounds.stops(round)))
    if form == "gpx":
        body = round_files.as_gpx(round.title, stops)
    else:
        write = round_files.as_csv if form == "csv" else round_files.as_geojson
        body = write(stops)
    response = Response(body, content_type=MEDIA_TYPES[form])
    name = f"{slug(round.title)[:60] or 'round'}-{round.id}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.route("/rounds/<int:round_id>/stops/<int:stop_id>/skip", methods=["GET", "POST"])
@requires(policy.may_walk_stop, of=rounds.stop_of)
def skip_stop(stop: RoundStop) -> ResponseReturnValue:
    """Leave a stop out, and say why."""
    form = SkipForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deeds.skip(current_actor(), stop, form.reason.data or "")
                flash(gettext("The stop was left out."), "success")
                return redirect(url_for(".walk", round_id=stop.round_id), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("resources/round_skip.html", form=form, stop=stop), status


@pages.post("/rounds/<int:round_id>/stops/<int:stop_id>/take-up")
@requires(policy.may_walk_stop, of=rounds.stop_of)
def take_up_stop(stop: RoundStop) -> ResponseReturnValue:
    """Visit a stop after all that was left out."""
    deeds.take_up(current_actor(), stop)
    flash(gettext("The stop is to be visited again."), "success")
    return redirect(url_for(".walk", round_id=stop.round_id), 303)


def told(walks: Sequence[Walk]) -> list[round_files.Stop]:
    """The stops of walks as files tell them: without the names of people."""
    return [
        round_files.Stop(
            walk=number,
            position=one.stop.position,
            code=one.stop.asset.code,
            title=one.stop.asset.title,
            address=one.stop.asset.address,
            x=one.place[0] if one.place else None,
            y=one.place[1] if one.place else None,
            metres=one.stop.metres,
            visited=one.stop.visited_at.isoformat() if one.stop.visited_at else "",
            skipped=one.stop.skipped,
        )
        for number, walk in enumerate(walks, 1)
        for one in walk.stops
    ]


def _walk(round: Round, stops: list[Stop]) -> Walk:
    left = [one for one in stops if one.open]
    metres = sum(one.stop.metres or 0 for one in stops)
    metres_left = sum(one.stop.metres or 0 for one in left)
    each = round.minutes_a_stop
    return Walk(
        walker=stops[0].stop.walker,
        stops=stops,
        metres=metres,
        minutes=minutes(metres, len(stops), each),
        metres_left=metres_left,
        minutes_left=minutes(metres_left, len(left), each),
    )

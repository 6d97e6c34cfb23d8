"""Load the studies, the rounds and the reports of citizens of the invented town."""

from datetime import timedelta

from inmeko.accounts.models import Municipality, User
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.plan import queries
from inmeko.plan.rules import demo_fieldwork as demo
from inmeko.resources.queries import assets as resources
from inmeko.resources.queries import reports as known
from inmeko.resources.queries import rounds as stops
from inmeko.resources.rules.asset import Kind, Use
from inmeko.resources.rules.filters import AssetFilter, Placing
from inmeko.resources.services import assets, reports, rounds, studies

CENTRE_STOPS, PLAIN_STOPS = 14, 9
VISITED = 5


def load(planner: Actor, walkers: list[User], town: Municipality) -> None:
    """Load what field work needs to show life: sources, walks, reports, things kept somewhere."""
    _studies(planner, town)
    _centre(planner, walkers, town)
    _plain(planner, walkers[:1], town)
    _reports(planner, town)
    _keep(planner, town)


def _studies(planner: Actor, town: Municipality) -> None:
    made = [studies.record(planner, town.id, values) for values in demo.studies()]
    first = queries.first_idle(town.id)
    for study, kind, field, page in demo.CITATIONS:
        asset = resources.asset(municipality=town.slug, asset_id=first[kind])
        studies.cite(planner, asset, made[study], field=field, place=page)


def _centre(planner: Actor, walkers: list[User], town: Municipality) -> None:
    """A round under way: some stops visited, one left out."""
    today = athens_date(clock.now())
    wanted = AssetFilter(kind=(Kind.BUILDING, Kind.SCHOOL), use=(Use.IDLE,))
    found = stops.chosen(town.id, wanted, None, today)
    brief = rounds.Brief(
        title="Αυτοψίες κτιρίων και σχολείων",
        note="Φωτογραφίζετε την πρόσοψη. Τα κλειδιά είναι στο Τμήμα Δημοτικής Περιουσίας.",
        due_on=today + timedelta(days=21),
        start=demo.town_hall(),
    )
    asked = {"question": wanted.arguments(), "area": None}
    people = [one.id for one in walkers]
    made = rounds.make(planner, town.id, brief, found[:CENTRE_STOPS], people, asked)
    walked = [one.stop for one in stops.stops(made)]
    for number, stop in enumerate(walked[:VISITED]):
        rounds.mark_visited(stop, clock.now() - timedelta(days=1, minutes=-20 * number))
    rounds.skip(planner, walked[VISITED], "Η πύλη ήταν κλειδωμένη.")


def _plain(planner: Actor, walkers: list[User], town: Municipality) -> None:
    """A round that is over."""
    wanted = AssetFilter(kind=(Kind.FARMLAND, Kind.PLOT), placing=Placing.PLACED)
    found = stops.chosen(town.id, wanted, None, athens_date(clock.now()))[:PLAIN_STOPS]
    asked = {"question": wanted.arguments(), "area": None}
    brief = rounds.Brief(title="Έλεγχος αγροτεμαχίων του κάμπου", minutes_a_stop=10)
    made = rounds.make(planner, town.id, brief, found, [one.id for one in walkers], asked)
    for one in stops.stops(made):
        rounds.mark_visited(one.stop, clock.now() - timedelta(days=30))
    rounds.close(planner, made)


def _reports(planner: Actor, town: Municipality) -> None:
    for told in demo.REPORTS:
        x, y = demo.place_of(told)
        values = {
            "title": told.title,
            "kind": told.kind,
            "text": told.text,
            "address": told.address,
            "x": x,
            "y": y,
        }
        report = reports.receive(town.id, values, [], language="el")
        near = known.nearby(report)
        if told.answer == "link" and near:
            reports.link(planner, report, near[0].asset, publish_photos=False)
        elif told.answer == "refuse":
            reports.refuse(planner, report, told.reason)


def _keep(planner: Actor, town: Municipality) -> None:
    """Some equipment and vehicles without a place are kept in the first building."""
    today = athens_date(clock.now())
    houses = AssetFilter(kind=(Kind.BUILDING,), placing=Placing.PLACED)
    things = AssetFilter(kind=(Kind.EQUIPMENT, Kind.VEHICLE), placing=Placing.UNPLACED)
    keeper = resources.page(town.id, houses, today).rows[0]
    for thing in resources.page(town.id, things, today).rows[:4]:
        assets.amend(planner, thing, {"kept_at": keeper.code}, version=thing.version)

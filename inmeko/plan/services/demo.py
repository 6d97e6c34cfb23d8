"""Load an invented municipality with everything that belongs to it, once."""

import logging
from collections.abc import Callable

from geoalchemy2.shape import from_shape

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality, User
from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.accounts.services import organising, people, signing_in, towns
from inmeko.extensions import db
from inmeko.extensions.portable import learn_size
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.geo import WGS84, multi_polygon
from inmeko.plan import queries
from inmeko.plan.rules import demo_assets, demo_copies, demo_people
from inmeko.plan.rules.demo_fieldwork import WALKER
from inmeko.plan.rules.demo_places import LARGE, SMALL, DemoTown, boundary
from inmeko.plan.rules.demo_visits import VISITOR
from inmeko.plan.services import (
    demo_bulk,
    demo_calls,
    demo_committee,
    demo_concessions,
    demo_consultations,
    demo_coops,
    demo_fieldwork,
    demo_files,
    demo_flags,
    demo_judging,
    demo_law,
    demo_results,
    demo_texts,
    demo_visits,
)
from inmeko.records import services as records
from inmeko.resources.queries import assets as resources
from inmeko.resources.services import assets as deeds

logger = logging.getLogger(__name__)

ASSETS = 400
PROGRAMME = Actor(roles=frozenset({(Role.PLATFORM_ADMIN, None)}), name="inmeko demo")
Progress = Callable[[int], None]


def load_small() -> bool:
    """Load the demo municipality with its people, documents and history; False if it is there."""
    if accounts.town(SMALL.slug):
        return False
    town, users = _found(SMALL)
    today = athens_date(clock.now())
    planner = accounts.actor_of(users[demo_people.PLANNER])
    for part in demo_bulk.load(town.id, demo_assets.assets(SMALL, ASSETS, today)):
        demo_bulk.remember(planner, town.id, part)
    _register_organisations(town, users)
    _enter_documents(planner, town)
    _correct(planner, town)
    demo_visits.load(accounts.actor_of(users[VISITOR]), planner, town)
    demo_flags.load(planner, town)
    demo_fieldwork.load(planner, _walkers(users), town)
    demo_concessions.load(planner, town, today)
    calls = demo_calls.load(planner, town)
    demo_judging.load(PROGRAMME, planner, town, users, calls)
    demo_files.load(planner, users, calls)
    demo_results.load(planner, town, calls)
    demo_law.load(accounts.actor_of(users[demo_people.LAWYER]), town)
    demo_coops.load(users[demo_people.CONSULTANT], town)
    demo_consultations.load(planner, town)
    demo_texts.load(planner, town)
    demo_committee.load(planner, town)
    logger.info("demo municipality %s loaded", town.id)
    return True


def load_large(number: int, progress: Progress) -> bool:
    """Load the large municipality for measuring; its history is one entry. False if it is there."""
    if accounts.town(LARGE.slug):
        return False
    town, _users = _found(LARGE)
    shifts = demo_copies.shifts()
    district = -(-number // len(shifts))
    values = demo_assets.assets(demo_copies.DISTRICT, district, athens_date(clock.now()))
    for loaded in demo_bulk.load_copies(town.id, values, shifts, number):
        progress(loaded)
    # PostgreSQL still believes the table empty, and would search it row by row.
    db.session.execute(learn_size("assets"))
    # One entry for all: three hundred thousand would measure the trail, not the register.
    after = {"assets": number}
    records.note(
        PROGRAMME, "demo loaded", "municipality", town.id, municipality_id=town.id, after=after
    )
    logger.info("large demo municipality %s loaded with %s assets", town.id, number)
    return True


def _found(place: DemoTown) -> tuple[Municipality, dict[str, User]]:
    """Make the municipality, and the accounts that hold its roles."""
    names = ("slug", "code", "name", "name_en", "email", "phone", "address", "website")
    town = towns.create(PROGRAMME, {name: getattr(place, name) for name in names})
    town.boundary = from_shape(multi_polygon(boundary(place)), srid=WGS84)
    return town, {account.email: _account(account, town) for account in demo_people.ACCOUNTS}


def _account(account: demo_people.Account, town: Municipality) -> User:
    """The account with its password and its role here; one that exists keeps its password."""
    user = accounts.user_by_email(account.email)
    if user is None:
        user = signing_in.create_user(
            email=account.email, name=account.name, password=account.password
        )
    if account.role in MUNICIPAL_ROLES:
        people.grant(PROGRAMME, user=user, role=account.role, municipality=town)
    elif account.role and not any(held.role == account.role for held in user.grants):
        people.grant(PROGRAMME, user=user, role=account.role, municipality=None)
    return user


def _walkers(users: dict[str, User]) -> list[User]:
    """Who walks the rounds of the demo: an evaluator and the planner."""
    return [users[WALKER], users[demo_people.PLANNER]]


def _register_organisations(town: Municipality, users: dict[str, User]) -> None:
    for body in demo_people.ORGANISATIONS:
        values = {
            "name": body.name,
            "kind": body.kind,
            "about": body.about,
            "sectors": sorted(sector.value for sector in body.sectors),
            "afm": body.afm,
            "address": body.address,
        }
        manager = users[body.member] if body.member else None
        organising.register(PROGRAMME, municipality=town, manager=manager, values=values)


def _enter_documents(planner: Actor, town: Municipality) -> None:
    for document in demo_people.DOCUMENTS:
        entry = records.enter(
            planner,
            town.id,
            direction=document.direction,
            subject=document.subject,
            party=document.party,
        )
        if document.cancelled:
            records.cancel(planner, entry, document.cancelled)


def _correct(planner: Actor, town: Municipality) -> None:
    """Leave a little history: some assets corrected, two retired with their reasons."""
    first = queries.first_idle(town.id)
    for kind, values in demo_people.CORRECTIONS.items():
        asset = resources.asset(municipality=town.slug, asset_id=first[kind])
        corrected = {**deeds.values_of(asset), **values}
        deeds.amend(planner, asset, corrected, version=asset.version)
    for number, reason in zip(queries.ended(town.id), demo_people.RETIREMENTS, strict=False):
        asset = resources.asset(municipality=town.slug, asset_id=number)
        deeds.retire(planner, asset, reason)

"""Front pages: of the installation, of a town, and of whoever is signed in."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import LICENCE_ADDRESSES, LICENCE_LABELS, ROLE_LABELS, Sector
from inmeko.consultations.queries import events
from inmeko.consultations.rules.listing import EventFilter
from inmeko.consultations.views import showing
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.text import N_
from inmeko.plan import policy, queries
from inmeko.plan.rules import SEARCH_FROM, spoken_phone
from inmeko.resources.rules.asset import LABELS, Kind, Use
from inmeko.web.access import current_actor, public, requires
from inmeko.web.navigation import Entry
from inmeko.web.navigation import town as named_town

pages = Blueprint("plan", "inmeko.plan", template_folder="templates")

MENU = (Entry(N_("Overview"), "plan.town"),)

WORDS = {
    "KINDS": LABELS[Kind],
    "SECTORS": LABELS[Sector],
    "USES": LABELS[Use],
    "ROLES": ROLE_LABELS,
}


@pages.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the policies that guard the routes, and the words of the domains."""
    return {"policy": policy, **WORDS}


@pages.app_context_processor
def home() -> dict[str, Any]:
    """Where the mark in the head of every page leads: to the town, else to all of them."""
    return {"home_url": url_for("plan.town" if named_town() else "plan.front")}


@pages.get("/")
@public()
def front() -> ResponseReturnValue:
    """What this installation is for, and the municipalities that use it."""
    asked = request.args.get("q", "").strip()[:100]
    towns = queries.towns(asked, athens_date(clock.now()))
    return render_template(
        "plan/front.html",
        asked=asked,
        towns=towns,
        searchable=bool(asked) or len(towns) >= SEARCH_FROM,
        only=towns[0] if len(towns) == 1 and not asked else None,
    )


@pages.get("/<municipality>/")
@public(of=accounts.municipality)
def town(town: Municipality) -> ResponseReturnValue:
    """What a town offers, in one look."""
    today = athens_date(clock.now())
    numbers = queries.numbers(town.id, today)
    return render_template(
        "plan/town.html",
        numbers=numbers,
        newest=queries.newest(town.id, today),
        coming=queries.coming(town.id, today),
        events=events.coming(municipality_id=town.id, wanted=EventFilter(), now=clock.now())[:3],
        when=showing.when,
        where=showing.where,
        phone=spoken_phone(town.phone),
        staff=policy.may_see_staff_fields(current_actor(), town.id),
        licence=gettext(LICENCE_LABELS[town.licence]),
        licence_address=LICENCE_ADDRESSES[town.licence],
    )


@pages.get("/mine")
@requires(policy.may_see_own)
def mine() -> ResponseReturnValue:
    """The towns and organisations of whoever is signed in."""
    user = accounts.user(current_actor().id or 0)
    return render_template("plan/mine.html", **_belongings(user))


def _belongings(user: Any) -> dict[str, Any]:
    """A person's roles by town, those on the platform, and the organisations they act for."""
    towns: dict[int, dict[str, Any]] = {}
    platform = []
    for grant in sorted(user.grants, key=lambda grant: (grant.role, grant.id)):
        if grant.municipality is None:
            platform.append(grant.role)
            continue
        entry = towns.setdefault(grant.municipality_id, {"town": grant.municipality, "roles": []})
        entry["roles"].append(grant.role)
    return {
        "places": sorted(towns.values(), key=lambda entry: entry["town"].name_key),
        "platform": platform,
        "memberships": sorted(user.memberships, key=lambda held: held.organisation.name_key),
    }

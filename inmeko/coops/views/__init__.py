"""Pages of cooperatives."""

from inmeko.coops import policy
from inmeko.coops.services import registry as registry_deeds
from inmeko.coops.views import (
    activities,
    answers,
    assemblies,
    choosing,
    desk,
    law,
    observers,
    overview,
    papers,
    people,
    registry,
    reminding,
    returned,
    running,
    talking,
    tasks,
    town,
)
from inmeko.coops.views.blueprint import group, pages, staff, town_pages, watch
from inmeko.kernel.text import N_
from inmeko.records.services import Work
from inmeko.web.navigation import Entry

ALL = (pages, law.town_law, law.law, town_pages, staff, group, watch)
MENU = (
    Entry(N_("Cooperatives"), "formations.index"),
    Entry(N_("Desk of the consultant"), "coops.desk", policy.may_see_desk, "formations.index"),
    Entry(N_("Rules of cooperatives"), "coop_law.index", policy.may_rule, "formations.index"),
)
begun_from_expression = overview.begun_from_expression
RATES: dict[tuple[str, str], str] = {
    **town.RATES,
    **people.RATES,
    **talking.RATES,
    **observers.RATES,
}
JOBS: dict[str, Work] = {registry_deeds.REMIND: reminding.remind}

titled = town.titled

__all__ = [
    "ALL",
    "JOBS",
    "MENU",
    "RATES",
    "activities",
    "answers",
    "assemblies",
    "begun_from_expression",
    "choosing",
    "desk",
    "group",
    "law",
    "observers",
    "overview",
    "pages",
    "papers",
    "people",
    "registry",
    "returned",
    "running",
    "staff",
    "talking",
    "tasks",
    "titled",
    "town",
    "town_pages",
    "watch",
]

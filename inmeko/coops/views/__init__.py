"""Pages of cooperatives."""

from inmeko.coops import policy
from inmeko.coops.views import activities, choosing, law
from inmeko.coops.views.blueprint import pages
from inmeko.kernel.text import N_
from inmeko.web.navigation import Entry

ALL = (pages, law.town_law, law.law)
MENU = (Entry(N_("Rules of cooperatives"), "coop_law.index", policy.may_rule),)

__all__ = ["ALL", "MENU", "activities", "choosing", "law", "pages"]

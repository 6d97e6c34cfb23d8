"""Pages of the inventory."""

from inmeko.kernel.text import N_
from inmeko.resources import policy
from inmeko.resources.views import (
    assets,
    citing,
    exports,
    files,
    flags,
    imports,
    merging,
    presenting,
    studies,
    visiting,
    visits,
)
from inmeko.resources.views.blueprint import pages
from inmeko.web.navigation import Entry

MENU = (
    Entry(N_("Assets"), "resources.index"),
    Entry(N_("Flags"), "resources.flags", policy.may_see_flags),
    Entry(N_("Visits"), "resources.visits", policy.may_read_visits),
)
TELLERS = {"asset": presenting.TELLER}

__all__ = [
    "MENU",
    "TELLERS",
    "assets",
    "citing",
    "exports",
    "files",
    "flags",
    "imports",
    "merging",
    "pages",
    "studies",
    "visiting",
    "visits",
]

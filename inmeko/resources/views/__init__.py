"""Pages of the inventory."""

from inmeko.kernel.text import N_
from inmeko.resources import policy
from inmeko.resources.services import importing, occupying, ready
from inmeko.resources.views import (
    assets,
    citing,
    concession_life,
    concessions,
    costs,
    country,
    decisions,
    exports,
    files,
    flags,
    following,
    giving,
    import_runs,
    imports,
    keeping,
    mappings,
    merging,
    presenting,
    printing,
    reminding,
    reporting,
    reports,
    rounds,
    studies,
    visiting,
    visits,
    walks,
)
from inmeko.resources.views.blueprint import pages
from inmeko.web.navigation import Entry

MENU = (
    Entry(N_("Assets"), "resources.index"),
    Entry(N_("Concessions"), "resources.concessions", part_of="resources.index"),
    Entry(N_("Flags"), "resources.flags", policy.may_see_flags, "resources.index"),
    Entry(N_("Visits"), "resources.visits", policy.may_read_visits, "resources.index"),
    Entry(N_("Field work"), "resources.round_list", policy.may_see_rounds, "resources.index"),
)
RATES = {**reporting.RATES}
TELLERS = {
    "concession": giving.TELLER,
    "asset": presenting.TELLER,
    "study": studies.TELLER,
    "round": rounds.TELLER,
    "idle_report": reports.TELLER,
}
FILE_POLICIES = {**giving.FILE_POLICIES}
JOBS = {
    following.REMINDER: reminding.remind,
    occupying.BEGINS: occupying.begin,
    importing.JOB: importing.carry_out,
    importing.SWEEP: importing.sweep,
    importing.taking_back.JOB: importing.taking_back.carry_out,
}
GIVEN_UP = {
    importing.JOB: importing.give_up,
    importing.taking_back.JOB: importing.taking_back.give_up,
}
CHORES = (ready.keep_ready,)

__all__ = [
    "CHORES",
    "FILE_POLICIES",
    "GIVEN_UP",
    "JOBS",
    "MENU",
    "RATES",
    "TELLERS",
    "assets",
    "citing",
    "concession_life",
    "concessions",
    "costs",
    "country",
    "decisions",
    "exports",
    "files",
    "flags",
    "following",
    "giving",
    "import_runs",
    "imports",
    "keeping",
    "mappings",
    "merging",
    "pages",
    "printing",
    "reminding",
    "reporting",
    "reports",
    "rounds",
    "studies",
    "visiting",
    "visits",
    "walks",
]

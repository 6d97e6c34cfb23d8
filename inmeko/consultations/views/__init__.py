"""Pages of events and consultations."""

from inmeko.consultations.services import events
from inmeko.consultations.services.registering import LAPSE
from inmeko.consultations.views import (
    amending,
    commitments,
    door,
    feeding,
    making,
    minutes,
    public,
    registering,
    telling,
)
from inmeko.consultations.views.blueprint import pages, tickets
from inmeko.kernel.text import N_
from inmeko.records.services import Work
from inmeko.web.navigation import Entry

ALL = (pages, tickets, feeding.machines)
MENU = (Entry(N_("Events"), "events.index"),)
RATES: dict[tuple[str, str], str] = {**registering.RATES}
JOBS: dict[str, Work] = {
    events.END: events.end,
    events.TELL: telling.tell,
    events.REMIND: telling.remind,
    LAPSE: telling.lapse,
}

__all__ = [
    "ALL",
    "JOBS",
    "MENU",
    "RATES",
    "amending",
    "commitments",
    "door",
    "feeding",
    "making",
    "minutes",
    "pages",
    "public",
    "registering",
    "telling",
    "tickets",
]

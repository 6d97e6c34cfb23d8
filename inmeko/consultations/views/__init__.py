"""Pages of events and consultations."""

from inmeko.consultations.services import commitments as commitment_deeds
from inmeko.consultations.services import events, text_issuing
from inmeko.consultations.services.polls import CLOSE, close_all
from inmeko.consultations.services.registering import LAPSE
from inmeko.consultations.services.text_telling import TELL
from inmeko.consultations.views import (
    amending,
    comments,
    commitment_letters,
    commitments,
    committee_blueprint,
    committees,
    door,
    door_phone,
    feedback,
    feeding,
    heard,
    heard_blueprint,
    live,
    live_desk,
    lottery,
    making,
    minutes,
    public,
    registering,
    telling,
    text_blueprint,
    text_desk,
    text_documents,
    text_map,
    text_reports,
    text_telling,
    texts,
)
from inmeko.consultations.views.blueprint import pages, tickets
from inmeko.kernel.text import N_
from inmeko.records.services import Work
from inmeko.web.navigation import Entry

ALL = (
    pages,
    tickets,
    feeding.machines,
    text_blueprint.pages,
    text_blueprint.own,
    text_blueprint.machines,
    heard_blueprint.pages,
    heard_blueprint.machines,
    committee_blueprint.pages,
)
MENU = (Entry(N_("Events"), "events.index"), Entry(N_("Consultations"), "texts.index"))
RATES: dict[tuple[str, str], str] = {**registering.RATES, **live.RATES, **comments.RATES}
GIVEN_UP: dict[str, Work] = {text_issuing.ISSUE: text_issuing.give_up}
FILE_POLICIES = text_documents.FILE_POLICIES
JOBS: dict[str, Work] = {
    events.END: events.end,
    events.TELL: telling.tell,
    events.REMIND: telling.remind,
    events.THANK: telling.thank,
    LAPSE: telling.lapse,
    TELL: text_telling.tell,
    CLOSE: close_all,
    commitment_deeds.REMIND: commitment_letters.remind,
    text_issuing.ISSUE: text_reports.write_report,
}

__all__ = [
    "ALL",
    "FILE_POLICIES",
    "GIVEN_UP",
    "JOBS",
    "MENU",
    "RATES",
    "amending",
    "comments",
    "commitment_letters",
    "commitments",
    "committees",
    "door",
    "door_phone",
    "feedback",
    "feeding",
    "live",
    "live_desk",
    "heard",
    "lottery",
    "making",
    "minutes",
    "pages",
    "public",
    "registering",
    "telling",
    "text_desk",
    "text_documents",
    "text_map",
    "text_reports",
    "text_telling",
    "texts",
    "tickets",
]

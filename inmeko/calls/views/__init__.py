"""Pages of calls."""

from inmeko.calls.services import calls, changing, reminding
from inmeko.calls.views import (
    beginning,
    committee,
    completing,
    counting,
    desk,
    documents,
    eligibility,
    enquiring,
    evaluation,
    feeding,
    file_reminders,
    filling,
    items,
    making,
    offering,
    own,
    public,
    publishing,
    receipts,
    seeing,
    sending,
    sharing,
    submissions,
    telling,
    trying,
)
from inmeko.calls.views.blueprint import everywhere, files, pages
from inmeko.kernel.text import N_
from inmeko.records.services import Work
from inmeko.web.navigation import Entry

ALL = (pages, files, everywhere, counting.beacons)
# Opened by the key in their address alone, or only counting: nothing there carries a token.
KEYED = (files, counting.beacons)
MENU = (Entry(N_("Open calls"), "calls.index"),)
RATES: dict[tuple[str, str], str] = {
    **beginning.RATES,
    **sharing.RATES,
    **counting.RATES,
    **enquiring.RATES,
}
JOBS: dict[str, Work] = {
    calls.CLOSE: calls.close_at_the_deadline,
    changing.TELL: telling.tell,
    reminding.JOB: file_reminders.remind,
}
FILE_POLICIES: dict[str, object] = {**submissions.FILE_POLICIES}
TELLERS: dict[str, object] = {}

__all__ = [
    "ALL",
    "FILE_POLICIES",
    "JOBS",
    "KEYED",
    "MENU",
    "RATES",
    "TELLERS",
    "beginning",
    "committee",
    "completing",
    "counting",
    "desk",
    "documents",
    "eligibility",
    "enquiring",
    "evaluation",
    "everywhere",
    "feeding",
    "file_reminders",
    "files",
    "filling",
    "items",
    "making",
    "offering",
    "own",
    "pages",
    "public",
    "publishing",
    "receipts",
    "seeing",
    "sending",
    "sharing",
    "submissions",
    "telling",
    "trying",
]

"""Pages of calls."""

from inmeko.calls.services import calls, changing, reminding
from inmeko.calls.views import (
    beginning,
    committee,
    completing,
    desk,
    documents,
    eligibility,
    evaluation,
    file_reminders,
    filling,
    own,
    public,
    receipts,
    seeing,
    sending,
    sharing,
    submissions,
    telling,
)
from inmeko.calls.views.blueprint import everywhere, files, pages
from inmeko.kernel.text import N_
from inmeko.records.services import Work
from inmeko.web.navigation import Entry

ALL = (pages, files, everywhere)
# Opened by the key in their address alone; a form there carries no token.
KEYED = (files,)
MENU = (Entry(N_("Open calls"), "calls.index"),)
RATES: dict[tuple[str, str], str] = {**beginning.RATES, **sharing.RATES}
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
    "committee",
    "desk",
    "eligibility",
    "evaluation",
    "beginning",
    "completing",
    "documents",
    "everywhere",
    "file_reminders",
    "files",
    "filling",
    "own",
    "pages",
    "public",
    "seeing",
    "receipts",
    "sending",
    "sharing",
    "submissions",
    "telling",
]

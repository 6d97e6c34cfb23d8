"""Pages of calls."""

from inmeko.calls import policy
from inmeko.calls.services import calls, changing, reminding
from inmeko.calls.services import deciding as decisions
from inmeko.calls.views import (
    beginning,
    call_documents,
    committee,
    completing,
    counting,
    deciding,
    desk,
    documents,
    eligibility,
    enquiring,
    evaluation,
    feeding,
    file_reminders,
    filling,
    history,
    items,
    making,
    objecting,
    objections,
    offering,
    own,
    public,
    publishing,
    receipts,
    result_letters,
    results,
    seeing,
    sending,
    sharing,
    submissions,
    taking_out,
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
    **objecting.RATES,
}
JOBS: dict[str, Work] = {
    calls.CLOSE: calls.close_at_the_deadline,
    changing.TELL: telling.tell,
    reminding.JOB: file_reminders.remind,
    decisions.LETTERS: result_letters.tell_results,
}
FILE_POLICIES: dict[str, object] = {
    **submissions.FILE_POLICIES,
    **call_documents.FILE_POLICIES,
    "call_minutes": policy.may_read_minutes,
}
TELLERS: dict[str, object] = {"submission": history.TELLER}
titled = public.titled
titled_file = submissions.titled

__all__ = [
    "ALL",
    "FILE_POLICIES",
    "JOBS",
    "KEYED",
    "MENU",
    "RATES",
    "TELLERS",
    "beginning",
    "call_documents",
    "committee",
    "completing",
    "counting",
    "deciding",
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
    "history",
    "items",
    "making",
    "objecting",
    "objections",
    "offering",
    "own",
    "pages",
    "public",
    "publishing",
    "receipts",
    "result_letters",
    "results",
    "seeing",
    "sending",
    "sharing",
    "submissions",
    "taking_out",
    "telling",
    "titled",
    "titled_file",
    "trying",
]

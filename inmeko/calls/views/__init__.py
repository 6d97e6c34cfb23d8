"""Pages of calls."""

from inmeko.calls.services import calls, changing
from inmeko.calls.views import committee, desk, eligibility, evaluation, public, seeing, telling
from inmeko.calls.views.blueprint import everywhere, pages
from inmeko.kernel.text import N_
from inmeko.records.services import Work
from inmeko.web.navigation import Entry

ALL = (pages, everywhere)
MENU = (Entry(N_("Open calls"), "calls.index"),)
RATES: dict[tuple[str, str], str] = {}
JOBS: dict[str, Work] = {
    calls.CLOSE: calls.close_at_the_deadline,
    changing.TELL: telling.tell,
}
FILE_POLICIES: dict[str, object] = {}
TELLERS: dict[str, object] = {}

__all__ = [
    "ALL",
    "FILE_POLICIES",
    "JOBS",
    "MENU",
    "RATES",
    "TELLERS",
    "committee",
    "desk",
    "eligibility",
    "evaluation",
    "everywhere",
    "pages",
    "public",
    "seeing",
    "telling",
]

"""A citizen's report of an idle place: its life, and how long an address is kept."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from inmeko.kernel.text import N_

ADDRESS_KEPT = timedelta(days=90)


class ReportState(StrEnum):
    """Where a citizen's report stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    LINKED = "linked"
    REFUSED = "refused"


REPORT_LABELS = {
    ReportState.WAITING: N_("Waiting for a look"),
    ReportState.ACCEPTED: N_("Entered in the register"),
    ReportState.LINKED: N_("Already in the register"),
    ReportState.REFUSED: N_("Not taken up"),
}

REPORT_NEXT: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.WAITING: frozenset({ReportState.ACCEPTED, ReportState.LINKED, ReportState.REFUSED}),
    ReportState.ACCEPTED: frozenset(),
    ReportState.LINKED: frozenset(),
    ReportState.REFUSED: frozenset(),
}

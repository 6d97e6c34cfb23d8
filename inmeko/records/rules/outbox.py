"""The outbox: states of a job, when a failed one runs again, what of it may be shown."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_


class JobState(StrEnum):
    """Where a job of the outbox stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


JOB_LABELS = {
    JobState.WAITING: N_("Waiting"),
    JobState.DONE: N_("Done"),
    JobState.DEAD: N_("Given up"),
}

MAIL = "mail"
JOB_NAMES = {
    MAIL: N_("E-mail"),
    "concession_reminder": N_("Reminder of a concession"),
    "concession_begins": N_("First day of a concession"),
    "call_reminder": N_("Reminder of a call"),
    "import": N_("Import of a register"),
    "flags": N_("Look for flags after an import"),
    "calls.close": N_("Close a call at its deadline"),
    "calls.tell": N_("Tell everyone concerned of a call"),
    "coops.remind": N_("Reminder of the clock of the registry"),
    "events.end": N_("Let an event be over at its end"),
    "events.tell": N_("Tell everybody registered of an event"),
    "events.lapse": N_("End the offer of a place"),
    "events.remind": N_("Remind of an event"),
    "texts.issue": N_("Issue the report of a consultation"),
    "texts.tell": N_("Tell everybody who commented on a text"),
    "commitments.remind": N_("Remind of a commitment"),
}

ATTEMPTS = 8
# Longer than any single job may take; a mail gives up its server after half a minute.
LEASE = timedelta(minutes=10)
# An import holds its own row until it ends, so no second runner can do its work: a short lease
# only says how soon one whose process was killed is taken up again.
# A batch of letters takes a second, and knows what was written.
LEASES = {"import": timedelta(minutes=2), "texts.tell": timedelta(minutes=2)}

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=6)
_ADDRESS = re.compile(r"([^\s<>@,;:\"']+)@([^\s<>@,;:\"']+)")


def pause(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None when it is time to give up.

    Half a minute, 2, 8, 32 minutes, 2 hours, then every 6 hours: about 15 hours in all.
    """
    if attempts >= ATTEMPTS:
        return None
    longer: timedelta = _FIRST_PAUSE * 4 ** (attempts - 1)
    return min(longer, _LONGEST_PAUSE)


def check_retry(state: JobState) -> None:
    """Refuse to run again what is done."""
    if state is JobState.DONE:
        raise ConflictError(N_("This job is done; there is nothing to run again."))


def check_address(address: str) -> str:
    """An address without blanks at its edges; refuses what could smuggle in another header."""
    found = _ADDRESS.fullmatch(address.strip())
    if not found:
        raise RuleError(N_("Write an e-mail address like name@example.org."), field="email")
    return found[0]


def one_line(text: str) -> str:
    """A subject on one line: a line break would begin another header."""
    return " ".join(text.split())


def masked(address: str) -> str:
    """A text with the e-mail addresses in it masked: m***@example.org."""
    return _ADDRESS.sub(lambda found: f"{found[1][0]}***@{found[2]}", address)


def remembered(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of a job's payload when it is done: all but the words and files of a mail."""
    return {name: value for name, value in payload.items() if name not in ("body", "files")}

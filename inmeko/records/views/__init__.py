"""The pages of the records: protocol, audit trail, outbox, files, and development's mail."""

from inmeko.records.views import audit, days, files, mail, outbox, presenting, protocol
from inmeko.web.navigation import Entry

ALL = (
    protocol.pages,
    audit.pages,
    days.pages,
    outbox.pages,
    files.pages,
    mail.pages,
    presenting.pages,
)

MENU: tuple[Entry, ...] = (*protocol.MENU, *audit.MENU, *outbox.MENU)

__all__ = ["ALL", "MENU"]

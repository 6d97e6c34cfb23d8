"""The deeds on records: note, enter, cancel, attach, post."""

from inmeko.records.services.attaching import attach, detach, sweep
from inmeko.records.services.auditing import note, note_many
from inmeko.records.services.entering import cancel, enter
from inmeko.records.services.posting import post_job, post_mail, retry

__all__ = [
    "attach",
    "cancel",
    "detach",
    "enter",
    "note",
    "note_many",
    "post_job",
    "post_mail",
    "retry",
    "sweep",
]

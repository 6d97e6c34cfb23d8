"""The deeds on records: note, enter, cancel, attach, post."""

from inmeko.extensions.mailer import Enclosed
from inmeko.records.services.attaching import attach, detach, hand_over, kept_whole, sweep, twin
from inmeko.records.services.auditing import note, note_many
from inmeko.records.services.days import drop_day, keep_day
from inmeko.records.services.entering import KIND as ENTRY
from inmeko.records.services.entering import cancel, enter, receive
from inmeko.records.services.posting import (
    deliver,
    forget_letters,
    forget_mails,
    post_job,
    post_mail,
    retry,
)
from inmeko.records.services.running import Chore, Runner, Work

__all__ = [
    "ENTRY",
    "Chore",
    "Enclosed",
    "attach",
    "cancel",
    "deliver",
    "detach",
    "drop_day",
    "Runner",
    "Work",
    "enter",
    "forget_letters",
    "forget_mails",
    "hand_over",
    "keep_day",
    "kept_whole",
    "note",
    "note_many",
    "post_job",
    "post_mail",
    "receive",
    "retry",
    "sweep",
    "twin",
]

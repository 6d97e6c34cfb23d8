"""How pages of every kind show where a commitment stands: its words, and the tone of its tag."""

from typing import Any

from inmeko.consultations.rules.commitments import COMMITMENT_LABELS

WORDS: dict[str, Any] = {
    "COMMITMENT_LABELS": COMMITMENT_LABELS,
    "STANDING_TONES": {
        "owed": "busy",
        "late": "bad",
        "kept": "good",
        "kept_late": "warn",
        "dropped": "quiet",
    },
}

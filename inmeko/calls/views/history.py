"""How the trail of a submission is told: its points, verdicts and moments in words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from inmeko.calls.models import Submission
from inmeko.calls.queries import calls
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.words import ELIGIBILITY_LABELS, SUBMISSION_LABELS
from inmeko.kernel.text import N_
from inmeko.records.queries import Deed
from inmeko.records.rules.audit import Change
from inmeko.records.views.presenting import Teller
from inmeko.web.filters import deadline

FIELD_LABELS = {
    "year": N_("Year"),
    "late": N_("Late"),
    "state": N_("Does it count?"),
    "eligible": N_("Eligible"),
    "point": N_("Point"),
    "verdict": N_("Finding"),
    "score": N_("Score of 100"),
    "spread": N_("Spread"),
    "sheets": N_("Sheets"),
    "papers": N_("Documents"),
    "due_at": N_("Until when"),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "state": {key.value: words for key, words in SUBMISSION_LABELS.items()},
    "verdict": {key.value: words for key, words in ELIGIBILITY_LABELS.items()},
}


def story(deeds: list[Deed]) -> list[Deed]:
    """The history of a submission with its words in the reader's language."""
    return told(deeds, {})


def of_submission(deeds: list[Deed], submission: Submission) -> list[Deed]:
    """The same, with points and documents named as the version names them that was answered."""
    version = calls.version(submission.call, submission.version)
    content = contents.read(version.content if version else submission.call.content)
    named = {one.key: one.label for one in content.papers}
    named |= {one.key: one.label for one in content.requirements}
    return told(deeds, named)


def told(deeds: list[Deed], named: Mapping[str, str]) -> list[Deed]:
    """Deeds whose values are words; keys are told by the names that are given for them."""
    return [replace(deed, changes=[_worded(one, named) for one in deed.changes]) for deed in deeds]


def _worded(change: Change, named: Mapping[str, str]) -> Change:
    before, after = (_value(change.field, side, named) for side in (change.before, change.after))
    return replace(change, before=before, after=after)


def _value(field: str, kept: Any, named: Mapping[str, str]) -> Any:
    if kept is None:
        return None
    if field in WORDS:
        return gettext(WORDS[field].get(str(kept), str(kept)))
    if field == "point":
        return named.get(kept, kept)
    if field == "papers":
        return [named.get(one, one) for one in kept]
    if field == "due_at":
        return deadline(datetime.fromisoformat(kept))
    return kept


TELLER = Teller(FIELD_LABELS, story, lambda key: url_for("calls.submission", submission_id=key))

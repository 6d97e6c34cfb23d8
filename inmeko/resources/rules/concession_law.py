"""What a legal path and its conditions are made of, and how sure we are of each."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from inmeko.kernel.text import N_
from inmeko.resources.rules.concession_words import PathKey


class PathEvidence(StrEnum):
    """How sure we are of what a rule says."""

    VERIFIED = "verified"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


EVIDENCE_LABELS = {
    PathEvidence.VERIFIED: N_("stated by a published page"),
    PathEvidence.INFERRED: N_("follows from what published pages state"),
    PathEvidence.UNVERIFIED: N_("no published page stands behind it"),
}


@dataclass(frozen=True)
class Rule:
    """A condition: the facts it asks, the operator and value it puts to them, its article."""

    id: str
    title: str
    article: str
    asks: tuple[str, ...]
    operator: str
    value: Any
    evidence: PathEvidence
    on_fail: str
    confirm_with: str
    refusal: str
    opens: str
    source: tuple[str, ...] = ()
    when: tuple[tuple[str, Any], ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Path:
    """A legal path: its law, who decides, for how long, at what price, under which rules."""

    key: PathKey
    title: str
    law: str
    decides: str
    competition: str
    term: str
    price: str
    evidence: PathEvidence
    rules: tuple[str, ...]
    source: tuple[str, ...] = ()
    remark: str = ""
    council_votes: bool = field(default=False)

"""Studies and registers that the inventory draws on, and how far each can be relied upon."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlparse

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

EARLIEST_YEAR = 1821


class StudyKind(StrEnum):
    """What sort of work a source is."""

    STUDY = "study"
    REGISTER = "register"
    FIELD_SURVEY = "field_survey"
    PLAN = "plan"
    OTHER = "other"


STUDY_KIND_LABELS = {
    StudyKind.STUDY: N_("Study"),
    StudyKind.REGISTER: N_("Register"),
    StudyKind.FIELD_SURVEY: N_("Field survey"),
    StudyKind.PLAN: N_("Plan or programme"),
    StudyKind.OTHER: N_("Other source"),
}


class Reliability(StrEnum):
    """How far a source can be relied upon."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


RELIABILITY_LABELS = {
    Reliability.HIGH: N_("High reliability"),
    Reliability.MEDIUM: N_("Medium reliability"),
    Reliability.LOW: N_("Low reliability"),
    Reliability.UNKNOWN: N_("Reliability not judged"),
}

RELIABILITY_MEANINGS = {
    Reliability.HIGH: N_("Checked on the spot or against titles, with a stated method and date."),
    Reliability.MEDIUM: N_("A known author and method, not checked entry by entry."),
    Reliability.LOW: N_("Old, partial or without a stated method: to be confirmed by a visit."),
    Reliability.UNKNOWN: N_("Nobody has judged it yet."),
}

# The colours that maps give to the uses of assets, lent to the areas of studies.
RELIABILITY_COLOURS = {
    Reliability.HIGH: "in_use",
    Reliability.MEDIUM: "underused",
    Reliability.LOW: "idle",
    Reliability.UNKNOWN: "unknown",
}


class StudyState(StrEnum):
    """Whether a source may still be cited."""

    CURRENT = "current"
    RETIRED = "retired"


STUDY_LABELS = {StudyState.CURRENT: N_("In use"), StudyState.RETIRED: N_("No longer used")}

STUDY_NEXT: Mapping[StudyState, frozenset[StudyState]] = {
    StudyState.CURRENT: frozenset({StudyState.RETIRED}),
    StudyState.RETIRED: frozenset({StudyState.CURRENT}),
}


def check_study(values: Mapping[str, Any], *, this_year: int) -> None:
    """Refuse a source without a title, from the future, or with a link that is none."""
    if not str(values.get("title") or "").strip():
        raise RuleError(N_("Give the study or register a title."), field="title")
    year = values.get("year")
    if year is not None and not EARLIEST_YEAR <= year <= this_year:
        raise RuleError(
            N_("Give a year from %(first)s to %(last)s."),
            field="year",
            values={"first": EARLIEST_YEAR, "last": this_year},
        )
    link = str(values.get("link") or "")
    if link and not _is_web_address(link):
        raise RuleError(N_("A link begins with https:// or http://."), field="link")


def _is_web_address(link: str) -> bool:
    try:
        parts = urlparse(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in link

"""Decisions of Διαύγεια as its exports and its API write them: read, compare, tell corrections."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from inmeko.kernel.calendar import athens_date, from_millis, parse_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.identifiers import ada as checked_ada
from inmeko.kernel.text import LOOK_ALIKES, N_, fold

LISTS = ("decisionResultList", "decisions")
HOME = "https://diavgeia.gov.gr/"
SUBJECT_LENGTH = 4000
SHORT = {
    "protocol_number": 100,
    "type_code": 20,
    "type_label": 300,
    "body_code": 40,
    "body_label": 300,
    "version_code": 80,
    "status": 40,
}
# Each of our names, and what exports and the API call it.
NAMES = {
    "protocol_number": ("protocolNumber",),
    "type_code": ("decisionTypeUid", "decisionTypeId"),
    "type_label": ("decisionTypeLabel",),
    "body_code": ("organizationUid", "organizationId"),
    "body_label": ("organizationLabel",),
    "version_code": ("versionId",),
    "status": ("status",),
}
MASK = re.compile(r"\[\s*(?:…|\.{2,})\s*\]|\*{2,}|(?<!\w)[ΧX]{3,}(?!\w)")
_NAMED = re.compile(r"Α\.?Δ\.?Α\.?[\s:.=\-]{0,4}([0-9Α-Ω]{4,10}-[0-9Α-Ω]{1,3})(?![0-9Α-Ω])")
_RELATIONS = (("revokes", "ανακλη"), ("changes", "τροποποι"), ("corrects", "ορθη επαναληψη"))
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)


class Relation(StrEnum):
    """What a decision does to the other one that its subject names."""

    REVOKES = "revokes"
    CHANGES = "changes"
    CORRECTS = "corrects"
    NAMES = "names"


RELATION_LABELS = {
    Relation.REVOKES: N_("Revokes another"),
    Relation.CHANGES: N_("Changes another"),
    Relation.CORRECTS: N_("Corrects another"),
    Relation.NAMES: N_("Names another"),
}


@dataclass(frozen=True)
class FoundDecision:
    """A decision as a file tells it."""

    ada: str
    subject: str
    issued_on: date | None
    url: str
    protocol_number: str = ""
    type_code: str = ""
    type_label: str = ""
    body_code: str = ""
    body_label: str = ""
    version_code: str = ""
    status: str = ""

    @property
    def names_ada(self) -> str | None:
        """The other decision that the subject names."""
        return named_ada(self.subject, self.ada)


@dataclass(frozen=True)
class Rejected:
    """An entry of a file that is no decision: its place (from 1) and the sentence."""

    number: int
    error: RuleError


def entries(content: bytes) -> list[Any]:
    """The entries of a JSON file of decisions; RuleError for what is none."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RuleError(N_("The file is not valid JSON."), field="file") from None
    if isinstance(found, dict):
        named = next((found[name] for name in LISTS if name in found), None)
        found = [found] if named is None and "ada" in found else named
    if not isinstance(found, list):
        raise RuleError(
            N_("The file holds no decisions: a list called decisionResultList or decisions."),
            field="file",
        )
    return found


def read(content: bytes) -> Iterator[FoundDecision | Rejected]:
    """Every entry of a file, as a decision or with the sentence that rejects it."""
    for number, entry in enumerate(entries(content), start=1):
        try:
            yield _decision(entry)
        except RuleError as error:
            yield Rejected(number, error)


def named_ada(subject: str, own: str) -> str | None:
    """The first ΑΔΑ in a subject that is not the decision's own, else None."""
    written = fold(subject).upper().translate(LOOK_ALIKES).replace("–", "-")
    return next((ada for ada in _NAMED.findall(written) if ada != own), None)


def relation(subject: str) -> Relation:
    """What a decision says that it does to the one it names."""
    words = fold(subject)
    return Relation(next((name for name, sign in _RELATIONS if sign in words), "names"))


def masked(subject: str) -> bool:
    """Whether somebody's name was taken out of a subject."""
    return bool(MASK.search(subject))


def only_masked(covered: str, plain: str) -> bool:
    """Whether a text is another one with names taken out of it."""
    pattern = ".*".join(re.escape(part) for part in MASK.split(covered))
    return masked(covered) and re.fullmatch(pattern, plain, re.DOTALL) is not None


def _decision(entry: Any) -> FoundDecision:
    if not isinstance(entry, dict):
        raise RuleError(N_("This entry is not a decision."))
    ada = checked_ada(_text(entry.get("ada")))
    subject = " ".join(_text(entry.get("subject")).split())[:SUBJECT_LENGTH]
    if not subject:
        raise RuleError(N_("The decision %(ada)s has no subject."), values={"ada": ada})
    given = {
        name: next((_text(entry[key]) for key in keys if entry.get(key)), "")[: SHORT[name]]
        for name, keys in NAMES.items()
    }
    return FoundDecision(ada, subject, _day(entry), _url(entry, ada), **given)


def _day(entry: Mapping[str, Any]) -> date | None:
    """The day of issue: milliseconds in the API's answers, else the date part of a text."""
    given = entry.get("issueDate")
    if given in (None, ""):
        return None
    try:
        number = isinstance(given, int | float) and not isinstance(given, bool)
        day = athens_date(from_millis(int(given))) if number else parse_date(_text(given))
        if not _EARLIEST <= day < _LATEST:
            raise OverflowError
    except (OverflowError, ValueError):
        raise RuleError(
            N_("“%(text)s” is not a date: write it like 24/07/2013."),
            values={"text": str(given)[:40]},
        ) from None
    return day


def _url(entry: Mapping[str, Any], ada: str) -> str:
    """The document's address on Διαύγεια; another one is not believed."""
    given = _text(entry.get("documentUrl"))
    return given if given.startswith(HOME) and len(given) <= 500 else document_url(ada)


def document_url(ada: str) -> str:
    """Where Διαύγεια shows the document of a decision."""
    return f"{HOME}doc/{quote(ada)}"


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\0", "").strip()

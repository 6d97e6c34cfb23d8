"""The parts of a group's file (applicant, sections, documents): what is missing in each."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from inmeko.accounts.rules import OrganisationKind
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules.content import Content, PaperAsked, Question
from inmeko.calls.rules.words import QuestionKind
from inmeko.kernel import identifiers
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules.outbox import check_address

APPLICANT, DOCUMENTS = "applicant", "documents"
# What the applicant part asks, and what of it must be there.
WHO = ("name", "kind", "afm", "contact_name", "email", "phone", "address")
LENGTHS = {"name": 300, "contact_name": 200, "email": 255, "address": 300}
NEEDED = {
    "name": N_("Write the name of the group or the person."),
    "kind": N_("Say what you are in law."),
    "contact_name": N_("Write with whom the municipality can talk."),
    "email": N_("Write an e-mail address."),
    "phone": N_("Write a telephone number."),
}
UNANSWERED = N_("This must be answered.")
NO_FILE = N_("This file is missing.")


class PartState(StrEnum):
    """How far a part of a file has come."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    COMPLETE = "complete"


PART_LABELS = {
    PartState.NOT_BEGUN: N_("Not begun"),
    PartState.BEGUN: N_("Under way"),
    PartState.COMPLETE: N_("Complete"),
}


@dataclass(frozen=True)
class Gap:
    """Something that keeps a file from being sent: where, about what, and why."""

    part: str
    key: str
    # Of a question or a document: its label; of the applicant part the sentence says it all.
    label: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def papers(content: Content, kind: str | None) -> list[PaperAsked]:
    """The documents that are asked of this kind of applicant."""
    return [one for one in content.papers if not one.only_for or kind in one.only_for]


def missing(
    content: Content,
    answers: Mapping[str, Any],
    files: Collection[str],
    applicant: Mapping[str, Any],
) -> list[Gap]:
    """All that a file lacks, in the order of its parts; `files` are the purposes of its files."""
    gaps = list(_applicant(content, applicant))
    asked = {one.key for one in rules.visible(content, answers)}
    for section in content.sections:
        for question in section.questions:
            if question.key in asked:
                gaps.extend(_answer(section.key, question, answers.get(question.key), files))
    kind = applicant.get("kind")
    for paper in papers(content, kind):
        if paper.required and paper.key not in files:
            gaps.append(Gap(DOCUMENTS, paper.key, paper.label, NO_FILE))
    return gaps


def states(
    content: Content,
    answers: Mapping[str, Any],
    files: Collection[str],
    applicant: Mapping[str, Any],
) -> dict[str, PartState]:
    """How far each part has come: the applicant, the sections by their keys, the documents."""
    lacking = {gap.part for gap in missing(content, answers, files, applicant)}
    begun = {APPLICANT: any(applicant.get(name) for name in WHO if name not in ("name", "email"))}
    asked = {one.key for one in rules.visible(content, answers)}
    for section in content.sections:
        keys = [one.key for one in section.questions if one.key in asked]
        begun[section.key] = any(answers.get(key) is not None or key in files for key in keys)
    wanted = [one.key for one in papers(content, applicant.get("kind"))]
    begun[DOCUMENTS] = any(key in files for key in wanted)
    return {part: _state(part in lacking, touched) for part, touched in begun.items()}


def clean_applicant(name: str, text: str) -> str | None:
    """A field of the applicant as it is kept; else RuleError under its name."""
    text = " ".join(text.replace("\0", "").split())
    if not text:
        return None
    try:
        return _WHO_READERS.get(name, _short)(text, LENGTHS.get(name, 300))
    except RuleError as error:
        raise RuleError(error.message, field=name, values=error.values) from error
    except ValueError:
        raise RuleError(N_("Choose from the list."), field=name) from None


def needs_afm(kind: str | None) -> bool:
    """Whether an applicant of this kind has a tax number: all but groups without a legal form."""
    return kind not in (None, OrganisationKind.INFORMAL_GROUP)


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise RuleError(
            N_("This has %(length)s characters; at most %(limit)s are taken."),
            values={"length": len(text), "limit": limit},
        )
    return text


_WHO_READERS: dict[str, Callable[[str, int], str]] = {
    "afm": lambda text, _limit: identifiers.afm(text),
    "phone": lambda text, _limit: identifiers.phone(text),
    "email": lambda text, limit: check_address(_short(text, limit)),
    "kind": lambda text, _limit: OrganisationKind(text).value,
}


def _state(lacks: bool, touched: bool) -> PartState:
    if not lacks:
        return PartState.COMPLETE
    return PartState.BEGUN if touched else PartState.NOT_BEGUN


def _applicant(content: Content, applicant: Mapping[str, Any]) -> Iterator[Gap]:
    for name, sentence in NEEDED.items():
        if not applicant.get(name):
            yield Gap(APPLICANT, name, "", sentence)
    kind = applicant.get("kind")
    if kind and content.applicants and kind not in content.applicants:
        yield Gap(APPLICANT, "kind", "", N_("This call is not for applicants of this kind."))
    if needs_afm(kind) and not applicant.get("afm"):
        yield Gap(APPLICANT, "afm", "", N_("Write the tax number (ΑΦΜ)."))
    for name in ("afm", "phone", "email"):
        try:
            clean_applicant(name, str(applicant.get(name) or ""))
        except RuleError as error:
            yield Gap(APPLICANT, name, "", error.message, error.values)


def _answer(part: str, question: Question, value: Any, files: Collection[str]) -> Iterator[Gap]:
    if question.kind is QuestionKind.FILE:
        if question.required and question.key not in files:
            yield Gap(part, question.key, question.label, NO_FILE)
    elif value is None:
        if question.required:
            yield Gap(part, question.key, question.label, UNANSWERED)
    elif error := rules.problem(question, value):
        yield Gap(part, question.key, question.label, error.message, error.values)

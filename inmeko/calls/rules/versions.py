"""What changed from one version of a call to another, field by field and question by question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from inmeko.calls.rules.content import (
    Contact,
    Content,
    Criterion,
    Judging,
    PaperAsked,
    Question,
    Requirement,
    Section,
)
from inmeko.kernel.text import N_


class DifferenceKind(StrEnum):
    """What became of a part of a call."""

    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"


DIFFERENCE_LABELS = {
    DifferenceKind.ADDED: N_("New"),
    DifferenceKind.REMOVED: N_("No longer there"),
    DifferenceKind.ALTERED: N_("Changed"),
}


@dataclass(frozen=True)
class FieldChange:
    """A field with its values before and after, as the content holds them."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """A part of a call that changed: its sort, its key and name, and which of its fields."""

    kind: DifferenceKind
    sort: str
    key: str
    name: str
    changes: tuple[FieldChange, ...] = ()


# The words for the sorts of parts, and for the fields of each.
SORT_LABELS = {
    "call": N_("Text of the call"),
    "judging": N_("Rules of the evaluation"),
    "contact": N_("Contact"),
    "section": N_("Section"),
    "question": N_("Question"),
    "paper": N_("Document asked for"),
    "requirement": N_("Requirement"),
    "criterion": N_("Criterion"),
}
CONTENT_LABELS = {
    "title": N_("Title"),
    "text": N_("Text"),
    "aims": N_("Aims"),
    "sectors": N_("Sectors of the plan"),
    "applicants": N_("Who may apply"),
    "applicants_text": N_("Conditions for those who apply"),
    "legal_basis": N_("Legal basis"),
    "offers": N_("What the call offers"),
    "offers_text": N_("Terms of what is offered"),
    "assets": N_("Assets on offer"),
    "privacy": N_("Notice on personal data"),
    "sealed": N_("Files stay sealed until the deadline"),
    "kind": N_("Kind of answer"),
    "label": N_("Wording"),
    "hint": N_("Help"),
    "required": N_("Must be answered"),
    "options": N_("Choices"),
    "least": N_("Least"),
    "most": N_("Most"),
    "columns": N_("Columns beside the name"),
    "shown_if": N_("Asked only if"),
    "identifies": N_("Hidden from evaluators of anonymous files"),
    "only_for": N_("Asked only of"),
    "weight": N_("Weight in percent"),
    "threshold": N_("Least score to be selected"),
    "section": N_("Section"),
    "evaluators": N_("Evaluators per file"),
    "mean": N_("How scores become one"),
    "minimum": N_("Least score of a hundred"),
    "spread": N_("Largest distance between evaluators"),
    "quorum": N_("Finished sheets a file needs"),
    "ties": N_("Equal scores"),
    "places": N_("Places"),
    "waiting": N_("Places on the waiting list"),
    "anonymous": N_("Evaluators do not see who applied"),
    "name": N_("Name"),
    "email": N_("E-mail"),
    "phone": N_("Telephone"),
}
TOGETHER = ("sections", "papers", "requirements", "criteria", "judging", "contact")

Item = Question | PaperAsked | Requirement | Criterion | Section


def difference(before: Content, after: Content) -> list[Difference]:
    """Everything that differs, in the order of the call; what left comes last of its sort."""
    whole = _fields(before, after, skipped=TOGETHER)
    found = [Difference(DifferenceKind.ALTERED, "call", "", after.title, whole)] if whole else []
    found += _items("section", before.sections, after.sections, skipped=("questions",))
    found += _items(
        "question", list(before.questions()), list(after.questions()), _places(before, after)
    )
    found += _items("paper", before.papers, after.papers)
    found += _items("requirement", before.requirements, after.requirements)
    found += _items("criterion", before.criteria, after.criteria)
    for sort in ("judging", "contact"):
        if changes := _fields(getattr(before, sort), getattr(after, sort)):
            found.append(Difference(DifferenceKind.ALTERED, sort, "", "", changes))
    return found


def touched(differences: Sequence[Difference]) -> set[str]:
    """The keys of the questions and documents that a group should look at again."""
    gone = DifferenceKind.REMOVED
    return {
        one.key for one in differences if one.sort in ("question", "paper") and one.kind != gone
    }


def _items(
    sort: str,
    before: Sequence[Item],
    after: Sequence[Item],
    places: Mapping[str, FieldChange] | None = None,
    skipped: Sequence[str] = (),
) -> Iterator[Difference]:
    old, new = ({one.key: one for one in side} for side in (before, after))
    for key, one in new.items():
        if key not in old:
            yield Difference(DifferenceKind.ADDED, sort, key, _name(one))
            continue
        changes = _fields(old[key], one, skipped=("key", *skipped))
        if places and key in places:
            changes = (*changes, places[key])
        if changes:
            yield Difference(DifferenceKind.ALTERED, sort, key, _name(one), changes)
    for key, one in old.items():
        if key not in new:
            yield Difference(DifferenceKind.REMOVED, sort, key, _name(one))


def _places(before: Content, after: Content) -> dict[str, FieldChange]:
    """The questions that moved to another section."""
    old, new = (
        {question.key: section for section in side.sections for question in section.questions}
        for side in (before, after)
    )
    return {
        key: FieldChange("section", old[key].title, section.title)
        for key, section in new.items()
        if key in old and old[key].key != section.key
    }


def _fields(
    before: Content | Item | Judging | Contact,
    after: Content | Item | Judging | Contact,
    skipped: Sequence[str] = (),
) -> tuple[FieldChange, ...]:
    names = [one.name for one in fields(after) if one.name not in skipped]
    return tuple(
        FieldChange(name, getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    )


def _name(item: Item) -> str:
    return item.title if isinstance(item, Section) else item.label

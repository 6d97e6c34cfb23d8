"""The working copy of a call while planners work on it: its parts, its items, their order."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from inmeko.calls.rules import asking
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.content import (
    Content,
    Criterion,
    PaperAsked,
    Question,
    Requirement,
    Section,
)
from inmeko.calls.rules.words import CallState
from inmeko.kernel.errors import NotFoundError, RuleError
from inmeko.kernel.text import N_

# The pages of the editor, and which fields of the content each of them holds.
PARTS: dict[str, tuple[str, ...]] = {
    "basics": ("title", "text", "aims", "sectors", "legal_basis"),
    "applicants": ("applicants", "applicants_text"),
    "offers": ("offers", "offers_text"),
    "assets": ("assets",),
    "judging": ("judging",),
    "contact": ("contact", "privacy", "sealed"),
}
PART_LABELS = {
    "basics": N_("Title, text and aims"),
    "applicants": N_("Who may apply"),
    "offers": N_("What the call offers"),
    "assets": N_("Assets on offer"),
    "dates": N_("Dates"),
    "judging": N_("Rules of the evaluation"),
    "contact": N_("Contact, personal data, sealing"),
    "items": N_("Sections and questions"),
}
# The sorts of items by the first letter of their keys.
STEMS = {"s": "section", "q": "question", "p": "paper", "r": "requirement", "c": "criterion"}
LISTS = {"p": "papers", "r": "requirements", "c": "criteria"}
KEY = re.compile(r"[sqprc][1-9][0-9]{0,3}")
EDITABLE = (CallState.DRAFT, CallState.PUBLISHED)

Item = Section | Question | PaperAsked | Requirement | Criterion


def check_editable(state: CallState) -> None:
    """Refuse to change what a call says once it has closed."""
    if state not in EDITABLE:
        raise RuleError(N_("What a call says is not changed once it has closed."))


def seen(value: Any) -> str:
    """A short sum of a part or an item: two planners who saw the same have the same sum."""
    if value is None:
        return ""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def part(content: Content, name: str) -> dict[str, Any]:
    """The fields of one page of the editor, as they are kept."""
    kept = contents.write(content)
    return {field: kept.get(field) for field in PARTS[name]}


def with_part(content: Content, name: str, values: dict[str, Any]) -> Content:
    """The content with the fields of one page changed."""
    strangers = set(values) - set(PARTS[name])
    if strangers:
        raise ValueError(f"{name} does not hold {', '.join(sorted(strangers))}")
    return replace(content, **values)


def sort_of(key: str) -> str:
    """What a key names; NotFoundError for what is none."""
    if not KEY.fullmatch(key):
        raise NotFoundError(N_("The call has no such part."))
    return STEMS[key[0]]


def item(content: Content, key: str) -> Item | None:
    """A section, question, document, requirement or criterion by its key."""
    sort = sort_of(key)
    if sort == "question":
        return content.question(key)
    return next((one for one in _list(content, key[0]) if one.key == key), None)


def item_sum(content: Content, key: str) -> str:
    """The sum of an item without what stands under it; empty if there is none."""
    found = item(content, key)
    if found is None:
        return ""
    kept = {one.name: getattr(found, one.name) for one in fields(found) if one.name != "questions"}
    return seen({name: str(value) for name, value in kept.items()} | {"in": home(content, key)})


def home(content: Content, key: str) -> str:
    """The key of the section in which a question stands."""
    return next(
        (one.key for one in content.sections if any(q.key == key for q in one.questions)), ""
    )


def fresh_key(stem: str, contents_so_far: Iterable[Content]) -> str:
    """The next free key of a sort; what was ever published keeps its key for ever."""
    taken = [key for content in contents_so_far for key in keys(content)]
    return contents.fresh_key(stem, taken)


def keys(content: Content) -> list[str]:
    """Every key that a content uses."""
    listed = [one.key for stem in "sprc" for one in _list(content, stem)]
    return [*listed, *(question.key for question in content.questions())]


def with_item(content: Content, given: Item, section: str = "") -> Content:
    """The content with an item in its place, or at the end; a question in its section."""
    if isinstance(given, Question):
        return _with_question(content, given, section)
    if isinstance(given, Section):
        old = item(content, given.key)
        kept = old.questions if isinstance(old, Section) else ()
        return contents.with_section(content, replace(given, questions=kept))
    name = LISTS[given.key[0]]
    kept_list = list(getattr(content, name))
    place = next((n for n, one in enumerate(kept_list) if one.key == given.key), len(kept_list))
    kept_list[place : place + 1] = [given]
    return _with(content, name, kept_list)


def without_item(content: Content, key: str) -> Content:
    """The content without an item; what depended on it is asked of everybody."""
    gone = item(content, key)
    if gone is None:
        return content
    if isinstance(gone, Question):
        return asking.freed(_in_sections(content, lambda ones: _but(ones, key)), frozenset([key]))
    if isinstance(gone, Section):
        left = replace(content, sections=tuple(_but(content.sections, key)))
        return asking.freed(left, frozenset(one.key for one in gone.questions))
    name = LISTS[key[0]]
    return _with(content, name, _but(getattr(content, name), key))


def moved(content: Content, key: str, *, up: bool) -> Content:
    """The content with an item one place further up or down among its own."""
    if sort_of(key) == "question":
        return _in_sections(content, lambda ones: _swapped(ones, key, up))
    if sort_of(key) == "section":
        return replace(content, sections=tuple(_swapped(content.sections, key, up)))
    name = LISTS[key[0]]
    return _with(content, name, _swapped(getattr(content, name), key, up))


def _with(content: Content, name: str, items: Sequence[Any]) -> Content:
    changed: dict[str, Any] = {name: tuple(items)}
    return replace(content, **changed)


def _list(content: Content, stem: str) -> Sequence[Any]:
    if stem == "q":
        return list(content.questions())
    found: Sequence[Any] = content.sections if stem == "s" else getattr(content, LISTS[stem])
    return found


def _with_question(content: Content, question: Question, section: str) -> Content:
    if section and not any(one.key == section for one in content.sections):
        raise RuleError(N_("This section is no longer there: choose another."), field="section")
    place = home(content, question.key)
    section = section or place
    if place and place != section:
        content = _in_sections(content, lambda ones: _but(ones, question.key))
    found = next(one for one in content.sections if one.key == section)
    questions = list(found.questions)
    at = next((n for n, one in enumerate(questions) if one.key == question.key), len(questions))
    questions[at : at + 1] = [question]
    return contents.with_section(content, replace(found, questions=tuple(questions)))


def _in_sections(
    content: Content, change: Callable[[Sequence[Question]], Sequence[Question]]
) -> Content:
    sections = tuple(
        replace(one, questions=tuple(change(one.questions))) for one in content.sections
    )
    return replace(content, sections=sections)


def _but(ones: Sequence[Any], key: str) -> list[Any]:
    return [one for one in ones if one.key != key]


def _swapped(ones: Sequence[Any], key: str, up: bool) -> list[Any]:
    found = list(ones)
    at = next((n for n, one in enumerate(found) if one.key == key), None)
    if at is None:
        return found
    other = at - 1 if up else at + 1
    if 0 <= other < len(found):
        found[at], found[other] = found[other], found[at]
    return found

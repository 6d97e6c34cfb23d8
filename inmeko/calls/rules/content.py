"""What a call says and asks, as one document: questions, documents, criteria, who may apply.

A published version is a copy of it that never changes; answers name questions by their keys,
which stay the same from version to version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from inmeko.calls.rules.words import Mean, Offer, QuestionKind, TieRule


@dataclass(frozen=True)
class ShownIf:
    """Another question whose answer decides whether this one is asked."""

    question: str
    # The question is asked if the answer is (or holds) one of these.
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Something that a group is asked; `key` names it for ever."""

    key: str
    kind: QuestionKind
    label: str
    hint: str = ""
    required: bool = False
    # Of a choice: what can be chosen.
    options: tuple[str, ...] = ()
    # Of a number, an amount or a text: the least and the most (characters for texts).
    least: Decimal | None = None
    most: Decimal | None = None
    # Of a table of people: its columns beside the name.
    columns: tuple[str, ...] = ()
    shown_if: ShownIf | None = None
    # Left out of what evaluators see where files are anonymous.
    identifies: bool = False


@dataclass(frozen=True)
class Section:
    """Questions that are asked on one page."""

    key: str
    title: str
    text: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class PaperAsked:
    """A document that a group hands in: a point of the eligibility check."""

    key: str
    label: str
    hint: str = ""
    required: bool = True
    # The kinds of organisation it is asked of; empty: of all.
    only_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    """A condition of participation that the committee checks: a point of the eligibility check."""

    key: str
    label: str


@dataclass(frozen=True)
class Criterion:
    """Something that files are scored by, from `least` to `most`, with its weight in percent."""

    key: str
    label: str
    hint: str = ""
    weight: Decimal = Decimal(100)
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(10)
    # A file below it in this criterion is not selected.
    threshold: Decimal | None = None


@dataclass(frozen=True)
class Judging:
    """How files are evaluated."""

    evaluators: int = 3
    mean: Mean = Mean.MEAN
    # Of a hundred; a file below it is not selected.
    minimum: Decimal = Decimal(50)
    # Evaluators further apart than this (of a hundred) send the file to a further one.
    spread: Decimal = Decimal(30)
    # How many scored sheets a file needs before there is a result.
    quorum: int = 2
    ties: TieRule = TieRule.FIRST_CRITERION
    # How many files can be selected; None: all that reach the minimum.
    places: int | None = None
    waiting: int = 0
    anonymous: bool = False


@dataclass(frozen=True)
class Contact:
    """Whom to ask."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Content:
    """All that a call says and asks, its dates left out: those are the call's own."""

    title: str = ""
    # Cleaned HTML of a few plain tags.
    text: str = ""
    aims: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    # Kinds of organisation; empty: every body and collective.
    applicants: tuple[str, ...] = ()
    applicants_text: str = ""
    legal_basis: str = ""
    offers: tuple[Offer, ...] = ()
    offers_text: str = ""
    # Numbers of assets of the inventory.
    assets: tuple[int, ...] = ()
    sections: tuple[Section, ...] = ()
    papers: tuple[PaperAsked, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    judging: Judging = field(default_factory=Judging)
    contact: Contact = field(default_factory=Contact)
    privacy: str = ""
    # Nobody of the town opens a file before the deadline.
    sealed: bool = True

    def questions(self) -> Iterator[Question]:
        """Every question, in the order in which it is asked."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        """A question by its key."""
        return next((one for one in self.questions() if one.key == key), None)

    def label(self, key: str) -> str:
        """The words of a document, a requirement or a criterion; the key itself without any."""
        words = {one.key: one.label for one in self.papers}
        words |= {one.key: one.label for one in self.requirements}
        return (words | {one.key: one.label for one in self.criteria}).get(key, key)


def write(content: Content) -> dict[str, Any]:
    """A content as it is kept: plain JSON, decimals as text, what is empty left out."""
    plain: dict[str, Any] = _plain(asdict(content))
    return plain


def read(kept: Mapping[str, Any]) -> Content:
    """A content as it was kept; what is not there has its default."""
    given = dict(kept)
    return Content(
        **{
            **_of(Content, given),
            "offers": tuple(Offer(one) for one in given.get("offers", ())),
            "assets": tuple(int(one) for one in given.get("assets", ())),
            "sections": tuple(_section(one) for one in given.get("sections", ())),
            "papers": tuple(PaperAsked(**_of(PaperAsked, one)) for one in given.get("papers", ())),
            "requirements": tuple(
                Requirement(**_of(Requirement, one)) for one in given.get("requirements", ())
            ),
            "criteria": tuple(_criterion(one) for one in given.get("criteria", ())),
            "judging": _judging(given.get("judging", {})),
            "contact": Contact(**_of(Contact, given.get("contact", {}))),
        }
    )


def with_section(content: Content, section: Section) -> Content:
    """The content with a section put in the place of the one of its key, or at the end."""
    kept = list(content.sections)
    place = next((n for n, one in enumerate(kept) if one.key == section.key), len(kept))
    kept[place : place + 1] = [section]
    return replace(content, sections=tuple(kept))


def fresh_key(stem: str, taken: Sequence[str]) -> str:
    """The next free key: q1, q2, …; a key that was ever given is never given again."""
    ours = (key.removeprefix(stem) for key in taken if key.startswith(stem))
    numbers = [int(number) for number in ours if number.isdigit()]
    return f"{stem}{max(numbers, default=0) + 1}"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if one not in (None, "", (), [])}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal | Mean | TieRule | QuestionKind) else value


def _of(kind: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    known = {one.name for one in fields(kind)}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if name in known
    }


def _section(given: Mapping[str, Any]) -> Section:
    questions = tuple(_question(one) for one in given.get("questions", ()))
    return Section(**{**_of(Section, given), "questions": questions})


def _question(given: Mapping[str, Any]) -> Question:
    shown = given.get("shown_if")
    return Question(
        **{
            **_of(Question, given),
            "kind": QuestionKind(given["kind"]),
            "least": _decimal(given.get("least")),
            "most": _decimal(given.get("most")),
            "shown_if": ShownIf(shown["question"], tuple(shown["answers"])) if shown else None,
        }
    )


def _criterion(given: Mapping[str, Any]) -> Criterion:
    measures = ("weight", "least", "most", "threshold")
    return Criterion(
        **{**_of(Criterion, given), **{n: _decimal(given[n]) for n in measures if n in given}}
    )


def _judging(given: Mapping[str, Any]) -> Judging:
    read_as = {"mean": Mean, "ties": TieRule, "minimum": Decimal, "spread": Decimal}
    return Judging(
        **{
            name: read_as[name](value) if name in read_as else value
            for name, value in _of(Judging, given).items()
        }
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))

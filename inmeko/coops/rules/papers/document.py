"""A paper before it is printed: numbered clauses, tables and places to sign, as plain data."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from inmeko.kernel.text import N_, slug

_ONES = ("", "α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ")
_TENS = ("", "ι", "κ", "λ", "μ", "ν", "ξ", "ο", "π")


class PaperKind(StrEnum):
    """A paper of the set-up of a cooperative, or of its life after."""

    STATUTE = "statute"
    FOUNDING_MINUTES = "founding_minutes"
    MEMBER_REGISTER = "member_register"
    DECLARATION = "declaration"
    APPLICATION = "application"
    AUTHORISATION = "authorisation"
    WORK_PLAN = "work_plan"
    ASSEMBLY_MINUTES = "assembly_minutes"


PAPER_LABELS = {
    PaperKind.STATUTE: N_("Statute"),
    PaperKind.FOUNDING_MINUTES: N_("Minutes of the founding assembly"),
    PaperKind.MEMBER_REGISTER: N_("Register of members"),
    PaperKind.DECLARATION: N_("Declaration of a founder"),
    PaperKind.APPLICATION: N_("Application sheet for the registry"),
    PaperKind.AUTHORISATION: N_("Authorisation to file"),
    PaperKind.WORK_PLAN: N_("Work plan and budget"),
    PaperKind.ASSEMBLY_MINUTES: N_("Minutes of an assembly"),
}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a clause, with its list α), β), γ) … where it has one."""

    text: str
    items: tuple[str, ...] = ()

    def lettered(self) -> tuple[tuple[str, str], ...]:
        """Each item with the letter that the law's own texts would give it."""
        return tuple((f"{letter(n)})", text) for n, text in enumerate(self.items, 1))


@dataclass(frozen=True)
class Clause:
    """An article of a paper: its heading, its paragraphs, and where each word of it comes from."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    # Rules of the rulebook that the clause carries out.
    rules: tuple[str, ...] = ()
    # Answers of the founders that the clause tells.
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows under headings."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    # The columns, from 0, that hold numbers.
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Paper:
    """A paper: what it is, what it says, who signs; and what nobody has answered yet."""

    kind: PaperKind
    title: str
    subtitle: str = ""
    lead: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    tables: tuple[Table, ...] = ()
    closing: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    # Whether its text tells the day; where it does not, whoever signs writes it by hand.
    dated: bool = False
    # Whose paper it is, where each founder has one; part of the file's name.
    owner: str = ""
    # Keys of answers that are missing: with any, the paper is a draft.
    lacks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called among the papers of its formation."""
        return f"{self.kind.value}-{self.owner}" if self.owner else self.kind.value


def digest(paper: Paper) -> str:
    """The SHA-256 of what a paper says, by which a print is known as this content."""
    told = {name: value for name, value in asdict(paper).items() if name in _SAID}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=sorted)
    return hashlib.sha256(text.encode()).hexdigest()


_SAID = frozenset({"kind", "title", "subtitle", "lead", "clauses", "tables", "closing", "signers"})


def file_names(papers: Iterable[Paper]) -> tuple[str, ...]:
    """The name of each paper's file, without an extension: plain letters, none twice."""
    names: list[str] = []
    for paper in papers:
        owner = slug(paper.owner)[:40] or "x"
        name = f"{paper.kind.value}-{owner}" if paper.owner else paper.kind.value
        again = sum(one == name or one.startswith(f"{name}~") for one in names)
        names.append(f"{name}~{again + 1}" if again else name)
    return tuple(names)


def letter(number: int) -> str:
    """The Greek numeral that stands before an item: 1 → α, 6 → στ, 11 → ια."""
    if not 0 < number < 90:
        raise ValueError("lists of the law end before ninety")
    return _TENS[number // 10] + _ONES[number % 10]


def paragraphs(*texts: str | Paragraph) -> tuple[Paragraph, ...]:
    """Paragraphs from sentences; what is already a paragraph stays as it is."""
    return tuple(one if isinstance(one, Paragraph) else Paragraph(one) for one in texts)

"""What an evaluator is shown of a file; of an anonymous one, nothing that says whose it is.

What is shown is built up from the questions of the call, never cut out of the file: what nobody
thought of is left out. Names that stand inside answers are blacked out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inmeko.calls.rules.answers import spoken
from inmeko.calls.rules.content import Content, Question
from inmeko.calls.rules.words import QuestionKind
from inmeko.kernel.text import fold

BLACK = "▇▇▇"
# Shorter words would black out half of every answer.
SHORTEST = 4
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class ShownFile:
    """A file of a submission: its attachment, what it answers, its name as shown."""

    id: int
    label: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class ShownAnswer:
    """A question and what was answered."""

    question: Question
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ShownSection:
    """A section of the call with its answers."""

    title: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True)
class Shown:
    """All that an evaluator sees of a file."""

    title: str
    kind: str | None
    sections: tuple[ShownSection, ...]
    files: tuple[ShownFile, ...]


def shown(content: Content, kept: Mapping[str, Any], alias: str) -> Shown:
    """What an evaluator sees of a submission; under its alias if the call's files are anonymous."""
    hides = content.judging.anonymous
    answers: Mapping[str, Any] = kept.get("answers") or {}
    black = blackened(identifying(content, kept) if hides else ())
    sections = tuple(
        ShownSection(
            section.title,
            tuple(
                ShownAnswer(question, tuple(map(black, spoken(question, answers[question.key]))))
                for question in section.questions
                if answers.get(question.key) not in (None, "", []) and _is_shown(question, hides)
            ),
        )
        for section in content.sections
    )
    return Shown(
        title=alias if hides else str(kept.get("name") or ""),
        kind=None if hides else kept.get("kind"),
        sections=tuple(section for section in sections if section.answers),
        files=tuple(_files(content, kept.get("files") or (), hides=hides)),
    )


def identifying(content: Content, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Every text of a submission that says whose it is."""
    own = [kept.get(name) for name in ("name", "afm", "contact_name", "email", "phone", "address")]
    answers: Mapping[str, Any] = kept.get("answers") or {}
    told = [answers.get(one.key) for one in content.questions() if not _is_shown(one, hides=True)]
    return tuple(dict.fromkeys(text for one in [*own, *told] for text in _texts(one)))


def blackened(words: Iterable[str]) -> Callable[[str], str]:
    """A function that blacks out these words in a text, whatever their accents and case."""
    patterns = [_pattern(word) for word in sorted(words, key=len, reverse=True)]
    known = [pattern for pattern in patterns if pattern]
    return lambda text: _blackened(text, known)


def _is_shown(question: Question, hides: bool) -> bool:
    """A table of people names them, so it identifies whatever the call says of it."""
    if question.kind is QuestionKind.FILE:
        return False
    return not hides or not (question.identifies or question.kind is QuestionKind.PEOPLE)


def _files(
    content: Content, kept: Sequence[Mapping[str, Any]], *, hides: bool
) -> Iterable[ShownFile]:
    """The files of answers, and, unless they are anonymous, the documents of the eligibility."""
    labels = {one.key: one.label for one in content.questions() if not (hides and one.identifies)}
    if not hides:
        labels |= {one.key: one.label for one in content.papers}
    known = [one for one in kept if str(one.get("purpose")) in labels]
    for number, one in enumerate(known, start=1):
        name, purpose = str(one.get("name") or ""), str(one["purpose"])
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        neutral = f"{number}.{ending}" if ending.isalnum() else str(number)
        yield ShownFile(
            id=int(one["id"]),
            label=labels[purpose],
            name=neutral if hides else name,
            media_type=str(one["media_type"]),
            size=int(one["size"]),
        )


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value.strip()] if isinstance(value, str) and value.strip() else []


def _pattern(words: str) -> re.Pattern[str] | None:
    folded = [re.escape(fold(word)) for word in _WORD.findall(words)]
    if len(" ".join(folded)) < SHORTEST:
        return None
    return re.compile(r"\s+".join(folded))


def _blackened(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        folded, origin = _folded(text)
        for found in reversed(list(pattern.finditer(folded))):
            begin, end = origin[found.start()], origin[found.end() - 1] + 1
            text = text[:begin] + BLACK + text[end:]
    return text


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without accents and case, and for each sign of it where it stood."""
    parts = [(sign, place) for place, one in enumerate(text) for sign in fold(one)]
    return "".join(sign for sign, _ in parts), [place for _, place in parts]

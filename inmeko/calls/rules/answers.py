"""What a group answers: which questions are asked of it, and what an answer may be.

An answer is kept in one plain form: decimals with a point, days as 2026-05-12, lists as lists.
What cannot be read is kept as it was typed, so that nothing is lost, and named as a problem.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from inmeko.calls.rules.content import Content, Question, ShownIf
from inmeko.calls.rules.words import QuestionKind
from inmeko.kernel.calendar import parse_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import WGS84
from inmeko.kernel.text import N_
from inmeko.resources.rules.numbers import parse_number
from inmeko.resources.rules.placing import typed_point

# Greek usage: 1.234,56
DECIMAL = ","
SHORT, LONG = 300, 10_000
MOST_PEOPLE = 100
NAME = "name"
TYPED = "typed"
MEASURES = (QuestionKind.NUMBER, QuestionKind.MONEY)
TEXTS = (QuestionKind.TEXT, QuestionKind.LONG_TEXT)


def visible(content: Content, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that are asked, given what was answered, in their order."""
    asked: dict[str, Question] = {}
    for question in content.questions():
        if question.shown_if is None or _holds(question.shown_if, asked, answers):
            asked[question.key] = question
    return list(asked.values())


def only_asked(content: Content, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to questions that are asked; those to others are no part of what is sent."""
    return {
        one.key: answers[one.key]
        for one in visible(content, answers)
        if answers.get(one.key) is not None
    }


def clean(question: Question, raw: Any) -> Any:
    """What was typed as it is kept, None if it is empty; else RuleError with the question's key."""
    try:
        value = _READERS[question.kind](question, raw)
        if value is not None:
            check(question, value)
    except RuleError as error:
        raise RuleError(error.message, field=question.key, values=error.values) from error
    return value


def kept(question: Question, raw: Any) -> Any:
    """What is kept of what was typed, in any case: its plain form, or the very words."""
    try:
        return clean(question, raw)
    except RuleError:
        return {TYPED: raw}


def check(question: Question, value: Any) -> None:
    """Refuse an answer that the question, as it is asked now, does not take."""
    if is_typed(value):
        clean(question, value[TYPED])
    if question.kind in TEXTS:
        _check_length(question, value)
    elif question.kind in MEASURES:
        _check_measure(question, Decimal(value))
    elif question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        _check_choice(question, value)


def problem(question: Question, value: Any) -> RuleError | None:
    """Why a kept answer cannot be sent, or None."""
    try:
        check(question, value)
    except RuleError as error:
        return error
    except (ArithmeticError, TypeError, ValueError):
        # The question was of another kind when it was answered.
        return RuleError(N_("This question was changed: answer it again."), field=question.key)
    return None


def is_typed(value: Any) -> bool:
    """Whether an answer is kept as it was typed, because it could not be read."""
    return isinstance(value, Mapping) and set(value) == {TYPED}


def mark(value: Any) -> str:
    """A short mark of a kept answer: two that differ have different ones."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _holds(shown: ShownIf, asked: Mapping[str, Question], answers: Mapping[str, Any]) -> bool:
    if shown.question not in asked:
        return False
    value = answers.get(shown.question)
    given = value if isinstance(value, list) else [value]
    return any(one in shown.answers for one in given)


def _check_length(question: Question, text: str) -> None:
    longest = int(question.most or (SHORT if question.kind is QuestionKind.TEXT else LONG))
    if len(text) > longest:
        raise RuleError(
            N_("This has %(length)s characters; at most %(limit)s are taken."),
            values={"length": len(text), "limit": longest},
        )
    if question.least is not None and len(text) < question.least:
        raise RuleError(
            N_("Write at least %(limit)s characters."), values={"limit": int(question.least)}
        )


def _check_measure(question: Question, number: Decimal) -> None:
    if question.least is not None and number < question.least:
        raise RuleError(
            N_("The least that is taken is %(limit)s."), values={"limit": _comma(question.least)}
        )
    if question.most is not None and number > question.most:
        raise RuleError(
            N_("The most that is taken is %(limit)s."), values={"limit": _comma(question.most)}
        )


def _check_choice(question: Question, value: Any) -> None:
    chosen = value if isinstance(value, list) else [value]
    if any(one not in question.options for one in chosen):
        raise RuleError(N_("Choose from the list."))


def _text(question: Question, raw: Any) -> str | None:
    text = str(raw or "").replace("\0", "").replace("\r\n", "\n").strip()
    if question.kind is QuestionKind.TEXT:
        text = " ".join(text.split())
    return text or None


def _number(question: Question, raw: Any) -> str | None:
    text = str(raw or "").strip()
    if not text:
        return None
    number = parse_number(text, DECIMAL)
    if question.kind is QuestionKind.MONEY:
        if number != round(number, 2):
            raise RuleError(N_("Write an amount with at most two decimals, as 1.250,50."))
        return f"{number:.2f}"
    return f"{number:f}"


def _choice(_question: Question, raw: Any) -> str | None:
    return str(raw or "").strip() or None


def _choices(question: Question, raw: Any) -> list[str] | None:
    chosen = [str(one).strip() for one in raw or () if str(one).strip()]
    ordered = [one for one in question.options if one in chosen]
    return ordered + [one for one in chosen if one not in question.options] or None


def _day(_question: Question, raw: Any) -> str | None:
    text = str(raw or "").strip()
    return parse_date(text).isoformat() if text else None


def _place(_question: Question, raw: Any) -> dict[str, str] | None:
    given = raw if isinstance(raw, Mapping) else {}
    address, x, y = (" ".join(str(given.get(name) or "").split()) for name in ("address", "x", "y"))
    found = {"address": address[:SHORT]} if address else {}
    if x or y:
        point = typed_point(x, y, WGS84).geometry
        found |= {"x": f"{point.x:.6f}", "y": f"{point.y:.6f}"}
    return found or None


def _people(question: Question, raw: Any) -> list[dict[str, str]] | None:
    columns = (NAME, *question.columns)
    found: list[dict[str, str]] = []
    for row in raw if isinstance(raw, list) else ():
        words = {name: " ".join(str(row.get(name) or "").split()) for name in columns}
        told = {name: text[:SHORT] for name, text in words.items() if text}
        if told and NAME not in told:
            raise RuleError(N_("Write the name of each person."))
        if told:
            found.append(told)
    if len(found) > MOST_PEOPLE:
        raise RuleError(N_("At most %(limit)s people can be entered."), values={"limit": 100})
    return found or None


def _no_file(_question: Question, _raw: Any) -> None:
    """A file is an attachment, and no part of the answers."""


def _comma(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


_READERS: dict[QuestionKind, Callable[[Question, Any], Any]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _number,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.DATE: _day,
    QuestionKind.FILE: _no_file,
    QuestionKind.PLACE: _place,
    QuestionKind.PEOPLE: _people,
}


def spoken(question: Question, value: Any) -> list[str]:
    """An answer in words, line by line, as Greek usage writes numbers and days."""
    if is_typed(value):
        return _lines(value[TYPED])
    if value is None:
        return []
    try:
        return _TELLERS.get(question.kind, _told)(question, value)
    except (ArithmeticError, TypeError, ValueError, AttributeError):
        return _lines(value)


def spoken_number(value: str, *, grouped: bool = True) -> str:
    """A kept number as people write it: 1.234,5."""
    text = f"{Decimal(value):,f}" if grouped else f"{Decimal(value):f}"
    return text.translate(str.maketrans(",.", ".,"))


def _told(_question: Question, value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else str(value).split("\n")


def _told_number(question: Question, value: Any) -> list[str]:
    return [spoken_number(value) + (" €" if question.kind is QuestionKind.MONEY else "")]


def _told_day(_question: Question, value: Any) -> list[str]:
    day = date.fromisoformat(value)
    return [f"{day.day}/{day.month}/{day.year}"]


def _told_place(_question: Question, value: Any) -> list[str]:
    degrees = f"{value['y']}, {value['x']} (WGS84)" if "x" in value else ""
    return [line for line in (value.get("address", ""), degrees) if line]


def _told_people(question: Question, value: Any) -> list[str]:
    return [
        " · ".join(
            [row.get(NAME, ""), *(f"{one}: {row[one]}" for one in question.columns if one in row)]
        )
        for row in value
    ]


_TELLERS: dict[QuestionKind, Callable[[Question, Any], list[str]]] = {
    QuestionKind.NUMBER: _told_number,
    QuestionKind.MONEY: _told_number,
    QuestionKind.DATE: _told_day,
    QuestionKind.PLACE: _told_place,
    QuestionKind.PEOPLE: _told_people,
}


def _lines(raw: Any) -> list[str]:
    """Whatever was typed, so that it can be seen again."""
    if isinstance(raw, Mapping):
        return [str(one) for one in raw.values() if one]
    if isinstance(raw, list):
        return [line for one in raw for line in _lines(one)]
    return [str(raw)] if raw else []

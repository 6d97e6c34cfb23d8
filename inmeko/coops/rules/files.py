"""Files of cases: one object, or JSON Lines; a fault in one case stops no other."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inmeko.coops.rules import cases
from inmeko.coops.rules.cases import Case
from inmeko.coops.rules.shapes import UnreadableError, list_of, text

# A worked case: the case and what is expected of the answer.
WORKED = {"case", "expect"}
EXPECTED = {"verdict", "rules"}
NOT_UTF_8 = "not UTF-8"


@dataclass(frozen=True)
class Worked:
    """A case of a file, with what is expected of its answer where the file says so."""

    line: int
    case: Case
    expected: Any = None


@dataclass(frozen=True)
class Unread:
    """A line that is no case: the field, if it is known, and the reason."""

    line: int
    error: UnreadableError


@dataclass(frozen=True)
class Line:
    """An object of a file, as it was written."""

    number: int
    given: Any


def cases_of(content: bytes) -> Iterator[Worked | Unread]:
    """The cases of a file in UTF-8, in its order."""
    for found in objects_of(content):
        if isinstance(found, Unread):
            yield found
            continue
        try:
            yield _worked(found.number, found.given)
        except UnreadableError as error:
            yield Unread(found.number, error)


def objects_of(content: bytes) -> Iterator[Line | Unread]:
    """The objects of a file in UTF-8: one over many lines, or one on each line."""
    try:
        whole = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = content[: error.start].count(b"\n") + 1
        yield from _apart(content.removeprefix(codecs.BOM_UTF8), wrong)
        return
    lines = [(number, line) for number, line in enumerate(whole.split("\n"), 1) if line.strip()]
    if _is_one_object(whole):
        lines = [(lines[0][0], whole)]
    if not lines:
        yield Unread(1, UnreadableError("", "there is no case in it"))
    for number, line in lines:
        try:
            yield Line(number, cases.parse(line))
        except UnreadableError as error:
            yield Unread(number, error)


def _apart(content: bytes, wrong: int) -> Iterator[Line | Unread]:
    """The objects of a file of which the line `wrong` is the first that is not in UTF-8."""
    lines = content.split(b"\n")
    if lines[0].strip() == b"{":
        # One object over many lines: it is lost as a whole.
        yield Unread(wrong, UnreadableError("", NOT_UTF_8))
        return
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                yield Line(number, cases.parse(line.decode()))
        except UnicodeDecodeError:
            yield Unread(number, UnreadableError("", NOT_UTF_8))
        except UnreadableError as error:
            yield Unread(number, error)


def _is_one_object(whole: str) -> bool:
    """Whether the whole is one object, perhaps written over many lines."""
    try:
        return isinstance(cases.parse(whole), dict)
    except UnreadableError:
        # Over many lines and broken: the first line tells, for alone it would be no object.
        first = whole.strip().split("\n", 1)[0].strip()
        return first == "{"


def _worked(number: int, given: Any) -> Worked:
    if isinstance(given, dict) and set(given) == WORKED:
        return Worked(number, cases.read(given["case"]), _expected(given["expect"]))
    return Worked(number, cases.read(given))


def _expected(given: Any) -> Any:
    """What a worked case expects; nothing where it says nothing."""
    if given is None:
        return None
    if not isinstance(given, dict) or not set(given) >= EXPECTED:
        raise UnreadableError("expect", "a verdict and a list of rules are expected")
    text(given["verdict"], "expect.verdict")
    list_of(text)(given["rules"], "expect.rules")
    return given

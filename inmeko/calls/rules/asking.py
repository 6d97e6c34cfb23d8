"""Whether the questions of a call make sense: options, limits, and on what they depend."""

from collections.abc import Iterator
from dataclasses import replace

from inmeko.calls.rules.content import Content, Question
from inmeko.calls.rules.lacks import Lack
from inmeko.calls.rules.words import QuestionKind
from inmeko.kernel.text import N_

CHOICES = (QuestionKind.CHOICE, QuestionKind.CHOICES)
MEASURED = (QuestionKind.NUMBER, QuestionKind.MONEY)
WRITTEN = (QuestionKind.TEXT, QuestionKind.LONG_TEXT)
# A question of one of these kinds decides whether another one is asked.
DECIDING = (*CHOICES, QuestionKind.NUMBER, QuestionKind.TEXT)


def faults(content: Content) -> Iterator[Lack]:
    """What is wrong with the questions, each with the key of the question or section."""
    for section in content.sections:
        if not section.title.strip():
            yield Lack(N_("A section has no title."), "items", item=section.key)
        if not section.questions:
            message = N_("The section “%(name)s” asks nothing.")
            yield Lack(message, "items", item=section.key, values={"name": section.title})
    if not any(content.questions()):
        yield Lack(N_("The call asks nothing."), "items")
    earlier: dict[str, Question] = {}
    for question in content.questions():
        for message in question_faults(question, earlier):
            values: dict[str, object] = {"name": question.label}
            yield Lack(message, "items", item=question.key, values=values)
        earlier[question.key] = question


def question_faults(question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    """What is wrong with one question, given those that are asked before it."""
    if not question.label.strip():
        yield N_("A question asks nothing.")
    if question.kind in CHOICES and len(set(question.options)) < 2:
        yield N_("“%(name)s” needs at least two different choices.")
    least, most = question.least, question.most
    if least is not None and most is not None and least > most:
        yield N_("The limits of “%(name)s” exclude each other.")
    shown = question.shown_if
    if shown is None:
        return
    asked = earlier.get(shown.question)
    if asked is None:
        yield N_("“%(name)s” depends on a question that is not asked before it.")
    elif not shown.answers:
        yield N_("“%(name)s” depends on an answer that is not named.")
    elif asked.kind in CHOICES and not set(shown.answers) <= set(asked.options):
        yield N_("“%(name)s” depends on an answer that cannot be chosen.")


def deciding(content: Content, key: str) -> list[Question]:
    """The questions before this one (all, if it is new) on which it can be made to depend."""
    found: list[Question] = []
    for question in content.questions():
        if question.key == key:
            break
        if question.kind in DECIDING:
            found.append(question)
    return found


def dependents(content: Content, key: str) -> list[Question]:
    """The questions that are asked only after an answer to this one."""
    return [one for one in content.questions() if one.shown_if and one.shown_if.question == key]


def freed(content: Content, keys: frozenset[str]) -> Content:
    """The content in which nothing depends on these questions any more."""
    sections = tuple(
        replace(section, questions=tuple(_free(one, keys) for one in section.questions))
        for section in content.sections
    )
    return replace(content, sections=sections)


def _free(question: Question, keys: frozenset[str]) -> Question:
    shown = question.shown_if
    return replace(question, shown_if=None) if shown and shown.question in keys else question

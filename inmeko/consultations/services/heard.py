"""Gather what was heard in a town and what came of it, and write it as a workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Commitment
from inmeko.consultations.queries import heard as queries
from inmeko.consultations.rules import commitments as commitment_rules
from inmeko.consultations.rules.commitments import COMMITMENT_LABELS, CommitmentStanding
from inmeko.consultations.rules.heard import Heard, HeardFilter
from inmeko.consultations.rules.texts import (
    TEXT_KIND_LABELS,
    TEXT_LABELS,
    VERDICT_LABELS,
    VOICE_LABELS,
)
from inmeko.consultations.rules.words import EVENT_KIND_LABELS, EVENT_LABELS, QUOTA_LABELS
from inmeko.extensions.workbooks import Book, Chart, Share
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.tables import sheet_text
from inmeko.kernel.text import N_

Say = Callable[[str], str]


@dataclass(frozen=True)
class Told:
    """What was heard, and every commitment with where it stands."""

    heard: Heard
    commitments: Sequence[tuple[Commitment, CommitmentStanding]]


def gather(town: Municipality, wanted: HeardFilter) -> Told:
    """What was heard in a town, as far as it was asked for."""
    now = clock.now()
    today = athens_date(now)
    asked: dict[str, Any] = {"municipality_id": town.id, "wanted": wanted}
    known = [
        (one, commitment_rules.standing(one.state, one.due_on, one.closed_on, today))
        for one in queries.commitments(**asked, now=now)
    ]
    found = Heard(
        events=queries.events(**asked, now=now),
        texts=queries.texts(**asked, now=now),
        themes=queries.themes(**asked),
        standings=[standing for _one, standing in known],
        questions=queries.questions(**asked, now=now),
    )
    return Told(found, known)


def totals(found: Heard) -> list[tuple[str, int]]:
    """The numbers of all, with their words."""
    late = (CommitmentStanding.LATE, CommitmentStanding.KEPT_LATE)
    return [
        (N_("Events held"), len(found.events)),
        (N_("People at events"), found.people),
        (N_("Events whose minutes are owed"), found.without_minutes),
        (N_("Texts put to the public"), len(found.texts)),
        (N_("Comments on texts"), found.comments),
        (N_("Supports of comments"), found.supports),
        (N_("Themes answered"), found.answered),
        (N_("Themes that wait for an answer"), found.owed),
        (N_("Questions from the room answered"), found.questions_answered),
        (N_("Questions from the room that wait for an answer"), found.questions_owed),
        (N_("Commitments"), len(found.standings)),
        (N_("Commitments kept in time"), found.stand(CommitmentStanding.KEPT)),
        (N_("Commitments late or kept late"), found.stand(*late)),
    ]


def charts(found: Heard, say: Say, when: Callable[[Any, bool], str]) -> list[Chart]:
    """The charts that have something to show; `when` words a month, or a year."""
    people, comments = say(N_("People")), say(N_("Comments"))
    drawn = [
        Chart(
            say(N_("People at events over time")),
            (say(N_("Year")) if found.by_years else say(N_("Month")), people),
            [(when(day, found.by_years), number) for day, number in found.by_time()],
        ),
        Chart(
            say(N_("Who came to the events")),
            (say(N_("As")), people),
            [(say(QUOTA_LABELS[kind]), number) for kind, number in found.by_quota()],
        ),
        Chart(
            say(N_("For whom comments were written")),
            (say(N_("For whom")), comments),
            [(say(VOICE_LABELS[voice]), number) for voice, number in found.by_voice()],
        ),
        *_answers(found, say),
        Chart(
            say(N_("Where the commitments stand")),
            (say(N_("Where it stands")), say(N_("Commitments"))),
            [(say(COMMITMENT_LABELS[one]), number) for one, number in found.by_standing()],
        ),
    ]
    return [one for one in drawn if any(number for _label, number in one.rows)]


def _answers(found: Heard, say: Say) -> list[Chart]:
    """What became of the questions and of the themes."""
    answer, owed = say(N_("Answer")), say(N_("Answer owed"))
    return [
        Chart(
            say(N_("Questions from the room")),
            (answer, say(N_("Questions"))),
            [
                (say(N_("Answered in front of everybody")), found.questions_answered),
                (owed, found.questions_owed),
            ],
        ),
        Chart(
            say(N_("What became of the themes")),
            (answer, say(N_("Themes"))),
            [
                (say(VERDICT_LABELS[one]) if one else owed, number)
                for one, number in found.by_answer()
            ],
        ),
    ]


def workbook(told: Told, drawn: Sequence[Chart], say: Say) -> bytes:
    """All of it as XLSX: totals, charts with their tables, and every list as a sheet."""
    book = Book()
    book.table(say(N_("Totals")), [say(N_("What")), say(N_("Number"))], _totals(told, say))
    book.charts(say(N_("Charts")), drawn)
    for title, head, rows in _lists(told, say):
        book.table(say(title), [say(word) for word in head], rows)
    return book.content()


def _totals(told: Told, say: Say) -> list[list[Any]]:
    return [[say(label), number] for label, number in totals(told.heard)]


def _lists(told: Told, say: Say) -> list[tuple[str, tuple[str, ...], list[list[Any]]]]:
    heard = told.heard
    events = [
        [
            sheet_text(one.title),
            say(EVENT_KIND_LABELS[one.kind]),
            say(EVENT_LABELS[one.state]),
            athens_date(one.starts_at),
            one.registered,
            one.people,
            None if one.turnout is None else Share(one.turnout),
        ]
        for one in heard.events
    ]
    texts = [
        [
            sheet_text(one.title),
            say(TEXT_KIND_LABELS[one.kind]),
            say(TEXT_LABELS[one.state]),
            athens_date(one.published_at),
            one.said,
            one.supports,
            one.themes,
            one.answered,
        ]
        for one in heard.texts
    ]
    return [
        (N_("Events"), EVENTS, events),
        (N_("Texts"), TEXTS, texts),
        (N_("Themes"), THEMES, _themes(heard, say)),
        (N_("Questions"), QUESTIONS, _questions(heard, say)),
        (N_("Commitments"), COMMITMENTS, _commitments(told, say)),
    ]


def _themes(heard: Heard, say: Say) -> list[list[Any]]:
    return [
        [
            sheet_text(one.title),
            sheet_text(one.text_title),
            one.comments,
            say(VERDICT_LABELS[one.verdict]) if one.verdict else say(N_("Answer owed")),
        ]
        for one in heard.themes
    ]


def _questions(heard: Heard, say: Say) -> list[list[Any]]:
    return [
        [
            sheet_text(one.text),
            sheet_text(one.event_title),
            one.supports,
            say(N_("Answered")) if one.answered else say(N_("Answer owed")),
            sheet_text(one.answer),
        ]
        for one in heard.questions
    ]


EVENTS = (
    N_("Event"),
    N_("Kind of event"),
    N_("State of the event"),
    N_("Day"),
    N_("Had a place"),
    N_("Came"),
    N_("Turnout"),
)
TEXTS = (
    N_("Text"),
    N_("Kind of text"),
    N_("State of the consultation"),
    N_("Put to the public"),
    N_("Comments"),
    N_("Supports of comments"),
    N_("Themes"),
    N_("Themes answered"),
)
THEMES = (N_("Theme"), N_("Text"), N_("Comments"), N_("Answer"))
QUESTIONS = (
    N_("Question"),
    N_("Event"),
    N_("Supports of the question"),
    N_("Whether it was answered"),
    N_("Answer in short"),
)
COMMITMENTS = (
    N_("Decision or commitment"),
    N_("Made at"),
    N_("Promised on"),
    N_("Who sees to it"),
    N_("Promised until"),
    N_("Promised first until"),
    N_("Where it stands"),
    N_("Done on"),
    N_("What became of it"),
)


def _commitments(told: Told, say: Say) -> list[list[Any]]:
    return [
        [
            sheet_text(one.text),
            sheet_text(_made_at(one)),
            one.made_on,
            sheet_text(one.owner),
            one.due_on,
            first_due(one),
            say(COMMITMENT_LABELS[standing]),
            one.closed_on,
            sheet_text(one.outcome),
        ]
        for one, standing in told.commitments
    ]


def first_due(one: Commitment) -> Any:
    """The day that was promised before any move; None if it was never moved."""
    moves = [entry for entry in one.entries if entry.due_after]
    return min(moves, key=lambda entry: entry.id).due_before if moves else None


def _made_at(one: Commitment) -> str:
    if one.theme is not None:
        return f"{one.theme.consulted.title}: {one.theme.title}"
    return one.event.title if one.event else ""

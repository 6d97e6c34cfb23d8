"""What was heard in a town: its events, texts, themes, commitments; always in as many queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from inmeko.consultations.models import (
    CommentSupport,
    Commitment,
    ConsultedText,
    Event,
    EventQuota,
    EventSector,
    QuestionSupport,
    Registration,
    RoomQuestion,
    TextComment,
    TextSector,
    TextTheme,
)
from inmeko.consultations.rules import texts as text_rules
from inmeko.consultations.rules.heard import Consulted, HeardFilter, Met, Put, Raised
from inmeko.consultations.rules.live import RoomQuestionState
from inmeko.consultations.rules.texts import SHOWN, TextState, Voice
from inmeko.consultations.rules.words import SEATED, EventState, QuotaKind
from inmeko.extensions import db
from inmeko.kernel.calendar import ATHENS

HELD = (EventState.HELD, EventState.REPORTED)
# What nobody has looked at, and what was hidden, is neither answered nor owed.
COUNTED = (RoomQuestionState.SHOWN, RoomQuestionState.ANSWERED)
UNSEEN = (TextState.DRAFT, TextState.CANCELLED)


def events(*, municipality_id: int, wanted: HeardFilter, now: datetime) -> list[Met]:
    """The events that were held, the latest first."""
    held = _events(municipality_id, wanted, now)
    registered: defaultdict[int, int] = defaultdict(int)
    present: defaultdict[int, dict[QuotaKind, int]] = defaultdict(dict)
    came = Registration.attended_at
    seated = sa.or_(Registration.state.in_(SEATED), came.is_not(None))
    counts = (
        sa.select(
            Registration.event_id,
            EventQuota.kind,
            sa.func.count(sa.case((seated, 1))),
            sa.func.count(came),
        )
        .join(EventQuota, EventQuota.id == Registration.quota_id)
        .where(Registration.event_id.in_(held.with_only_columns(Event.id)))
        .group_by(Registration.event_id, EventQuota.kind)
    )
    for number, kind, places, people in db.session.execute(counts):
        registered[number] += places
        if people:
            present[number][kind] = people
    rows = db.session.scalars(held.order_by(Event.starts_at.desc(), Event.id.desc()))
    return [
        Met(
            number=one.id,
            title=one.title,
            kind=one.kind,
            state=one.state,
            starts_at=one.starts_at or now,
            registered=registered[one.id],
            present=present[one.id],
        )
        for one in rows
    ]


def texts(*, municipality_id: int, wanted: HeardFilter, now: datetime) -> list[Consulted]:
    """The texts that were put to the public, the latest first."""
    public = _texts(municipality_id, wanted)
    ids = public.with_only_columns(ConsultedText.id)
    said: defaultdict[int, dict[Voice, int]] = defaultdict(dict)
    for number, voice, count in db.session.execute(_comments(ids, TextComment.voice)):
        said[number][voice] = count
    supports = _pairs(_supports(ids))
    themes = _pairs(
        sa.select(TextTheme.text_id, sa.func.count())
        .where(TextTheme.text_id.in_(ids))
        .group_by(TextTheme.text_id)
    )
    answered = _pairs(
        sa.select(TextTheme.text_id, sa.func.count())
        .where(TextTheme.text_id.in_(ids), TextTheme.verdict.is_not(None))
        .group_by(TextTheme.text_id)
    )
    rows = db.session.scalars(public.order_by(ConsultedText.id.desc())).all()
    return [
        Consulted(
            number=one.id,
            title=one.title,
            kind=one.kind,
            state=text_rules.standing(one.state, one.closes_at, now),
            published_at=one.published_at or one.created_at,
            closes_at=one.closes_at,
            comments=said[one.id],
            supports=supports.get(one.id, 0),
            themes=themes.get(one.id, 0),
            answered=answered.get(one.id, 0),
        )
        for one in rows
    ]


def themes(*, municipality_id: int, wanted: HeardFilter) -> list[Raised]:
    """The themes of the comments on these texts; those that wait for an answer first."""
    ids = _texts(municipality_id, wanted).with_only_columns(ConsultedText.id)
    said = (
        sa.select(TextComment.theme_id, sa.func.count().label("number"))
        .where(TextComment.text_id.in_(ids), TextComment.state.in_(SHOWN))
        .group_by(TextComment.theme_id)
        .subquery()
    )
    query = (
        sa.select(
            TextTheme.id,
            TextTheme.text_id,
            ConsultedText.title,
            TextTheme.title,
            TextTheme.verdict,
            sa.func.coalesce(said.c.number, 0),
        )
        .join(ConsultedText, ConsultedText.id == TextTheme.text_id)
        .outerjoin(said, said.c.theme_id == TextTheme.id)
        .where(TextTheme.text_id.in_(ids))
        .order_by(TextTheme.verdict.is_not(None), TextTheme.text_id.desc(), TextTheme.id)
    )
    return [Raised(*row) for row in db.session.execute(query)]


def questions(*, municipality_id: int, wanted: HeardFilter, now: datetime) -> list[Put]:
    """The questions from the room at these events that moderation let everybody read.

    Those that wait for an answer stand first, then those of the latest events.
    """
    ids = _events(municipality_id, wanted, now).with_only_columns(Event.id)
    wants = (
        sa.select(QuestionSupport.question_id, sa.func.count().label("number"))
        .where(QuestionSupport.municipality_id == municipality_id)
        .group_by(QuestionSupport.question_id)
        .subquery()
    )
    answered = RoomQuestion.state == RoomQuestionState.ANSWERED
    query = (
        sa.select(
            RoomQuestion.id,
            RoomQuestion.event_id,
            Event.title,
            RoomQuestion.text,
            answered,
            RoomQuestion.answer,
            sa.func.coalesce(wants.c.number, 0),
        )
        .join(Event, Event.id == RoomQuestion.event_id)
        .outerjoin(wants, wants.c.question_id == RoomQuestion.id)
        .where(RoomQuestion.event_id.in_(ids), RoomQuestion.state.in_(COUNTED))
        .order_by(answered, Event.starts_at.desc(), RoomQuestion.id)
    )
    return [Put(*row) for row in db.session.execute(query)]


def commitments(
    *, municipality_id: int, wanted: HeardFilter, now: datetime
) -> Sequence[Commitment]:
    """What was promised at these events and in the answers to these texts, the next due first."""
    at_events = _events(municipality_id, wanted, now).with_only_columns(Event.id)
    ids = _texts(municipality_id, wanted).with_only_columns(ConsultedText.id)
    in_answers = sa.select(TextTheme.id).where(TextTheme.text_id.in_(ids))
    query = (
        sa.select(Commitment)
        .where(
            Commitment.municipality_id == municipality_id,
            sa.or_(Commitment.event_id.in_(at_events), Commitment.theme_id.in_(in_answers)),
        )
        .options(
            joinedload(Commitment.event),
            joinedload(Commitment.theme).joinedload(TextTheme.consulted),
            selectinload(Commitment.entries),
        )
        .order_by(Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)
    )
    return db.session.scalars(query).all()


def _events(town: int, wanted: HeardFilter, now: datetime) -> sa.Select[Event]:
    over = sa.and_(Event.state == EventState.ANNOUNCED, Event.ends_at <= now)
    query = sa.select(Event).where(
        Event.municipality_id == town,
        sa.or_(Event.state.in_(HELD), over),
        Event.kind.in_(wanted.event_kinds),
        *_in_time(Event.starts_at, wanted),
    )
    if wanted.sector:
        suited = sa.select(EventSector.event_id).where(
            EventSector.municipality_id == town, EventSector.sector.in_(wanted.sector)
        )
        query = query.where(Event.id.in_(suited))
    return query


def _texts(town: int, wanted: HeardFilter) -> sa.Select[ConsultedText]:
    query = sa.select(ConsultedText).where(
        ConsultedText.municipality_id == town,
        ConsultedText.state.not_in(UNSEEN),
        ConsultedText.kind.in_(wanted.text_kinds),
        *_in_time(ConsultedText.published_at, wanted),
    )
    if wanted.sector:
        suited = sa.select(TextSector.text_id).where(
            TextSector.municipality_id == town, TextSector.sector.in_(wanted.sector)
        )
        query = query.where(ConsultedText.id.in_(suited))
    return query


def _in_time(column: Any, wanted: HeardFilter) -> list[Any]:
    """From the beginning of the first day to the end of the last one, in Athens."""
    found = []
    if wanted.since:
        found.append(column >= datetime.combine(wanted.since, time(), ATHENS))
    if wanted.until:
        end = wanted.until + timedelta(days=1)
        found.append(column < datetime.combine(end, time(), ATHENS))
    return found


def _comments(ids: Any, *by: Any) -> Any:
    return (
        sa.select(TextComment.text_id, *by, sa.func.count())
        .where(TextComment.text_id.in_(ids), TextComment.state.in_(SHOWN))
        .group_by(TextComment.text_id, *by)
    )


def _supports(ids: Any) -> Any:
    return (
        sa.select(TextComment.text_id, sa.func.count())
        .join(CommentSupport, CommentSupport.comment_id == TextComment.id)
        .where(
            TextComment.text_id.in_(ids),
            TextComment.state.in_(SHOWN),
            CommentSupport.confirmed_at.is_not(None),
        )
        .group_by(TextComment.text_id)
    )


def _pairs(query: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}

"""One of each thing of the demo's calls, by the name that it has in addresses."""

from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import User
from inmeko.calls.models import (
    Assignment,
    Call,
    Completion,
    Enquiry,
    Evaluator,
    Expression,
    Objection,
    ResultList,
    Submission,
)
from inmeko.calls.rules.words import (
    AssignmentState,
    CallState,
    ExpressionState,
    ListStage,
    ObjectionVerdict,
)
from inmeko.calls.services import documents
from inmeko.extensions import db
from inmeko.records.models import Attachment
from tests.browser.live import PASSWORDS


def call_things() -> dict[str, Any]:
    """One of each thing of calls, of its files, its evaluation and its results."""
    drafts = sa.select(Call.id).where(Call.state == CallState.DRAFT)
    waits = sa.select(Enquiry.id).where(Enquiry.answered_at.is_(None))
    return {
        "call_id": db.session.scalar(sa.select(Call.id).order_by(Call.id).limit(1)),
        "draft_call_id": db.session.scalar(drafts.order_by(Call.id).limit(1)),
        "enquiry_id": db.session.scalar(waits.order_by(Enquiry.id).limit(1)),
        **_document(),
        "item_key": "q3",
        "part": "basics",
        "sort": "question",
        "number": 1,
        **_files(),
        **_judging(),
        **_results(),
    }


def _document() -> dict[str, Any]:
    """A document of a call for everybody, and its call."""
    kept = sa.select(Attachment).where(Attachment.kind == documents.KIND)
    one = db.session.scalar(kept.order_by(Attachment.id).limit(1))
    return {"document_id": one.id, "documented_call_id": one.key} if one else {}


def _files() -> dict[str, Any]:
    """A file that is a draft of two people, and one that was sent and is asked for more."""
    asked = db.session.scalar(sa.select(Completion).order_by(Completion.id).limit(1))
    drafted = sa.select(Expression).where(Expression.state == ExpressionState.DRAFTING)
    draft = db.session.scalar(drafted.order_by(Expression.id).limit(1))
    if asked is None or draft is None:
        return {}
    sent = asked.submission
    return {
        "key": draft.holders[0].key,
        "holder_id": draft.holders[1].id,
        "section": "s1",
        "sent_key": sent.expression.holders[0].key,
        "sent_id": sent.id,
        "receipt_key": sent.receipt_key,
        "completion_id": asked.id,
        "held_id": sent.content["files"][0]["id"],
    }


def _judging() -> dict[str, Any]:
    """One of each thing of an evaluation under way; sheets are those of the evaluator."""
    mine = (
        sa.select(Assignment)
        .join(Assignment.evaluator)
        .join(Evaluator.user)
        .join(Call, Call.id == Assignment.call_id)
        .where(User.email == PASSWORDS["evaluator"].email, Call.state == CallState.EVALUATION)
        .order_by(Assignment.id)
    )
    first = db.session.scalar
    opened = first(mine.where(Assignment.state == AssignmentState.DECLARED).limit(1))
    closed = first(mine.where(Assignment.state == AssignmentState.ASSIGNED).limit(1))
    if opened is None:
        return {}
    file = Submission.judged.is_(True)
    of_call = sa.select(Submission.id).where(Submission.call_id == opened.call_id)
    return {
        "judged_call_id": opened.call_id,
        "assignment_id": opened.id,
        "closed_assignment_id": closed.id if closed else None,
        "evaluator_id": opened.evaluator_id,
        "submission_id": first(of_call.where(file).limit(1)),
    }


def _results() -> dict[str, Any]:
    """A call with a preliminary list and an objection, its group, and a call with a final list."""
    first = db.session.scalar
    finals = sa.select(ResultList.call_id).where(ResultList.stage == ListStage.FINAL_LIST)
    waits = sa.select(Objection).where(Objection.verdict == ObjectionVerdict.OPEN)
    made = first(waits.order_by(Objection.id).limit(1))
    if made is None:
        return {}
    return {
        "listed_call_id": made.call_id,
        "listed_key": made.submission.expression.holders[0].key,
        "final_call_id": first(finals.order_by(ResultList.call_id).limit(1)),
        "objection_id": made.id,
        "stage": "final",
    }

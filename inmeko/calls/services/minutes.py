"""The minutes of a list: prepared while the committee is at work, then frozen for good."""

import io
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inmeko.calls.models import Call, Minutes
from inmeko.calls.queries import judging
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import minutes as rules
from inmeko.calls.rules import objecting, ranking
from inmeko.calls.rules.ranking import Granted, Ranked
from inmeko.calls.rules.words import CallState, ListStage
from inmeko.calls.services import recording
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.sealing import digest, holds
from inmeko.kernel.text import N_
from inmeko.records.rules import Direction
from inmeko.records.rules.audit import plain
from inmeko.records.rules.protocol import SUBJECT_LENGTH, protocol_number
from inmeko.records.services import attach, enter, kept_whole, note

logger = logging.getLogger(__name__)

KIND = "minutes"
SUBJECT = "{title}: {call}"
FILENAME = {
    ListStage.PRELIMINARY_LIST: "πρακτικό-προσωρινού-πίνακα",
    ListStage.FINAL_LIST: "πρακτικό-οριστικού-πίνακα",
}


@dataclass(frozen=True)
class Written:
    """The minutes as papers."""

    docx: bytes
    pdf: bytes


# From the facts and their hash to the papers; handed in, for it needs the templates of the web.
Writer = Callable[[Mapping[str, Any], str], Written]


def prepare(
    actor: Actor,
    call: Call,
    stage: ListStage,
    *,
    held_at: datetime | None,
    place: str,
    secretary: str,
    present: Sequence[int],
    remarks: str,
    granted: Mapping[int, Granted],
) -> Minutes:
    """Keep what the committee adds to the data, as often as it likes until the minutes freeze."""
    lock(call)
    made = queries.minutes(call, stage)
    if made is None:
        made = Minutes(municipality_id=call.municipality_id, call_id=call.id, stage=stage)
        db.session.add(made)
    _check_open(made)
    if len(remarks) > rules.LONGEST_REMARKS:
        limit = {"limit": rules.LONGEST_REMARKS}
        raise RuleError(N_("Write at most %(limit)s characters."), field="remarks", values=limit)
    seats = {one.id for one in queries.committee(call)}
    session = {
        "held_at": held_at,
        "place": place.strip(),
        "secretary": secretary.strip(),
        "present": [one for one in present if one in seats],
    }
    made.session, made.remarks = plain(session) or {}, remarks.strip()
    kept = {str(key): vars(one) for key, one in granted.items() if one != Granted()}
    made.granted = plain(kept) or {}
    db.session.flush()
    after = {"session": made.session, "granted": made.granted, "remarks": len(made.remarks)}
    note(actor, "changed", KIND, made.id, municipality_id=call.municipality_id, after=after)
    return made


def begun(call: Call, stage: ListStage) -> Minutes:
    """The minutes of a list as they stand, or as they would begin: nothing of it is kept.

    What was granted in part by the preliminary list is granted by the final one, until the
    committee says otherwise.
    """
    kept = queries.minutes(call, stage)
    if kept is not None:
        return kept
    first = queries.minutes(call, ListStage.PRELIMINARY_LIST)
    granted = dict(first.granted) if first else {}
    return Minutes(stage=stage, session={}, granted=granted, remarks="")


def ready(call: Call, stage: ListStage) -> None:
    """Refuse to freeze minutes before everyone has finished, or all objections are answered."""
    now = clock.now()
    if stage is ListStage.FINAL_LIST:
        if call.state not in (CallState.PRELIMINARY, CallState.OBJECTIONS):
            raise ConflictError(N_("There is no preliminary list that objections could change."))
        unanswered = queries.unanswered(call)
        objecting.check_final(until=call.objections_until, unanswered=unanswered, now=now)
        return
    if call.state is not CallState.EVALUATION:
        raise ConflictError(N_("The call is not under evaluation."))
    waits = judging.missing(call)
    if waits:
        raise ConflictError(waits[0].message, values=dict(waits[0].values))


def freeze(actor: Actor, call: Call, stage: ListStage, write: Writer) -> Minutes:
    """Freeze the minutes under a protocol number: from now on they are what was decided."""
    lock(call)
    made = queries.minutes(call, stage)
    if made is None:
        raise RuleError(N_("Write first when and where the committee met."), field="held_at")
    _check_open(made)
    ready(call, stage)
    kept = made.session
    rules.check_session(kept.get("held_at"), kept.get("place") or "", kept.get("present") or ())
    facts, ranked = recording.gather(call, made)
    check(ranked)
    entry = enter(
        actor,
        call.municipality_id,
        direction=Direction.INTERNAL,
        subject=SUBJECT.format(title=rules.title(facts), call=call.title)[:SUBJECT_LENGTH],
        kind="call",
        key=call.id,
    )
    facts["protocol"] = protocol_number(entry.number, entry.entered_on)
    made.content, made.sha256 = facts, digest(facts)
    made.frozen_at, made.frozen_by_id, made.protocol_entry_id = (
        entry.entered_at,
        actor.id,
        entry.id,
    )
    db.session.flush()
    _attach(actor, made, write(facts, made.sha256))
    after = {"number": facts["protocol"], "sha256": made.sha256, "stage": stage}
    town = call.municipality_id
    note(actor, "minutes frozen", KIND, made.id, municipality_id=town, after=after)
    logger.info("minutes %s of call %s frozen by %s", made.id, call.id, actor.id)
    return made


def check(ranked: Sequence[Ranked]) -> None:
    """Refuse a ranking of nothing, and grants to files that are not selected."""
    if not ranked:
        raise RuleError(N_("Nobody has submitted a file: there is nothing to rank."))
    ranking.check_granted(ranked)


def proof(minutes: Minutes) -> bool:
    """Whether frozen minutes and their papers are still what was frozen."""
    if minutes.frozen_at is None or not holds(minutes.content, minutes.sha256):
        return False
    return kept_whole(queries.KIND, minutes.id)


def lock(call: Call) -> None:
    """Keep a call from everybody else until the transaction ends, as it is now."""
    db.session.flush()
    db.session.refresh(call, with_for_update=True)


def _check_open(made: Minutes) -> None:
    if made.frozen_at is not None:
        raise ConflictError(N_("These minutes are frozen: nothing of them changes any more."))


def _attach(actor: Actor, made: Minutes, written: Written) -> None:
    stem = FILENAME[made.stage]
    for purpose, content in (("docx", written.docx), ("pdf", written.pdf)):
        attach(
            actor,
            io.BytesIO(content),
            f"{stem}.{purpose}",
            kind=queries.KIND,
            key=made.id,
            municipality_id=made.municipality_id,
            public=False,
            purpose=purpose,
        )

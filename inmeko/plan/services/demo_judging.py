"""Hand in files to the calls of the invented town that are over, and let a committee judge them."""

import io
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from inmeko.accounts.models import Municipality, User
from inmeko.accounts.rules import Role
from inmeko.accounts.services import people, signing_in
from inmeko.calls.models import (
    Assignment,
    Call,
    CallSeen,
    Evaluator,
    Expression,
    Holder,
    Submission,
)
from inmeko.calls.queries import judging as queries
from inmeko.calls.rules import eligibility, receipts
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import (
    AssignmentState,
    CallState,
    EligibilityVerdict,
    ExpressionState,
)
from inmeko.calls.services import assigning, committee, evaluation, sheets
from inmeko.calls.services.sheets import Filled
from inmeko.extensions import db, papers
from inmeko.kernel import clock, sealing
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date, from_athens
from inmeko.kernel.text import search_key
from inmeko.plan.rules import demo_judging as given
from inmeko.plan.rules.demo_judging import Handed
from inmeko.records import services as records
from inmeko.records.rules import Direction

JUDGED = (CallState.EVALUATION, CallState.PRELIMINARY, CallState.FINAL, CallState.ARCHIVED)
FEW = 4
# What stands before a slash would be taken for a folder.
SLASH, HYPHEN = "/", "-"
END = time(23, 59, 59)


def load(
    programme: Actor,
    planner: Actor,
    town: Municipality,
    users: Mapping[str, User],
    calls: Iterable[Call],
) -> None:
    """Let the calls whose window is over be answered and judged."""
    seats = [users[given.CHAIR], *_members(programme, town)]
    paper = papers.pdf(given.PAPER)
    for call in calls:
        if call.state in JUDGED:
            _judge(planner, call, seats, paper)


def _members(programme: Actor, town: Municipality) -> list[User]:
    found = []
    for name, email in given.MEMBERS:
        user = signing_in.find_or_create(email=email, name=name)
        people.grant(programme, user=user, role=Role.EVALUATOR, municipality=town)
        found.append(user)
    return found


def _judge(planner: Actor, call: Call, people: Sequence[User], paper: bytes) -> None:
    """The evaluation in its own time; afterwards the call is where it was."""
    running, state = call.state is CallState.EVALUATION, call.state
    content = queries.content(call)
    if not queries.files(call):
        for number, handed in enumerate(given.FILES if running else given.FILES[:FEW]):
            _hand_in(planner, call, content, handed, paper if number != 4 else None)
    _open_page(call)
    call.state, call.unsealed_at = CallState.CLOSED, call.closes_at
    call.unsealed_by_id = planner.id
    until = datetime.combine(athens_date(clock.now()) + timedelta(days=12), END)
    evaluation.begin(planner, call, until=from_athens(until))
    seats = [committee.seat(planner, call, user, substitute=user is people[-1]) for user in people]
    committee.put_in_the_chair(planner, seats[0])
    files = list(queries.files(call))
    for number, file in enumerate(files):
        if not (running and number == len(files) - 1):
            _check(planner, file, lacks=number == 4)
    assigning.share_out(planner, call)
    if running:
        _under_way(content, [file for file in files if file.eligible])
    else:
        for number, file in enumerate(files):
            _score_all(content, file, given.SHARES[number])
        call.judge_until = None
    call.state = state
    db.session.flush()


def _open_page(call: Call) -> None:
    """The page of a call is opened most on its first day, and again towards its end."""
    opened, closed = call.opens_at or clock.now(), call.closes_at or clock.now()
    first, last = athens_date(opened), athens_date(closed)
    for number in range(0, (last - first).days + 1, 3):
        openings = 40 - number if number < 15 else 12 + number
        told = {"municipality_id": call.municipality_id, "call_id": call.id}
        db.session.add(CallSeen(**told, day=first + timedelta(days=number), last_number=openings))


def _hand_in(
    planner: Actor, call: Call, content: Content, handed: Handed, paper: bytes | None
) -> None:
    """A file as its group sent it, an hour or more before the deadline."""
    working = _working_file(call, content, handed)
    files = _papers(planner, working, content, paper)
    about = {"id": call.id, "title": call.title, "version": call.version}
    kept = receipts.frozen(
        content,
        call={**about, "privacy": content.privacy},
        applicant=given.applicant(handed),
        answers=working.answers,
        files=files,
        language="el",
    )
    _submit(planner, working, kept)


def _working_file(call: Call, content: Content, handed: Handed) -> Expression:
    body, town = handed.body, call.municipality_id
    working = Expression(
        municipality_id=town,
        call=call,
        state=ExpressionState.SUBMITTED,
        version_seen=call.version,
        name=body.name,
        kind=body.kind,
        afm=body.afm,
        contact_name=handed.contact,
        email=handed.email,
        phone=given.applicant(handed)["phone"],
        address=body.address,
        answers=given.answers(content, handed, athens_date(clock.now())),
    )
    key = secrets.token_urlsafe(18)
    told = {"municipality_id": town, "email": handed.email, "name": handed.contact}
    working.holders = [Holder(**told, key=key, leads=True)]
    db.session.add(working)
    db.session.flush()
    return working


def _submit(planner: Actor, working: Expression, kept: dict[str, Any]) -> None:
    call = working.call
    entry = records.enter(
        planner,
        call.municipality_id,
        direction=Direction.INCOMING,
        subject=f"Εκδήλωση ενδιαφέροντος: {call.title}"[:300],
        party=working.name,
        kind="expression",
        key=working.id,
    )
    end = call.closes_at or clock.now()
    sent = Submission(
        municipality_id=call.municipality_id,
        call_id=call.id,
        expression=working,
        version=call.version,
        protocol_entry_id=entry.id,
        year=entry.year,
        number=entry.number,
        submitted_at=end - timedelta(hours=entry.number % 40 + 1),
        content=kept,
        sha256=sealing.digest(kept),
        receipt_key=secrets.token_urlsafe(18),
        once=f"expression-{working.id}-1",
        name=working.name,
        search_text=search_key(f"{working.name} {entry.number}"),
        kind=working.kind,
    )
    db.session.add(sent)
    db.session.flush()


def _papers(
    planner: Actor, working: Expression, content: Content, paper: bytes | None
) -> list[receipts.SentFile]:
    """The first document that the call asks for."""
    asked = next((one for one in content.papers if not one.only_for), None)
    if paper is None or asked is None:
        return []
    made = records.attach(
        planner,
        io.BytesIO(paper),
        f"{asked.label.replace(SLASH, HYPHEN)[:60]}.pdf",
        kind="expression",
        key=working.id,
        municipality_id=working.municipality_id,
        public=False,
        purpose=asked.key,
    )
    facts = (made.filename, made.media_type, made.size, made.sha256)
    return [receipts.SentFile(made.id, asked.key, *facts)]


def _check(planner: Actor, file: Submission, *, lacks: bool) -> None:
    content = queries.content_of(file)
    points = eligibility.points(content, file.kind.value if file.kind else None)
    findings = {one.key: (EligibilityVerdict.MET, "") for one in points if one.needed}
    if lacks and points:
        findings[points[0].key] = (EligibilityVerdict.NOT_MET, given.LACKS)
    evaluation.find(planner, file, findings)
    reason = given.LACKS if lacks else ""
    evaluation.conclude(planner, file, eligible=not lacks, reason=reason)


def _under_way(content: Content, files: Sequence[Submission]) -> None:
    """One file is judged, one lies far apart, one has a recusal; the others have begun."""
    _score_all(content, files[0], given.SHARES[0])
    for one, tenths in zip(_open(files[1]), (*given.FAR_APART, 8), strict=False):
        _score(content, one, tenths)
    _, leaving, *others = _open(files[2])
    sheets.step_back(_acting(leaving.evaluator), leaving, given.LEAVES)
    _score(content, others[0], 7)
    for file in files:
        for one in _open(file):
            if one.state is AssignmentState.ASSIGNED and file is not files[-1]:
                sheets.declare(_acting(one.evaluator), one, stated=True)


def _score_all(content: Content, file: Submission, shares: Sequence[int]) -> None:
    if file.eligible:
        for place, one in enumerate(_open(file)):
            _score(content, one, shares[place % len(shares)])


def _score(content: Content, sheet: Assignment, tenths: int) -> None:
    actor = _acting(sheet.evaluator)
    sheets.declare(actor, sheet, stated=True)
    values = given.scores(content.criteria, tenths)
    words = dict.fromkeys(values, "Τεκμηριώνεται στην πρόταση.")
    remark = given.REMARKS[tenths % len(given.REMARKS)]
    sheets.finish(actor, sheet, Filled(values, words, remark), change=sheet.change)


def _open(file: Submission) -> list[Assignment]:
    waiting = (AssignmentState.ASSIGNED, AssignmentState.DECLARED)
    return [one for one in queries.assignments(file) if one.state in waiting]


def _acting(seat: Evaluator) -> Actor:
    place = frozenset({(Role.EVALUATOR, seat.municipality_id)})
    return Actor(seat.user_id, place, name=seat.user.name)

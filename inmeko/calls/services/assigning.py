"""Give files to members of the committee: by hand, in balance, from a file; and replace them."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from inmeko.calls import policy
from inmeko.calls.models import Assignment, Call, Evaluator, Submission
from inmeko.calls.queries import committee, judging
from inmeko.calls.rules import assigning, conflicts, scoring
from inmeko.calls.rules.assigning import Hand, Pair
from inmeko.calls.rules.conflicts import Conflict
from inmeko.calls.rules.words import AssignmentState, ConflictKind
from inmeko.calls.services.evaluation import check_judged
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note, note_many

logger = logging.getLogger(__name__)

KIND = "assignment"
GIVEN, THERE, REFUSED = "given", "there", "refused"


@dataclass(frozen=True)
class Shared:
    """What sharing out in balance came to: how many were given, and which files lack somebody."""

    given: int
    short: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """What became of a line of a file of assignments."""

    line: int
    outcome: str
    text: str = ""
    # Why it was refused: a msgid, or the conflicts that the data show.
    reason: str = ""
    conflicts: tuple[Conflict, ...] = ()


def ties(file: Submission) -> dict[int, list[Conflict]]:
    """What ties each sitting member to whoever handed in a file, by the numbers of the members."""
    applicant = committee.applicants(file.call, [file.id])[file.id]
    known = committee.judges(file.call)
    return {one: conflicts.conflicts(judge, applicant) for one, judge in known.items()}


def give(actor: Actor, file: Submission, seat: Evaluator, *, cleared: str = "") -> Assignment:
    """Give an eligible file to a member; what ties them to it, the chair must clear in writing."""
    _check_giving(file, seat)
    held = {one.evaluator_id: one for one in judging.assignments(judging.held(file))}
    if seat.id in held:
        recused = held[seat.id].state is AssignmentState.RECUSED
        raise ConflictError(
            N_("This member stepped back from this file.")
            if recused
            else N_("This member has this file already."),
            field="evaluator",
        )
    found = ties(file)[seat.id]
    if found:
        _check_cleared(actor, file.call, seat, cleared)
    made = _made(file, seat.id, found)
    if found:
        made.cleared, made.cleared_by_id = cleared.strip(), actor.id
    db.session.add(made)
    _note(actor, "assigned", made)
    settle(actor, file)
    return made


def take_back(actor: Actor, assignment: Assignment) -> None:
    """Take a file back from a member who has not opened it yet."""
    file = fresh(assignment)
    check_judged(file.call)
    if assignment.state is not AssignmentState.ASSIGNED:
        raise ConflictError(N_("This member has opened the file, or stepped back from it."))
    before = {"evaluator": assignment.evaluator_id, "submission": file.id}
    town = file.municipality_id
    note(actor, "taken back", KIND, assignment.id, municipality_id=town, before=before)
    db.session.delete(assignment)
    db.session.flush()
    settle(actor, file)


def share_out(actor: Actor, call: Call) -> Shared:
    """Give every eligible file the members that it lacks, as evenly as can be."""
    check_judged(judging.held_call(call))
    content = judging.content(call)
    sitting = [one for one in committee.members(call) if one.left_at is None]
    members = [one for one in sitting if not one.substitute]
    asked = content.judging.evaluators
    chaired = any(one.chairs for one in sitting)
    assigning.check_committee(len(members), asked, chaired=chaired)
    files = {one.id: one for one in judging.files(call, eligible=True)}
    pairs = judging.pairs(call)
    lacking = _lacking(files, pairs, asked)
    known, applicants = committee.judges(call), committee.applicants(call, lacking)
    barred = {(seat, file) for seat, file, _ in pairs}
    barred |= {
        (seat, file)
        for file, applicant in applicants.items()
        for seat, judge in known.items()
        if conflicts.conflicts(judge, applicant)
    }
    given = assigning.balance(lacking, _hands(call, members), barred)
    _give_all(actor, call, given, files)
    short = _lacking(files, [*pairs, *((*pair, AssignmentState.ASSIGNED) for pair in given)], asked)
    return Shared(len(given), tuple(f"{files[one].number}/{files[one].year}" for one in short))


def enter(actor: Actor, call: Call, lines: Iterable[Sequence[str]]) -> list[Line]:
    """Give out what the lines of a file say; nothing at all if a single line cannot stand."""
    check_judged(judging.held_call(call))
    rows, wrong = assigning.read_rows(lines)
    files = {(one.number, one.year): one for one in judging.files(call)}
    years = {one.number: one for one in files.values()}
    seats = {one.user.email: one for one in committee.members(call) if one.left_at is None}
    held = {(seat, file): state for seat, file, state in judging.pairs(call)}
    known, applicants = committee.judges(call), committee.applicants(call)
    report = [Line(line, REFUSED, reason=reason) for line, reason in wrong.items()]
    given: list[Pair] = []
    for row in rows:
        found = files.get((row.number, row.year)) if row.year else years.get(row.number)
        seat = seats.get(row.email)
        text = f"{row.number}{f'/{row.year}' if row.year else ''} · {row.email}"
        reason = _reason(found, seat, held)
        tied = (
            conflicts.conflicts(known[seat.id], applicants[found.id])
            if found and seat and not reason
            else []
        )
        outcome = GIVEN
        if found and seat and (seat.id, found.id) in {*held, *given} and not reason:
            outcome = THERE
        elif reason or tied:
            outcome = REFUSED
        elif found and seat:
            given.append((seat.id, found.id))
        report.append(Line(row.line, outcome, text, reason, tuple(tied)))
    if given and all(one.outcome is not REFUSED for one in report):
        _give_all(actor, call, given, {one.id: one for one in files.values()})
    return sorted(report, key=lambda one: one.line)


def recuse(actor: Actor, assignment: Assignment, reason: str) -> Assignment | None:
    """Let a member step back from a file, and give it to somebody else; None if nobody is free."""
    if not reason.strip():
        raise RuleError(N_("Write why you step back."), field="reason")
    file = fresh(assignment)
    if assignment.state not in (AssignmentState.ASSIGNED, AssignmentState.DECLARED):
        raise ConflictError(N_("A finished sheet stands, and nobody steps back twice."))
    assignment.change += 1
    assignment.state, assignment.recused_at = AssignmentState.RECUSED, clock.now()
    assignment.recusal = reason.strip()
    told = Conflict(ConflictKind.DECLARED_BY_SELF, assignment.recusal[:200])
    assignment.conflicts = [*assignment.conflicts, told.kept]
    db.session.flush()
    _note(actor, "recused", assignment, reason=assignment.recusal)
    return _replace(actor, file, further=assignment.further, stands_for=assignment)


def fresh(assignment: Assignment) -> Submission:
    """The file of an assignment, both as they are now; nobody else changes them meanwhile."""
    file = judging.held(assignment.submission)
    if assignment.id not in {one.id for one in judging.assignments(file)}:
        raise ConflictError(N_("The file was taken back meanwhile."))
    db.session.expire(assignment, ["scores"])
    return file


def settle(actor: Actor, file: Submission) -> Assignment | None:
    """Work out where a file stands; who is asked for a further opinion, if the scores call for it.

    Whoever holds the row decides alone, so the last two sheets of a file cannot miss each other.
    """
    content = judging.content_of(judging.held(file))
    given = judging.assignments(file)
    stand = judging.stand(content.judging, "", file.eligible, given)
    points = [one.points for one in given if one.state is AssignmentState.FINISHED]
    further = None
    if stand.apart and not stand.further:
        further = _replace(actor, file, further=True)
    was, file.judged = file.judged, scoring.complete(content.judging, stand)
    file.spread = scoring.spread(points) if stand.apart or file.judged else None
    file.score = scoring.file_score(content.judging.mean, points) if file.judged else None
    db.session.flush()
    if file.judged and not was:
        # Not before: the trail must not tell one evaluator what another gave.
        after = {"score": file.score, "spread": file.spread, "sheets": points}
        town = file.municipality_id
        note(actor, "all sheets in", "submission", file.id, municipality_id=town, after=after)
    return further


def _replace(
    actor: Actor, file: Submission, *, further: bool, stands_for: Assignment | None = None
) -> Assignment | None:
    sitting = [one for one in committee.members(file.call) if one.left_at is None]
    barred = {one.evaluator_id for one in judging.assignments(file)}
    barred |= {seat for seat, found in ties(file).items() if found}
    chosen = assigning.replacement(_hands(file.call, sitting), barred, further=further)
    if chosen is None:
        logger.warning("nobody is free to judge submission %s", file.id)
        return None
    made = _made(file, chosen, [])
    made.further = further
    made.stands_for_id = stands_for.id if stands_for else None
    db.session.add(made)
    _note(actor, "further opinion asked" if further else "replaced", made)
    return made


def _hands(call: Call, seats: Iterable[Evaluator]) -> list[Hand]:
    loads = committee.loads(call)
    return [Hand(one.id, loads.get(one.id, 0), one.substitute) for one in seats]


def _lacking(
    files: Collection[int], pairs: Iterable[tuple[int, int, AssignmentState]], asked: int
) -> dict[int, int]:
    """How many members each file still lacks."""
    lacks = dict.fromkeys(files, asked)
    for _, file, state in pairs:
        if file in lacks and state is not AssignmentState.RECUSED:
            lacks[file] -= 1
    return {file: number for file, number in lacks.items() if number > 0}


def _give_all(
    actor: Actor, call: Call, given: Iterable[Pair], files: Mapping[int, Submission]
) -> None:
    made = [_made(files[file], seat, []) for seat, file in given]
    db.session.add_all(made)
    db.session.flush()
    entries = (
        (one.id, None, {"submission": one.submission_id, "evaluator": one.evaluator_id})
        for one in made
    )
    note_many(actor, "assigned", KIND, entries, municipality_id=call.municipality_id)
    logger.info("%s assignments of call %s by %s", len(made), call.id, actor.id)


def _made(file: Submission, seat: int, found: Iterable[Conflict]) -> Assignment:
    return Assignment(
        municipality_id=file.municipality_id,
        call_id=file.call_id,
        submission_id=file.id,
        evaluator_id=seat,
        conflicts=[one.kept for one in found],
    )


def _reason(
    file: Submission | None, seat: Evaluator | None, held: Mapping[Pair, AssignmentState]
) -> str:
    if file is None:
        return N_("The call has no file of this number.")
    if not file.eligible:
        return N_("The file has not been found eligible.")
    if seat is None:
        return N_("Nobody of this address sits in the committee.")
    if held.get((seat.id, file.id)) is AssignmentState.RECUSED:
        return N_("This member stepped back from this file.")
    return ""


def _check_giving(file: Submission, seat: Evaluator) -> None:
    check_judged(file.call)
    if file.judged:
        raise ConflictError(N_("All sheets of this file are in."))
    if not file.eligible:
        raise ConflictError(N_("The file has not been found eligible."))
    if seat.call_id != file.call_id or seat.left_at is not None:
        raise RuleError(N_("Nobody of this address sits in the committee."), field="evaluator")


def _check_cleared(actor: Actor, call: Call, seat: Evaluator, cleared: str) -> None:
    if not policy.may_chair(actor, call):
        raise RuleError(
            N_("The data show a conflict of interest: only the chair can clear it, in writing."),
            field="evaluator",
        )
    if seat.user_id == actor.id:
        raise RuleError(N_("Nobody clears a conflict of their own."), field="evaluator")
    if not cleared.strip():
        raise RuleError(N_("Write why this is no conflict of interest."), field="cleared")


def _note(actor: Actor, deed: str, assignment: Assignment, **more: str) -> None:
    db.session.flush()
    after = {
        "submission": assignment.submission_id,
        "evaluator": assignment.evaluator_id,
        "conflicts": assignment.conflicts,
        **({"cleared": assignment.cleared} if assignment.cleared else {}),
        **more,
    }
    town = assignment.municipality_id
    note(actor, deed, KIND, assignment.id, municipality_id=town, after=after)
    logger.info("%s: assignment %s by %s", deed, assignment.id, actor.id)

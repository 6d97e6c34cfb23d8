"""The audit trail: the words for deeds, the hash of an entry, and the check of a chain."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from inmeko.kernel.text import N_

GENESIS = "0" * 64
PLATFORM = 0

# A deed that is missing here is shown by its own name.
DEED_LABELS = {
    "founder added": N_("Founder entered"),
    "founder changed": N_("Founder changed"),
    "founder invited": N_("Founder invited"),
    "founder left": N_("Founder left"),
    "observer named": N_("Observer named"),
    "observer removed": N_("Reading rights of an observer taken back"),
    "link taken back": N_("Link taken back"),
    "proof looked at": N_("Proof of a group looked at"),
    "ground opened": N_("Ground of a group opened"),
    "task added": N_("Task added"),
    "task changed": N_("Task changed"),
    "task removed": N_("Task removed"),
    "consultant changed": N_("Consultant changed"),
    "form changed": N_("Legal form changed"),
    "title changed": N_("Title changed"),
    "law of today": N_("Measured by the law of today"),
    "given up": N_("Given up"),
    "taken up again": N_("Taken up again"),
    "approval asked for": N_("Founders asked to approve the statute"),
    "approval taken back": N_("Approval taken back"),
    "statute approved": N_("Statute approved"),
    "papers generated": N_("Papers generated"),
    "application filed": N_("Application filed with the registry"),
    "application taken back": N_("Application taken back"),
    "certificate received": N_("Certificate of the registry received"),
    "notice received": N_("Notice of the registry received"),
    "additional data filed": N_("Additional data filed"),
    "deleted from the registry": N_("Deleted from the registry"),
    "registered": N_("Registered"),
    "message written": N_("Message written"),
    "time written down": N_("Time written down"),
    "assembly held": N_("Assembly written down"),
    "year checked": N_("Year checked"),
    "duty met": N_("Yearly duty met"),
    "entered": N_("Entered in the protocol"),
    "cancelled": N_("Cancelled"),
    "attached": N_("File added"),
    "detached": N_("File removed"),
    "retried": N_("Set to run again"),
    "recorded": N_("Recorded"),
    "created": N_("Recorded"),
    "imported": N_("Imported"),
    "changed": N_("Changed"),
    "updated": N_("Changed"),
    "moved": N_("Moved"),
    "retired": N_("Taken out of the register"),
    "restored": N_("Restored"),
    "granted": N_("Role granted"),
    "rule confirmed": N_("Rule confirmed"),
    "rule corrected": N_("Rule corrected"),
    "rule superseded": N_("Rule superseded"),
    "revoked": N_("Role taken back"),
    "invited": N_("Invited"),
    "joined": N_("Joined"),
    "left": N_("Left"),
    "deleted": N_("Deleted"),
    "discarded": N_("Set aside"),
    "undone": N_("Import undone"),
    "organisation registered": N_("Organisation registered"),
    "organisation changed": N_("Changed"),
    "member added": N_("Member added"),
    "member removed": N_("Member removed"),
    "role granted": N_("Role granted"),
    "role revoked": N_("Role taken back"),
    "account deleted": N_("Account deleted"),
    "municipality created": N_("Municipality entered"),
    "municipality changed": N_("Changed"),
    "flag settled": N_("Flag settled"),
    "merged": N_("Merged"),
    "mark changed": N_("Mark changed"),
    "mark removed": N_("Mark removed"),
    "boundary created": N_("Boundary entered"),
    "boundary updated": N_("Boundary changed"),
    "drafted": N_("Concession prepared"),
    "put in force": N_("Put in force"),
    "concession ended": N_("Concession over"),
    "concession revoked": N_("Concession revoked"),
    "returned": N_("Handed back"),
    "obligation set": N_("Obligation set"),
    "obligation removed": N_("Obligation removed"),
    "obligation done": N_("Obligation fulfilled"),
    "reported": N_("Report written"),
    "proposal drawn up": N_("Use proposed in figures"),
    "proposal removed": N_("Proposal removed"),
    "decisions imported": N_("Decisions brought in"),
    "decision corrected": N_("Decision corrected"),
    "decision judged": N_("Asset of a decision judged"),
    "cited": N_("Source named"),
    "citation removed": N_("Source taken back"),
    "source named": N_("Source of the file named"),
    "shared out": N_("Shared out"),
    "closed": N_("Closed"),
    "reopened": N_("Opened again"),
    "skipped": N_("Left out"),
    "spotted": N_("Reported by a citizen"),
    "accepted": N_("Accepted"),
    "linked": N_("Linked"),
    "refused": N_("Refused"),
    "visit received": N_("Visit received"),
    "visit settled": N_("Visit decided"),
    "visit refused": N_("Visit set aside"),
    "photo published": N_("Photo shown to everybody"),
    "minutes frozen": N_("Minutes frozen"),
    "preliminary list": N_("Preliminary list published"),
    "final list": N_("Final list published"),
    "objected": N_("Objection entered"),
    "answered": N_("Answered"),
    "evaluation begun": N_("Evaluation begun"),
    "checked": N_("Point of eligibility checked"),
    "eligibility concluded": N_("Eligibility concluded"),
    "committee joined": N_("Joined the committee"),
    "committee changed": N_("Member of the committee changed"),
    "committee left": N_("Left the committee"),
    "chair named": N_("Chair named"),
    "assigned": N_("File given to an evaluator"),
    "taken back": N_("File taken back"),
    "declared": N_("No conflict of interest declared"),
    "recused": N_("Stepped back from a file"),
    "replaced": N_("File given in somebody's place"),
    "further opinion asked": N_("Further opinion asked for"),
    "scored": N_("Score sheet finished"),
    "sheet taken up again": N_("Score sheet taken up again"),
    "all sheets in": N_("All score sheets are in"),
    "reminded": N_("Evaluators reminded"),
    "call drafted": N_("Call begun"),
    "call published": N_("Call published"),
    "call amended": N_("Changed call published"),
    "call extended": N_("Deadline extended"),
    "call reopened": N_("Call opened again"),
    "call cancelled": N_("Call cancelled"),
    "call closed": N_("Call closed by its deadline"),
    "call archived": N_("Call archived"),
    "ada added": N_("ΑΔΑ added"),
    "enquiry answered": N_("Question answered in public"),
    "enquiry dismissed": N_("Question set aside"),
    "begun": N_("Begun"),
    "change seen": N_("Change of the call seen"),
    "forgotten": N_("Draft erased"),
    "submitted": N_("Submitted"),
    "withdrawn": N_("Withdrawn"),
    "unsealed": N_("Sealed files opened"),
    "completion asked": N_("Documents asked for"),
    "completed": N_("Documents added"),
    "event drafted": N_("Event begun"),
    "event announced": N_("Event announced"),
    "event cancelled": N_("Event cancelled"),
    "event held": N_("Event over"),
    "place given": N_("Registered with a place"),
    "queued": N_("Registered on the waiting list"),
    "registration cancelled": N_("Registration cancelled"),
    "place offered": N_("Free place offered"),
    "offer lapsed": N_("Offer of a place lapsed"),
    "attendance taken back": N_("Attendance taken back"),
    "list entered": N_("Paper list entered"),
    "amendments open": N_("Minutes opened for amendments"),
    "amendment proposed": N_("Amendment proposed"),
    "amendment answered": N_("Amendment answered"),
    "minutes taken up again": N_("Further version of minutes begun"),
    "feedback asked": N_("Questions of the feedback form chosen"),
    "feedback published": N_("Words of the feedback published"),
    "poll prepared": N_("Poll prepared"),
    "poll changed": N_("Poll changed"),
    "poll removed": N_("Poll removed"),
    "poll opened": N_("Poll opened"),
    "poll closed": N_("Poll closed"),
    "question shown": N_("Question from the room shown"),
    "question hidden": N_("Question from the room hidden"),
    "question answered": N_("Question from the room answered"),
    "commitment made": N_("Promised in an answer"),
    "commitment handed": N_("Said who sees to a commitment"),
    "commitment told": N_("Said what became of a commitment"),
    "commitment kept": N_("Commitment kept"),
    "commitment moved": N_("Commitment moved to another day"),
    "commitment dropped": N_("Commitment dropped"),
    "commitment taken up": N_("Commitment taken up again"),
    "opinion entered": N_("Opinion entered"),
    "draw frozen": N_("List of a draw frozen"),
    "draw drawn": N_("Drawn by lot"),
}

# A kind that is missing here is shown by its own name.
KIND_LABELS = {
    "formation": N_("Formation of a cooperative"),
    "task_template": N_("Task that the town gives"),
    "asset": N_("Resource"),
    "ada": N_("ΑΔΑ of the decision"),
    "body": N_("Body"),
    "protocol_entry": N_("Protocol entry"),
    "organisation": N_("Organisation"),
    "user": N_("Person"),
    "municipality": N_("Municipality"),
    "import": N_("Import"),
    "mapping": N_("Saved mapping"),
    "job": N_("Job of the outbox"),
    "concession": N_("Concession"),
    "decision": N_("Decision"),
    "reuse_scenario": N_("Proposed use"),
    "study": N_("Study or register"),
    "round": N_("Round of visits"),
    "idle_report": N_("Report of an idle place"),
    "visit": N_("Visit"),
    "local_day": N_("Local holiday"),
    "call": N_("Call"),
    "enquiry": N_("Question about a call"),
    "expression": N_("File of a group"),
    "submission": N_("Submission"),
    "minutes": N_("Minutes"),
    "objection": N_("Objection"),
    "rule": N_("Rule of law"),
    "event": N_("Event"),
    "event_minutes": N_("Minutes of an event"),
    "event_poll": N_("Poll of an event"),
    "event_question": N_("Question from the room"),
    "registration": N_("Registration for an event"),
    "commitment": N_("Commitment"),
    "committee": N_("Deliberation committee"),
    "committee_draw": N_("Draw by lot"),
}

# A field that is missing here is shown by its own name.
FIELD_LABELS = {
    "subject": N_("Subject"),
    "party": N_("From or to"),
    "direction": N_("Direction"),
    "number": N_("Number"),
    "reason": N_("Reason"),
    "file": N_("File"),
    "role": N_("Role"),
    "name": N_("Name"),
    "title": N_("Title"),
    "email": N_("E-mail"),
    "kind": N_("Kind"),
    "about": N_("What it does"),
    "afm": N_("Tax number (ΑΦΜ)"),
    "phone": N_("Telephone"),
    "website": N_("Website"),
    "address": N_("Address"),
    "sectors": N_("Fields of activity"),
    "manages": N_("Manages it"),
    "member": N_("Member"),
    "name_en": N_("Name in English"),
    "code": N_("Code"),
    "slug": N_("Address on this site"),
    "second_factor_required": N_("Staff sign in with a second step"),
    "publishes": N_("The register is open data"),
    "licence": N_("Licence of the open data"),
    "filename": N_("File"),
    "line": N_("Line of the file"),
    "user": N_("Number of the account"),
    "flag": N_("Flag"),
    "verdict": N_("Verdict"),
    "merged": N_("Merged from"),
    "merged_into": N_("Merged into"),
    "attempts": N_("Attempts"),
    "study": N_("Study or register"),
    "place": N_("Place in it"),
    "field": N_("Field"),
    "stops": N_("Stops"),
    "people": N_("People"),
    "asset": N_("Resource"),
    "due_on": N_("To be done by"),
    "visit": N_("Visit no."),
    "accepted": N_("Accepted"),
    "refused": N_("Not accepted"),
    "photos": N_("Photos"),
    "version": N_("Version"),
    "ada": N_("ΑΔΑ"),
    "opens_at": N_("Opens"),
    "closes_at": N_("Closes"),
    "part": N_("Part"),
    "day": N_("Day"),
    "call": N_("Call"),
    "publishes_without_ada": N_("Calls may be published before they have an ΑΔΑ"),
}


# A row of the table, or anything with the same attributes.
Link = Any


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: the number of its entry and what is wrong there."""

    number: int
    why: str


@dataclass(frozen=True)
class Change:
    """A field that a deed changed."""

    field: str
    before: Any
    after: Any


def chain_of(municipality_id: int | None) -> int:
    """The chain of a municipality; the platform's own is 0."""
    return PLATFORM if municipality_id is None else municipality_id


def plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON keeps them: decimals and dates as text, members of enumerations by value."""
    if values is None:
        return None
    kept: dict[str, Any] = json.loads(json.dumps(dict(values), default=_word, allow_nan=False))
    return kept


def canonical(entry: Mapping[str, Any]) -> bytes:
    """The one way to write an entry down before it is hashed."""
    moment: datetime = entry["at"]
    named = {
        name: entry[name]
        for name in ("chain", "number", "actor_id", "deed", "kind", "key", "before", "after")
    }
    named["at"] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(named, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(previous: str, entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry and of all before it, in hexadecimal."""
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()


def first_break(links: Iterable[Link], head_number: int, head_hash: str) -> Break | None:
    """The first place where a chain (in the order of its numbers) was tampered with, or None.

    The head is read before the entries: those written since then must only follow it.
    """
    number, previous = 0, GENESIS
    passed = head_number == 0 and head_hash == GENESIS
    for link in links:
        number += 1
        if link.number != number:
            return Break(number, "is missing")
        if link.previous_hash != previous:
            return Break(number, "does not follow the one before")
        if link.hash != digest(previous, vars_of(link)):
            return Break(number, "was changed")
        previous = link.hash
        passed = passed or (number, previous) == (head_number, head_hash)
    return None if passed else Break(number + 1, f"is missing: the chain reached {head_number}")


def vars_of(link: Link) -> dict[str, Any]:
    """The hashed values of a stored entry by their names."""
    return {
        "chain": link.chain,
        "number": link.number,
        "at": link.at,
        "actor_id": link.actor_id,
        "deed": link.deed,
        "kind": link.kind,
        "key": link.key,
        "before": link.before,
        "after": link.after,
    }


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """The fields that differ between two states, in the order in which they were written."""
    old, new = before or {}, after or {}
    fields = dict.fromkeys([*new, *old])
    return [
        Change(field, old.get(field), new.get(field))
        for field in fields
        if old.get(field) != new.get(field)
    ]


def _word(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"the audit trail cannot keep a {type(value).__name__}")

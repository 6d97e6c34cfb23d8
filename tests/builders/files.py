"""Make files of groups as their pages do: begun, filled in, with documents, sent."""

import io
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call, Completion, Expression, Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import sending
from inmeko.calls.services import completing, submitting
from inmeko.calls.services import expressions as deeds
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor

GROUP = Actor()
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WHO = {
    "@name": "Σύλλογος Φίλων του Ρέματος",
    "@kind": "association",
    "@afm": "094014201",
    "@contact_name": "Ελένη Δοκιμή",
    "@email": "group@example.org",
    "@phone": "2106001234",
}


def begun(of: Call, email: str = "group@example.org", **changes: Any) -> Holder:
    """A file that was just begun."""
    return deeds.begin(GROUP, of, **{"name": "Σύλλογος", "email": email, **changes})


def typed(holder: Holder, **answers: Any) -> deeds.Saved:
    """What somebody of the group answers."""
    return deeds.save(holder, {key: deeds.Given(raw) for key, raw in answers.items()})


def put(holder: Holder, purpose: str = "p1", content: bytes = PAPER, name: str = "a.pdf") -> Any:
    """A document put into a file."""
    return deeds.attach_file(GROUP, holder, purpose, io.BytesIO(content), name)


def ready(of: Call, **changes: Any) -> Holder:
    """A file that lacks nothing."""
    return filled(begun(of, **changes))


def filled(holder: Holder) -> Holder:
    """The same file with all that the small call asks."""
    deeds.save(holder, {key: deeds.Given(raw) for key, raw in WHO.items()})
    typed(holder, q1="Εργαστήριο επισκευής ποδηλάτων", q2="7")
    put(holder)
    return holder


def send(holder: Holder, **changes: Any) -> Submission:
    """A file as it is sent by the form that its group has before it."""
    file = holder.expression
    given = {
        "change": file.change,
        "once": sending.once(file.id, len(queries.sent(file))),
        "accepted": True,
    }
    return submitting.send(GROUP, holder, **{**given, **changes})[0]


def asked(submission: Submission) -> Completion:
    """What a group was asked to add within a week."""
    due = clock.now().replace(microsecond=0) + sending.REMINDERS["7d"]
    return completing.ask(GROUP, submission, papers=["p1"], text="Λείπει η υπογραφή.", due_at=due)


def things(town: Municipality, of: Call) -> dict[str, Any]:
    """One of each thing of a file that an address names."""
    leading = ready(of, email="first@example.org")
    other = deeds.invite(GROUP, leading, email="second@example.org", name="Μαρία")
    held = queries.files(leading.expression)[0]
    made = send(leading)
    return {
        "key": leading.key,
        "section": "s1",
        "holder_id": other.id,
        "held_id": held.id,
        "submission_id": made.id,
        "receipt_key": made.receipt_key,
        "completion_id": asked(made).id,
    }


def fresh(expression: Expression) -> Expression:
    """A file as the database has it."""
    return deeds.lock(expression)

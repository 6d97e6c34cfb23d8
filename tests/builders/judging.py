"""Make committees, checked files, and score sheets."""

import io
from decimal import Decimal
from typing import Any

from inmeko.accounts.models import Municipality, User
from inmeko.accounts.rules import Role
from inmeko.calls.models import Assignment, Call, Evaluator, Submission
from inmeko.calls.queries import judging as queries
from inmeko.calls.rules.words import EligibilityVerdict
from inmeko.calls.services import assigning, committee, evaluation, sheets
from inmeko.calls.services.sheets import Filled
from inmeko.kernel.actor import Actor
from inmeko.records import services as records
from inmeko.records.models import Attachment
from tests.builders import calls
from tests.builders.calls import SOMEBODY
from tests.builders.people import person

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FULL = {"c1": "8", "c2": "6"}


def under_evaluation(town: Municipality, files: int = 1, **changes: Any) -> Call:
    """A call whose evaluation has begun, with as many submissions."""
    made = calls.closed(calls.call(town, **changes))
    for number in range(files):
        calls.submission(made, name=f"Ομάδα {number + 1}", email=f"info@omada{number + 1}.example")
    evaluation.begin(SOMEBODY, made)
    return made


def evaluator(town: Municipality, number: int | str = 1) -> User:
    """An evaluator of the town whose address nobody else shares."""
    email = f"kriti{number}@kriti{number}-{town.id}.example"
    return person(Role.EVALUATOR, town=town, name=f"Κριτής {number}", email=email)


def seats(call: Call, number: int, *, substitutes: int = 0) -> list[Evaluator]:
    """A committee whose first member chairs it; the last are substitutes."""
    made = [
        committee.seat(SOMEBODY, call, evaluator(call.municipality, one), substitute=one > number)
        for one in range(1, number + substitutes + 1)
    ]
    committee.put_in_the_chair(SOMEBODY, made[0])
    return made


def files(call: Call) -> list[Submission]:
    """The submissions of a call, the first one first."""
    return list(queries.files(call))


def eligible(file: Submission) -> Submission:
    """The file with every point met."""
    met = (EligibilityVerdict.MET, "")
    evaluation.find(SOMEBODY, file, {"p1": met, "r1": met})
    evaluation.conclude(SOMEBODY, file, eligible=True, reason="")
    return file


def ready(
    town: Municipality, number: int = 2, members: int = 2, substitutes: int = 0, **changes: Any
) -> tuple[Call, list[Evaluator], list[Submission]]:
    """A call with its committee and its eligible files, nothing given out yet."""
    call = under_evaluation(town, number, **changes)
    made = seats(call, members, substitutes=substitutes)
    return call, made, [eligible(file) for file in files(call)]


def acting(seat: Evaluator) -> Actor:
    """A member of the committee as rules and policies see them."""
    place = frozenset({(Role.EVALUATOR, seat.municipality_id)})
    return Actor(seat.user_id, place, name=seat.user.name)


def declared(file: Submission, seat: Evaluator) -> Assignment:
    """The file given to a member who has declared."""
    made = assigning.give(SOMEBODY, file, seat)
    sheets.declare(acting(seat), made, stated=True)
    return made


def filled(first: str | None, second: str | None) -> Filled:
    """A sheet of two criteria; None is an abstention with its reason."""
    values = {
        key: None if one is None else Decimal(one) for key, one in (("c1", first), ("c2", second))
    }
    return Filled(values, {key: "Εκτός ειδικότητας" for key, one in values.items() if one is None})


def scored(file: Submission, seat: Evaluator, first: str | None, second: str | None) -> Assignment:
    """The file given to a member, declared and scored."""
    made = declared(file, seat)
    return finished(made, first, second)


def finished(made: Assignment, first: str | None, second: str | None) -> Assignment:
    """An assignment, declared if need be, and scored."""
    actor = acting(made.evaluator)
    if made.declared_at is None:
        sheets.declare(actor, made, stated=True)
    sheets.finish(actor, made, filled(first, second), change=made.change)
    return made


def handed_in(file: Submission, purpose: str = "p1", name: str = "Καταστατικό.pdf") -> Attachment:
    """A document of a file, as its submission keeps it."""
    made = records.attach(
        SOMEBODY,
        io.BytesIO(PDF),
        name,
        kind="expression",
        key=file.expression_id,
        municipality_id=file.municipality_id,
        public=False,
        purpose=purpose,
    )
    told = {"id": made.id, "purpose": purpose, "name": made.filename, "size": made.size}
    kept = {**told, "media_type": made.media_type, "sha256": made.sha256}
    file.content = {**file.content, "files": [*file.content["files"], kept]}
    return made


def things(town: Municipality) -> dict[str, Any]:
    """One of each thing of an evaluation that an address names."""
    _, made, found = ready(town, 1, 2)
    return {
        "submission_id": found[0].id,
        "evaluator_id": made[1].id,
        "assignment_id": assigning.give(SOMEBODY, found[0], made[0]).id,
    }

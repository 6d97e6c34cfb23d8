"""Files of groups at the open call of the invented town: a draft of two, and one that was sent."""

import io
from collections.abc import Mapping

from inmeko.accounts.models import User
from inmeko.calls.models import Call, Expression, Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import parts, sending
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import CallState
from inmeko.calls.services import completing, documents, submitting
from inmeko.calls.services import expressions as deeds
from inmeko.calls.services.expressions import Given
from inmeko.extensions import papers
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.plan.rules import demo_judging as given
from inmeko.plan.rules.demo_judging import Handed
from inmeko.plan.rules.demo_people import GROUP

NOBODY = Actor()
ASKED = "Το έγγραφο που ανεβάσατε δεν φέρει υπογραφή. Στείλτε το υπογεγραμμένο."
OTHER = ("Ηλέκτρα Γραφίδα", "ilektra@foreas1.example")
HALF = 3


def load(planner: Actor, users: Mapping[str, User], calls: list[Call]) -> None:
    """Let two groups answer the call that is open."""
    call = next(one for one in calls if one.state is CallState.PUBLISHED)
    user = users[GROUP]
    paper = papers.pdf(given.PAPER)
    documents.add(planner, call, io.BytesIO(paper), given.FOR_EVERYBODY)
    _draft(call, user)
    holder = _begun(call, given.FILES[1], email=user.email, name=user.name)
    content = deeds.content_of(call)
    _answer(holder, content, given.FILES[1])
    kind = holder.expression.kind
    for asked in parts.papers(content, kind.value if kind else None):
        name = f"{asked.label.split('(')[0].strip()}.pdf"
        deeds.attach_file(NOBODY, holder, asked.key, io.BytesIO(paper), name)
    _send(holder)
    _touch(holder, "q11", "Ο χώρος θα είναι ανοικτός κάθε απόγευμα και όλο το Σάββατο.")
    sent = _send(holder)
    first = deeds.content_of(call).papers[0].key
    completing.ask(
        planner, sent, papers=[first], text=ASKED, due_at=clock.now() + sending.REMINDERS["7d"]
    )


def _draft(call: Call, user: User) -> None:
    """A file that two people have begun to fill in."""
    handed = given.FILES[0]
    holder = _begun(call, handed, email=user.email, name=user.name)
    other = deeds.invite(NOBODY, holder, name=OTHER[0], email=OTHER[1])
    content = deeds.content_of(call)
    answers = given.answers(content, handed, athens_date(clock.now()))
    for key in list(answers)[:HALF]:
        holder.expression.answers = {**holder.expression.answers, key: answers[key]}
    _touch(other, "q2", "Παλαιό σχολείο, αίθουσα ισογείου")


def _begun(call: Call, handed: Handed, *, email: str, name: str) -> Holder:
    holder = deeds.begin(NOBODY, call, name=handed.body.name, email=email, contact=name)
    who = {**given.applicant(handed), "contact_name": name, "email": email}
    who["phone"] = "+302101234567"
    deeds.save(holder, {deeds.WHO_SIGN + key: Given(value) for key, value in who.items()})
    return holder


def _answer(holder: Holder, content: Content, handed: Handed) -> None:
    """Answers as they are kept; those of the demo need no reading."""
    expression: Expression = holder.expression
    expression.answers = given.answers(content, handed, athens_date(clock.now()))
    _touch(holder, "q11", "Κάθε Σάββατο με ελεύθερη είσοδο.")


def _touch(holder: Holder, key: str, text: str) -> None:
    deeds.save(holder, {key: Given(text)})


def _send(holder: Holder) -> Submission:
    expression = holder.expression
    once = sending.once(expression.id, len(queries.sent(expression)))
    made, _new = submitting.send(NOBODY, holder, change=expression.change, once=once, accepted=True)
    return made

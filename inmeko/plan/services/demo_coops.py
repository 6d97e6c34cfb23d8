"""Load the groups of the demo that set up a cooperative, each as far as it has come."""

from datetime import timedelta
from typing import Any

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality, User
from inmeko.coops.models import Formation
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.formation.words import Chapter, OtherMembership, TaskState
from inmeko.coops.rules.running.words import AssemblyKind
from inmeko.coops.services import (
    answering,
    approving,
    assembling,
    formations,
    founders,
    grounds,
    observing,
    papers,
    registry,
    running,
    talking,
    tasks,
)
from inmeko.coops.services.doing import Doer
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.plan.rules import demo_coops as given
from inmeko.plan.rules.demo_coops import DemoGroup

# Invented: which ground it would be says nothing about anybody.
GROUND: dict[str, Any] = {"group": "vulnerable", "ground": "ex_prisoner", "until": None}
FIRST_NUMBER = 3000
# What a group has done by the time it asks its founders to approve.
DONE_BEFORE = ("people", "groups", "unique_name", "plan", "assembly", "declarations")
STREETS = ("Πηγών", "Ομήρου", "Μύλων", "Πλατάνων")


def load(consultant: User, town: Municipality) -> list[Formation]:
    """Every group of the demo, accompanied by its consultant."""
    doer = Doer(accounts.actor_of(consultant))
    number, made = FIRST_NUMBER, []
    for group in given.GROUPS:
        made.append(_load(doer, consultant, town, group, number))
        number += len(group.people) + 1
    return made


def _load(
    doer: Doer, consultant: User, town: Municipality, group: DemoGroup, number: int
) -> Formation:
    formation = _begin(doer, consultant, town, group, number)
    people = queries.founders(formation)
    for one in people[: group.of_group]:
        grounds.verify(doer, formation, one, **GROUND)
    year = athens_date(clock.now()).year + 1
    keys = [one.case_key for one in people]
    for name, values in given.answers(group, keys, town.name, year).items():
        answering.save(doer, formation, Chapter(name), values, seen=0)
    _talk(doer, formation, group)
    _advance(doer, formation, group, number)
    return formation


def _begin(
    doer: Doer, consultant: User, town: Municipality, group: DemoGroup, number: int
) -> Formation:
    (surname, first_name), *others = group.people
    first = formations.begin(
        doer,
        town,
        title=group.title,
        form=group.form,
        email=_address(number),
        surname=surname,
        first_name=first_name,
        consultant=consultant,
    )
    formation = first.formation
    told = _told(surname, first_name, number)
    founders.change(doer, formation, first, told, seen=first.version)
    founders.invite(doer, formation, first)
    for place, (surname, first_name) in enumerate(others, 1):
        founders.add(doer, formation, _told(surname, first_name, number + place))
    return formation


def _told(surname: str, first_name: str, number: int) -> dict[str, Any]:
    return {
        "surname": surname,
        "first_name": first_name,
        "father_name": "Ιωάννης",
        "afm": given.tax_number(number),
        "address": f"{STREETS[number % len(STREETS)]} {number % 40 + 1}",
        "id_number": f"ΑΚ {number:06d}",
        "email": _address(number),
        "works": True,
        "other": OtherMembership.NONE,
    }


def _address(number: int) -> str:
    return f"founder{number}@example.org"


def _talk(doer: Doer, formation: Formation, group: DemoGroup) -> None:
    for text in group.messages:
        talking.write(doer, formation, text, note=False)
    today = athens_date(clock.now())
    for minutes, about in group.hours:
        talking.give_time(doer, formation, day=today, minutes=minutes, about=about)
    for task in queries.tasks(formation):
        if task.key in group.blocked:
            told: dict[str, Any] = {"who": "", "due": task.due, "evidence": ""}
            reason = group.blocked[task.key]
            tasks.change(doer, formation, task, state=TaskState.BLOCKED, reason=reason, **told)


def _advance(doer: Doer, formation: Formation, group: DemoGroup, number: int) -> None:
    """As far as the group has come."""
    if group.reaches == given.GIVEN_UP:
        reason = "Δεν βρέθηκε χώρος με άδεια."
        formations.give_up(doer, formation, reason=reason, lesson=group.lesson)
    if group.reaches in (given.APPROVING, given.CERTIFIED, given.REGISTERED):
        tasks.done(formation, *DONE_BEFORE)
        approving.ask(doer, formation)
        papers.generate(doer, formation)
        _paper, sha = standing.statute_of(formation)
        people = queries.founders(formation)
        if group.reaches == given.APPROVING:
            observing.name(doer, formation, **given.OBSERVER)
        agreed = people[:3] if group.reaches == given.APPROVING else people
        for one in agreed:
            approving.approve(doer, formation, one, sha256=sha)
    if group.reaches in (given.CERTIFIED, given.REGISTERED):
        today = athens_date(clock.now())
        registry.file(doer, formation, today - timedelta(days=40))
        registry.certify(doer, formation, today - timedelta(days=12))
    if group.reaches == given.REGISTERED:
        registry.add_data(doer, formation, today)
        registry.register(
            doer,
            formation,
            agemko=f"{number}",
            gemi="123456789012",
            afm=given.tax_number(number + len(group.people)),
            started_on=today,
        )
        _run(doer, formation)


def _run(doer: Doer, formation: Formation) -> None:
    """The first assembly and the first yearly check of a registered cooperative."""
    people = queries.founders(formation)
    today, members = athens_date(clock.now()), len(people)
    told = {
        "kind": AssemblyKind.ORDINARY,
        "held_on": today,
        "place": "Πολιτιστικό Κέντρο",
        "members": members,
        "present": members - 1,
        "decisions": given.DECISIONS,
        "agenda": given.AGENDA,
        "chair": full_name(people[0]),
        "secretary": full_name(people[1]),
        "attended": [one.id for one in people[:-1]],
    }
    assembling.hold(doer, formation, told)
    figures = {**given.FIGURES, "workers_total": members, "workers_members": members}
    running.check_year(doer, formation, today.year, figures)

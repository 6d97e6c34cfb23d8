"""What a group has to do, in order; what of it a form needs, and what a change makes due again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from inmeko.coops.rules.cases import SPECIAL, VULNERABLE
from inmeko.coops.rules.formation.words import Chapter, TaskState
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

FOUNDERS = "founders"
INCLUSION = (VULNERABLE, SPECIAL)
FOR_ALL: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskOf:
    """A task of the set-up: its words, who usually does it, and what its result rests on."""

    key: str
    label: str
    who: str
    # Days after the beginning by which it is usually done; None where the registry sets the pace.
    days: int | None = None
    # Chapters (or the list of founders) whose change makes a done task due again.
    rests_on: frozenset[str] = frozenset()
    forms: tuple[str, ...] = FOR_ALL


GROUP, CONSULTANT, ALL, FILER = (
    N_("The group"),
    N_("The consultant"),
    N_("All founders"),
    N_("Whoever files"),
)
STATUTE = frozenset(
    {Chapter.NAME, Chapter.SEAT, Chapter.PURPOSE, Chapter.SHARES, Chapter.ORGANS, FOUNDERS}
)
TASKS = (
    TaskOf("people", N_("Complete the list of founders"), GROUP, 14),
    TaskOf(
        "groups",
        N_("Look at the proofs of the group and give them back"),
        CONSULTANT,
        21,
        frozenset({FOUNDERS}),
        INCLUSION,
    ),
    TaskOf(
        "unique_name",
        N_("Ask the registry whether the name is free"),
        GROUP,
        21,
        frozenset({Chapter.NAME}),
    ),
    TaskOf("answers", N_("Answer all chapters"), GROUP, 30),
    TaskOf(
        "plan",
        N_("Agree on the work plan and the budget"),
        GROUP,
        30,
        frozenset({Chapter.WORK, Chapter.BUDGET, Chapter.PURPOSE}),
    ),
    TaskOf("approval", N_("Every founder approves the statute"), ALL, 45, STATUTE),
    TaskOf("assembly", N_("Hold the founding assembly and sign its minutes"), ALL, 50, STATUTE),
    TaskOf(
        "declarations",
        N_("Collect identity papers and signed declarations"),
        ALL,
        55,
        frozenset({FOUNDERS}),
    ),
    TaskOf("apply", N_("File the application on kalo.yeka.gr"), FILER, 60, STATUTE),
    TaskOf("certificate", N_("Wait for the certificate of the registry"), FILER, 90),
    TaskOf("tax", N_("Tax number (ΑΦΜ), start of activity, books"), FILER),
    TaskOf("bank", N_("Open a bank account and pay in the shares"), GROUP),
    TaskOf("staff", N_("Register as an employer, if there is staff"), FILER),
    TaskOf("additional", N_("File the additional data with the registry"), FILER),
    TaskOf("seal", N_("Seal and letterhead with all numbers"), GROUP),
)
BY_KEY: Mapping[str, TaskOf] = {one.key: one for one in TASKS}


class Kept(Protocol):
    """What is looked at of a task."""

    key: str
    state: TaskState
    due: date | None
    stale: bool


def tasks_for(form: str) -> tuple[TaskOf, ...]:
    """The tasks of a form, in their order."""
    return tuple(one for one in TASKS if not one.forms or form in one.forms)


def due_day(task: TaskOf, begun: date) -> date | None:
    """By when a task is usually done."""
    return None if task.days is None else begun + timedelta(days=task.days)


def due_again(what: Collection[str]) -> frozenset[str]:
    """The keys of the tasks whose result rests on what was changed, and of no others."""
    return frozenset(one.key for one in TASKS if one.rests_on & set(what))


def check_change(state: TaskState, reason: str) -> None:
    """RuleError if a task is blocked, or not needed, and nobody says why."""
    if state is TaskState.BLOCKED and not reason.strip():
        raise RuleError(N_("Say what blocks the task."), field="reason")
    if state is TaskState.NOT_NEEDED and not reason.strip():
        raise RuleError(N_("Say why the task is not needed."), field="reason")


def next_due(tasks: Iterable[Kept]) -> date | None:
    """The next day by which something is to be done."""
    days = [one.due for one in tasks if one.due and (open_(one) or one.stale)]
    return min(days, default=None)


def open_(task: Kept) -> bool:
    """Whether a task still asks for somebody."""
    return task.state in (TaskState.TO_DO, TaskState.WAITING, TaskState.BLOCKED)

"""Make formations: groups that set up a cooperative, with founders, answers and approvals."""

import uuid
from datetime import date
from typing import Any

from inmeko.accounts.models import Municipality, User
from inmeko.coops.models import Assembly, Formation, Founder, Observer
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.cases import VULNERABLE, WORKERS
from inmeko.coops.rules.formation.words import Chapter, OtherMembership, TaskState
from inmeko.coops.rules.running.words import AssemblyKind
from inmeko.coops.services import (
    answering,
    approving,
    formations,
    founders,
    grounds,
    observing,
    tasks,
)
from inmeko.coops.services.doing import Doer
from inmeko.extensions import db
from inmeko.kernel.actor import Actor

STAFF = Doer(Actor(name="Φοίβος Σύμβουλος"))
GROUND = "substance_dependency"
NAMES = ("Αλεξίου", "Βασιλείου", "Γεωργίου", "Δήμου", "Ευαγγέλου", "Ζαφείρη", "Ηλιάδη", "Θωμά")


def tax_number(stem: int) -> str:
    """A tax number that is well formed and belongs to nobody."""
    digits = f"{stem:08d}"
    total = sum(int(digit) * 2 ** (8 - place) for place, digit in enumerate(digits))
    return f"{digits}{total % 11 % 10}"


def formation(town: Municipality, consultant: User | None = None, **changes: Any) -> Formation:
    """A formation with its first founder."""
    given: dict[str, Any] = {
        "title": "Παρέα του Ρέματος",
        "form": VULNERABLE,
        "email": f"{uuid.uuid4().hex[:8]}@example.org",
        "surname": NAMES[0],
        "first_name": "Άννα",
    }
    first = formations.begin(STAFF, town, consultant=consultant, **{**given, **changes})
    complete(first, 1)
    return first.formation


def told(number: int, **changes: Any) -> dict[str, Any]:
    """What is said of the n-th founder."""
    given: dict[str, Any] = {
        "surname": NAMES[number % len(NAMES)],
        "first_name": f"Νο{number}",
        "afm": tax_number(1000 + number),
        "address": f"Πλατάνων {number}",
        "id_number": f"ΑΒ {100000 + number}",
        "works": True,
        "other": OtherMembership.NONE,
        "email": f"m{number}@example.org",
    }
    return {**given, **changes}


def complete(founder: Founder, number: int, **changes: Any) -> None:
    """Tell everything of a founder who is in the list already."""
    values = told(number, surname=founder.surname, first_name=founder.first_name, **changes)
    values["email"] = founder.email
    founders.change(STAFF, founder.formation, founder, values, seen=founder.version)


def join(group: Formation, number: int, **changes: Any) -> Founder:
    """A further founder."""
    return founders.add(STAFF, group, told(number, **changes))


def of_group(group: Formation, founder: Founder, ground: str = GROUND) -> None:
    """A proof was looked at: the founder belongs to the vulnerable group."""
    grounds.verify(STAFF, group, founder, group="vulnerable", ground=ground, until=None)


def observer(group: Formation, **changes: Any) -> Observer:
    """Somebody who reads along."""
    told: dict[str, Any] = {
        "called": "Τράπεζα Δοκιμών",
        "email": "observer@example.org",
        "messages": False,
    }
    return observing.name(STAFF, group, **{**told, **changes})


def assembly(group: Formation, **changes: Any) -> Assembly:
    """An assembly as it is kept."""
    given: dict[str, Any] = {
        "kind": AssemblyKind.ORDINARY,
        "held_on": date(2026, 5, 10),
        "place": "Πολιτιστικό Κέντρο",
        "members": 7,
        "present": 5,
        "decisions": {"decisions": []},
    }
    row = Assembly(
        municipality_id=group.municipality_id, formation_id=group.id, **{**given, **changes}
    )
    db.session.add(row)
    db.session.flush()
    return row


def answers(group: Formation, **changes: dict[str, Any]) -> None:
    """Answer every chapter so that the law has nothing to say."""
    people = queries.founders(group)
    keys = [one.case_key for one in people]
    workers = group.form == WORKERS
    name = (
        "Συνεταιρισμός Εργαζομένων Το Μονοπάτι"
        if workers
        else "Κοινωνική Συνεταιριστική Επιχείρηση Ένταξης Ευάλωτων Ομάδων Το Μονοπάτι"
    )
    year = {"income": "40000.00", "payroll": "24000.00", "other_costs": "9000.00", "jobs": 3}
    given: dict[Chapter, dict[str, Any]] = {
        Chapter.NAME: {"name": name, "third_party": False},
        Chapter.SEAT: {"seat": "Δήμος Δοκιμής", "address": "Πλατάνων 1", "duration_years": None},
        Chapter.PURPOSE: {
            "purpose": "Η εργασιακή ένταξη των μελών και η φροντίδα των κοινόχρηστων χώρων.",
            "activities": [{"text": "Φροντίδα κήπων", "kad": "81.30"}],
            "sectors": ["green_spaces"],
        },
        Chapter.SHARES: {"share_eur": "100.00", "optional_allowed": False, "in_kind": False},
        Chapter.ORGANS: {
            "committee_size": 3,
            "committee_years": 3,
            "committee": keys[:3],
            "filer": keys[0],
            "assembly_date": "2026-06-01",
            "assembly_place": "Πολιτιστικό Κέντρο",
            "group_months": 36,
            "residue_to": "social_economy_fund",
        },
        Chapter.WORK: {"workers_total": len(keys), "workers_group": 3, "work": "Με βάρδιες."},
        Chapter.BUDGET: {"first_year": 2027, "years": [year] * 3, "full_time_cost": None},
    }
    for chapter, values in given.items():
        put(group, chapter, {**values, **changes.get(chapter.value, {})})


def put(group: Formation, chapter: Chapter, values: dict[str, Any]) -> answering.Kept:
    """Answer a chapter, having seen what is there."""
    newest = queries.chapter(group, chapter)
    seen = newest.version if newest else 0
    return answering.save(STAFF, group, chapter, values, seen=seen)


def seven(town: Municipality, consultant: User | None = None, **changes: Any) -> Formation:
    """A group of seven with three of the vulnerable group and all answers."""
    group = formation(town, consultant, **changes)
    for number in range(2, 8):
        join(group, number)
    for one in queries.founders(group)[:3]:
        of_group(group, one)
    answers(group)
    return group


def approved(group: Formation) -> Formation:
    """The same, its statute approved by everybody."""
    approving.ask(STAFF, group)
    _paper, sha = standing.statute_of(group)
    for one in queries.founders(group):
        approving.approve(STAFF, group, one, sha256=sha)
    return group


def state(group: Formation, key: str) -> TaskState:
    """The state of a task of the list."""
    return next(one.state for one in queries.tasks(group) if one.key == key)


def stale(group: Formation) -> set[str]:
    """The tasks that are due again."""
    return {one.key for one in queries.tasks(group) if one.stale}


TODAY = date(2026, 5, 12)


def things(town: Municipality) -> dict[str, Any]:
    """One of each thing of a formation that an address names."""
    group = formation(town)
    other = join(group, 2)
    watcher = observer(group, messages=True)
    return {
        "observer_key": watcher.key,
        "observer_id": watcher.id,
        "formation_id": group.id,
        "founder_key": queries.founders(group)[0].key,
        "founder_id": other.id,
        "task_id": queries.tasks(group)[0].id,
        "chapter": "seat",
        "paper_name": "statute",
        "print_form": "docx",
        "step": "filed",
        "assembly_id": assembly(group).id,
        "version": 1,
        "duty": "report",
        "template_id": tasks.keep_template(
            STAFF.actor, town, form="", label="Επίσκεψη στον χώρο", who="", days=10
        ).id,
        "year": 2026,
    }

"""One of each thing of the demo's cooperatives, by the name that it has in addresses."""

from typing import Any

import sqlalchemy as sa

from inmeko.coops.models import Formation, FormationTask, Observer
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.extensions import db

# What the rooms of a formation hand out besides pages, to its staff and to its group.
COOP_FILES = tuple(
    f"{room}.{page}"
    for room in ("formation", "coop_group")
    for page in ("paper_file", "assembly_file", "assembly_version_file", "registry_calendar")
)


def _registered() -> dict[str, Any]:
    """A registered cooperative: what runs has something to show there."""
    wanted = Formation.stage == FormationStage.REGISTERED
    found = db.session.scalar(sa.select(Formation).where(wanted).order_by(Formation.id).limit(1))
    if found is None:
        return {}
    key = queries.founders(found)[0].key
    held = running.assemblies(found)
    return {
        "registered_formation_id": found.id,
        "registered_founder_key": key,
        "assembly_id": held[0].id if held else None,
        "version": held[0].version if held else None,
    }


def coop_things() -> dict[str, Any]:
    """A group that asks its founders to approve, with the link of its first founder."""
    wanted = Formation.stage == FormationStage.APPROVING
    group = db.session.scalar(sa.select(Formation).where(wanted).order_by(Formation.id).limit(1))
    if group is None:
        return {}
    first, other = queries.founders(group)[:2]
    watcher = db.session.scalar(
        sa.select(Observer).where(Observer.formation_id == group.id).order_by(Observer.id).limit(1)
    )
    task = sa.select(FormationTask.id).where(FormationTask.formation_id == group.id)
    return {
        **_registered(),
        "formation_id": group.id,
        "founder_key": first.key,
        "founder_id": other.id,
        "observer_key": watcher.key if watcher else None,
        "observer_id": watcher.id if watcher else None,
        "task_id": db.session.scalar(task.order_by(FormationTask.id).limit(1)),
        "chapter": "organs",
        "paper_name": "statute",
        "step": "filed",
    }

"""Mappings kept under a name: saved from an import, chosen for another, renamed, deleted."""

import logging
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note
from inmeko.resources.models import AssetImport, SavedMapping
from inmeko.resources.rules.mapping import TARGETS, Plan
from inmeko.resources.rules.proposal import Chosen
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services.importing.looking import look
from inmeko.resources.services.importing.staging import LONGEST_REGISTER, opened, ready

logger = logging.getLogger(__name__)

KIND = "mapping"
LONGEST_NAME = 120


def save(actor: Actor, asset_import: AssetImport, name: str) -> SavedMapping:
    """Keep how a file is read under a name, for files of the same columns.

    ConflictError if the town has a mapping of this name.
    """
    plan = Plan.from_json(asset_import.plan)
    if plan.own:
        raise RuleError(N_("An export of this site needs no mapping."), field="name")
    mapping = SavedMapping(
        municipality_id=asset_import.municipality_id,
        name=_checked(name),
        shape=asset_import.shape,
        plan=plan.to_json(),
        saved_by_id=actor.id,
        saved_at=clock.now(),
    )
    _keep(mapping)
    asset_import.mapping_id = mapping.id
    db.session.flush()
    _note(actor, "recorded", mapping, after={"name": mapping.name})
    logger.info("mapping %s saved by %s", mapping.id, actor.id)
    return mapping


def use(actor: Actor, asset_import: AssetImport, mapping: SavedMapping) -> None:
    """Read a staged file as a mapping says; RuleError if the file lacks a column that it names."""
    if asset_import.state is not ImportState.STAGED:
        raise RuleError(N_("This file has been imported or set aside already."))
    with opened(asset_import) as stream:
        chosen = Chosen(**asset_import.chosen)
        proposal = look(stream, asset_import.sha256, asset_import.filename, chosen)
    plan = Plan.from_json(corrections(mapping), over=proposal.plan)
    ready(plan, proposal.columns)
    asset_import.plan = plan.to_json()
    asset_import.register = plan.register[:LONGEST_REGISTER]
    asset_import.mapping_id = mapping.id
    db.session.flush()
    logger.info("mapping %s used for import %s by %s", mapping.id, asset_import.id, actor.id)


def corrections(mapping: SavedMapping) -> dict[str, Any]:
    """What a mapping says about any file of its columns, as entries of a plan.

    What a file is and how its bytes are read is told by the file itself.
    """
    plan = Plan.from_json(mapping.plan)
    unfilled: dict[str, Any] = dict.fromkeys(sorted(TARGETS))
    return {
        "decimal": plan.decimal,
        "crs": plan.crs,
        "swap_axes": plan.swap_axes,
        "columns": {**unfilled, **{name: list(given) for name, given in plan.columns.items()}},
        "values": {name: dict(words) for name, words in plan.values.items()},
        "defaults": dict(plan.defaults),
        "register": plan.register,
    }


def rename(actor: Actor, mapping: SavedMapping, name: str) -> None:
    """Give a mapping another name; ConflictError if it is taken."""
    before = mapping.name
    mapping.name = _checked(name)
    _keep(mapping)
    if mapping.name != before:
        _note(actor, "changed", mapping, before={"name": before}, after={"name": mapping.name})


def delete(actor: Actor, mapping: SavedMapping) -> None:
    """Forget a mapping; files that were read by it stay as they are."""
    _note(actor, "deleted", mapping, before={"name": mapping.name})
    used = sa.update(AssetImport).where(AssetImport.mapping_id == mapping.id)
    db.session.execute(used.values(mapping_id=None))
    db.session.delete(mapping)
    db.session.flush()
    logger.info("mapping %s deleted by %s", mapping.id, actor.id)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise RuleError(
            N_("Give the mapping a name of at most %(longest)s characters"),
            field="name",
            values={"longest": LONGEST_NAME},
        )
    return name


def _keep(mapping: SavedMapping) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(mapping)
    except sa.exc.IntegrityError:
        raise ConflictError(
            N_("There is a mapping of this name: choose another one."), field="name"
        ) from None


def _note(actor: Actor, deed: str, mapping: SavedMapping, **states: Any) -> None:
    town = mapping.municipality_id
    note(actor, deed, KIND, mapping.id, municipality_id=town, **states)

"""A file on its way into the inventory: kept with a plan, corrected by a planner, set aside."""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from inmeko.accounts.models import Municipality
from inmeko.extensions import db, storage
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError, NotFoundError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.records.services import detach, note
from inmeko.resources.models import AssetImport
from inmeko.resources.queries import imports as queries
from inmeko.resources.rules.layers import Layer
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.proposal import Chosen, Proposal, propose
from inmeko.resources.rules.signatures import MAPS
from inmeko.resources.rules.states import NEXT, ImportState
from inmeko.resources.services.importing.looking import look, remember

logger = logging.getLogger(__name__)

KIND = "import"
# Files of these formats hold one table.
OF_ONE = frozenset({"csv", "geojson"})
LONGEST_REGISTER = 120
LONGEST_LAYER = 200
SETTINGS = ("layer", "encoding", "delimiter", "header_row", "header_lines", "decimal", "crs")
# What holds for one sheet and not for another.
OF_LAYER = {"header_row", "header_lines", "decimal", "crs"}
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "shapefile": "application/zip",
    "kml": "application/vnd.google-earth.kml+xml",
    "kmz": "application/vnd.google-earth.kmz",
}


def stage(
    actor: Actor,
    town: Municipality,
    stream: BinaryIO,
    filename: str,
    *,
    chosen: Chosen | None = None,
    corrections: Mapping[str, Any] | None = None,
) -> AssetImport:
    """Keep a file with the plan we propose for it; RuleError, and nothing kept, if it is no table.

    `chosen` is what a person knows about the file, `corrections` are entries of the plan.
    """
    chosen = chosen or Chosen()
    name = PurePath(filename.replace("\\", "/")).name.strip()[-255:] or "register.csv"
    proposal = propose(stream, name, chosen)
    plan = planned(town, proposal, chosen, corrections or {})
    sha256, size = storage.put(stream)
    remember(sha256, name, chosen, proposal)
    kept = AssetImport(municipality_id=town.id, filename=name, sha256=sha256, size=size)
    return _staged(actor, kept, proposal, plan, chosen)


def others(asset_import: AssetImport) -> list[Layer]:
    """The other sheets or layers of a file that hold rows; none while its content is gone."""
    if asset_import.format in OF_ONE:
        return []
    try:
        layers = proposal(asset_import).layers
    except DomainError:
        return []
    return [one for one in layers if one.rows and one.name != asset_import.layer]


def again(actor: Actor, asset_import: AssetImport, layer: str) -> AssetImport:
    """Stage another sheet or layer of a file that is here; RuleError if it has none of this name.

    One that is under way, or has come in, is given as it stands.
    """
    if layer not in {one.name for one in others(asset_import)}:
        raise RuleError(N_("The file has no other sheet or layer of this name."))
    town = asset_import.municipality_id
    known = queries.of_content(municipality_id=town, sha256=asset_import.sha256)
    if layer in known:
        return known[layer]
    chosen = Chosen(layer=layer)
    with opened(asset_import) as stream:
        found = _looked(stream, asset_import, asdict(chosen))
    plan = _as_last_time(town, found, chosen)
    same = {name: getattr(asset_import, name) for name in ("filename", "sha256", "size")}
    return _staged(actor, AssetImport(municipality_id=town, **same), found, plan, chosen)


def _staged(
    actor: Actor, kept: AssetImport, proposal: Proposal, plan: Plan, chosen: Chosen
) -> AssetImport:
    """An import of a file that is kept, with the plan we propose for it."""
    kept.format, kept.layer = plan.format, plan.layer[:LONGEST_LAYER]
    kept.shape, kept.register = _shape(proposal.columns), plan.register[:LONGEST_REGISTER]
    kept.plan, kept.chosen, kept.started_by_id = plan.to_json(), _said(chosen), actor.id
    db.session.add(kept)
    db.session.flush()
    _keep_file(actor, kept)
    logger.info("import %s staged by %s", kept.id, actor.id)
    return kept


def planned(
    town: Municipality, proposal: Proposal, chosen: Chosen, corrections: Mapping[str, Any]
) -> Plan:
    """The plan for a file: as proposed, as at the last import of such a file, as corrected."""
    plan = _as_last_time(town.id, proposal, chosen)
    if not corrections:
        return plan
    # What a file is, no mapping made for another one can say.
    return replace(Plan.from_json(corrections, over=plan), format=proposal.plan.format)


def proposal(asset_import: AssetImport) -> Proposal:
    """What we take the file for, with the reasons, given what the planner said about it."""
    with opened(asset_import) as stream:
        return _looked(stream, asset_import, asset_import.chosen)


def adjust(
    actor: Actor,
    asset_import: AssetImport,
    *,
    settings: Mapping[str, Any],
    corrections: Mapping[str, Any],
) -> bool:
    """Take over what a planner corrected; whether the file had to be looked at anew.

    A change of the settings (encoding, delimiter, header row, decimal sign, system) changes
    the guesses; of the corrections those that differ from the old guesses are laid over them.
    """
    _check_staged(asset_import)
    plan = Plan.from_json(asset_import.plan)
    meant = Plan.from_json(dict(settings), over=plan)
    changed = {
        name: value for name in SETTINGS if (value := getattr(meant, name)) != _of(plan, name)
    }
    with opened(asset_import) as stream:
        columns = _looked(stream, asset_import, asset_import.chosen).columns
        if changed:
            chosen = {**asset_import.chosen, **changed}
            if "layer" in changed:
                chosen = {n: v for n, v in chosen.items() if n not in OF_LAYER - set(changed)}
            found = _looked(stream, asset_import, chosen)
            kept = _still_possible(corrections, plan, found)
            plan = Plan.from_json(kept, over=found.plan)
            asset_import.chosen = chosen
            asset_import.shape = _shape(found.columns)
            asset_import.layer = plan.layer[:LONGEST_LAYER]
        else:
            plan = Plan.from_json(dict(corrections), over=plan)
            ready(plan, columns)
    asset_import.plan = plan.to_json()
    asset_import.register = plan.register[:LONGEST_REGISTER]
    db.session.flush()
    logger.info("import %s adjusted by %s", asset_import.id, actor.id)
    return bool(changed)


def discard(actor: Actor, asset_import: AssetImport) -> None:
    """Set a staged file aside: its row stays, its content goes."""
    asset_import.state = advance(NEXT, asset_import.state, ImportState.DISCARDED)
    db.session.flush()
    for file in records.attachments(KIND, asset_import.id):
        detach(actor, file)
    note(
        actor,
        "discarded",
        KIND,
        asset_import.id,
        municipality_id=asset_import.municipality_id,
        before={"file": asset_import.filename},
    )
    logger.info("import %s set aside by %s", asset_import.id, actor.id)


def ready(plan: Plan, columns: tuple[str, ...]) -> None:
    """Raise RuleError with the field if a file with these columns cannot be read by the plan."""
    plan.check(columns)
    if not plan.own and not plan.register.strip() and "register" not in plan.columns:
        raise RuleError(
            N_("Give the register a name: by it and their numbers its rows are known again"),
            field="register",
        )
    if len(plan.register) > LONGEST_REGISTER:
        raise RuleError(
            N_("The name of a register has at most %(longest)s characters"),
            field="register",
            values={"longest": LONGEST_REGISTER},
        )


@contextmanager
def opened(asset_import: AssetImport) -> Iterator[BinaryIO]:
    """The content of the file; NotFoundError if it is gone, as after setting it aside."""
    try:
        stream = storage.open(asset_import.sha256)
    except FileNotFoundError:
        raise NotFoundError(N_("The content of this file is no longer kept.")) from None
    with stream:
        yield cast(BinaryIO, stream)


def _looked(stream: BinaryIO, asset_import: AssetImport, chosen: Mapping[str, Any]) -> Proposal:
    return look(stream, asset_import.sha256, asset_import.filename, Chosen(**chosen))


def _as_last_time(town: int, proposal: Proposal, chosen: Chosen) -> Plan:
    """The plan proposed; where the same columns came before, they mean what they meant then."""
    plan = proposal.plan
    shape = _shape(proposal.columns)
    earlier = queries.last_of_shape(municipality_id=town, shape=shape)
    if earlier is None or proposal.own:
        return plan
    last = Plan.from_json(earlier.plan)
    other_sheet = len(proposal.layers) > 1 and earlier.layer != plan.layer
    if chosen.crs not in (None, last.crs) or chosen.decimal not in (None, last.decimal):
        return replace(plan, register=plan.register if other_sheet else last.register)
    said = "crs" in proposal.guesses and plan.format in MAPS
    meanings = {
        name: {**plan.values.get(name, {}), **last.values.get(name, {})}
        for name in {**plan.values, **last.values}
    }
    return replace(
        plan,
        decimal=last.decimal,
        crs=plan.crs if said else last.crs,
        swap_axes=plan.swap_axes if said else last.swap_axes,
        columns=last.columns,
        values=meanings,
        defaults=last.defaults,
        # Each sheet counts its rows from one: under one name they would be taken for the same.
        register=plan.register if other_sheet else last.register,
    )


def _still_possible(corrections: Mapping[str, Any], old: Plan, found: Proposal) -> dict[str, Any]:
    """The corrections that differ from the plan so far and that the file as read now allows."""
    columns = {
        name: list(sources)
        for name, sources in (corrections.get("columns") or {}).items()
        if tuple(sources or ()) != tuple(old.columns.get(name, ()))
        and set(sources or ()) <= set(found.columns)
    }
    kept = {**corrections, "columns": columns}
    # Words read in another encoding are other words.
    return {name: value for name, value in kept.items() if name != "values"}


def _check_staged(asset_import: AssetImport) -> None:
    if asset_import.state is not ImportState.STAGED:
        raise RuleError(N_("This file has been imported or set aside already."))


def _keep_file(actor: Actor, staged: AssetImport) -> None:
    """Tell the records that the content is needed, so that no sweep takes it away."""
    file = Attachment(
        municipality_id=staged.municipality_id,
        kind=KIND,
        key=staged.id,
        purpose="register",
        filename=staged.filename,
        media_type=MEDIA_TYPES[staged.format],
        size=staged.size,
        sha256=staged.sha256,
        public=False,
        added_by_id=actor.id,
    )
    db.session.add(file)
    db.session.flush()


def _shape(columns: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(columns).encode()).hexdigest()


def _said(chosen: Chosen) -> dict[str, Any]:
    return {name: value for name, value in asdict(chosen).items() if value is not None}


def _of(plan: Plan, name: str) -> Any:
    return getattr(plan, name)

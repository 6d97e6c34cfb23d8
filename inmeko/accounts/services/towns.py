"""Making municipalities and changing what is known of them."""

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from inmeko.accounts.models import Municipality
from inmeko.accounts.rules.towns import check_slug, mark_type, short_name
from inmeko.accounts.services.signals import deed_done
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_, search_key

logger = logging.getLogger(__name__)

FIELDS = (
    "slug",
    "code",
    "name",
    "name_en",
    "email",
    "phone",
    "address",
    "website",
    "second_factor_required",
    "publishes",
    "licence",
    "publishes_without_ada",
)


def create(actor: Actor, values: Mapping[str, Any]) -> Municipality:
    """Enter a municipality; raises ConflictError where its address or code is taken."""
    town = Municipality()
    _fill(town, values)
    _flush(town)
    _announce(actor, "municipality created", town, after=_facts(town))
    return town


def configure(actor: Actor, town: Municipality, values: Mapping[str, Any]) -> None:
    """Change names, contact and rules of a municipality."""
    before = _facts(town)
    _fill(town, values)
    _flush(town)
    after = _facts(town)
    if before != after:
        _announce(actor, "municipality changed", town, before=before, after=after)


def give_mark(actor: Actor, town: Municipality, content: bytes) -> None:
    """Keep the town's own mark; raises RuleError for what is no small picture."""
    town.mark_type = mark_type(content)
    town.mark = content
    db.session.flush()
    _announce(actor, "mark changed", town)


def remove_mark(actor: Actor, town: Municipality) -> None:
    """Go back to the site's own mark."""
    town.mark = town.mark_type = None
    db.session.flush()
    _announce(actor, "mark removed", town)


def name_key(name: str) -> str:
    """What a municipality is found and sorted by."""
    return search_key(short_name(name))[:200]


def _fill(town: Municipality, values: Mapping[str, Any]) -> None:
    for field in FIELDS:
        if field in values:
            setattr(town, field, values[field])
    town.slug = check_slug(town.slug)
    town.code = town.code or None
    town.name_key = name_key(town.name)


def _flush(town: Municipality) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(town)
            db.session.flush()
    except IntegrityError as error:
        raise ConflictError(
            N_("Another municipality has this address or this code."), field="slug"
        ) from error


def _facts(town: Municipality) -> dict[str, Any]:
    return {field: getattr(town, field) for field in FIELDS}


def _announce(actor: Actor, deed: str, town: Municipality, **facts: Any) -> None:
    deed_done.send(
        actor, deed=deed, kind="municipality", key=town.id, municipality_id=town.id, **facts
    )
    logger.info("%s: %s by %s", deed, town.id, actor.id)

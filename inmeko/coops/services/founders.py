"""Founders: entered, changed by two at once without loss, invited, gone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from inmeko.coops.models import Formation, Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.cases import LEGAL_KINDS
from inmeko.coops.rules.formation import people as rules
from inmeko.coops.rules.formation.answers import merge
from inmeko.coops.rules.formation.tasks import FOUNDERS
from inmeko.coops.rules.formation.words import FormationStage, FounderKind
from inmeko.coops.services import grounds, tasks
from inmeko.coops.services.doing import (
    Doer,
    check_answerable,
    check_open,
    lock,
    noted,
    stepped,
)
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules.outbox import check_address

FIELDS = (
    "kind",
    "legal_kind",
    "supervisor_approval",
    "surname",
    "first_name",
    "father_name",
    "birth_date",
    "id_number",
    "afm",
    "address",
    "profession",
    "represented_by",
    "duty",
    "email",
    "phone",
    "works",
    "other",
    "optional_shares",
    "paid",
    "another",
)


@dataclass
class Saved:
    """What became of a change: the founder, and where somebody else had been quicker."""

    founder: Founder
    clashes: dict[str, Any] = field(default_factory=dict)
    # With clashes: what both together come to, mine where both changed the same.
    merged: dict[str, Any] = field(default_factory=dict)


def put(formation: Formation, told: Mapping[str, Any], *, leads: bool = False) -> Founder:
    """A new row of the list, checked against the others."""
    values = _checked(formation, told, None)
    town = formation.municipality_id
    founder = Founder(municipality_id=town, key=new_link(), leads=leads, **values)
    founder.formation_id = formation.id
    db.session.add(founder)
    db.session.flush()
    set_committed_value(founder, "formation", formation)
    grounds.seal_nothing(founder)
    return founder


def add(doer: Doer, formation: Formation, told: Mapping[str, Any]) -> Founder:
    """Enter a founder."""
    held = lock(formation)
    check_people(held)
    if len(queries.founders(held)) >= rules.MOST_FOUNDERS:
        raise RuleError(N_("There are too many founders."))
    founder = put(held, told)
    if held.stage is FormationStage.REGISTERED:
        founder.joined_on = athens_date(clock.now())
    noted(doer, "founder added", held, added=founder.id)
    _changed(held)
    return founder


def change(
    doer: Doer,
    formation: Formation,
    founder: Founder,
    told: Mapping[str, Any],
    *,
    seen: int,
    shown: Mapping[str, Any] | None = None,
) -> Saved:
    """Change a founder whose version `seen` the person had before them, with the values `shown`.

    What somebody else changed meanwhile stays; where both changed the same field, nothing is kept
    and both are shown. Without `shown`, every field that differs counts as changed by both.
    """
    held = lock(formation)
    _check_kept(held)
    db.session.refresh(founder)
    if founder.version != seen:
        theirs = {name: getattr(founder, name) for name in FIELDS if name in told}
        both = merge(shown or {}, theirs, {name: told[name] for name in theirs})
        if both.clashes:
            return Saved(founder, both.clashes, both.values)
        told = {**told, **both.values}
    values = _checked(held, told, founder)
    before = {name: getattr(founder, name) for name in FIELDS}
    for name, value in values.items():
        setattr(founder, name, value)
    if all(before[name] == getattr(founder, name) for name in FIELDS):
        return Saved(founder)
    founder.version += 1
    db.session.flush()
    noted(doer, "founder changed", held, changed=founder.id)
    _changed(held)
    return Saved(founder)


def invite(doer: Doer, formation: Formation, founder: Founder) -> None:
    """Let a founder work on the formation by a link of their own."""
    check_open(formation)
    if not founder.email:
        raise RuleError(N_("Enter the founder's e-mail first."), field="email")
    founder.invited_at = clock.now()
    db.session.flush()
    noted(doer, "founder invited", formation, invited=founder.id)
    stepped(formation)


def new_link_for(doer: Doer, formation: Formation, founder: Founder) -> None:
    """Take a founder's link back: it never opens again, the next invitation brings another."""
    founder.key, founder.invited_at = new_link(), None
    db.session.flush()
    noted(doer, "link taken back", formation, of=founder.id)


def leave(doer: Doer, formation: Formation, founder: Founder, *, reason: str) -> None:
    """A founder leaves; what they answered stays, what they told of themselves does not."""
    held = lock(formation)
    check_people(held)
    others = [one for one in queries.founders(held) if one.id != founder.id]
    if not others:
        raise ConflictError(N_("Somebody has to remain: give the formation up instead."))
    if doer.founder and not (doer.founder.leads or doer.founder.id == founder.id):
        raise ForbiddenError(N_("Only whoever leads the group can do this."))
    founder.left_on, founder.left_reason = athens_date(clock.now()), reason
    founder.sealed, founder.id_number, founder.birth_date = "", "", None
    founder.key = new_link()
    if founder.leads:
        founder.leads = False
        others[0].leads = True
    db.session.flush()
    noted(doer, "founder left", held, left=founder.id)
    _changed(held)


def new_link() -> str:
    """A secret for an address."""
    return secrets.token_urlsafe(24)


def check_people(formation: Formation) -> None:
    """ConflictError while the application is with the registry: its founders are those it names."""
    if formation.stage is not FormationStage.REGISTERED:
        check_answerable(formation)


def _check_kept(formation: Formation) -> None:
    if formation.stage is not FormationStage.REGISTERED:
        check_open(formation)


def _changed(formation: Formation) -> None:
    tasks.make_due_again(formation, {FOUNDERS})
    stepped(formation)


def _checked(
    formation: Formation, told: Mapping[str, Any], founder: Founder | None
) -> dict[str, Any]:
    values = {name: told[name] for name in FIELDS if name in told}
    values["afm"] = rules.tax_number(values.get("afm") or "")
    rules.check_birth(values.get("birth_date"), athens_date(clock.now()))
    if values.get("email"):
        values["email"] = check_address(values["email"]).lower()
    if not str(values.get("surname") or "").strip():
        raise RuleError(N_("Write the name."), field="surname")
    if not 0 <= (values.get("optional_shares") or 0) <= rules.MOST_SHARES:
        raise RuleError(
            N_("At most %(most)s shares can be entered."),
            field="optional_shares",
            values={"most": rules.MOST_SHARES},
        )
    kind = values.get("kind") or (founder.kind if founder else FounderKind.NATURAL)
    if kind is FounderKind.LEGAL and values.get("legal_kind") not in LEGAL_KINDS:
        raise RuleError(N_("Choose what kind of body it is."), field="legal_kind")
    person = rules.Told(
        kind,
        values["surname"],
        values.get("first_name") or "",
        values["afm"],
        bool(values.get("another")),
    )
    others = [one for one in queries.founders(formation) if founder is None or one.id != founder.id]
    rules.check_alone(person, others)
    return values

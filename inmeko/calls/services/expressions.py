"""Begin a file, fill it in, share it with others of the group, and erase what was never sent."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

import sqlalchemy as sa

from inmeko.accounts.models import Organisation
from inmeko.accounts.rules import OrganisationKind
from inmeko.calls.models import Call, Expression, Holder
from inmeko.calls.queries import expressions as queries
from inmeko.calls.queries.contents import content_in_force
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules import parts, sending
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import QuestionKind, Source
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment
from inmeko.records.rules.outbox import check_address
from inmeko.records.services import attach, detach, forget_mails, note, twin

logger = logging.getLogger(__name__)

KIND = queries.KIND
# The fields of the applicant stand among the answers under this sign while they cannot be read.
WHO_SIGN = "@"
MOST_HOLDERS = 20
MOST_FILES = 60


@dataclass(frozen=True)
class Given:
    """What somebody typed for one question, and the mark of the answer that they had before them.

    Without a mark, or with `over`, it takes the place of whatever is there.
    """

    raw: Any
    seen: str | None = None
    over: bool = False


@dataclass
class Saved:
    """What became of a saving: what was kept, and where others had been quicker."""

    kept: list[str] = field(default_factory=list)
    # By question: what somebody else answered meanwhile.
    clashes: dict[str, Any] = field(default_factory=dict)


def content_of(call: Call) -> Content:
    """What a call asks now: its version in force, of a draft its working copy."""
    return content_in_force(call)


def begin(
    actor: Actor,
    call: Call,
    *,
    name: str,
    email: str,
    contact: str = "",
    language: str = "el",
    organisation: Organisation | None = None,
    source: Source = Source.ONLINE,
) -> Holder:
    """Begin a file for a group or person; the first holder leads it."""
    now = clock.now()
    if source is Source.ONLINE:
        sending.check_open(call, now)
    if not parts.clean_applicant("name", name):
        raise RuleError(parts.NEEDED["name"], field="name")
    email = check_address(email).lower() if email or source is Source.ONLINE else ""
    expression = Expression(
        municipality_id=call.municipality_id,
        call=call,
        source=source,
        version_seen=call.version,
        name=parts.clean_applicant("name", name),
        email=email,
        contact_name=contact,
        language=language,
        entered_by_id=actor.id if source is Source.COUNTER else None,
    )
    if organisation is not None:
        _fill_from(expression, organisation)
    holder = _holder(expression, email, contact or expression.name[:200], leads=True)
    db.session.flush()
    after = {"call": call.id, "source": source}
    note(actor, "begun", KIND, expression.id, municipality_id=call.municipality_id, after=after)
    logger.info("file %s of call %s begun", expression.id, call.id)
    return holder


def save(holder: Holder, given: Mapping[str, Given]) -> Saved:
    """Keep what was typed, question by question; what others answered meanwhile is not lost.

    If anything clashes, nothing is kept: the person chooses first.
    """
    expression = lock(holder.expression)
    sending.check_change(expression.call, expression.state, clock.now())
    content = content_of(expression.call)
    saved, changed = Saved(), {}
    for key, one in given.items():
        now, new = answer(expression, key), _kept(content, key, one.raw)
        if new == now or (one.seen is not None and rules.mark(new) == one.seen):
            continue
        if one.seen not in (None, rules.mark(now)) and not one.over:
            saved.clashes[key] = now
        changed[key] = new
    if changed and not saved.clashes:
        _put(holder, expression, changed)
        saved.kept.extend(changed)
    return saved


def answer(expression: Expression, key: str) -> Any:
    """What is kept under a key: an answer, or (with the sign) a field of the applicant."""
    if key in expression.answers or not key.startswith(WHO_SIGN):
        return expression.answers.get(key)
    return getattr(expression, key.removeprefix(WHO_SIGN)) or None


def applicant(expression: Expression) -> dict[str, Any]:
    """Who a file says that it is of: what was kept, or what was typed and could not be read."""
    found = {}
    for name in parts.WHO:
        value = answer(expression, WHO_SIGN + name)
        found[name] = value[rules.TYPED] if rules.is_typed(value) else value
    return found


def missing(content: Content, expression: Expression) -> list[parts.Gap]:
    """All that a file lacks before it can be sent."""
    purposes = {one.purpose for one in queries.files(expression)}
    return parts.missing(content, expression.answers, purposes, applicant(expression))


def attach_file(
    actor: Actor, holder: Holder, purpose: str, upload: IO[bytes], filename: str
) -> Attachment:
    """Put a file into the working file: a document that is asked, or the answer to a question.

    The very same file is kept once for each of them: a second time, it gives the first.
    """
    expression = lock(holder.expression)
    sending.check_change(expression.call, expression.state, clock.now())
    if purpose not in _purposes(content_of(expression.call)):
        raise RuleError(N_("This file is not asked for any more."), field=purpose)
    held = queries.files(expression)
    if same := twin(upload, (one for one in held if one.purpose == purpose)):
        return same
    if len(held) >= MOST_FILES:
        raise RuleError(N_("At most %(limit)s files are taken."), values={"limit": MOST_FILES})
    _touch(holder, expression, [purpose])
    return attach(
        actor,
        upload,
        filename,
        kind=KIND,
        key=expression.id,
        municipality_id=expression.municipality_id,
        public=False,
        purpose=purpose,
    )


def remove_file(actor: Actor, holder: Holder, attachment: Attachment) -> None:
    """Take a file out of the working file; what was sent with it keeps it."""
    expression = lock(holder.expression)
    sending.check_change(expression.call, expression.state, clock.now())
    if attachment.kind != KIND:
        raise ConflictError(N_("This file was sent and stays."))
    _touch(holder, expression, [attachment.purpose])
    sent = {one["id"] for made in queries.sent(expression) for one in made.content["files"]}
    if attachment.id in sent:
        attachment.purpose = queries.SET_ASIDE
        db.session.flush()
    else:
        detach(actor, attachment)


def acknowledge(actor: Actor, holder: Holder) -> None:
    """Write down that the group has seen what was changed in the call."""
    expression = lock(holder.expression)
    before, expression.version_seen = expression.version_seen, expression.call.version
    db.session.flush()
    states = {"before": {"version": before}, "after": {"version": expression.version_seen}}
    _note(actor, "change seen", expression, **states)


def invite(actor: Actor, holder: Holder, *, email: str, name: str) -> Holder:
    """Let somebody else of the group work on the file, by a link of their own."""
    _check_leads(holder)
    expression = lock(holder.expression)
    email = check_address(email).lower()
    everybody = db.session.scalars(
        sa.select(Holder).where(Holder.expression_id == expression.id).order_by(Holder.id)
    ).all()
    found = next((one for one in everybody if one.email == email), None)
    if found and found.removed_at is None:
        raise RuleError(N_("This person works on the file already."), field="email")
    if len(everybody) >= MOST_HOLDERS:
        raise RuleError(N_("Too many people were invited to this file."), field="email")
    if found is None:
        found = _holder(expression, email, name, leads=False)
    # A link that was taken back never opens again.
    found.key, found.name, found.removed_at = _key(), name, None
    db.session.flush()
    _note(actor, "invited", expression, after={"holder": found.id})
    return found


def remove_holder(actor: Actor, holder: Holder, other: Holder) -> None:
    """Take somebody's link back."""
    _check_leads(holder)
    if other.leads:
        raise ConflictError(N_("Whoever leads the file cannot be removed from it."))
    other.removed_at = clock.now()
    db.session.flush()
    _note(actor, "member removed", holder.expression, after={"holder": other.id})


def forget_drafts(*, municipality_id: int, closed_before: datetime) -> list[int]:
    """Erase the files of a town that were never sent, with all that was mailed about them."""
    gone = []
    for file in queries.forgettable(municipality_id=municipality_id, closed_before=closed_before):
        number = file.id
        for one in queries.all_files(file):
            db.session.delete(one)
        forget_mails(queries.letters_about(file))
        db.session.execute(sa.delete(Holder).where(Holder.expression_id == number))
        db.session.execute(sa.delete(Expression).where(Expression.id == number))
        _note(Actor(), "forgotten", file)
        gone.append(number)
    logger.info("%s drafts of town %s erased", len(gone), municipality_id)
    return gone


def lock(expression: Expression) -> Expression:
    """The file as it is now, held until the end of the transaction."""
    query = sa.select(Expression).where(Expression.id == expression.id)
    held = query.with_for_update(of=Expression).execution_options(populate_existing=True)
    return db.session.scalars(held).one()


def _fill_from(expression: Expression, organisation: Organisation) -> None:
    """What the register of organisations knows needs not be typed again."""
    expression.organisation = organisation
    expression.name, expression.kind = organisation.name, organisation.kind
    for name in ("afm", "address"):
        setattr(expression, name, getattr(organisation, name))
    if organisation.phone:
        expression.phone = parts.clean_applicant("phone", organisation.phone) or ""


def _holder(expression: Expression, email: str, name: str, *, leads: bool) -> Holder:
    town = expression.municipality_id
    holder = Holder(municipality_id=town, email=email, name=name, key=_key(), leads=leads)
    holder.expression = expression
    db.session.add(holder)
    return holder


def _key() -> str:
    return secrets.token_urlsafe(24)


def _purposes(content: Content) -> set[str]:
    files = {one.key for one in content.questions() if one.kind is QuestionKind.FILE}
    return files | {one.key for one in content.papers}


def _kept(content: Content, key: str, raw: Any) -> Any:
    """What was typed as it is kept; RuleError if the question is not asked any more."""
    if key.startswith(WHO_SIGN):
        try:
            return parts.clean_applicant(key.removeprefix(WHO_SIGN), str(raw or ""))
        except RuleError:
            return {rules.TYPED: str(raw)}
    question = content.question(key)
    if question is None or question.kind is QuestionKind.FILE:
        raise RuleError(N_("This question is not asked any more: the call was changed."), field=key)
    return rules.kept(question, raw)


def _put(holder: Holder, expression: Expression, changed: Mapping[str, Any]) -> None:
    kept = {key: value for key, value in expression.answers.items() if key not in changed}
    for key, value in changed.items():
        name = key.removeprefix(WHO_SIGN)
        if key == name or rules.is_typed(value):
            kept[key] = value
        if key != name:
            word = None if rules.is_typed(value) else value
            setattr(expression, name, _column(name, word))
    expression.answers = {key: value for key, value in kept.items() if value is not None}
    _touch(holder, expression, list(changed))


def _column(name: str, word: str | None) -> Any:
    if name == "kind":
        return OrganisationKind(word) if word else None
    return word if name == "afm" else word or ""


def _touch(holder: Holder, expression: Expression, keys: list[str]) -> None:
    """Write down who changed what, and when."""
    now = clock.now()
    expression.change += 1
    stamp = [expression.change, holder.id, now.isoformat()]
    expression.stamps = {**expression.stamps, **dict.fromkeys(keys, stamp)}
    expression.changed_at = now
    db.session.flush()


def _check_leads(holder: Holder) -> None:
    if not holder.leads:
        raise ForbiddenError(N_("Only whoever began the file can do this."))


def _note(actor: Actor, deed: str, expression: Expression, **states: Any) -> None:
    note(actor, deed, KIND, expression.id, municipality_id=expression.municipality_id, **states)

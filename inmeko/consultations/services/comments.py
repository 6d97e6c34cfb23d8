"""Comment, confirm, support, reply, hide, object, withdraw; and forget who had commented."""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from inmeko.accounts import queries as accounts
from inmeko.consultations.models import (
    CommentSupport,
    ConsultedText,
    TextArticle,
    TextComment,
    TextFeature,
)
from inmeko.consultations.queries import comments as queries
from inmeko.consultations.queries import text_telling as telling
from inmeko.consultations.rules import text_map
from inmeko.consultations.rules import texts as rules
from inmeko.consultations.rules.texts import COMMENT_NEXT, CommentState, TextState, Voice
from inmeko.consultations.services.text_telling import letter_key
from inmeko.consultations.services.texts import lock
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.rules.outbox import check_address
from inmeko.records.services import forget_mails, note

logger = logging.getLogger(__name__)

KIND = "text_comment"
# Names and addresses are kept for so long after the answers: objections, questions.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Said:
    """A comment as it was typed."""

    text: str
    name: str
    email: str
    voice: Voice = Voice.PERSON
    organisation: str = ""
    area: str = ""
    named: bool = False
    language: str = "el"


@dataclass(frozen=True)
class Spot:
    """A place that somebody comments: a shape of the text's map, a point (WGS84), an address."""

    consulted: ConsultedText
    feature: TextFeature | None = None
    point: tuple[float, float] | None = None
    address: str = ""

    def columns(self) -> dict[str, Any]:
        """The place as a comment keeps it; RuleError if nothing says where it is."""
        address = " ".join(self.address.split())[:200]
        if self.feature is None and self.point is None and not address:
            message = N_("Say where: choose on the map or in the list, or write an address.")
            raise RuleError(message, field="feature")
        place = self.point
        if place is None and self.feature is not None:
            place = text_map.middle(self.feature.geometry)
        x, y = place or (None, None)
        return {"feature": self.feature, "x": x, "y": y, "place": address}


def write(
    actor: Actor, about: TextArticle | Spot, said: Said, *, confirmed: bool = False
) -> TextComment:
    """Comment on an article or a place; public when the address is confirmed."""
    text = about.consulted
    _check_open(text)
    email, name = check_address(said.email).lower(), " ".join(said.name.split())[:200]
    if not name:
        raise RuleError(N_("Write your name."), field="name")
    organisation = " ".join(said.organisation.split())[:200]
    if said.voice is Voice.ORGANISATION and not organisation:
        raise RuleError(N_("Write the name of the organisation."), field="organisation")
    words = rules.check_words(said.text)
    rules.check_flood(*queries.of_address(text, email))
    where = about.columns() if isinstance(about, Spot) else {"article": about}
    made = TextComment(
        **where,
        municipality_id=text.municipality_id,
        consulted=text,
        voice=said.voice,
        organisation=organisation if said.voice is Voice.ORGANISATION else "",
        area=" ".join(said.area.split())[:100],
        text=words,
        name=name,
        named=said.named,
        email=email,
        user_id=actor.id if confirmed else None,
        language=said.language,
        key=secrets.token_urlsafe(24),
        written_at=clock.now(),
    )
    if confirmed:
        made.state, made.confirmed_at = CommentState.PUBLIC, clock.now()
    db.session.add(made)
    db.session.flush()
    made.person = queries.first_of_address(text, email)
    db.session.flush()
    _note(actor, "comment written", made)
    return made


def confirm(comment: TextComment) -> None:
    """Make a comment public; it was written in time, so it counts while answers are owed."""
    text = _held(comment)
    if comment.state is not CommentState.UNCONFIRMED:
        raise RuleError(N_("This comment was confirmed already."))
    if text.state not in (TextState.PUBLISHED, TextState.CLOSED):
        raise RuleError(N_("The consultation is over: the comment cannot be confirmed any more."))
    comment.state = advance(COMMENT_NEXT, comment.state, CommentState.PUBLIC)
    comment.confirmed_at = clock.now()
    db.session.flush()
    _note(Actor(), "comment confirmed", comment)


def edit(comment: TextComment, words: str) -> None:
    """Word a comment otherwise, until the end, and while nobody else supports or answers it."""
    _check_open(_held(comment))
    if comment.state not in (CommentState.UNCONFIRMED, CommentState.PUBLIC):
        raise RuleError(N_("This comment cannot be changed any more."))
    if comment.reply or queries.supported(comment):
        raise RuleError(N_("Others support or answer these words: write a further comment."))
    comment.text = rules.check_words(words)
    db.session.flush()
    _note(Actor(), "comment changed", comment)


def withdraw(comment: TextComment) -> None:
    """Withdraw a comment and all that is kept of its author; its place stays marked."""
    _held(comment)
    comment.state = advance(COMMENT_NEXT, comment.state, CommentState.WITHDRAWN)
    comment.withdrawn_at, comment.text, comment.objection = clock.now(), "", ""
    _forget(comment)
    comment.organisation = comment.area = comment.place = ""
    comment.x = comment.y = comment.feature_id = comment.person = None
    db.session.flush()
    _note(Actor(), "comment withdrawn", comment)


def support(comment: TextComment, email: str, language: str, *, confirmed: bool) -> CommentSupport:
    """Support a comment, once for each address; it counts when the address is confirmed."""
    text = _held(comment)
    _check_open(text)
    if comment.state is not CommentState.PUBLIC:
        raise RuleError(N_("Only a comment that is public can be supported."))
    voter = check_address(email).lower()
    if voter == comment.email:
        raise RuleError(N_("This comment is your own."), field="email")
    made = queries.support_of(comment, voter)
    if made is None:
        rules.check_flood(0, queries.waiting_supports(text, voter))
        made = CommentSupport(
            municipality_id=comment.municipality_id,
            comment=comment,
            voter=voter,
            key=secrets.token_urlsafe(24),
            language=language,
        )
        db.session.add(made)
    if confirmed:
        made.confirmed_at = made.confirmed_at or clock.now()
    db.session.flush()
    return made


def confirm_support(one: CommentSupport) -> None:
    """Let a support count."""
    _check_open(_held(one.comment))
    one.confirmed_at = one.confirmed_at or clock.now()
    db.session.flush()


def reply(actor: Actor, comment: TextComment, words: str) -> None:
    """Answer a comment as the town; what was answered stands."""
    _held(comment)
    if comment.reply:
        raise ConflictError(N_("This comment was answered, and an answer is never hidden."))
    if comment.state is not CommentState.PUBLIC:
        raise RuleError(N_("Only a comment that is public can be answered."))
    comment.reply, comment.replied_at = rules.check_words(words), clock.now()
    db.session.flush()
    _note(actor, "comment answered", comment)


def hide(actor: Actor, comment: TextComment, reason: str) -> None:
    """Hide the words of a comment; the reason stands in their place, and any answer stays."""
    _held(comment)
    if not reason.strip():
        raise RuleError(N_("Give the reason: everybody reads it."), field="reason")
    comment.state = advance(COMMENT_NEXT, comment.state, CommentState.HIDDEN)
    comment.hidden_reason = reason.strip()
    comment.objection = comment.objection_answer = ""
    db.session.flush()
    _note(actor, "comment hidden", comment)


def object_to(comment: TextComment, words: str) -> None:
    """Say why a comment should not be hidden; once for each time it is hidden."""
    _held(comment)
    if comment.state is not CommentState.HIDDEN:
        raise RuleError(N_("This comment is not hidden."))
    if comment.objection:
        raise ConflictError(N_("You have objected already."))
    comment.objection = rules.check_words(words)
    db.session.flush()
    _note(Actor(), "hiding objected to", comment)


def decide(actor: Actor, comment: TextComment, *, show: bool, answer: str) -> None:
    """Decide on an objection, or show a comment again without one."""
    _held(comment)
    if not show and (not comment.objection or not answer.strip()):
        raise RuleError(N_("Say why the comment stays hidden."), field="answer")
    if show:
        comment.state = advance(COMMENT_NEXT, comment.state, CommentState.PUBLIC)
    comment.objection_answer = answer.strip()
    db.session.flush()
    _note(actor, "hiding decided on", comment)


def forget(*, municipality_id: int) -> int:
    """Forget who had commented on what was answered 90 days ago; how many people."""
    count = 0
    before = clock.now() - KEPT
    for text in queries.to_forget(municipality_id=municipality_id, before=before):
        for comment in queries.of_text(text):
            _forget(comment)
            count += 1
        for one in queries.supports_of(text):
            _forget_letters(text.municipality_id, support_mail_key(one.id, ""))
            one.voter = f"forgotten-{one.id}"
        text.forgotten_at = clock.now()
    db.session.flush()
    logger.info("%s commenters of town %s forgotten", count, municipality_id)
    return count


def forget_everywhere() -> int:
    """The same in all towns."""
    return sum(forget(municipality_id=town.id) for town in accounts.municipalities())


def mail_key(comment_id: int, occasion: str) -> str:
    """The key of a mail about a comment; all of one begin alike."""
    return f"text-comment-{comment_id}-{occasion}"


def support_mail_key(support_id: int, occasion: str) -> str:
    """The key of a mail about a support."""
    return f"comment-support-{support_id}-{occasion}"


def _check_open(text: ConsultedText) -> None:
    lock(text)
    rules.check_open(text.state, text.closes_at, clock.now())


def _held(comment: TextComment) -> ConsultedText:
    """The text, locked, and the comment as it is now."""
    lock(comment.consulted)
    db.session.refresh(comment)
    return comment.consulted


def _forget(comment: TextComment) -> None:
    _forget_letters(comment.municipality_id, mail_key(comment.id, ""))
    if not telling.others(comment):
        forget_mails({letter_key(comment.text_id, comment.email)})
    # A name that its owner let stand beside the words is part of the public record.
    comment.email, comment.user_id = "", None
    if not comment.named or comment.state is CommentState.WITHDRAWN:
        comment.name, comment.named = "", False


def _forget_letters(municipality_id: int, beginning: str) -> None:
    forget_mails(queries.letters(municipality_id=municipality_id, beginning=beginning))


def _note(actor: Actor, deed: str, comment: TextComment) -> None:
    # Neither name nor address nor words belong into a trail that is kept for ever.
    after = {"text": comment.text_id, "state": comment.state, "reason": comment.hidden_reason}
    note(actor, deed, KIND, comment.id, municipality_id=comment.municipality_id, after=after)
    logger.info("comment %s: %s", comment.id, deed)

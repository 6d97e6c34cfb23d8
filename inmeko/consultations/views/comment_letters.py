"""The letters to those who comment: the link that confirms, what was hidden, what became of it."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts.views.letters import at_home
from inmeko.consultations.models import CommentSupport, TextComment
from inmeko.consultations.rules.text_map import said_place
from inmeko.consultations.rules.texts import VERDICT_LABELS, CommentState
from inmeko.consultations.services.comments import mail_key, support_mail_key
from inmeko.records.services import post_mail


def written(one: TextComment) -> None:
    """Send the link that makes a comment public, or that opens it where it is public already."""
    with force_locale(one.language):
        if one.state is CommentState.UNCONFIRMED:
            _send(one, gettext("Confirm your comment"), "confirm", "confirm")
        else:
            _send(one, gettext("Your comment is public"), "public", "public")


def asked(one: CommentSupport) -> None:
    """Send the link with which a support counts, once."""
    with force_locale(one.language):
        text = one.comment.consulted
        slug, key = text.municipality.slug, one.key
        link = url_for(
            "comments.confirm_support", municipality=slug, support_key=key, _external=True
        )
        body = _template("support").render(link=at_home(link), title=text.title)
        post_mail(
            one.voter,
            f"{gettext('Confirm your support')}: {text.title}",
            body,
            municipality_id=text.municipality_id,
            key=support_mail_key(one.id, "confirm"),
        )


def hidden(one: TextComment) -> None:
    """Say that a comment was hidden, why, and how to object."""
    with force_locale(one.language):
        _send(one, gettext("Your comment was hidden"), "hidden", "hidden-" + one.hidden_reason[:40])


def decided(one: TextComment) -> None:
    """Say what was decided on an objection."""
    with force_locale(one.language):
        _send(one, gettext("Decision on your objection"), "decided", f"decided-{one.state.value}")


def replied(one: TextComment) -> None:
    """Say that the town answered a comment."""
    with force_locale(one.language):
        _send(one, gettext("The municipality answered your comment"), "replied", "replied")


def answered(key: str, ones: Sequence[TextComment]) -> None:
    """Tell somebody what became of their comments on one text, in one letter."""
    text = ones[0].consulted
    with force_locale(ones[0].language):
        rows = [(one, _verdict(one), page_of(one)) for one in ones]
        body = _template("answered").render(ones=rows, title=text.title, said_place=said_place)
        subject = gettext("What became of your comments")
    town = text.municipality_id
    post_mail(ones[0].email, f"{subject}: {text.title}", body, municipality_id=town, key=key)


def page_of(one: TextComment) -> str:
    """The whole secret address of a comment."""
    slug = one.consulted.municipality.slug
    url = url_for("comments.show", municipality=slug, comment_key=one.key, _external=True)
    return at_home(url)


def _verdict(one: TextComment) -> str:
    verdict = one.theme.verdict if one.theme else None
    return str(gettext(VERDICT_LABELS[verdict])) if verdict else ""


def _template(name: str) -> Any:
    return current_app.jinja_env.get_template(f"consultations/letters/text_{name}.txt")


def _send(one: TextComment, subject: str, letter: str, occasion: str, **more: Any) -> None:
    if not one.email:
        return
    text = one.consulted
    body = _template(letter).render(one=one, title=text.title, link=page_of(one), **more)
    post_mail(
        one.email,
        f"{subject}: {text.title}",
        body,
        municipality_id=text.municipality_id,
        key=mail_key(one.id, occasion),
    )

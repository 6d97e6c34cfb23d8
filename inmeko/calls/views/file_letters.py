"""The letters to those who work on a file: its link, the receipt, what is asked of them."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts.models import Municipality
from inmeko.accounts.views.letters import at_home
from inmeko.calls.models import Completion, Expression, Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.records.services import post_mail


def link(holder: Holder, *, earlier: Sequence[Holder] = ()) -> None:
    """Send somebody their link; name the files that they had begun before."""
    with force_locale(holder.expression.language):
        subject = gettext("Your file: %(call)s", call=holder.expression.call.title)
        before = [{"link": _link(one), "begun": one.expression.begun_at} for one in earlier]
        _send(holder, subject, "link", key=_key(holder), earlier=before)


def link_again(holder: Holder) -> None:
    """Send somebody the link of a file that they had begun before."""
    with force_locale(holder.expression.language):
        subject = gettext("Your file: %(call)s", call=holder.expression.call.title)
        _send(holder, subject, "link", key=_key(holder), earlier=[])


def invited(holder: Holder, by: Holder) -> None:
    """Tell somebody that they may work on a file, with a link of their own."""
    with force_locale(holder.expression.language):
        subject = gettext("You are invited to a file: %(file)s", file=holder.expression.name)
        _send(holder, subject, "invited", key=_key(holder), by=by)


def receipt(submission: Submission, expression: Expression) -> None:
    """Send the receipt to everybody who works on the file."""
    with force_locale(expression.language):
        check = at_home(
            url_for("calls.receipt", receipt_key=submission.receipt_key, _external=True)
        )
        subject = gettext(
            "Receipt no. %(number)s: %(call)s",
            number=f"{submission.number}/{submission.year}",
            call=expression.call.title,
        )
        for holder in queries.holders(expression):
            _send(holder, subject, "receipt", submission=submission, check=check)


def withdrawn(submission: Submission) -> None:
    """Tell everybody who works on the file that it was withdrawn."""
    expression = submission.expression
    with force_locale(expression.language):
        number = f"{submission.number}/{submission.year}"
        subject = gettext("Withdrawn: no. %(number)s", number=number)
        for holder in queries.holders(expression):
            _send(holder, subject, "withdrawn", submission=submission)


def asked(completion: Completion) -> None:
    """Tell everybody who works on a file what is to be added, and until when."""
    expression = completion.submission.expression
    with force_locale(expression.language):
        subject = gettext("Documents are missing: %(call)s", call=expression.call.title)
        for holder in queries.holders(expression):
            link = url_for(
                "call_file.completion",
                municipality=expression.call.municipality.slug,
                key=holder.key,
                completion_id=completion.id,
                _external=True,
            )
            _send(holder, subject, "asked", completion=completion, there=at_home(link))


def completed(completion: Completion, number: str) -> None:
    """Send everybody who works on the file the receipt of what was added."""
    expression = completion.submission.expression
    with force_locale(expression.language):
        subject = gettext("Receipt no. %(number)s: documents added", number=number)
        for holder in queries.holders(expression):
            _send(holder, subject, "completed", completion=completion, number=number)


def reminder(holder: Holder, key: str) -> None:
    """Tell somebody that the file was not sent yet, once for each key."""
    with force_locale(holder.expression.language):
        subject = gettext("Not submitted yet: %(call)s", call=holder.expression.call.title)
        _send(holder, subject, "reminder", key=key)


def place(town: Municipality, language: str) -> str:
    """A municipality's name in the language of a letter."""
    return town.name_en if language == "en" else town.name


def _link(holder: Holder) -> str:
    town = holder.expression.call.municipality
    url = url_for("call_file.show", municipality=town.slug, key=holder.key, _external=True)
    return at_home(url)


def _send(
    holder: Holder, subject: str, letter: str, key: str | None = None, **context: Any
) -> None:
    if not holder.email:
        return
    expression = holder.expression
    town = expression.call.municipality
    # Straight from the template: a letter needs none of what surrounds a page.
    body = current_app.jinja_env.get_template(f"calls/letters/{letter}.txt").render(
        holder=holder,
        file=expression,
        call=expression.call,
        place=place(town, expression.language),
        link=_link(holder),
        **context,
    )
    post_mail(holder.email, subject, body, municipality_id=town.id, key=key)


def _key(holder: Holder) -> str:
    """What the letters with somebody's link are known by: they go when the file is forgotten."""
    return f"call-file-{holder.id}-{secrets.token_hex(8)}"

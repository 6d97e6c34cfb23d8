"""Comment on an article, support a comment, and one's own comment behind its secret address."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.consultations import policy
from inmeko.consultations.forms import comments as forms
from inmeko.consultations.models import CommentSupport, ConsultedText, TextArticle, TextComment
from inmeko.consultations.queries import comments as queries
from inmeko.consultations.queries import texts
from inmeko.consultations.rules import texts as rules
from inmeko.consultations.rules.texts import TextState
from inmeko.consultations.services import comments as deeds
from inmeko.consultations.services.comments import Spot
from inmeko.consultations.views import comment_letters as letters
from inmeko.consultations.views.asking import asked
from inmeko.consultations.views.text_blueprint import own, pages
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, public, requires
from inmeko.web.forms import Form
from inmeko.web.language import chosen

# How often one connection may comment and support: a family, a school or a mobile network shares
# one, a flood does not care; beside it stand the limits of each mail address.
RATES = {
    ("POST", "texts.comment"): "5/minute;60/hour;300/day",
    ("POST", "texts.comment_place"): "5/minute;60/hour;300/day",
    # A draft is written anew each time, which takes seconds.
    ("GET", "texts.report_file"): "20/minute;200/hour",
    ("POST", "texts.support"): "10/minute;100/day",
}
MACHINE = N_("Leave this field empty, so that we know you are no machine.")


@pages.route("/<int:text_id>/articles/<int:article_id>/comment", methods=["GET", "POST"])
@requires(policy.may_comment, of=texts.article)
def comment(article: TextArticle) -> ResponseReturnValue:
    """The form with which anybody comments on an article."""
    form = forms.CommentForm(data=address())
    template = "consultations/text_comment.html"
    return commenting(article.consulted, form, lambda: article, template, article=article)


def commenting(
    text: ConsultedText,
    form: forms.CommentForm,
    about: Callable[[], TextArticle | Spot],
    template: str,
    **context: Any,
) -> ResponseReturnValue:
    """The page of a comment; after the end it says so, and shows what was typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                _write(about(), form, address()["email"])
                return redirect(url_for(".commented", text_id=text.id), 303)
            except DomainError as error:
                form.blame(error)
    refusal = None
    try:
        rules.check_open(text.state, text.closes_at, clock.now())
    except RuleError as error:
        refusal = gettext(error.message)
    return render_template(template, text=text, form=form, refusal=refusal, **context), status


@pages.get("/<int:text_id>/commented")
@requires(policy.may_see_text, of=texts.text)
def commented(text: ConsultedText) -> ResponseReturnValue:
    """What comes next; the same for everybody, whoever's address was typed."""
    return render_template("consultations/text_commented.html", text=text)


@pages.route("/<int:text_id>/comments/<int:comment_id>/support", methods=["GET", "POST"])
@requires(policy.may_see_comment, of=queries.comment)
def support(one: TextComment) -> ResponseReturnValue:
    """Say that one agrees with a comment."""
    theirs = address()
    form = forms.SupportForm(data=theirs)

    def deed() -> None:
        if form.homepage.data:
            raise RuleError(MACHINE)
        typed = form.email.data or ""
        known = bool(theirs["email"]) and typed.lower() == theirs["email"]
        made = deeds.support(one, typed, chosen(), confirmed=known)
        if made.confirmed_at is None:
            letters.asked(made)

    return asked(
        one.consulted,
        form,
        deed,
        back=url_for(".show", text_id=one.text_id),
        done=gettext("Thank you. Unless you are signed in, your support counts after a link."),
        title=gettext("Support the comment"),
        text_above=one.text,
        button=gettext("Support the comment"),
        trap=True,
    )


@own.get("/<comment_key>/")
@public(of=queries.by_key)
def show(one: TextComment) -> ResponseReturnValue:
    """One's own comment: where it stands, and what one may do with it."""
    text = one.consulted
    standing = rules.standing(text.state, text.closes_at, clock.now())
    return render_template(
        "consultations/text_own.html",
        one=one,
        text=text,
        open=standing is TextState.PUBLISHED,
        form=Form(),
    )


@own.post("/<comment_key>/confirm")
@public(of=queries.by_key)
def confirm(one: TextComment) -> ResponseReturnValue:
    """Make the comment public."""
    deeds.confirm(one)
    flash(gettext("Your comment is public."), "success")
    return redirect(url_for(".show", comment_key=one.key), 303)


@own.route("/<comment_key>/edit", methods=["GET", "POST"])
@public(of=queries.by_key)
def edit(one: TextComment) -> ResponseReturnValue:
    """Word the comment otherwise."""
    form = forms.EditCommentForm(data={"text": one.text})
    return asked(
        one.consulted,
        form,
        lambda: deeds.edit(one, form.text.data or ""),
        back=url_for(".show", comment_key=one.key),
        done=gettext("Saved."),
        title=gettext("Change the comment"),
        text_above=gettext("Until the end of the period, and while nobody supports or answers it."),
        button=gettext("Save"),
    )


@own.route("/<comment_key>/withdraw", methods=["GET", "POST"])
@public(of=queries.by_key)
def withdraw(one: TextComment) -> ResponseReturnValue:
    """Ask, then forget the comment and whoever wrote it."""
    return asked(
        one.consulted,
        Form(),
        lambda: deeds.withdraw(one),
        back=url_for(".show", comment_key=one.key),
        done=gettext("Your comment is withdrawn, and your data are deleted."),
        title=gettext("Withdraw the comment"),
        text_above=gettext(
            "Your words, name and address are deleted for good. That a comment was withdrawn "
            "remains visible in its place."
        ),
        button=gettext("Withdraw the comment"),
        kind="warning",
    )


@own.route("/<comment_key>/object", methods=["GET", "POST"])
@public(of=queries.by_key)
def object_to(one: TextComment) -> ResponseReturnValue:
    """Object to the hiding of a comment."""
    form = forms.ObjectForm()
    return asked(
        one.consulted,
        form,
        lambda: deeds.object_to(one, form.text.data or ""),
        back=url_for(".show", comment_key=one.key),
        done=gettext("The municipality has your objection."),
        title=gettext("Object to the hiding"),
        text_above=one.hidden_reason,
        button=gettext("Object"),
    )


@own.route("/support/<support_key>", methods=["GET", "POST"])
@public(of=queries.support_by_key)
def confirm_support(one: CommentSupport) -> ResponseReturnValue:
    """Ask, then let the support count."""
    text = one.comment.consulted
    return asked(
        text,
        Form(),
        lambda: deeds.confirm_support(one),
        back=url_for("texts.show", text_id=text.id),
        done=gettext("Your support counts."),
        title=gettext("Confirm your support"),
        text_above=one.comment.text,
        button=gettext("I support this comment"),
    )


def address() -> dict[str, str]:
    """Name, confirmed address and only organisation of whoever is signed in."""
    actor = current_actor()
    if actor.id is None:
        return {"email": "", "name": "", "organisation": ""}
    user = accounts.user(actor.id)
    theirs = [one.organisation.name for one in user.memberships]
    organisation = theirs[0] if len(theirs) == 1 else ""
    return {"email": user.email.lower(), "name": user.name or "", "organisation": organisation}


def _write(about: TextArticle | Spot, form: forms.CommentForm, confirmed: str) -> None:
    if form.homepage.data:
        raise RuleError(MACHINE)
    said = form.said(chosen())
    known = bool(confirmed) and said.email.lower() == confirmed
    made = deeds.write(current_actor(), about, said, confirmed=known)
    letters.written(made)

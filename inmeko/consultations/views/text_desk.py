"""Where planners work on comments: hide, decide, reply; themes, their answers, the conclusion."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from inmeko.consultations import policy
from inmeko.consultations.forms import texts as forms
from inmeko.consultations.models import ConsultedText, TextComment, TextTheme
from inmeko.consultations.queries import comments as queries
from inmeko.consultations.queries import text_map, texts
from inmeko.consultations.rules import texts as rules
from inmeko.consultations.rules.texts import ThemeAnswer
from inmeko.consultations.services import comments as deeds
from inmeko.consultations.services import text_telling
from inmeko.consultations.services import texts as text_deeds
from inmeko.consultations.views import comment_letters as letters
from inmeko.consultations.views import text_saving
from inmeko.consultations.views.asking import asked
from inmeko.consultations.views.text_blueprint import after, pages
from inmeko.consultations.views.text_saving import Desk, saved
from inmeko.kernel import clock
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form


@pages.get("/<int:text_id>/desk")
@requires(policy.may_manage_text, of=texts.text)
def desk(text: ConsultedText) -> ResponseReturnValue:
    """The comments on a text, its themes, and what is still owed."""
    themes = texts.themes(text)
    shown, more = queries.page(text, after())
    headings: dict[int | None, str] = {one.id: one.heading for one in text.articles}
    return render_template(
        "consultations/text_desk.html",
        text=text,
        standing=rules.standing(text.state, text.closes_at, clock.now()),
        rows=shown,
        themes=themes,
        titles={one.id: one.title for one in themes},
        headings=headings,
        names={one.id: one.title for one in text_map.features(text)},
        supports=queries.supports(text, [one.id for one in shown]),
        next=url_for(".desk", text_id=text.id, after=shown[-1].id) if more else None,
        previous=_desk(text.id) if "after" in request.args else None,
    )


@pages.route("/<int:text_id>/comments/<int:comment_id>/hide", methods=["GET", "POST"])
@requires(policy.may_manage_comment, of=queries.comment)
def hide(one: TextComment) -> ResponseReturnValue:
    """Hide a comment, with the reason that stands in its place."""
    form = forms.ReasonForm()

    def deed() -> None:
        deeds.hide(current_actor(), one, form.reason.data or "")
        letters.hidden(one)

    return asked(
        one.consulted,
        form,
        deed,
        back=_desk(one.text_id),
        done=gettext("The comment is hidden. Its author is told, and may object."),
        title=gettext("Hide the comment"),
        text_above=one.text,
        button=gettext("Hide the comment"),
        kind="warning",
    )


@pages.route("/<int:text_id>/comments/<int:comment_id>/decide", methods=["GET", "POST"])
@requires(policy.may_manage_comment, of=queries.comment)
def decide(one: TextComment) -> ResponseReturnValue:
    """Decide on an objection, or show a comment again."""
    form = forms.ObjectionAnswerForm()

    def deed() -> None:
        show, answer = form.show.data == "yes", form.answer.data or ""
        deeds.decide(current_actor(), one, show=show, answer=answer)
        letters.decided(one)

    return asked(
        one.consulted,
        form,
        deed,
        back=_desk(one.text_id),
        done=gettext("Decided. The author is told."),
        title=gettext("Decide on the hidden comment"),
        text_above=one.objection or one.text,
        button=gettext("Decide"),
    )


@pages.route("/<int:text_id>/comments/<int:comment_id>/reply", methods=["GET", "POST"])
@requires(policy.may_manage_comment, of=queries.comment)
def reply(one: TextComment) -> ResponseReturnValue:
    """Answer a comment."""
    form = forms.ReplyForm()

    def deed() -> None:
        deeds.reply(current_actor(), one, form.text.data or "")
        letters.replied(one)

    return asked(
        one.consulted,
        form,
        deed,
        back=_desk(one.text_id),
        done=gettext("Answered."),
        title=gettext("Answer the comment"),
        text_above=one.text,
        button=gettext("Answer"),
    )


@pages.route("/<int:text_id>/comments/<int:comment_id>/theme", methods=["GET", "POST"])
@requires(policy.may_manage_comment, of=queries.comment)
def group(one: TextComment) -> ResponseReturnValue:
    """Put a comment into a theme."""
    form = forms.GroupForm(data={"theme": one.theme_id or 0})
    themes = {theme.id: theme for theme in texts.themes(one.consulted)}
    form.theme.choices = [
        SelectChoice(0, "–"),
        *(SelectChoice(number, theme.title) for number, theme in themes.items()),
    ]
    return asked(
        one.consulted,
        form,
        lambda: text_deeds.group(current_actor(), one, themes.get(form.theme.data)),
        back=_desk(one.text_id),
        done=gettext("Saved."),
        title=gettext("Theme of the comment"),
        text_above=one.text,
        button=gettext("Save"),
    )


@pages.route("/<int:text_id>/themes/new", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=texts.text)
def new_theme(text: ConsultedText) -> ResponseReturnValue:
    """Make a theme."""
    form = forms.ThemeForm()

    def deed() -> None:
        text_deeds.make_theme(current_actor(), text, title=form.title.data or "")

    return asked(
        text,
        form,
        deed,
        back=_desk(text.id),
        done=gettext("The theme is made. Put comments into it."),
        title=gettext("Make a theme"),
        text_above=gettext("One answer is given to all comments of a theme."),
        button=gettext("Make the theme"),
    )


@pages.route("/<int:text_id>/themes/<int:theme_id>", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=texts.theme)
def answer(theme: TextTheme) -> ResponseReturnValue:
    """Answer a theme."""
    text = theme.consulted
    articles = {one.id: one for one in text.articles}

    def form_of(kept: Mapping[str, Any], typed: bool) -> forms.VerdictForm:
        form: forms.VerdictForm = text_saving.maker(forms.VerdictForm)(kept, typed)
        form.article.choices = [
            SelectChoice(0, "–"),
            *(SelectChoice(number, one.heading) for number, one in articles.items()),
        ]
        return form

    def deed(form: forms.VerdictForm) -> None:
        text_deeds.answer(
            current_actor(),
            theme,
            verdict=ThemeAnswer(form.verdict.data),
            reasons=form.reasons.data or "",
            article=articles.get(form.article.data),
            seen=form.seen.data or "",
        )

    return saved(
        Desk(
            text=text,
            form=form_of,
            kept=lambda: text_deeds.kept_answer(theme),
            deed=deed,
            page=lambda form: _answering(theme, form),
            done=_desk(text.id),
            back=_desk(text.id),
        )
    )


@pages.route("/<int:text_id>/conclude", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=texts.text)
def conclude(text: ConsultedText) -> ResponseReturnValue:
    """Say that everything is answered, and tell everybody who commented."""

    def deed() -> None:
        text_deeds.conclude(current_actor(), text)
        text_telling.begin(text)

    return asked(
        text,
        Form(),
        deed,
        back=url_for(".show", text_id=text.id),
        then=url_for(".letters", text_id=text.id),
        done=gettext("The consultation is answered. Everybody who commented is being told."),
        title=gettext("Publish the answers"),
        text_above=gettext(
            "Everybody who commented is told what became of it. The answers stand for good."
        ),
        button=gettext("Publish the answers"),
        kind="warning",
    )


def _answering(theme: TextTheme, form: forms.VerdictForm) -> str:
    return render_template(
        "consultations/text_ask.html",
        text=theme.consulted,
        form=form,
        back=_desk(theme.text_id),
        title=gettext("Answer the theme"),
        text_above=theme.title,
        button=gettext("Answer"),
    )


def _desk(text_id: int) -> str:
    return url_for(".desk", text_id=text_id)

"""Make a text and put it to the public; what everybody sees of it; its two versions."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.consultations import policy
from inmeko.consultations.forms import texts as forms
from inmeko.consultations.models import ConsultedText
from inmeko.consultations.queries import comments, commitments, committees, text_map
from inmeko.consultations.queries import texts as queries
from inmeko.consultations.rules import text_differences
from inmeko.consultations.rules import texts as rules
from inmeko.consultations.rules.texts import TextKind, TextState
from inmeko.consultations.services import texts as deeds
from inmeko.consultations.views import showing, text_saving
from inmeko.consultations.views.asking import asked
from inmeko.consultations.views.committees import with_papers
from inmeko.consultations.views.text_blueprint import after, pages
from inmeko.consultations.views.text_saving import Desk, saved
from inmeko.kernel import clock
from inmeko.records import queries as records
from inmeko.web.access import current_actor, public, requires
from inmeko.web.forms import Form


@pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The texts that a town puts to the public."""
    makes = policy.may_make_texts(current_actor(), town)
    rows = queries.of_town(municipality_id=town.id, drafts=makes)
    now = clock.now()
    standing = {one.id: rules.standing(one.state, one.closes_at, now) for one in rows}
    return render_template(
        "consultations/text_index.html", rows=rows, standing=standing, makes=makes
    )


@pages.get("/<int:text_id>")
@requires(policy.may_see_text, of=queries.text)
def show(text: ConsultedText) -> ResponseReturnValue:
    """A text, article by article, with what was said of each."""
    said: dict[int | None, list[Any]] = {}
    shown, more = comments.page(text, after())
    for one in shown:
        said.setdefault(one.article_id, []).append(one)
    return render_template(
        "consultations/text_show.html",
        text=text,
        standing=rules.standing(text.state, text.closes_at, clock.now()),
        said=said,
        number=comments.number(text),
        supports=comments.supports(text, [one.id for one in shown]),
        next=url_for(".show", text_id=text.id, after=shown[-1].id) if more else None,
        previous=_page(text) if "after" in request.args else None,
        themes=queries.themes(text),
        features=(features := text_map.features(text)),
        names={one.id: one.title for one in features},
        documents=records.attachments(deeds.KIND, text.id),
        promised=_promised(text),
        opinions=with_papers(committees.opinions_on(text), municipality_id=text.municipality_id),
        manages=policy.may_manage_text(current_actor(), text),
    )


@pages.get("/<int:text_id>/versions")
@requires(policy.may_see_text, of=queries.text)
def versions(text: ConsultedText) -> ResponseReturnValue:
    """The text before and after its consultation, side by side."""
    second = deeds.after(text)
    found = text_differences.compare(deeds.before(text), second) if second else []
    return render_template("consultations/text_versions.html", text=text, differences=found)


@pages.route("/new", methods=["GET", "POST"])
@requires(policy.may_make_texts, of=accounts.municipality)
def new(town: Municipality) -> ResponseReturnValue:
    """Begin a text."""
    form = forms.NewTextForm()
    if form.validate_on_submit():
        kind = TextKind(form.kind.data)
        made = deeds.draft(current_actor(), town.id, title=form.title.data or "", kind=kind)
        flash(gettext("The draft is made. Only the staff sees it."), "success")
        return redirect(url_for(".edit", text_id=made.id), 303)
    return render_template("consultations/text_new.html", form=form), 422 if form.errors else 200


@pages.route("/<int:text_id>/edit", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=queries.text)
def edit(text: ConsultedText) -> ResponseReturnValue:
    """Write a draft; nothing typed is lost where something is wrong or somebody was faster."""

    def deed(form: forms.TextForm) -> None:
        seen = form.seen.data or ""
        deeds.change(current_actor(), text, form.values(), form.articles.data or "", seen=seen)

    def page(form: forms.TextForm) -> str:
        editable = text.state is TextState.DRAFT
        template = "consultations/text_edit.html"
        return render_template(template, text=text, form=form, editable=editable)

    return saved(
        Desk(
            text=text,
            form=text_saving.maker(forms.TextForm),
            kept=lambda: deeds.kept_draft(text),
            deed=deed,
            page=page,
            done=_page(text),
            back=_page(text),
        )
    )


@pages.route("/<int:text_id>/sectors", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=queries.text)
def sectors(text: ConsultedText) -> ResponseReturnValue:
    """Say which sectors of the plan a text is about, whatever its state."""
    form = forms.SectorsForm(data={"sectors": queries.sectors(text)})
    return asked(
        text,
        form,
        lambda: deeds.put_sectors(current_actor(), text, form.sectors.data or ()),
        back=_page(text),
        done=gettext("Saved."),
        title=gettext("Sectors of the text"),
        text_above=gettext("Whoever asks what was heard in a sector finds the text there."),
        button=gettext("Save"),
    )


@pages.route("/<int:text_id>/publish", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=queries.text)
def publish(text: ConsultedText) -> ResponseReturnValue:
    """The last page before a text is public."""
    return asked(
        text,
        Form(),
        lambda: deeds.publish(current_actor(), text),
        back=_page(text),
        done=gettext("The text is open for comments."),
        title=gettext("Put the text to the public"),
        text_above=gettext(
            "Everybody can read and comment on it until the end of its period. The articles do "
            "not change meanwhile."
        ),
        button=gettext("Open for comments"),
    )


@pages.route("/<int:text_id>/cancel", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=queries.text)
def cancel(text: ConsultedText) -> ResponseReturnValue:
    """Cancel a consultation."""
    form = forms.ReasonForm()
    return asked(
        text,
        form,
        lambda: deeds.cancel(current_actor(), text, reason=form.reason.data or ""),
        back=_page(text),
        done=gettext("The consultation is cancelled."),
        title=gettext("Cancel the consultation"),
        text_above=gettext("What was said so far stays on the page, with your reason."),
        button=gettext("Cancel the consultation"),
        kind="warning",
    )


@pages.route("/<int:text_id>/revise", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=queries.text)
def revise(text: ConsultedText) -> ResponseReturnValue:
    """Write the text as it is after the consultation."""

    def deed(form: forms.RevisionForm) -> None:
        seen = form.seen.data or ""
        deeds.revise(current_actor(), text, form.articles.data or "", seen=seen)

    def page(form: forms.RevisionForm) -> str:
        return render_template(
            "consultations/text_ask.html",
            text=text,
            form=form,
            back=url_for(".versions", text_id=text.id),
            title=gettext("The text after the consultation"),
            text_above=gettext("Everybody sees both versions side by side."),
            button=gettext("Save"),
        )

    return saved(
        Desk(
            text=text,
            form=text_saving.maker(forms.RevisionForm),
            kept=lambda: deeds.kept_revision(text),
            deed=deed,
            page=page,
            done=url_for(".versions", text_id=text.id),
            back=_page(text),
        )
    )


def _promised(text: ConsultedText) -> dict[int | None, list[Any]]:
    """What the answers promise for later, by the theme."""
    found: dict[int | None, list[Any]] = {}
    for row in showing.standings(commitments.of_text(text)):
        found.setdefault(row[0].theme_id, []).append(row)
    return found


def _page(text: ConsultedText) -> str:
    return url_for(".show", text_id=text.id)

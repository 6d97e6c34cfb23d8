"""Decisions of Διαύγεια: brought in from a file, listed, and linked to the assets they concern."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.resources import policy
from inmeko.resources.forms.concessions import DecisionFilterForm, DecisionsForm
from inmeko.resources.models import Decision, DecisionLink
from inmeko.resources.queries import decisions as queries
from inmeko.resources.rules.concession_words import LinkState
from inmeko.resources.rules.decisions import relation
from inmeko.resources.rules.likeness import REASON_LABELS
from inmeko.resources.services import decisions as deeds
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires

LARGEST = 20 * 1024 * 1024
REJECTED_SHOWN = 50


@pages.get("/decisions")
@requires(policy.may_see_follow_up, of=accounts.municipality)
def decisions(town: Municipality) -> ResponseReturnValue:
    """The decisions of a town, and the form that brings in more."""
    return _list(town, DecisionsForm(formdata=None))


@pages.post("/decisions")
@requires(policy.may_import, of=accounts.municipality)
def bring_decisions(town: Municipality) -> ResponseReturnValue:
    """Bring in a file of decisions, and say what it did."""
    form = DecisionsForm()
    if form.validate():
        try:
            content = _content(form)
            done = deeds.bring_in(current_actor(), town, content)
        except DomainError as error:
            form.blame(error)
        else:
            return render_template(
                "resources/decisions_done.html",
                done=done,
                rejected=[
                    (one.number, gettext(one.error.message, **one.error.values))
                    for one in done.rejected[:REJECTED_SHOWN]
                ],
            )
    return _list(town, form), 422


@pages.post("/decisions/look")
@requires(policy.may_import, of=accounts.municipality)
def look_again(town: Municipality) -> ResponseReturnValue:
    """Look once more for assets that decisions may concern."""
    found = deeds.look_again(current_actor(), town.id)
    words = ngettext("%(num)s asset is newly offered.", "%(num)s assets are newly offered.", found)
    flash(words, "success" if found else "info")
    return redirect(url_for(".decisions", show="offered"), 303)


@pages.get("/decisions/<int:decision_id>")
@requires(policy.may_see_decision, of=queries.decision)
def decision(decision: Decision) -> ResponseReturnValue:
    """A decision, what it names, and the assets it may concern."""
    town, other = decision.municipality_id, decision.names_ada
    return render_template(
        "resources/decision.html",
        decision=decision,
        relation=relation(decision.subject),
        named=queries.by_ada(town, [other]).get(other) if other else None,
        naming=[(one, relation(one.subject)) for one in queries.naming(decision)],
        given=queries.concessions_by(decision),
        may_judge=policy.may_judge_decision(current_actor(), decision),
        reasons=REASON_LABELS,
    )


@pages.post("/decisions/<int:decision_id>/links/<int:link_id>")
@requires(policy.may_judge_decision, of=queries.link)
def judge_link(link: DecisionLink) -> ResponseReturnValue:
    """Say whether a decision concerns an asset that was offered."""
    states = {"accept": LinkState.ACCEPTED, "refuse": LinkState.REFUSED}
    chosen = states.get(request.form.get("answer", ""))
    if chosen is None:
        raise RuleError(N_("Choose one of the two answers."))
    deeds.judge(current_actor(), link, chosen)
    flash(gettext("Kept; you are not asked again."), "success")
    return redirect(url_for(".decision", decision_id=link.decision_id), 303)


def _list(town: Municipality, form: DecisionsForm) -> str:
    asked, show = request.args.get("q", "").strip()[:100], request.args.get("show", "")
    after = request.args.get("after", "")
    place = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None
    words = asked.replace("\0", "").split()[:8]
    rows, more = queries.page(town.id, words, offered=show == "offered", after=place)
    count, waiting = queries.counts(town.id)
    here: dict[str, Any] = {"q": asked or None, "show": show or None}
    return render_template(
        "resources/decisions.html",
        form=form,
        asked=DecisionFilterForm(formdata=None, data={"q": asked, "show": show}),
        rows=rows,
        next=url_for(".decisions", **here, after=rows[-1].id) if more else None,
        count=count,
        waiting=waiting,
        paged=bool(after),
        may_bring=policy.may_import(current_actor(), town),
    )


def _content(form: DecisionsForm) -> bytes:
    upload = form.file.data
    if not upload or not upload.filename:
        raise RuleError(N_("Choose a file."), field="file")
    content: bytes = upload.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise RuleError(
            N_("The file is larger than %(most)s MB."), field="file", values={"most": 20}
        )
    return content

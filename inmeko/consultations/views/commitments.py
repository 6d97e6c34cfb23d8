"""What the town promised: the list, each commitment with its history, and what is done with it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.consultations import policy
from inmeko.consultations.forms import commitments as forms
from inmeko.consultations.models import Commitment, TextTheme
from inmeko.consultations.queries import commitments as queries
from inmeko.consultations.queries import texts
from inmeko.consultations.rules.commitments import COMMITMENT_LABELS, CommitmentStanding
from inmeko.consultations.services import commitments as deeds
from inmeko.consultations.views import showing, text_blueprint
from inmeko.consultations.views.asking import asked as asked_of_text
from inmeko.consultations.views.heard_blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.web.access import current_actor, public, requires
from inmeko.web.asking import asked

PAGE = 50


@pages.get("/commitments")
@public(of=accounts.municipality)
def commitments(town: Municipality) -> ResponseReturnValue:
    """All commitments of a town, by where they stand."""
    known = showing.standings(queries.of_town(municipality_id=town.id))
    wanted = next((one for one in CommitmentStanding if one == request.args.get("state")), None)
    rows = [row for row in known if wanted in (None, row[1])]
    typed = request.args.get("page", "")
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    shown = rows[page * PAGE : (page + 1) * PAGE]
    state: dict[str, Any] = {"state": wanted.value} if wanted else {}
    more = len(rows) > (page + 1) * PAGE
    return render_template(
        "consultations/commitments.html",
        rows=shown,
        tabs=_tabs(known, wanted),
        next=url_for(".commitments", page=page + 1, **state) if more else None,
        previous=url_for(".commitments", page=page - 1 or None, **state) if page else None,
    )


@pages.get("/commitments/<int:commitment_id>")
@public(of=queries.commitment)
def commitment(one: Commitment) -> ResponseReturnValue:
    """A commitment, where it was made, and all that happened to it."""
    [(_one, standing)] = showing.standings([one])
    return render_template(
        "consultations/commitment.html",
        one=one,
        standing=standing,
        moved=any(entry.due_after for entry in one.entries),
        manages=policy.may_manage_commitment(current_actor(), one),
    )


@pages.route("/commitments/<int:commitment_id>/hand", methods=["GET", "POST"])
@requires(policy.may_manage_commitment, of=queries.commitment)
def hand(one: Commitment) -> ResponseReturnValue:
    """Say who sees to it."""
    form = forms.HandForm(data={"owner": one.owner, "email": one.owner_email})
    told = gettext("Whoever sees to it is reminded a week before the day, and when it is over.")
    return _ask(
        one,
        form,
        lambda: deeds.hand(
            current_actor(), one, owner=form.owner.data or "", email=form.email.data or ""
        ),
        title=gettext("Say who sees to it"),
        told=told,
        button=gettext("Save"),
    )


@pages.route("/commitments/<int:commitment_id>/tell", methods=["GET", "POST"])
@requires(policy.may_manage_commitment, of=queries.commitment)
def tell(one: Commitment) -> ResponseReturnValue:
    """Say what has become of it so far."""
    form = forms.TellForm(data={"url": one.url})
    return _ask(
        one,
        form,
        lambda: deeds.tell(
            current_actor(), one, words=form.words.data or "", url=form.url.data or ""
        ),
        title=gettext("Say what has become of it so far"),
        told=gettext("Everybody reads it in the history of the commitment."),
        button=gettext("Save"),
    )


@pages.route("/commitments/<int:commitment_id>/keep", methods=["GET", "POST"])
@requires(policy.may_manage_commitment, of=queries.commitment)
def keep(one: Commitment) -> ResponseReturnValue:
    """Say that it is done."""
    form = forms.KeepForm(data={"url": one.url, "day": athens_date(clock.now())})
    return _ask(
        one,
        form,
        lambda: deeds.keep(
            current_actor(),
            one,
            day=form.day.data,
            words=form.words.data or "",
            url=form.url.data or "",
        ),
        title=gettext("Say that it is done"),
        told=gettext("It counts as kept, or as kept late, by the day that you write."),
        button=gettext("It is done"),
    )


@pages.route("/commitments/<int:commitment_id>/move", methods=["GET", "POST"])
@requires(policy.may_manage_commitment, of=queries.commitment)
def move(one: Commitment) -> ResponseReturnValue:
    """Promise another day."""
    form = forms.MoveForm()
    return _ask(
        one,
        form,
        lambda: deeds.move(
            current_actor(), one, due_on=form.due_on.data, reason=form.words.data or ""
        ),
        title=gettext("Move it to another day"),
        told=gettext("The day that was promised first stays in the history, with your reason."),
        button=gettext("Move the day"),
    )


@pages.route("/commitments/<int:commitment_id>/drop", methods=["GET", "POST"])
@requires(policy.may_manage_commitment, of=queries.commitment)
def drop(one: Commitment) -> ResponseReturnValue:
    """Say that it will not be done."""
    form = forms.WhyForm()
    return _ask(
        one,
        form,
        lambda: deeds.drop(current_actor(), one, reason=form.words.data or ""),
        title=gettext("Drop the commitment"),
        told=gettext("It stays on the page as dropped, with your reason."),
        button=gettext("Drop the commitment"),
        kind="warning",
    )


@pages.route("/commitments/<int:commitment_id>/take-up", methods=["GET", "POST"])
@requires(policy.may_manage_commitment, of=queries.commitment)
def take_up(one: Commitment) -> ResponseReturnValue:
    """Open it again."""
    form = forms.WhyForm()
    return _ask(
        one,
        form,
        lambda: deeds.take_up(current_actor(), one, reason=form.words.data or ""),
        title=gettext("Take the commitment up again"),
        told=gettext("It is owed again. What was told of it stays in the history."),
        button=gettext("Take it up again"),
    )


@text_blueprint.pages.route("/<int:text_id>/themes/<int:theme_id>/promise", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=texts.theme)
def promise(theme: TextTheme) -> ResponseReturnValue:
    """Promise something for later in the answer to a theme."""
    form = forms.PromiseForm()

    def deed() -> None:
        deeds.promise(
            current_actor(),
            theme,
            text=form.text.data or "",
            owner=form.owner.data or "",
            email=form.email.data or "",
            due_on=form.due_on.data,
        )

    return asked_of_text(
        theme.consulted,
        form,
        deed,
        back=url_for("texts.show", text_id=theme.text_id),
        done=gettext("The commitment stands on the page, and is followed until it is done."),
        title=gettext("What the answer promises for later"),
        text_above=theme.title,
        button=gettext("Promise it"),
    )


def _tabs(
    known: list[tuple[Commitment, CommitmentStanding]], wanted: CommitmentStanding | None
) -> list[dict[str, Any]]:
    counts = Counter(standing for _one, standing in known)
    everything = {
        "label": gettext("All"),
        "url": url_for(".commitments"),
        "active": wanted is None,
        "count": len(known),
    }
    tabs = [
        {
            "label": gettext(label),
            "url": url_for(".commitments", state=standing.value),
            "active": standing is wanted,
            "count": counts[standing],
        }
        for standing, label in COMMITMENT_LABELS.items()
    ]
    return [everything, *tabs]


def _ask(
    one: Commitment, form: Any, deed: Callable[[], object], **context: Any
) -> ResponseReturnValue:
    """Ask, and go back to the commitment."""
    back = url_for(".commitment", commitment_id=one.id)
    done = gettext("Saved.")
    return asked("consultations/commitment_ask.html", form, deed, done, back, one=one, **context)

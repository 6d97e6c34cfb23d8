"""The draw of a committee: its list, the announcement of its seed, the draw, what it came to."""

import logging
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from inmeko.consultations import policy
from inmeko.consultations.forms import committees as forms
from inmeko.consultations.models import Committee, CommitteeDraw
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import lottery as rules
from inmeko.consultations.rules.candidate_files import ListFile
from inmeko.consultations.rules.committees import DrawState
from inmeko.consultations.rules.lottery import LotRole
from inmeko.consultations.services import lottery as deeds
from inmeko.consultations.views.committee_blueprint import ask, pages
from inmeko.kernel import sealing
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, requires

logger = logging.getLogger(__name__)

# So many lots that were not drawn stand on the page; the file holds all.
SHOWN = 50
# So much is said of the columns of a file that were not taken.
LONGEST = 300


@pages.route("/<int:committee_id>/draws/new", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.committee)
def new_draw(committee: Committee) -> ResponseReturnValue:
    """Begin a draw with its list."""
    form = forms.ListForm()
    if form.validate_on_submit():
        try:
            made = deeds.prepare(current_actor(), committee, **_given(form))
            flash(gettext("The list is kept: look whether it is right, then freeze it."), "success")
            _say(form.read)
            return redirect(_page(made), 303)
        except DomainError as error:
            form.blame(error)
    page = render_template(
        "consultations/committee_ask.html",
        form=form,
        committee=committee,
        title=gettext("Prepare a draw by lot"),
        button=gettext("Keep the list"),
        back=url_for(".show", committee_id=committee.id),
    )
    return page, 422 if form.errors else 200


@pages.get("/<int:committee_id>/draws/<int:draw_id>")
@requires(policy.may_see_draw, of=queries.draw)
def lots(draw: CommitteeDraw) -> ResponseReturnValue:
    """What everybody needs to compute a draw again."""
    manages = policy.may_manage_committee(current_actor(), draw)
    found = deeds.lots(draw)
    drawn = [one for one in found if one.role is not LotRole.NOT_DRAWN]
    rest = [one for one in found if one.role is LotRole.NOT_DRAWN]
    return render_template(
        "consultations/committee_draw.html",
        draw=draw,
        committee=draw.committee,
        number=len(deeds.people(draw)),
        listed=_listed(draw) if manages and draw.state is DrawState.PREPARED else [],
        shown=SHOWN,
        seats=deeds.seats(draw),
        drawn=drawn,
        rest=rest[:SHOWN],
        more=len(rest) - SHOWN,
        names=deeds.names(draw) if manages and drawn else {},
        whole=deeds.whole(draw) if draw.frozen_at else None,
        fours=sealing.in_fours,
        example=found[0] if found else None,
        manages=manages,
    )


@pages.get("/<int:committee_id>/draws/<int:draw_id>/numbers.txt")
@requires(policy.may_see_draw, of=queries.draw)
def numbers(draw: CommitteeDraw) -> ResponseReturnValue:
    """The numbers and groups of the list: the file of the command that draws again."""
    response = Response(rules.public_list(deeds.people(draw)), mimetype="text/plain")
    name = f"draw-{draw.id}-numbers.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.route("/<int:committee_id>/draws/<int:draw_id>/edit", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.draw)
def edit_draw(draw: CommitteeDraw) -> ResponseReturnValue:
    """Change the list while it is not frozen."""
    kept = {"candidates": deeds.typed(draw), "seats": rules.typed_seats(deeds.seats(draw))}
    form = forms.ListForm(data=kept)

    def deed() -> None:
        deeds.change(current_actor(), draw, **_given(form))
        _say(form.read)

    return ask(
        draw.committee,
        form,
        deed,
        back=_page(draw),
        title=gettext("The list of the draw"),
        button=gettext("Keep the list"),
    )


@pages.route("/<int:committee_id>/draws/<int:draw_id>/freeze", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.draw)
def freeze_draw(draw: CommitteeDraw) -> ResponseReturnValue:
    """Freeze the list, and announce where its seed will come from."""
    form = forms.FreezeForm()
    return ask(
        draw.committee,
        form,
        lambda: deeds.freeze(
            current_actor(), draw, source=form.source.data or "", seed_at=form.seed_at.data
        ),
        back=_page(draw),
        done=gettext("The list is frozen, and its hash is public."),
        title=gettext("Freeze the list"),
        told=gettext(
            "Its hashes and numbers become public, its names do not. Nothing of it can be changed "
            "afterwards, and it is drawn once."
        ),
        button=gettext("Freeze the list"),
        kind="warning",
    )


@pages.route("/<int:committee_id>/draws/<int:draw_id>/seed", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.draw)
def seed_draw(draw: CommitteeDraw) -> ResponseReturnValue:
    """Write the seed down and draw, once."""
    form = forms.SeedForm()
    return ask(
        draw.committee,
        form,
        lambda: deeds.draw(
            current_actor(), draw, seed=form.seed.data or "", url=form.url.data or ""
        ),
        back=_page(draw),
        done=gettext("It is drawn. Members and substitutes stand on the page of the committee."),
        title=gettext("Draw with the published seed"),
        told=draw.source,
        button=gettext("Draw"),
        kind="warning",
    )


def _listed(draw: CommitteeDraw) -> list[rules.Candidate]:
    logger.info("list of draw %s read by %s", draw.id, current_actor().id)
    return deeds.listed(draw)


def _given(form: forms.ListForm) -> dict[str, Any]:
    """What was typed, and how many are drawn."""
    return {"candidates": form.candidates.data or "", "seats": form.seats.data or ""}


def _say(found: ListFile | None) -> None:
    """What was taken of a file, and what was not."""
    if found is None:
        return
    flash(
        ngettext(
            "One candidate was read from the file, from the columns: %(columns)s.",
            "%(num)s candidates were read from the file, from the columns: %(columns)s.",
            len(found.candidates),
            columns=", ".join(found.taken)[:LONGEST],
        )
    )
    if found.left:
        left = ", ".join(found.left)[:LONGEST]
        flash(gettext("These columns of the file were not taken: %(columns)s.", columns=left))


def _page(draw: CommitteeDraw) -> str:
    return url_for(".lots", committee_id=draw.committee_id, draw_id=draw.id)

"""The draw of a committee: its list, the announcement of its seed, the draw, what it came to."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.forms import committees as forms
from inmeko.consultations.models import Committee, CommitteeDraw
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import lottery as rules
from inmeko.consultations.rules.lottery import LotRole
from inmeko.consultations.services import lottery as deeds
from inmeko.consultations.views.committee_blueprint import ask, pages
from inmeko.kernel import sealing
from inmeko.web.access import current_actor, requires

# So many lots that were not drawn stand on the page; the file holds all.
SHOWN = 50


@pages.route("/<int:committee_id>/draws/new", methods=["GET", "POST"])
@requires(policy.may_manage_committee, of=queries.committee)
def new_draw(committee: Committee) -> ResponseReturnValue:
    """Begin a draw with its list."""
    form = forms.ListForm()
    return ask(
        committee,
        form,
        lambda: deeds.prepare(
            current_actor(),
            committee,
            candidates=form.candidates.data or "",
            seats=form.seats.data or "",
        ),
        title=gettext("Prepare a draw by lot"),
        button=gettext("Keep the list"),
    )


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
    return ask(
        draw.committee,
        form,
        lambda: deeds.change(
            current_actor(),
            draw,
            candidates=form.candidates.data or "",
            seats=form.seats.data or "",
        ),
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


def _page(draw: CommitteeDraw) -> str:
    return url_for(".lots", committee_id=draw.committee_id, draw_id=draw.id)

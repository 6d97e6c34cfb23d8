"""The consultant's desk: all formations over towns, filtered in the address, and their calendar."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts.rules import Role
from inmeko.coops import policy
from inmeko.coops.forms.desk import DeskForm
from inmeko.coops.queries import desk as queries
from inmeko.coops.queries.desk import Sought
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.coops.views.blueprint import pages
from inmeko.coops.views.registry import calendar
from inmeko.kernel import clock
from inmeko.web.access import current_actor, requires
from inmeko.web.filters import town_name


@pages.get("/desk")
@requires(policy.may_see_desk)
def desk() -> ResponseReturnValue:
    """All formations of the towns in which one is a consultant."""
    actor, towns = current_actor(), _towns()
    form = DeskForm(request.args)
    form.offer(queries.towns(town_ids=towns), town_name)
    valid = form.validate()
    sought = _sought(form) if valid else Sought()
    found = queries.lines(town_ids=towns, user_id=actor.id, sought=sought)
    shown = found[: queries.PAGE]
    now = clock.now()
    return render_template(
        "coops/desk.html",
        form=form,
        sought=sought,
        lines=[(one, (now - one.formation.stepped_at).days) for one in shown],
        number=queries.number(town_ids=towns, user_id=actor.id, sought=sought),
        more=len(found) > queries.PAGE,
        stages=queries.stages(town_ids=towns),
        load=queries.load(town_ids=towns),
        today=now.date(),
        args={name: value for name, value in request.args.items() if name != "page" and value},
    ), (200 if valid else 422)


@pages.get("/desk.ics")
@requires(policy.may_see_desk)
def desk_calendar() -> ResponseReturnValue:
    """The last days of the registry of one's own formations, for a calendar."""
    actor = current_actor()
    found = queries.ending(town_ids=_towns(), user_id=actor.id)
    return calendar(gettext("Last days of the registry"), list(found), "desk")


def _towns() -> list[int]:
    roles = current_actor().roles
    return sorted(town for role, town in roles if role == Role.CONSULTANT and town is not None)


def _sought(form: DeskForm) -> Sought:
    page = request.args.get("page", "1")
    return Sought(
        words=form.q.data or "",
        stage=FormationStage(form.stage.data) if form.stage.data else None,
        town_id=int(form.town.data) if form.town.data else None,
        blocked=form.blocked.data,
        mine=form.mine.data,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )

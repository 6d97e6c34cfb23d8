"""Begin a formation, hand it to a consultant, change its form, give it up, take it up again."""

import logging

import sqlalchemy as sa

from inmeko.accounts.models import Municipality, User
from inmeko.coops.models import Formation, Founder
from inmeko.coops.queries.rule_versions import newest_version
from inmeko.coops.rules.cases import FORMS, OTHER
from inmeko.coops.rules.formation.words import FormationStage, FounderKind, advance
from inmeko.coops.services import founders, tasks
from inmeko.coops.services.doing import Doer, check_answerable, check_open, lock, noted, stepped
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_, search_key
from inmeko.records.rules.outbox import check_address

logger = logging.getLogger(__name__)

LEAST_LESSON = 20
# What the law says otherwise of another form.
FOLLOWS_THE_FORM = ("founders", "name", "purpose", "shares", "organs", "work", "budget")


def begin(
    doer: Doer,
    town: Municipality,
    *,
    title: str,
    form: str,
    email: str,
    surname: str,
    first_name: str,
    language: str = "el",
    consultant: User | None = None,
    expression_id: int | None = None,
    asset_id: int | None = None,
) -> Founder:
    """Begin a formation; whoever begins it is its first founder and leads it."""
    check_form(form)
    if not search_key(title):
        raise RuleError(N_("Write what the group calls itself."), field="title")
    today = athens_date(clock.now())
    formation = Formation(
        municipality_id=town.id,
        title=title,
        title_key=search_key(title)[:200],
        form=form,
        consultant_id=consultant.id if consultant else None,
        expression_id=expression_id,
        asset_id=asset_id,
        language=language,
        rules_of=today,
        rules_version=newest_version(municipality_id=town.id),
    )
    db.session.add(formation)
    db.session.flush()
    told = {"surname": surname, "first_name": first_name, "email": check_address(email).lower()}
    founder = founders.put(formation, {**told, "kind": FounderKind.NATURAL}, leads=True)
    tasks.begin_with(formation)
    noted(doer, "begun", formation, form=form)
    stepped(formation)
    logger.info("formation %s begun in town %s", formation.id, town.id)
    return founder


def take_on(doer: Doer, formation: Formation, consultant: User | None) -> None:
    """Hand a formation to a consultant, or to nobody."""
    held = lock(formation)
    held.consultant_id = consultant.id if consultant else None
    noted(doer, "consultant changed", held, consultant=held.consultant_id)
    stepped(held)


def choose_form(doer: Doer, formation: Formation, form: str) -> None:
    """Change the legal form: every answer stays, only the tasks and the law differ."""
    held = lock(formation)
    check_answerable(held)
    check_form(form)
    if held.form == form:
        return
    before, held.form = held.form, form
    tasks.lay_out(held)
    tasks.make_due_again(held, FOLLOWS_THE_FORM)
    noted(doer, "form changed", held, before=before, form=form)
    stepped(held)


def retitle(doer: Doer, formation: Formation, title: str) -> None:
    """Change what the group calls itself."""
    if not search_key(title):
        raise RuleError(N_("Write what the group calls itself."), field="title")
    held = lock(formation)
    held.title, held.title_key = title, search_key(title)[:200]
    noted(doer, "title changed", held)
    stepped(held)


def use_todays_law(doer: Doer, formation: Formation) -> None:
    """Measure the formation by the rules that hold today."""
    held = lock(formation)
    check_open(held)
    held.rules_of = athens_date(clock.now())
    held.rules_version = newest_version(municipality_id=held.municipality_id)
    noted(doer, "law of today", held, day=held.rules_of.isoformat())
    stepped(held)


def give_up(doer: Doer, formation: Formation, *, reason: str, lesson: str) -> None:
    """End a formation; why, and what others can learn of it, is kept, and no private ground."""
    held = lock(formation)
    check_open(held)
    if not reason.strip():
        raise RuleError(N_("Say why the group gives up."), field="reason")
    if len(lesson.strip()) < LEAST_LESSON:
        raise RuleError(N_("Write in a sentence what others can learn from this."), field="lesson")
    held.stage = advance(held.stage, FormationStage.GIVEN_UP)
    held.end_reason, held.lesson, held.ended_at = reason, lesson, clock.now()
    held.clock_ends = None
    forgotten = {"sealed": "", "id_number": "", "birth_date": None}
    theirs = sa.update(Founder).where(Founder.formation_id == held.id)
    db.session.execute(theirs.values(version=Founder.version + 1, **forgotten))
    noted(doer, "given up", held)
    db.session.flush()


def take_up_again(doer: Doer, formation: Formation) -> None:
    """Go on with a formation that was given up; proofs of the group are looked at anew."""
    held = lock(formation)
    held.stage = advance(held.stage, FormationStage.PREPARING)
    held.ended_at = None
    tasks.undone(held, "groups")
    noted(doer, "taken up again", held)
    stepped(held)


def check_form(form: str) -> None:
    """RuleError for a form that is not set up here."""
    if form not in FORMS or form == OTHER:
        raise RuleError(N_("Choose one of the four legal forms."), field="form")

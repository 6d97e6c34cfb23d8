"""Who may do what in the inventory."""

from collections.abc import Sequence
from typing import Any, Protocol

from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.kernel.actor import Actor
from inmeko.resources.rules.concession_words import PUBLIC_STATES, ConcessionState


class Town(Protocol):
    """A municipality, as far as policies look at it."""

    id: int


class Publisher(Protocol):
    """A municipality, and whether its register is open data."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def publishes(self) -> bool:
        """Whether everybody may take its register away."""


class OfTown(Protocol):
    """A thing of a municipality: an asset, an import."""

    municipality_id: int


class OfPeople(OfTown, Protocol):
    """A round of visits and the people who walk it."""

    @property
    def members(self) -> Sequence[Any]:
        """Who walks it, each with a `user_id`."""


class OfRound(Protocol):
    """A stop of a round."""

    @property
    def round(self) -> OfPeople:
        """The round."""


class File(Protocol):
    """A file of a thing."""

    municipality_id: int | None


class OnTheSpot(Protocol):
    """A visit: its town, and who made it."""

    municipality_id: int
    person_id: int | None


class Ground(Protocol):
    """Where visits are made: a town, and those who walk its open rounds."""

    @property
    def town(self) -> Town:
        """The municipality."""

    @property
    def walkers(self) -> frozenset[int]:
        """The ids of the people of its open rounds."""


class VisitFile(Protocol):
    """A photo of a visit, as far as policies look at it."""

    municipality_id: int | None
    added_by_id: int | None


def may_record(actor: Actor, municipality: Town) -> bool:
    """Planners and administrators record assets of their town."""
    return _plans(actor, municipality.id)


def may_amend(actor: Actor, asset: OfTown) -> bool:
    """Planners and administrators correct assets of their town."""
    return _plans(actor, asset.municipality_id)


def may_retire(actor: Actor, asset: OfTown) -> bool:
    """Who may correct an asset may retire it, with a reason, and bring it back."""
    return _plans(actor, asset.municipality_id)


def may_import(actor: Actor, municipality: Town) -> bool:
    """Planners and administrators bring in registers of their town."""
    return _plans(actor, municipality.id)


def may_judge_import(actor: Actor, asset_import: OfTown) -> bool:
    """Who may import may check, run or set aside any staged file of the town."""
    return _plans(actor, asset_import.municipality_id)


def may_see_flags(actor: Actor, municipality: Town) -> bool:
    """What looks wrong is seen by the town's own people and its consultants."""
    return may_see_staff_fields(actor, municipality.id)


def may_see_flag(actor: Actor, flag: OfTown) -> bool:
    """Who sees the flags of a town sees each of them."""
    return may_see_staff_fields(actor, flag.municipality_id)


def may_settle(actor: Actor, flag: OfTown) -> bool:
    """Planners and administrators say what becomes of a flag, and merge what is one."""
    return _plans(actor, flag.municipality_id)


def may_keep_mapping(actor: Actor, mapping: OfTown) -> bool:
    """Who may import may rename and delete the mappings that the town has saved."""
    return _plans(actor, mapping.municipality_id)


def may_export(actor: Actor, municipality: Publisher) -> bool:
    """Everybody takes an open register away; one that is not open, its own people alone."""
    return municipality.publishes or may_see_staff_fields(actor, municipality.id)


def may_see_staff_fields(actor: Actor, municipality_id: int) -> bool:
    """Notes, costs and tax numbers are for the town's own people and its consultants."""
    consults = actor.has(Role.CONSULTANT, municipality_id)
    return consults or _plans(actor, municipality_id)


def may_visit(actor: Actor, field: Ground) -> bool:
    """Visits are made by planners and consultants, and by the town's people of an open round."""
    if may_see_staff_fields(actor, field.town.id):
        return True
    held = any(actor.has(role, field.town.id) for role in MUNICIPAL_ROLES)
    return held and actor.id in field.walkers


def may_read_visits(actor: Actor, municipality: Town) -> bool:
    """What visits found is read by the town's own people and its consultants."""
    return may_see_staff_fields(actor, municipality.id)


def may_read_visit(actor: Actor, visit: OnTheSpot) -> bool:
    """A visit is read by the town's staff and by who made it."""
    return may_see_staff_fields(actor, visit.municipality_id) or _made(actor, visit.person_id)


def may_add_to_visit(actor: Actor, visit: OnTheSpot) -> bool:
    """Photos are added to a visit by who made it."""
    return _made(actor, visit.person_id)


def may_settle_visit(actor: Actor, visit: OfTown) -> bool:
    """Planners and administrators decide what a visit changes."""
    return _plans(actor, visit.municipality_id)


def may_open_visit_file(actor: Actor, file: VisitFile) -> bool:
    """A photo of a visit is seen by the town's staff and by who took it."""
    place = file.municipality_id
    staff = place is not None and may_see_staff_fields(actor, place)
    return staff or _made(actor, file.added_by_id)


def _made(actor: Actor, person_id: int | None) -> bool:
    return actor.signed_in and actor.id == person_id


def may_see_studies(actor: Actor, municipality: Town) -> bool:
    """Studies and their coverage are for the town's own people and its consultants."""
    return may_see_staff_fields(actor, municipality.id)


def may_read_study(actor: Actor, study: OfTown) -> bool:
    """Who may see the list of studies may open each of them."""
    return may_see_staff_fields(actor, study.municipality_id)


def may_keep_studies(actor: Actor, municipality: Town) -> bool:
    """Planners and administrators enter studies of their town."""
    return _plans(actor, municipality.id)


def may_amend_study(actor: Actor, study: OfTown) -> bool:
    """Planners and administrators correct, retire and bring back studies of their town."""
    return _plans(actor, study.municipality_id)


def may_see_rounds(actor: Actor, municipality: Town) -> bool:
    """Everybody with a role in the town may be given a part of a round."""
    return _plans(actor, municipality.id) or any(
        actor.has(role, municipality.id) for role in MUNICIPAL_ROLES
    )


def may_see_every_round(actor: Actor, municipality_id: int) -> bool:
    """Rounds of other people are for planners, administrators and consultants."""
    return may_see_staff_fields(actor, municipality_id)


def may_make_round(actor: Actor, municipality: Town) -> bool:
    """Planners and administrators make rounds in their town."""
    return _plans(actor, municipality.id)


def may_lead_round(actor: Actor, round: OfTown) -> bool:
    """Planners and administrators share out, close and reopen rounds of their town."""
    return _plans(actor, round.municipality_id)


def may_follow_round(actor: Actor, round: OfPeople) -> bool:
    """A round is followed by those who see them all, and by the people who walk it."""
    return may_see_staff_fields(actor, round.municipality_id) or may_walk(actor, round)


def may_walk(actor: Actor, round: OfPeople) -> bool:
    """A round is walked by its people as long as they hold a role, and by any planner."""
    if _plans(actor, round.municipality_id):
        return True
    held = any(actor.has(role, round.municipality_id) for role in MUNICIPAL_ROLES)
    return held and any(member.user_id == actor.id for member in round.members)


def may_walk_stop(actor: Actor, stop: OfRound) -> bool:
    """Who may walk a round may leave a stop of it out, and take it up again."""
    return may_walk(actor, stop.round)


def may_see_reports(actor: Actor, municipality: Town) -> bool:
    """What citizens report is for the town's own people and its consultants."""
    return may_see_staff_fields(actor, municipality.id)


def may_read_report(actor: Actor, report: OfTown) -> bool:
    """Who may see the queue may open each report."""
    return may_see_staff_fields(actor, report.municipality_id)


def may_judge_report(actor: Actor, report: OfTown) -> bool:
    """Planners and administrators accept, link or refuse what citizens report."""
    return _plans(actor, report.municipality_id)


def may_read_staff_file(actor: Actor, file: File) -> bool:
    """The papers of a study and the photos of a report are read by those who see these."""
    return file.municipality_id is not None and may_see_staff_fields(actor, file.municipality_id)


FILE_POLICIES = {
    "visit": may_open_visit_file,
    "study": may_read_staff_file,
    "idle_report": may_read_staff_file,
}


def _plans(actor: Actor, municipality_id: int) -> bool:
    return (
        actor.has(Role.PLANNER, municipality_id)
        or actor.has(Role.MUNICIPAL_ADMIN, municipality_id)
        or actor.has(Role.PLATFORM_ADMIN, None)
    )


class Given(OfTown, Protocol):
    """A concession, as far as policies look at it."""

    organisation_id: int
    state: ConcessionState


class OfConcession(Protocol):
    """An obligation or a report of a concession."""

    @property
    def concession(self) -> Given:
        """The concession it belongs to."""


def may_give(actor: Actor, asset: OfTown) -> bool:
    """Planners and administrators prepare concessions of their town's assets."""
    return _plans(actor, asset.municipality_id)


def may_see_paths(actor: Actor, asset: OfTown) -> bool:
    """Which legal path is open is looked up by the town's own people and its consultants."""
    return may_see_staff_fields(actor, asset.municipality_id)


def may_see_concession(actor: Actor, concession: Given) -> bool:
    """What once took effect is public; the rest is seen by staff and by the body's members."""
    return concession.state in PUBLIC_STATES or may_follow(actor, concession)


def may_follow(actor: Actor, concession: Given) -> bool:
    """Obligations, reports and papers are seen by staff, consultants and the body's members."""
    staff = may_see_staff_fields(actor, concession.municipality_id)
    return staff or concession.organisation_id in actor.organisations


def may_manage(actor: Actor, concession: Given) -> bool:
    """Planners and administrators lead a concession through its life."""
    return _plans(actor, concession.municipality_id)


def may_report(actor: Actor, concession: Given) -> bool:
    """The body's members report on their own concession, planners note their visits."""
    return concession.organisation_id in actor.organisations or may_manage(actor, concession)


def may_manage_obligation(actor: Actor, obligation: OfConcession) -> bool:
    """Whoever leads the concession says what is due and what was done."""
    return may_manage(actor, obligation.concession)


def may_see_follow_up(actor: Actor, municipality: Town) -> bool:
    """What is due in a town is seen by its own people and its consultants."""
    return may_see_staff_fields(actor, municipality.id)


def may_see_own_concessions(actor: Actor, municipality: Town) -> bool:
    """Whoever acts for a body sees what it was given."""
    return bool(actor.organisations)


def may_see_costs(actor: Actor, thing: OfTown) -> bool:
    """Costs and proposals of reuse are seen by the town's own people and its consultants."""
    return may_see_staff_fields(actor, thing.municipality_id)


def may_enter_costs(actor: Actor, thing: OfTown) -> bool:
    """Planners and administrators enter costs and draw up proposals of reuse."""
    return _plans(actor, thing.municipality_id)


def may_see_decision(actor: Actor, decision: OfTown) -> bool:
    """Imported decisions are seen by the town's own people and its consultants."""
    return may_see_staff_fields(actor, decision.municipality_id)


def may_judge_decision(actor: Actor, thing: OfTown) -> bool:
    """Planners and administrators say which asset a decision concerns."""
    return _plans(actor, thing.municipality_id)

"""The words of a formation: stages, chapters of answers, kinds of founder, states of tasks."""

from collections.abc import Mapping
from enum import StrEnum

from inmeko.kernel.states import advance as step
from inmeko.kernel.text import N_


class FormationStage(StrEnum):
    """How far a group has come."""

    PREPARING = "preparing"
    APPROVING = "approving"
    FILED = "filed"
    CERTIFIED = "certified"
    REGISTERED = "registered"
    DELETED = "deleted"
    GIVEN_UP = "given_up"


STAGE_LABELS: Mapping[str, str] = {
    FormationStage.PREPARING: N_("Being prepared"),
    FormationStage.APPROVING: N_("Founders approve the statute"),
    FormationStage.FILED: N_("Filed with the registry"),
    FormationStage.CERTIFIED: N_("Certificate received"),
    FormationStage.REGISTERED: N_("Registered"),
    FormationStage.DELETED: N_("Deleted from the registry"),
    FormationStage.GIVEN_UP: N_("Given up"),
}
# From each stage, those that may follow.
NEXT_STAGES: Mapping[FormationStage, tuple[FormationStage, ...]] = {
    FormationStage.PREPARING: (FormationStage.APPROVING, FormationStage.GIVEN_UP),
    FormationStage.APPROVING: (
        FormationStage.PREPARING,
        FormationStage.FILED,
        FormationStage.GIVEN_UP,
    ),
    FormationStage.FILED: (
        FormationStage.APPROVING,
        FormationStage.CERTIFIED,
        FormationStage.GIVEN_UP,
    ),
    FormationStage.CERTIFIED: (
        FormationStage.REGISTERED,
        FormationStage.DELETED,
        FormationStage.GIVEN_UP,
    ),
    FormationStage.REGISTERED: (FormationStage.DELETED,),
    FormationStage.DELETED: (),
    FormationStage.GIVEN_UP: (FormationStage.PREPARING,),
}
# While these last, the group works on its answers.
OPEN_STAGES = (
    FormationStage.PREPARING,
    FormationStage.APPROVING,
    FormationStage.FILED,
    FormationStage.CERTIFIED,
)

# Nothing comes of it any more.
ENDED_STAGES = (FormationStage.GIVEN_UP, FormationStage.DELETED)


def advance(now: FormationStage, to: FormationStage) -> FormationStage:
    """The next stage, if it may follow; else RuleError."""
    return step(NEXT_STAGES, now, to)


class Chapter(StrEnum):
    """A part of the answers of a group."""

    NAME = "name"
    SEAT = "seat"
    PURPOSE = "purpose"
    SHARES = "shares"
    ORGANS = "organs"
    WORK = "work"
    BUDGET = "budget"


CHAPTER_LABELS: Mapping[str, str] = {
    Chapter.NAME: N_("Name of the cooperative"),
    Chapter.SEAT: N_("Seat and duration"),
    Chapter.PURPOSE: N_("Purpose and activities"),
    Chapter.SHARES: N_("Shares"),
    Chapter.ORGANS: N_("Organs and founding assembly"),
    Chapter.WORK: N_("Work"),
    Chapter.BUDGET: N_("Budget of three years"),
}


# What the clauses of papers call the answers that they come from, in words.
ANSWER_LABELS: Mapping[str, str] = {
    "activities": N_("Activities"),
    "address": N_("Address"),
    "assembly_date": N_("Day of the founding assembly"),
    "assembly_place": N_("Place of the founding assembly"),
    "committee": N_("First members of the committee"),
    "officers": N_("Officers of the committee"),
    "committee_size": N_("Members of the committee"),
    "committee_years": N_("Term of the committee in years"),
    "duration_years": N_("Duration in years"),
    "filer": N_("Who files with the registry"),
    "form": N_("Legal form"),
    "founders": N_("Founders"),
    "group_months": N_("For how many months the members of the group take part"),
    "name": N_("Name of the cooperative"),
    "optional_shares": N_("Optional shares"),
    "purpose": N_("Purpose"),
    "residue_to": N_("To whom the rest goes if it is dissolved"),
    "seat": N_("Municipality of the seat"),
    "share_cents": N_("Value of a share in euro"),
    "shares_in_kind": N_("The statute allows optional shares to be paid in kind"),
    "work": N_("How the work is organised"),
    "years": N_("Budget of three years"),
}


class FounderKind(StrEnum):
    """Whether a founder is a person or a body."""

    NATURAL = "natural"
    LEGAL = "legal"


FOUNDER_KIND_LABELS: Mapping[str, str] = {
    FounderKind.NATURAL: N_("Natural person"),
    FounderKind.LEGAL: N_("Legal person"),
}
LEGAL_KIND_LABELS: Mapping[str, str] = {
    "company": N_("Company"),
    "association": N_("Association"),
    "cooperative": N_("Cooperative"),
    "municipality": N_("Municipality"),
    "region": N_("Region"),
    "municipal_body": N_("Private-law body controlled by a municipality or region"),
    "public_body": N_("Public-law body of a municipality"),
}


class OtherMembership(StrEnum):
    """Whether a founder is a member of another cooperative of law 4430/2016."""

    NONE = "none"
    SOCIAL = "social"
    WORKERS = "workers"


OTHER_MEMBERSHIP_LABELS: Mapping[str, str] = {
    OtherMembership.NONE: N_("Of no other"),
    OtherMembership.SOCIAL: N_("Of another ΚοινΣΕπ"),
    OtherMembership.WORKERS: N_("Of another workers' cooperative"),
}


class Payment(StrEnum):
    """How a founder pays the shares."""

    CASH = "cash"
    KIND = "kind"


PAYMENT_LABELS: Mapping[str, str] = {
    Payment.CASH: N_("In cash"),
    Payment.KIND: N_("In kind"),
}


class TaskState(StrEnum):
    """Where a task stands."""

    TO_DO = "to_do"
    WAITING = "waiting"
    BLOCKED = "blocked"
    DONE = "done"
    NOT_NEEDED = "not_needed"


TASK_STATE_LABELS: Mapping[str, str] = {
    TaskState.TO_DO: N_("To do"),
    TaskState.WAITING: N_("Waiting"),
    TaskState.BLOCKED: N_("Blocked"),
    TaskState.DONE: N_("Done"),
    TaskState.NOT_NEEDED: N_("Not needed"),
}
# States in which a task still asks for somebody.
OPEN_TASKS = (TaskState.TO_DO, TaskState.WAITING, TaskState.BLOCKED)

# The legal grounds of article 2, as they are ticked; which group they belong to: rules/cases.py.
LEGAL_GROUND_LABELS: Mapping[str, str] = {
    "disability": N_("Disability of any kind"),
    "substance_dependency": N_("Dependency on substances, or freed from it"),
    "juvenile_offending": N_("Minor with delinquent behaviour"),
    "prisoner": N_("Prisoner"),
    "ex_prisoner": N_("Released from prison"),
    "domestic_violence": N_("Victim of domestic violence"),
    "trafficking": N_("Victim of trafficking in human beings"),
    "homeless": N_("Homeless"),
    "poverty": N_("Living in poverty"),
    "economic_migrant": N_("Economic migrant"),
    "refugee_or_asylum": N_("Refugee, or asked for asylum"),
    "single_parent": N_("Head of a single-parent family"),
    "cultural_difference": N_("Cultural particularities"),
    "long_term_unemployed_under_25": N_("Long unemployed, up to 25 years of age"),
    "long_term_unemployed_over_50": N_("Long unemployed, over 50 years of age"),
    "hiv_positive": N_("HIV positive (group to be confirmed)"),
    "serious_chronic_illness": N_("Serious chronic illness (group to be confirmed)"),
}
GROUP_LABELS: Mapping[str, str] = {
    "vulnerable": N_("Vulnerable group"),
    "special": N_("Special group"),
}

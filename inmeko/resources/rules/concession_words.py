"""The vocabulary of concessions, decisions and costs, and the life of a concession as a table."""

from collections.abc import Mapping
from enum import StrEnum

from inmeko.kernel.text import N_


class PathKey(StrEnum):
    """A legal path on which a town gives an asset to use; its conditions are data."""

    FREE_USE = "free_use"
    FREE_USE_MOVABLE = "free_use_movable"
    LEASE_SAME_BODY = "lease_same_body"
    AUCTION = "auction"
    DIRECT_LEASE = "direct_lease"
    SHORT_LEASE = "short_lease"
    GENERAL_FREE_USE = "general_free_use"
    OTHER = "other"


class ConcessionState(StrEnum):
    """Where a concession stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"
    REVOKED = "revoked"
    RETURNED = "returned"
    CANCELLED = "cancelled"


CONCESSION_LABELS = {
    ConcessionState.DRAFT: N_("Being prepared"),
    ConcessionState.ACTIVE: N_("In force"),
    ConcessionState.ENDED: N_("Ended"),
    ConcessionState.REVOKED: N_("Revoked"),
    ConcessionState.RETURNED: N_("Returned"),
    ConcessionState.CANCELLED: N_("Cancelled"),
}

CONCESSION_NEXT: Mapping[ConcessionState, frozenset[ConcessionState]] = {
    ConcessionState.DRAFT: frozenset({ConcessionState.ACTIVE, ConcessionState.CANCELLED}),
    ConcessionState.ACTIVE: frozenset(
        {ConcessionState.ENDED, ConcessionState.REVOKED, ConcessionState.RETURNED}
    ),
    ConcessionState.ENDED: frozenset({ConcessionState.RETURNED}),
    ConcessionState.REVOKED: frozenset({ConcessionState.RETURNED}),
    ConcessionState.RETURNED: frozenset(),
    ConcessionState.CANCELLED: frozenset(),
}

# What everybody may see: that which once took effect.
PUBLIC_STATES = frozenset(
    {
        ConcessionState.ACTIVE,
        ConcessionState.ENDED,
        ConcessionState.REVOKED,
        ConcessionState.RETURNED,
    }
)


class Applicant(StrEnum):
    """What the body is in the eyes of the law on municipal property."""

    KALO_BODY = "kalo_body"
    TEAM = "team"
    ASSOCIATION = "association"
    COMPANY = "company"
    PERSON = "person"


APPLICANT_LABELS = {
    Applicant.KALO_BODY: N_("Body of the social and solidarity economy"),
    Applicant.TEAM: N_("Team that is founding such a body"),
    Applicant.ASSOCIATION: N_("Association"),
    Applicant.COMPANY: N_("Company"),
    Applicant.PERSON: N_("Natural person"),
}


class Regime(StrEnum):
    """Whether an asset stands under special provisions."""

    ORDINARY = "ordinary"
    LISTED = "listed"
    SCHOOL = "school"
    FOREST = "forest"
    SEASHORE = "seashore"
    ARCHAEOLOGICAL = "archaeological"
    BEQUEST = "bequest"


REGIME_LABELS = {
    Regime.ORDINARY: N_("No special provisions"),
    Regime.LISTED: N_("Listed building"),
    Regime.SCHOOL: N_("School"),
    Regime.FOREST: N_("Forest"),
    Regime.SEASHORE: N_("Seashore or beach"),
    Regime.ARCHAEOLOGICAL: N_("Archaeological zone"),
    Regime.BEQUEST: N_("Bequest"),
}


class ReportKind(StrEnum):
    """Who wrote about a concession, and on what occasion."""

    BODY = "body"
    VISIT = "visit"
    RETURN = "return"


REPORT_LABELS = {
    ReportKind.BODY: N_("Report of the body"),
    ReportKind.VISIT: N_("Follow-up visit"),
    ReportKind.RETURN: N_("Return of the asset"),
}


class CostKind(StrEnum):
    """What an asset costs although nobody uses it."""

    SECURITY = "security"
    MAINTENANCE = "maintenance"
    INSURANCE = "insurance"
    TAXES = "taxes"
    UTILITIES = "utilities"
    DAMAGE = "damage"
    OTHER = "other"


COST_LABELS = {
    CostKind.SECURITY: N_("Guarding"),
    CostKind.MAINTENANCE: N_("Upkeep"),
    CostKind.INSURANCE: N_("Insurance"),
    CostKind.TAXES: N_("Taxes and levies"),
    CostKind.UTILITIES: N_("Electricity, water, telephone"),
    CostKind.DAMAGE: N_("Damage"),
    CostKind.OTHER: N_("Other cost"),
}


class LinkState(StrEnum):
    """What a planner said of a decision that may concern an asset."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"


LINK_LABELS = {
    LinkState.OFFERED: N_("To be judged"),
    LinkState.ACCEPTED: N_("Concerns it"),
    LinkState.REFUSED: N_("Does not concern it"),
}

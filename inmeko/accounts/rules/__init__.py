"""What roles there are and where they are held; what kinds of organisation the town knows."""

from enum import StrEnum

from inmeko.kernel.text import N_


class Role(StrEnum):
    """A role of a person, held in one municipality or on the whole platform."""

    PLATFORM_ADMIN = "platform_admin"
    MUNICIPAL_ADMIN = "municipal_admin"
    PLANNER = "planner"
    EVALUATOR = "evaluator"
    CONSULTANT = "consultant"
    LAWYER = "lawyer"


ROLE_LABELS = {
    Role.PLATFORM_ADMIN: N_("Platform administrator"),
    Role.MUNICIPAL_ADMIN: N_("Municipal administrator"),
    Role.PLANNER: N_("Planner"),
    Role.EVALUATOR: N_("Evaluator"),
    Role.CONSULTANT: N_("Consultant"),
    Role.LAWYER: N_("Legal adviser"),
}

MUNICIPAL_ROLES = (
    Role.MUNICIPAL_ADMIN,
    Role.PLANNER,
    Role.EVALUATOR,
    Role.CONSULTANT,
    Role.LAWYER,
)


class OrganisationKind(StrEnum):
    """The legal dress of a body or collective."""

    INFORMAL_GROUP = "informal_group"
    ASSOCIATION = "association"
    CIVIL_NON_PROFIT = "civil_non_profit"
    SOCIAL_COOPERATIVE = "social_cooperative"
    WORKERS_COOPERATIVE = "workers_cooperative"
    OTHER_COOPERATIVE = "other_cooperative"
    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


ORGANISATION_LABELS = {
    OrganisationKind.INFORMAL_GROUP: N_("Informal group"),
    OrganisationKind.ASSOCIATION: N_("Association"),
    OrganisationKind.CIVIL_NON_PROFIT: N_("Civil non-profit company"),
    OrganisationKind.SOCIAL_COOPERATIVE: N_("Social cooperative enterprise"),
    OrganisationKind.WORKERS_COOPERATIVE: N_("Workers' cooperative"),
    OrganisationKind.OTHER_COOPERATIVE: N_("Other cooperative"),
    OrganisationKind.COMPANY: N_("Company"),
    OrganisationKind.PUBLIC_BODY: N_("Public body"),
    OrganisationKind.OTHER: N_("Other body"),
}


class Licence(StrEnum):
    """Under which terms a municipality lets everybody use its data (law 4727/2020, article 66)."""

    CC_BY_4 = "cc_by_4"
    CC0 = "cc0"


LICENCE_LABELS: dict[str, str] = {
    Licence.CC_BY_4: N_("CC BY 4.0: free use, naming the source"),
    Licence.CC0: N_("CC0 1.0: free use without any condition"),
}

# What machines read: the name and the address of each licence.
LICENCE_NAMES = {Licence.CC_BY_4: "CC BY 4.0", Licence.CC0: "CC0 1.0"}
LICENCE_ADDRESSES = {
    Licence.CC_BY_4: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class Sector(StrEnum):
    """A field of the social economy: what an organisation does, what an asset suits."""

    CLEANING = "cleaning"
    RECYCLING = "recycling"
    GREEN_SPACES = "green_spaces"
    ENERGY = "energy"
    CONSUMER = "consumer"
    SOCIAL_FARM = "social_farm"
    CULTURE = "culture"
    CARE = "care"
    TOURISM = "tourism"
    OTHER = "other"


SECTOR_LABELS: dict[str, str] = {
    Sector.CLEANING: N_("Cleaning"),
    Sector.RECYCLING: N_("Recycling"),
    Sector.GREEN_SPACES: N_("Green spaces"),
    Sector.ENERGY: N_("Energy"),
    Sector.CONSUMER: N_("Consumer goods"),
    Sector.SOCIAL_FARM: N_("Social farm"),
    Sector.CULTURE: N_("Culture"),
    Sector.CARE: N_("Care"),
    Sector.TOURISM: N_("Tourism"),
    Sector.OTHER: N_("Other sector"),
}

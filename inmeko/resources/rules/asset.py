"""The vocabulary of an asset: its kinds, its states, its fields and who may see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from inmeko.accounts.rules import SECTOR_LABELS, Sector
from inmeko.kernel import identifiers
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_


class Kind(StrEnum):
    """What an asset is."""

    BUILDING = "building"
    PART_OF_BUILDING = "part_of_building"
    SHOP_OR_OFFICE = "shop_or_office"
    PLOT = "plot"
    FARMLAND = "farmland"
    SCHOOL = "school"
    SPORTS_OR_CULTURE = "sports_or_culture"
    ENERGY_SITE = "energy_site"
    EQUIPMENT = "equipment"
    VEHICLE = "vehicle"
    OTHER = "other"


class Condition(StrEnum):
    """The state an asset is in."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    RUIN = "ruin"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """Whether an asset is used today."""

    IDLE = "idle"
    UNDERUSED = "underused"
    IN_USE = "in_use"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure the statement about the use is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"


class Access(StrEnum):
    """Whether people with disabilities can enter and use it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class Ownership(StrEnum):
    """Whose it is."""

    MUNICIPAL = "municipal"
    LEASED = "leased"
    STATE = "state"
    PRIVATE = "private"
    CHURCH = "church"
    SHARED = "shared"
    UNKNOWN = "unknown"


class Utility(StrEnum):
    """What it is connected to."""

    WATER = "water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    HEATING = "heating"
    SEWER = "sewer"
    INTERNET = "internet"


class AssetState(StrEnum):
    """Whether the asset is in the register of today or was retired with a reason."""

    CURRENT = "current"
    RETIRED = "retired"


LABELS: dict[type[StrEnum], dict[str, str]] = {
    Kind: {
        Kind.BUILDING: N_("Building"),
        Kind.PART_OF_BUILDING: N_("Part of a building"),
        Kind.SHOP_OR_OFFICE: N_("Shop or office"),
        Kind.PLOT: N_("Plot"),
        Kind.FARMLAND: N_("Farmland"),
        Kind.SCHOOL: N_("School"),
        Kind.SPORTS_OR_CULTURE: N_("Sports or culture facility"),
        Kind.ENERGY_SITE: N_("Energy site"),
        Kind.EQUIPMENT: N_("Equipment"),
        Kind.VEHICLE: N_("Vehicle"),
        Kind.OTHER: N_("Other kind"),
    },
    Condition: {
        Condition.GOOD: N_("Good condition"),
        Condition.FAIR: N_("Fair condition"),
        Condition.POOR: N_("Poor condition"),
        Condition.RUIN: N_("Ruin"),
        Condition.UNKNOWN: N_("Condition unknown"),
    },
    Use: {
        Use.IDLE: N_("Idle"),
        Use.UNDERUSED: N_("Underused"),
        Use.IN_USE: N_("In use"),
        Use.UNKNOWN: N_("Use unknown"),
    },
    Certainty: {
        Certainty.CERTAIN: N_("Certain"),
        Certainty.LIKELY: N_("Likely"),
        Certainty.UNCERTAIN: N_("Uncertain"),
    },
    Access: {
        Access.YES: N_("Accessible"),
        Access.PARTLY: N_("Partly accessible"),
        Access.NO: N_("Not accessible"),
        Access.UNKNOWN: N_("Accessibility unknown"),
    },
    Ownership: {
        Ownership.MUNICIPAL: N_("Municipal property"),
        Ownership.LEASED: N_("Leased by the municipality"),
        Ownership.STATE: N_("State property"),
        Ownership.PRIVATE: N_("Private property"),
        Ownership.CHURCH: N_("Church property"),
        Ownership.SHARED: N_("Shared property"),
        Ownership.UNKNOWN: N_("Ownership unknown"),
    },
    Utility: {
        Utility.WATER: N_("Water"),
        Utility.ELECTRICITY: N_("Electricity"),
        Utility.GAS: N_("Gas"),
        Utility.HEATING: N_("Heating"),
        Utility.SEWER: N_("Sewer"),
        Utility.INTERNET: N_("Internet"),
    },
    Sector: SECTOR_LABELS,
    AssetState: {
        AssetState.CURRENT: N_("In the register"),
        AssetState.RETIRED: N_("Retired"),
    },
}


def label(word: StrEnum) -> str:
    """Return the label of one of our words, as an English msgid."""
    return LABELS[type(word)][word]


class Value(StrEnum):
    """The kinds of value a field holds."""

    TEXT = "text"
    ENUM = "enum"
    WORDS = "words"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    GEOMETRY = "geometry"


@dataclass(frozen=True)
class Field:
    """A field that files bring in or take out.

    Its name is the header of our own export; `longest` counts characters; `empty` is the word
    that an empty cell means.
    """

    name: str
    value: Value
    label: str
    public: bool = True
    words: type[StrEnum] | None = None
    longest: int = 300
    readonly: bool = False
    empty: str | None = None


FIELDS: tuple[Field, ...] = (
    Field("code", Value.TEXT, N_("Code"), longest=60),
    Field("register", Value.TEXT, N_("Register it came from"), public=False, longest=120),
    Field("register_ref", Value.TEXT, N_("Number in that register"), public=False, longest=200),
    Field("title", Value.TEXT, N_("Title")),
    Field("kind", Value.ENUM, N_("Kind"), words=Kind, empty=Kind.OTHER),
    Field("description", Value.TEXT, N_("Description"), longest=10_000),
    Field("condition", Value.ENUM, N_("Condition"), words=Condition, empty="unknown"),
    Field("use", Value.ENUM, N_("Use"), words=Use, empty="unknown"),
    Field(
        "use_certainty",
        Value.ENUM,
        N_("Certainty about the use"),
        words=Certainty,
        empty=Certainty.UNCERTAIN,
    ),
    Field("use_source", Value.TEXT, N_("Source about the use"), public=False),
    Field("geometry", Value.GEOMETRY, N_("Geometry (WGS84)"), longest=100_000),
    Field("original_crs", Value.INTEGER, N_("Coordinate system as given (EPSG)")),
    Field("original_geometry", Value.TEXT, N_("Coordinates as given"), longest=100_000),
    Field("address", Value.TEXT, N_("Address")),
    Field("postcode", Value.TEXT, N_("Postcode"), longest=10),
    Field("kaek", Value.TEXT, N_("Cadastral code (KAEK)"), longest=30),
    Field("atak", Value.TEXT, N_("Property tax number (ATAK)"), public=False, longest=20),
    Field("owner_afm", Value.TEXT, N_("Tax number of the owner"), public=False, longest=20),
    Field("kept_at", Value.TEXT, N_("Where it is kept")),
    Field("area_stated", Value.NUMBER, N_("Stated area (m²)")),
    Field("area_computed", Value.NUMBER, N_("Computed area (m²)"), readonly=True),
    Field("floors", Value.INTEGER, N_("Floors")),
    Field("year_built", Value.INTEGER, N_("Year built")),
    Field("utilities", Value.WORDS, N_("Utilities"), words=Utility),
    Field("accessibility", Value.ENUM, N_("Accessibility"), words=Access, empty="unknown"),
    Field("ownership", Value.ENUM, N_("Ownership"), words=Ownership, empty="unknown"),
    Field("encumbrances", Value.TEXT, N_("Encumbrances"), public=False, longest=5_000),
    Field("available_from", Value.DATE, N_("Available from")),
    Field("sectors", Value.WORDS, N_("Sectors it suits"), words=Sector),
    Field("idle_cost", Value.NUMBER, N_("Cost of standing idle (€ per year)"), public=False),
    Field("notes", Value.TEXT, N_("Notes for staff"), public=False, longest=10_000),
    Field("version", Value.INTEGER, N_("Version"), public=False, readonly=True),
    Field(
        "state",
        Value.ENUM,
        N_("State"),
        words=AssetState,
        readonly=True,
        empty=AssetState.CURRENT,
    ),
    Field(
        "retired_reason",
        Value.TEXT,
        N_("Reason of retirement"),
        longest=500,
        readonly=True,
    ),
)

FIELD: dict[str, Field] = {field.name: field for field in FIELDS}

# What an empty cell means where a word must stand.
EMPTY: dict[str, StrEnum] = {
    field.name: field.words(field.empty) for field in FIELDS if field.words and field.empty
}

PUBLIC_FIELDS: tuple[str, ...] = (
    "code",
    "title",
    "kind",
    "description",
    "condition",
    "use",
    "use_certainty",
    "geometry",
    "original_crs",
    "original_geometry",
    "address",
    "postcode",
    "kaek",
    "kept_at",
    "area_stated",
    "area_computed",
    "floors",
    "year_built",
    "utilities",
    "accessibility",
    "ownership",
    "available_from",
    "sectors",
    "state",
    "retired_reason",
)

MOST_FLOORS = 60
EARLIEST_YEAR = 1000
YEARS_AHEAD = 5
EARLIEST_DAY = date(1900, 1, 1)
LATEST_DAY = date(2200, 12, 31)
LARGEST_NUMBER = Decimal("999999999999.99")

NUMBERS: dict[str, Callable[[str], str]] = {
    "kaek": identifiers.kaek,
    "postcode": identifiers.postcode,
}


def placed(values: Mapping[str, Any]) -> bool:
    """Say whether the asset has a place on the map; equipment may live without one."""
    return values.get("geometry") is not None


def check_asset(
    values: Mapping[str, Any], *, this_year: int, before: Mapping[str, Any] | None = None
) -> None:
    """Raise RuleError with the field's name if the values cannot be those of an asset.

    A code that stood there before, as its register wrote it, may go on standing.
    """
    if not values.get("title"):
        raise RuleError(N_("An asset needs a title"), field="title")
    if before is None:
        check_values(values, this_year=this_year)
        return
    check_values(values, this_year=this_year, as_written=True)
    fresh = {name: values[name] for name in NUMBERS if values.get(name) != before.get(name)}
    check_values(fresh, this_year=this_year)


def check_values(values: Mapping[str, Any], *, this_year: int, as_written: bool = False) -> None:
    """Raise RuleError with the field's name if one of the values given makes no sense.

    What a register brings may be codes as they are written there: flags tell which cannot be.
    """
    for name, value in values.items():
        field = FIELD.get(name)
        if field is None or value is None or value == "":
            continue
        if field.value is Value.TEXT:
            _check_text(field, value, as_written)
        elif field.value is Value.NUMBER:
            _check_number(field, value)
        elif field.value is Value.DATE:
            _check_day(field, value)
    _check_counts(values, this_year)


def _check_text(field: Field, value: str, as_written: bool) -> None:
    if len(value) > field.longest:
        raise RuleError(
            N_("This text has %(length)s characters; at most %(longest)s are kept"),
            field=field.name,
            values={"length": len(value), "longest": field.longest},
        )
    if field.name in NUMBERS and not as_written:
        try:
            NUMBERS[field.name](value)
        except RuleError as error:
            raise RuleError(error.message, field=field.name, values=error.values) from error


def _check_number(field: Field, value: Decimal) -> None:
    if field.name == "area_stated" and value <= 0:
        raise RuleError(N_("An area is larger than zero"), field=field.name)
    if value < 0:
        raise RuleError(N_("This number cannot be negative"), field=field.name)
    if value > LARGEST_NUMBER:
        raise RuleError(N_("This number is too large"), field=field.name)


def _check_day(field: Field, value: date) -> None:
    if not EARLIEST_DAY <= value <= LATEST_DAY:
        raise RuleError(N_("This date lies outside the years 1900 to 2200"), field=field.name)


def _check_counts(values: Mapping[str, Any], this_year: int) -> None:
    floors, year = values.get("floors"), values.get("year_built")
    if floors is not None and not 0 <= floors <= MOST_FLOORS:
        raise RuleError(
            N_("A building has between 0 and %(most)s floors"),
            field="floors",
            values={"most": MOST_FLOORS},
        )
    latest = this_year + YEARS_AHEAD
    if year is not None and not EARLIEST_YEAR <= year <= latest:
        raise RuleError(
            N_("The year of building lies between %(earliest)s and %(latest)s"),
            field="year_built",
            values={"earliest": EARLIEST_YEAR, "latest": latest},
        )

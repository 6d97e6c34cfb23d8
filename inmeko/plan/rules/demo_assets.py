"""The assets of an invented town: the same every time but for the days they become available."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.geo import EGSA87, WGS84, to_wgs84
from inmeko.plan.rules import demo_words as words
from inmeko.plan.rules.demo_houses import HOUSES
from inmeko.plan.rules.demo_lands import LANDS
from inmeko.plan.rules.demo_patterns import SHARES, Group, Pattern, Shape
from inmeko.plan.rules.demo_places import SPOTS, STREETS, DemoTown, Settlement
from inmeko.plan.rules.demo_shapes import Land
from inmeko.resources.rules.asset import (
    Access,
    Certainty,
    Condition,
    Kind,
    Ownership,
    Use,
    Utility,
)

PATTERNS = {kind: (*HOUSES.get(kind, ()), *LANDS.get(kind, ())) for kind in SHARES}
NEW_TITLES = 12
TOGETHER = 500


class Site(NamedTuple):
    """What one asset is drawn from: its sort, where it is, and its number in the series."""

    kind: Kind
    pattern: Pattern
    settlement: Settlement
    street: str
    spot: str
    title: str
    number: int


def assets(town: DemoTown, number: int, today: date) -> Iterator[dict[str, Any]]:
    """Values of a number of assets, one after the other; `today` moves only `available_from`."""
    random = Random(town.seed)
    land = Land(town)
    titles: set[str] = set()
    drawn: list[dict[str, Any]] = []
    for place, kind in enumerate(_kinds(random, number), start=1):
        site = _site(random, town, kind, place, titles)
        titles.add(site.title)
        drawn.append(_asset(random, land, site, today))
        if len(drawn) == TOGETHER:
            yield from _placed(drawn)
            drawn = []
    yield from _placed(drawn)


def counts(number: int) -> dict[Kind, int]:
    """How many assets of each kind there are among a number of them."""
    whole = sum(SHARES.values())
    exact = {kind: number * share / whole for kind, share in SHARES.items()}
    found = {kind: int(value) for kind, value in exact.items()}
    rest = number - sum(found.values())
    for kind in sorted(exact, key=lambda kind: found[kind] - exact[kind])[:rest]:
        found[kind] += 1
    return found


def _kinds(random: Random, number: int) -> list[Kind]:
    kinds = [kind for kind, found in counts(number).items() for _ in range(found)]
    random.shuffle(kinds)
    return kinds


def _site(random: Random, town: DemoTown, kind: Kind, place: int, titles: set[str]) -> Site:
    """A sort and a place whose title is new; in a crowded register, one with its street."""
    weights = [settlement.weight for settlement in town.settlements]
    for _ in range(NEW_TITLES):
        pattern = random.choice(PATTERNS[kind])
        settlement = random.choices(town.settlements, weights)[0]
        street = f"{random.choice(STREETS)} {random.randint(1, 148)}"
        spot = random.choice(SPOTS)
        title = pattern.title.format(
            of=settlement.of,
            at=settlement.at,
            street=street,
            spot=spot,
            nth=f"{random.randint(1, 4)}ο",
            number=random.randint(*pattern.numbers),
        )
        if title not in titles:
            break
    else:
        title = f"{title}, {street}" if street not in title else title
    return Site(kind, pattern, settlement, street, spot, title, place)


def _asset(random: Random, land: Land, site: Site, today: date) -> dict[str, Any]:
    """All values of one asset."""
    use, condition, coming = _standing(random, site.pattern)
    shape = _shape(random, land, site)
    return {
        "title": site.title,
        "kind": site.kind,
        "description": _described(random, site, use, condition, coming=coming),
        "condition": condition,
        "use": use,
        "use_certainty": _certainty(random, use),
        "use_source": random.choice(_sources(site)),
        "geometry": shape,
        "original_crs": _given_in(random, shape),
        "original_geometry": None,
        "address": _address(site),
        "postcode": site.settlement.postcode if shape is not None else None,
        **_numbers(random, land.town, site),
        **_measured(random, site, shape),
        **_equipped(random, site),
        "available_from": _available(random, use, today, coming=coming),
        "sectors": sorted(site.pattern.sectors),
        "idle_cost": _cost(random, site.pattern, use),
        "notes": _note(random, site),
    }


def _standing(random: Random, pattern: Pattern) -> tuple[Use, Condition, bool]:
    """Use and condition that go together, and whether it becomes available later."""
    coming = random.random() < 0.15 and not pattern.closed
    use = random.choices((Use.IDLE, Use.UNDERUSED, Use.IN_USE, Use.UNKNOWN), (54, 20, 18, 8))[0]
    if coming or pattern.closed:
        use = Use.IDLE if pattern.closed else random.choice((Use.IN_USE, Use.UNDERUSED))
    grades = (Condition.GOOD, Condition.FAIR, Condition.POOR, Condition.UNKNOWN)
    condition = random.choices(grades, (26, 42, 24, 8))[0]
    if use is Use.IN_USE:
        condition = random.choice((Condition.GOOD, Condition.FAIR))
    elif pattern.group is Group.HOUSE and use is Use.IDLE and random.random() < 0.05:
        condition = Condition.RUIN
    return use, condition, coming


def _given_in(random: Random, shape: BaseGeometry | None) -> int | None:
    """The coordinate system in which somebody wrote the place down."""
    crs = EGSA87 if random.random() < 0.4 else WGS84
    return crs if shape is not None else None


def _described(random: Random, site: Site, use: Use, condition: Condition, *, coming: bool) -> str:
    group = site.pattern.group
    sentences = [
        random.choice(site.pattern.said),
        random.choice(words.USE[group, use]).format(year=random.randint(2008, 2024)),
        random.choice(words.CONDITION[group, condition]),
    ]
    if coming:
        sentences.append(random.choice(words.COMING[group]))
    return " ".join(sentences)


def _certainty(random: Random, use: Use) -> Certainty:
    if use is Use.UNKNOWN:
        return Certainty.UNCERTAIN
    return random.choices(tuple(Certainty), (55, 32, 13))[0]


def _sources(site: Site) -> tuple[str, ...]:
    return words.THING_SOURCES if site.pattern.group is Group.THING else words.SOURCES


def _shape(random: Random, land: Land, site: Site) -> BaseGeometry | None:
    """Where it lies, in metres of EPSG:2100."""
    pattern = site.pattern
    length = random.uniform(*pattern.area) if pattern.area else 0.0
    if pattern.shape is Shape.PLOT:
        wide = 2.6 if site.kind in {Kind.FARMLAND, Kind.ENERGY_SITE} else 1.2
        return land.plot(random, site.settlement, length, wide)
    if pattern.shape is Shape.LINE:
        return land.line(random, site.settlement, length)
    if pattern.shape is Shape.POINT:
        return land.point(random, site.settlement)
    if pattern.shape is Shape.DEPOT:
        return land.point(random, land.town.settlements[0], 0.02)
    return None


def _placed(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Move many assets from metres to WGS84 at once, beside the words in which each was given."""
    here = [values for values in drawn if values["geometry"] is not None]
    shapes = np.array([values["geometry"] for values in here], dtype=object)
    moved = shapely.transform(to_wgs84(shapes, EGSA87), lambda corners: corners.round(7))
    outlines = shapely.orient_polygons(moved)
    metres, degrees = (shapely.to_wkt(part, rounding_precision=-1) for part in (shapes, outlines))
    for place, values in enumerate(here):
        values["geometry"] = outlines[place]
        given = metres if values["original_crs"] == EGSA87 else degrees
        values["original_geometry"] = str(given[place])
    return drawn


def _address(site: Site) -> str:
    town, pattern = site.settlement, site.pattern
    if pattern.shape is Shape.NONE:
        return ""
    if pattern.shape is Shape.DEPOT:
        return "Αμαξοστάσιο Δήμου, Σιδηροδρόμου 40"
    if pattern.shape is Shape.LINE or "{spot}" in pattern.title or site.kind is Kind.FARMLAND:
        return f"Θέση «{site.spot}», {town.name}"
    return f"{site.street}, {town.name}"


def _numbers(random: Random, town: DemoTown, site: Site) -> dict[str, Any]:
    """The numbers of registers; the prefecture 99 of the cadastre does not exist."""
    cadastre, tax, listed = random.random(), random.random(), random.random()
    digits = random.randrange(10**8, 10**9)
    if site.pattern.group is Group.THING:
        ref = f"ΚΙΝ-{site.number:06d}" if listed < 0.8 else None
        register = "Απογραφή κινητού εξοπλισμού 2025" if ref else None
        return {"kaek": None, "atak": None, "register": register, "register_ref": ref}
    part = f"/0/{1 + site.number % 12}" if site.kind is Kind.PART_OF_BUILDING else ""
    return {
        "kaek": f"99{town.code[-3:]}{site.number:07d}{part}" if cadastre < 0.6 else None,
        "atak": f"00{digits}" if tax < 0.5 else None,
        "register": words.REGISTERS[listed < 0.2] if listed < 0.7 else None,
        "register_ref": f"ΚΔ-{site.number:06d}" if listed < 0.7 else None,
    }


def _measured(random: Random, site: Site, shape: BaseGeometry | None) -> dict[str, Any]:
    """Area as stated (m²): of land a little off what its outline gives; floors and year."""
    pattern, stated = site.pattern, None
    slip, silent = random.uniform(0.965, 1.035), random.random() < 0.12
    if pattern.shape is Shape.PLOT and shape is not None and not silent:
        stated = Decimal(max(1, round(shape.area * slip)))
    elif pattern.area and pattern.shape is Shape.POINT:
        stated = Decimal(random.randint(*pattern.area))
    return {
        "area_stated": stated,
        "floors": random.randint(*pattern.floors) if pattern.floors else None,
        "year_built": random.randint(*pattern.years) if pattern.years else None,
    }


def _equipped(random: Random, site: Site) -> dict[str, Any]:
    """Utilities, accessibility, ownership and burdens."""
    group = site.pattern.group
    chances: Mapping[Utility, float] = {
        Utility.WATER: 0.85,
        Utility.ELECTRICITY: 0.8,
        Utility.SEWER: 0.6,
        Utility.HEATING: 0.3,
        Utility.INTERNET: 0.25,
        Utility.GAS: 0.06,
    }
    near = {Group.HOUSE: 1.0, Group.LAND: 0.25, Group.THING: 0.0}[group]
    grades = (Access.YES, Access.PARTLY, Access.NO, Access.UNKNOWN)
    owners = (Ownership.MUNICIPAL, Ownership.STATE, Ownership.LEASED, Ownership.SHARED)
    burden = random.choice(words.BURDENS) if random.random() < 0.14 else ""
    return {
        "utilities": [word for word, chance in chances.items() if random.random() < chance * near],
        "accessibility": random.choices(grades, (24, 30, 28, 18))[0] if near else Access.UNKNOWN,
        "ownership": random.choices(owners, (86, 6, 4, 4))[0] if near else Ownership.MUNICIPAL,
        "encumbrances": burden if near else "",
    }


def _available(random: Random, use: Use, today: date, *, coming: bool) -> date | None:
    """A day counted from `today`: within the next year for what is coming up, else behind us."""
    ahead, behind, told = random.randint(6, 350), random.randint(20, 900), random.random()
    if coming:
        return today + timedelta(days=ahead)
    if use in {Use.IDLE, Use.UNDERUSED} and told < 0.55:
        return today - timedelta(days=behind)
    return None


def _cost(random: Random, pattern: Pattern, use: Use) -> Decimal | None:
    low, high = pattern.cost
    cost = Decimal(round(random.randint(low, high), -1))
    return cost if use is not Use.IN_USE and cost and random.random() < 0.8 else None


def _note(random: Random, site: Site) -> str:
    thing = site.pattern.group is Group.THING
    note = random.choice(words.THING_NOTES if thing else words.NOTES)
    return note if random.random() < 0.4 else ""

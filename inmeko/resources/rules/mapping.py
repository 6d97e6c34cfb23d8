"""The plan by which a file is read: proposed by us, corrected by a planner, kept as JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.reading import ReadSettings
from inmeko.resources.rules.systems import reach

AXES = ("x", "y")
TARGETS = frozenset(FIELD) | {*AXES}

# In a plan's values this stands for every word that is not listed.
ANY_OTHER = "*"


@dataclass(frozen=True)
class Plan:
    """How a file becomes assets; `columns` names for each field the columns joined to fill it."""

    format: str = "csv"
    layer: str = ""
    encoding: str = "utf-8"
    delimiter: str = ";"
    decimal: str = ","
    header_row: int = 1
    header_lines: int = 1
    crs: int | None = geo.WGS84
    swap_axes: bool = False
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    register: str = ""

    @property
    def settings(self) -> ReadSettings:
        """How to read the bytes."""
        return ReadSettings(
            self.encoding,
            self.delimiter,
            self.header_row,
            format=self.format,
            layer=self.layer,
            header_lines=self.header_lines,
        )

    @property
    def own(self) -> bool:
        """Whether the file is our own export, whose rows are known by their code."""
        return "code" in self.columns

    @property
    def has_place(self) -> bool:
        """Whether the file brings coordinates."""
        return "geometry" in self.columns or set(self.columns) >= {*AXES}

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON."""
        plain = asdict(self)
        plain["columns"] = {name: list(columns) for name, columns in self.columns.items()}
        return plain

    @classmethod
    def from_json(
        cls, given: str | bytes | Mapping[str, Any], over: "Plan | None" = None
    ) -> "Plan":
        """Read a plan, or corrections over a proposed one; RuleError names what is wrong.

        A column given as null takes the guess away; one name may stand without brackets.
        """
        changes = given if isinstance(given, Mapping) else _parsed(given)
        known = {one.name for one in fields(cls)}
        for key in changes:
            if key not in known:
                raise _wrong(
                    N_("A mapping has no entry “%(key)s”; it may have: %(known)s"),
                    key=key,
                    known=", ".join(sorted(known)),
                )
        base = over or cls()
        read = {key: _READERS[key](key, value) for key, value in changes.items()}
        if "columns" in read:
            read["columns"] = _laid_over(base.columns, read["columns"])
        for key in ("values", "defaults"):
            if key in read:
                read[key] = {**getattr(base, key), **read[key]}
        return replace(base, **read)

    def check(self, columns: tuple[str, ...]) -> None:
        """Raise RuleError if the plan cannot be applied to a file with these columns."""
        for name, sources in self.columns.items():
            for column in sources:
                if column not in columns:
                    raise _wrong(
                        N_(
                            "The mapping takes “%(field)s” from “%(column)s”, but the file has "
                            "no such column; it has: %(columns)s"
                        ),
                        field=name,
                        column=column,
                        columns=", ".join(columns[:60]),
                    )
        if not self.own and "title" not in self.columns and "title" not in self.defaults:
            raise RuleError(
                N_("Choose the column that holds the title of the assets"), field="title"
            )
        if sum(axis in self.columns for axis in AXES) == 1:
            raise RuleError(N_("Choose both columns of the coordinates, or none"), field="x")
        if self.has_place and self.crs is None:
            raise RuleError(N_("Choose the coordinate system of the file"), field="crs")


def _parsed(text: str | bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, UnicodeError) as error:
        raise _wrong(N_("The mapping is not valid JSON: %(reason)s"), reason=str(error)) from error
    if not isinstance(found, dict):
        raise RuleError(N_("A mapping is a JSON object, in braces"))
    return found


def _laid_over(
    base: Mapping[str, tuple[str, ...]], changes: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Corrected columns; a place given one way replaces a guess of the other way."""
    kept = dict(base)
    if any(changes.get(axis) for axis in AXES):
        kept.pop("geometry", None)
    if changes.get("geometry"):
        kept.pop("x", None)
        kept.pop("y", None)
    kept.update(changes)
    return {name: columns for name, columns in kept.items() if columns}


def _wrong(message: str, **values: object) -> RuleError:
    return RuleError(message, field="mapping", values=values)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(N_("“%(key)s” of the mapping is a text"), key=key)
    return value


def _encoding(key: str, value: object) -> str:
    name = _text(key, value)
    try:
        "".encode(name)
    except LookupError as error:
        raise _wrong(N_("The encoding “%(name)s” is not known"), name=name) from error
    return name


def _delimiter(key: str, value: object) -> str:
    sign = _text(key, value).replace("\\t", "\t")
    if len(sign) != 1 or sign in '"\r\n':
        raise _wrong(N_("A delimiter is one sign, such as ; or ,"))
    return sign


def _decimal(key: str, value: object) -> str:
    if value not in (",", "."):
        raise _wrong(N_("The decimal sign is a comma or a point"))
    return str(value)


def _row(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _wrong(N_("The header row is a line number, or 0 where there is none"))
    return value


def parse_crs(key: str, value: object) -> int | None:
    """The EPSG code of 2100, "2100" or "EPSG:2100"; None for null."""
    code = str(value).upper().removeprefix("EPSG:").strip() if value is not None else None
    if code is None:
        return None
    if isinstance(value, bool) or not (code.isascii() and code.isdigit()):
        raise RuleError(
            N_("“%(value)s” is not a coordinate system; write it as EPSG:2100"),
            field="crs",
            values={"value": value},
        )
    reach(int(code))
    return int(code)


def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(N_("“%(key)s” of the mapping is true or false"), key=key)
    return value


def _columns(key: str, value: object) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, given in _object(key, value).items():
        if name not in TARGETS:
            raise _wrong(
                N_("An asset has no field “%(field)s”; it has: %(known)s"),
                field=name,
                known=", ".join([*AXES, *FIELD]),
            )
        columns = [] if given is None else [given] if isinstance(given, str) else given
        if not isinstance(columns, list | tuple) or not all(isinstance(c, str) for c in columns):
            raise _wrong(N_("The columns of “%(field)s” are a name or a list of names"), field=name)
        found[name] = tuple(columns)
    return found


def _values(key: str, value: object) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, given in _object(key, value).items():
        words = FIELD[name].words if name in FIELD else None
        if words is None:
            raise _wrong(N_("“%(field)s” is not a field with fixed words"), field=name)
        mapped = {str(theirs): ours for theirs, ours in _object(name, given).items()}
        for ours in mapped.values():
            if ours not in [word.value for word in words]:
                raise _wrong(
                    N_("“%(word)s” is no word for “%(field)s”; these are: %(known)s"),
                    word=ours,
                    field=name,
                    known=", ".join(words),
                )
        found[name] = mapped
    return found


def _defaults(key: str, value: object) -> dict[str, str]:
    found = _object(key, value)
    for name in found:
        if name not in FIELD or FIELD[name].readonly or name in ("code", "geometry"):
            raise _wrong(N_("“%(field)s” cannot have a default"), field=name)
    return {name: str(text) for name, text in found.items() if text is not None}


def _object(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(N_("“%(key)s” of the mapping is an object, in braces"), key=key)
    return dict(value)


_READERS: dict[str, Callable[[str, object], Any]] = {
    "format": _text,
    "layer": _text,
    "encoding": _encoding,
    "delimiter": _delimiter,
    "decimal": _decimal,
    "header_row": _row,
    "header_lines": _row,
    "crs": parse_crs,
    "swap_axes": _flag,
    "columns": _columns,
    "values": _values,
    "defaults": _defaults,
    "register": _text,
}

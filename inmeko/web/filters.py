"""Jinja filters: how dates, numbers and words of the domain are printed."""

from base64 import b64encode
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext

from inmeko.kernel.calendar import athens
from inmeko.kernel.text import capitals
from inmeko.web.language import chosen

NONE = "–"


def day(value: date | None) -> str:
    """A day in the reader's language: «12 Μαΐου 2026»."""
    return format_date(value, "d MMMM y") if value else NONE


def moment(value: datetime | None) -> str:
    """A moment in Athens time, to the minute."""
    return format_datetime(value, "d MMM y, HH:mm") if value else NONE


def deadline(value: datetime | None) -> str:
    """A moment that counts, in Athens time, to the second and with the name of the zone."""
    if value is None:
        return NONE
    return str(
        gettext(
            "%(moment)s Athens time (UTC%(offset)s)",
            moment=format_datetime(value, "EEEE d MMMM y, HH:mm:ss"),
            offset=f"{athens(value):%z}"[:3].replace("+0", "+"),
        )
    )


def number(value: Decimal | float | None, digits: int = 0) -> str:
    """A number with the reader's separators and a fixed count of decimals."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern) if value is not None else NONE


def measured(value: Decimal | float | None) -> str:
    """A number with the decimals that it has, and the reader's separators."""
    return format_decimal(value) if value is not None else NONE


def label(value: Any, labels: dict[Any, str]) -> str:
    """The word for a member of an enumeration, translated."""
    return gettext(labels[value]) if value is not None else NONE


def town_name(town: Any) -> str:
    """A municipality's name in the reader's language."""
    return str(town.name_en if chosen() == "en" else town.name)


def paper_mark(town: Any) -> str:
    """Where a paper takes the mark of a municipality from: its own, or that of the house."""
    if not (getattr(town, "mark_type", None) and town.mark):
        return "img/mark.svg"
    return f"data:{town.mark_type};base64,{b64encode(town.mark).decode()}"


def init_app(app: Flask) -> None:
    """Hand Jinja the filters, and where a town takes the ground of its maps from."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        deadline=deadline,
        number=number,
        measured=measured,
        label=label,
        town_name=town_name,
        paper_mark=paper_mark,
        capitals=capitals,
    )
    settings = app.config["SETTINGS"]
    app.jinja_env.globals["map_layers"] = [asdict(layer) for layer in settings.backgrounds]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

"""The chore that takes the inventory of a town out, as a file of any form."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask_babel import force_locale

from inmeko.accounts import queries as accounts
from inmeko.extensions.engines import reading
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources.commands.group import (
    a_path,
    in_town,
    one_sentence,
    resources,
    spoken_in,
    unwritable,
)
from inmeko.resources.queries import assets
from inmeko.resources.rules import filters
from inmeko.resources.rules.exporting import Form, order
from inmeko.resources.rules.filters import Placing, Standing
from inmeko.resources.services import exporting


@resources.command("export")
@in_town
@click.option("--format", "form", type=click.Choice([one.value for one in Form]), default="csv")
@click.option("--crs", default="4326", help="Of the geometry: EPSG:4326 or EPSG:2100.")
@click.option("--out", type=a_path, required=True, help="The file to write.")
@click.option("--staff", is_flag=True, help="With the fields that only staff may see.")
@click.option("--q", default="", help="Words in title, address or code.")
@click.option("--kind", multiple=True, help="Only this kind; may be repeated.")
@click.option("--use", multiple=True, help="Only this use; may be repeated.")
@click.option("--condition", multiple=True, help="Only this condition; may be repeated.")
@click.option("--sector", multiple=True, help="Only what suits this sector; may be repeated.")
@click.option("--standing", type=click.Choice([one.value for one in Standing]), default="all")
@click.option(
    "--placing",
    type=click.Choice([one.value for one in Placing]),
    help="Only with or without a place.",
)
@click.option("--available", is_flag=True, help="Only what is available today.")
@click.option("--min-area", default="", help="Only from so many square metres.")
@click.option("--max-area", default="", help="Only up to so many square metres.")
@spoken_in
def export(
    slug: str, form: str, crs: str, out: Path, staff: bool, language: str, **asked: object
) -> None:
    """Write the inventory of a town, or what a filter finds, to a file; retired assets too."""
    with force_locale(language), one_sentence(), reading():
        wanted = order(form, crs, staff=staff)
        town = accounts.municipality(municipality=slug)
        today = athens_date(clock.now())
        found = assets.everything(town.id, filters.read(_arguments(asked)), today)
        _write(out, exporting.parts(found, wanted, exporting.about(town, today)))


def _arguments(asked: dict[str, object]) -> dict[str, list[str]]:
    """The options as the arguments of an address: one reader for both."""
    found: dict[str, list[str]] = {}
    for name, value in asked.items():
        if isinstance(value, tuple | list):
            found[name] = [str(part) for part in value]
        elif isinstance(value, bool):
            found[name] = ["yes"] if value else []
        elif value:
            found[name] = [str(value)]
    return found


def _write(out: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all: half of it must not be taken for the inventory."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as target:
            target.writelines(parts)
        part.replace(out)
    except OSError as error:
        raise unwritable(out, error) from error

"""Chores of events and consultations: `inmeko consultations …`."""

from pathlib import Path
from typing import Any, TextIO

import click
from flask import current_app, render_template
from flask.cli import AppGroup
from flask_babel import force_locale

from inmeko.consultations.queries import texts
from inmeko.consultations.rules import lottery
from inmeko.consultations.services import comments, registering, text_report
from inmeko.consultations.services import lottery as drawing
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import NotFoundError, RuleError

consultations = AppGroup("consultations", help="Events and consultations.")

GROUPS = (consultations,)


@consultations.command("forget-registered")
def forget_registered() -> None:
    """Forget who had registered for events that ended 90 days ago."""
    with transaction():
        number = registering.forget_everywhere()
    click.echo(f"{number} registrations forgotten")


@consultations.command("forget-commenters")
def forget_commenters() -> None:
    """Forget who had commented on texts that were answered 90 days ago."""
    with transaction():
        number = comments.forget_everywhere()
    click.echo(f"{number} comments forgotten")


@consultations.command("forget-candidates")
def forget_candidates() -> None:
    """Forget who stood on the lists of committees whose term ended 180 days ago."""
    with transaction():
        number = drawing.forget_everywhere()
    click.echo(f"{number} lists forgotten")


@consultations.command("draw", with_appcontext=False)
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--seed", required=True, help="As it was published.")
@click.option(
    "--seats",
    "wanted",
    multiple=True,
    metavar="MEMBERS;SUBSTITUTES[;GROUP]",
    help="How many are drawn; once for each group.",
)
def draw(file: TextIO, seed: str, wanted: tuple[str, ...]) -> None:
    """Draw again by lot from FILE, a line “number” or “number;;group” for each candidate.

    Prints the SHA-256 of the numbers and each lot: rank, number, group, what it makes of it.
    Asks no database: anybody can run it.
    """
    try:
        people = lottery.read_list(file.read())
        lots = lottery.draw(people, " ".join(seed.split()), lottery.read_seats("\n".join(wanted)))
    except RuleError as error:
        raise click.ClickException(str(error) % (error.values or {})) from None
    click.echo(f"numbers SHA-256 {lottery.public_hash(people)}")
    for one in lots:
        click.echo(f"{one.rank}\t{one.number}\t{one.group or '-'}\t{one.role}\t{one.digest}")


@consultations.command("report")
@click.argument("number", metavar="ID", type=int)
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
def report(number: int, folder: Path) -> None:
    """Write the report of a consultation as DOCX, PDF, XLSX and CSV."""
    try:
        text = texts.any_text(number)
    except NotFoundError as error:
        raise click.ClickException(str(error)) from None
    folder.mkdir(parents=True, exist_ok=True)
    for ending, write in text_report.files(text, _in_greek).items():
        path = folder / f"consultation-{number}-report.{ending}"
        path.write_bytes(write()[0])
        click.echo(str(path))


def _in_greek(template: str, **context: Any) -> str:
    base = current_app.config["SETTINGS"].base_url
    with current_app.test_request_context(base_url=base), force_locale("el"):
        return render_template(template, **context)

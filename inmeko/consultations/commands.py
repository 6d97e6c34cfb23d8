"""Chores of events and consultations: `inmeko consultations …`."""

import click
from flask.cli import AppGroup

from inmeko.consultations.services import registering
from inmeko.extensions.transaction import transaction

consultations = AppGroup("consultations", help="Events and consultations.")

GROUPS = (consultations,)


@consultations.command("forget-registered")
def forget_registered() -> None:
    """Forget who had registered for events that ended 90 days ago."""
    with transaction():
        number = registering.forget_everywhere()
    click.echo(f"{number} registrations forgotten")

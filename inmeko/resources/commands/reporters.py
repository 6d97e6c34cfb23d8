"""The chore that forgets who reported idle places."""

import click
from flask_babel import ngettext

from inmeko.extensions.transaction import transaction
from inmeko.resources.commands.group import resources
from inmeko.resources.services import reports


@resources.command("forget-reporters")
def forget_reporters() -> None:
    """Forget the e-mail addresses of citizens who were answered, or who wrote 90 days ago."""
    with transaction():
        number = reports.forget_addresses()
    click.echo(ngettext("%(num)s address forgotten", "%(num)s addresses forgotten", number))

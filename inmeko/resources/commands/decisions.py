"""Bring in decisions of Διαύγεια on the command line."""

import sys
from pathlib import Path

import click
from flask_babel import force_locale, gettext

from inmeko.accounts import queries as accounts
from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import ANONYMOUS
from inmeko.resources.commands.group import (
    a_path,
    in_town,
    one_sentence,
    opened,
    resources,
    spoken_in,
)
from inmeko.resources.services import decisions as deeds

SHOWN = 20


@resources.command("decisions")
@click.argument("file", type=a_path)
@in_town
@spoken_in
def bring_decisions(file: Path, slug: str, language: str) -> None:
    """Bring in a JSON export of decisions, in one transaction.

    Exit code: 0 all in, 1 some rejected, 2 not read.
    """
    with force_locale(language), one_sentence():
        with opened(file) as stream:
            content = stream.read()
        with transaction():
            town = accounts.municipality(municipality=slug)
            done = deeds.bring_in(ANONYMOUS, town, content)
        words = gettext(
            "%(read)s read = %(created)s created + %(updated)s updated + "
            "%(unchanged)s unchanged + %(rejected)s rejected",
            **done.counts(),
        )
        click.echo(words)
        click.echo(gettext("Assets offered for linking: %(offered)s", offered=done.offered))
        for one in done.rejected[:SHOWN]:
            click.echo(f"{one.number}: {gettext(one.error.message, **one.error.values)}", err=True)
    sys.exit(1 if done.rejected else 0)

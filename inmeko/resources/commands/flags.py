"""Flags on the command line: look at every asset of a town anew."""

import click
from flask_babel import force_locale, gettext

from inmeko.accounts import queries as accounts
from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import ANONYMOUS
from inmeko.resources.commands.group import in_town, one_sentence, resources, spoken_in
from inmeko.resources.queries import flags
from inmeko.resources.rules.flagging import FLAG_LABELS, FlagKind
from inmeko.resources.services import flagging


@resources.command("flag")
@in_town
@spoken_in
def flag(slug: str, language: str) -> None:
    """Look at every asset of a town anew, and count what a planner should look at."""
    with force_locale(language), one_sentence():
        with transaction():
            town = accounts.municipality(municipality=slug)
            flagging.recompute(ANONYMOUS, town.id)
            counts = flags.counts(municipality_id=town.id)
        for kind in FlagKind:
            if counts.get(kind):
                click.echo(f"{gettext(FLAG_LABELS[kind])}: {counts[kind]}")
        click.echo(gettext("%(n)s flags to look at") % {"n": sum(counts.values())})

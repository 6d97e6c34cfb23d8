"""Features on the command line: make what is missing, and compare what is kept with the assets."""

import sys

import click

from inmeko.accounts import queries as accounts
from inmeko.extensions.engines import reading
from inmeko.extensions.transaction import transaction
from inmeko.resources.commands.group import in_town, one_sentence, resources
from inmeko.resources.queries import features
from inmeko.resources.services import ready


@resources.command("features")
@in_town
def make_features(slug: str) -> None:
    """Make the open features of a town that are missing; exit 1 if one is not as it should be."""
    with one_sentence(), reading(), transaction():
        town = accounts.municipality(municipality=slug).id
    whole = ready.all_ready(town)
    with reading(), transaction():
        wrong = features.differing(municipality_id=town)
        count = features.ready(municipality_id=town)
    if not whole:
        click.echo("Somebody is writing: the rest is made in a quiet minute.")
    click.echo(f"{slug}: {count} ready, {len(wrong)} wrong {wrong[:20] or ''}".rstrip())
    sys.exit(1 if wrong else 0)

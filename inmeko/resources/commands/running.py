"""An import on the command line: how far it is, and the end of one that should not have been."""

import sys

import click
from flask_babel import force_locale, gettext

from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import ANONYMOUS
from inmeko.resources.commands.group import in_town, one_sentence, resources, spoken_in
from inmeko.resources.queries import imports, undoing
from inmeko.resources.services import importing

# A file of fewer rows is there before anybody reads how far it is.
WORTH_TELLING = 5_000


def tell(_phase: str, done: int, total: int | None) -> None:
    """Say on standard error how far an import is, on one line that is written over."""
    if max(done, total or 0) < WORTH_TELLING:
        return
    words = gettext("%(done)s of %(total)s rows") if total else gettext("%(done)s rows so far")
    end = "\r" if sys.stderr.isatty() else "\n"
    click.echo(words % {"done": done, "total": total}, err=True, nl=False)
    click.echo(end, err=True, nl=False)


@resources.command("undo")
@click.argument("number", type=int, metavar="IMPORT")
@in_town
@spoken_in
def undo_import(number: int, slug: str, language: str) -> None:
    """Take a whole import back, while nothing later depends on it.

    Exit code: 0 undone, 2 not undone; what depends on it is named on standard error.
    """
    with force_locale(language), one_sentence(), transaction():
        found = imports.asset_import(municipality=slug, import_id=number)
        for one in undoing.dependents(found):
            click.echo(f"{one.code}  {one.title}: {gettext(one.why)}", err=True)
        made, altered = undoing.made(found), undoing.altered(found)
        importing.undo(ANONYMOUS, found)
        words = gettext("The import was undone: %(made)s removed, %(altered)s as before")
        click.echo(words % {"made": made, "altered": altered})

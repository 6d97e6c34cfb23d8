"""The invented municipality on the command line."""

import click
from flask import current_app
from flask.cli import with_appcontext

from inmeko.accounts.rules import ROLE_LABELS
from inmeko.extensions.transaction import transaction
from inmeko.plan.rules.demo_people import ACCOUNTS
from inmeko.plan.rules.demo_places import LARGE, SMALL
from inmeko.plan.services import demo as deeds

STEP = 10_000
MOST = 1_000_000


@click.command("demo")
@click.option(
    "--assets",
    type=click.IntRange(1, MOST),
    help="Load another, large municipality with so many assets, for measuring.",
)
@click.option("--force", is_flag=True, help="Load it into a production site all the same.")
@with_appcontext
def demo(assets: int | None, force: bool) -> None:
    """Load the invented municipality if it is not there, and print its accounts."""
    if not current_app.config["SETTINGS"].development and not force:
        raise click.ClickException(
            "This is a production site: the demo would give it accounts whose passwords "
            "everybody knows. Add --force if that is what you want."
        )
    with transaction():
        loaded = deeds.load_large(assets, _progress) if assets else deeds.load_small()
    place = LARGE if assets else SMALL
    click.echo(f"{place.name} (/{place.slug}/) {'is loaded' if loaded else 'is there already'}.")
    _print_accounts()


def _progress(loaded: int) -> None:
    if loaded % STEP == 0:
        click.echo(f"{loaded} assets", err=True)


def _print_accounts() -> None:
    rows = [("Role", "E-mail", "Password")] + [
        (
            str(ROLE_LABELS[account.role]) if account.role else "Member of two groups",
            account.email,
            account.password,
        )
        for account in ACCOUNTS
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    click.echo("\nAccounts of the demo (no second factor):")
    for row in rows:
        click.echo(
            "  "
            + "  ".join(
                f"{word:<{width}}" for word, width in zip(row, widths, strict=True)
            ).rstrip()
        )

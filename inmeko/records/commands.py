"""Chores on the command line: check the series and the chains, run the outbox, sweep files."""

import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup

from inmeko.accounts.queries import municipality as town_named
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import NotFoundError
from inmeko.records import queries, services
from inmeko.records.rules import audit, protocol

protocol_group = AppGroup("protocol", help="The protocol register.")
audit_group = AppGroup("audit", help="The audit trail.")
outbox_group = AppGroup("outbox", help="Mail and jobs.")
files_group = AppGroup("files", help="Attachments.")

GROUPS = (protocol_group, audit_group, outbox_group, files_group)

SHOWN = 20

one_town = click.option("--municipality", metavar="SLUG", help="Only this municipality.")


@protocol_group.command("verify")
@one_town
def verify_protocol(municipality: str | None) -> None:
    """Say of every series whether a number is missing or was given twice; exit 1 if so."""
    _check_town(municipality)
    broken = False
    for slug, municipality_id, year in queries.series(municipality=municipality):
        # Asked in this order, an entry made meanwhile is no gap.
        drawn = queries.drawn(municipality_id=municipality_id, year=year)
        numbers = queries.numbers(municipality_id=municipality_id, year=year)
        found = protocol.examine(numbers, drawn)
        broken = broken or not found.whole
        click.echo(
            f"{slug} {year}: {found.first}-{found.last}, {found.count} entries, "
            f"{_listed('gaps', found.gaps)}, {_listed('doubles', found.doubles)}"
        )
    sys.exit(1 if broken else 0)


@audit_group.command("verify")
@one_town
def verify_audit(municipality: str | None) -> None:
    """Follow every chain of hashes; exit 1 and name the first entry that does not hold."""
    _check_town(municipality)
    broken = False
    for slug, chain in queries.chains(municipality=municipality):
        number, last = queries.head(chain=chain)
        found = audit.first_break(queries.links(chain=chain), number, last)
        broken = broken or found is not None
        words = f"entry {found.number} {found.why}" if found else f"{number} entries, whole"
        click.echo(f"{slug or ('platform' if chain == audit.PLATFORM else chain)}: {words}")
    sys.exit(1 if broken else 0)


@outbox_group.command("run")
@click.option("--once", is_flag=True, help="Run what is due and stop.")
@click.option("--poll", default=1.0, show_default=True, help="Seconds between two looks.")
def run_outbox(once: bool, poll: float) -> None:
    """Deliver mail and run jobs until told to stop."""
    stop = threading.Event()
    _stop_politely(stop)
    jobs: Mapping[str, services.Work] = current_app.extensions["inmeko-jobs"]
    given_up: Mapping[str, services.Work] = current_app.extensions["inmeko-given-up"]
    chores: Sequence[services.Chore] = current_app.extensions["inmeko-chores"]
    keep = current_app.config["SETTINGS"].development
    runner = services.Runner(jobs, stop, keep=keep, given_up=given_up, chores=chores)
    if once:
        click.echo(f"{runner.run_due()} jobs run")
    else:
        runner.run(poll)


@files_group.command("sweep")
def sweep_files() -> None:
    """Remove stored content that no attachment refers to any more."""
    with transaction():
        count = services.sweep()
    click.echo(f"{count} files removed")


def _stop_politely(stop: threading.Event) -> None:
    """Let the job under way come to its end before the process goes."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)


def _check_town(slug: str | None) -> None:
    if slug is None:
        return
    try:
        town_named(municipality=slug)
    except NotFoundError as error:
        raise click.UsageError(f"there is no municipality {slug}") from error


def _listed(name: str, numbers: tuple[int, ...]) -> str:
    if not numbers:
        return f"no {name}"
    shown = ", ".join(str(number) for number in numbers[:SHOWN])
    return f"{len(numbers)} {name}: {shown}{', …' if len(numbers) > SHOWN else ''}"

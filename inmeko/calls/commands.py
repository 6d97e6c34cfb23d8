"""Chores of calls: `inmeko calls …`."""

import json
import sys

import click
from flask.cli import AppGroup

from inmeko.accounts import queries as accounts
from inmeko.calls.models import Submission
from inmeko.calls.queries import receipts, results, submissions
from inmeko.calls.rules.sending import FORGET_AFTER
from inmeko.calls.rules.words import SUBMISSION_LABELS
from inmeko.calls.services import expressions as deeds
from inmeko.calls.services import taking_out
from inmeko.extensions.engines import reading
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens
from inmeko.kernel.errors import NotFoundError
from inmeko.records.rules.protocol import number_in

calls = AppGroup("calls", help="Open calls for expressions of interest.")

GROUPS = (calls,)

one_town = click.option("--municipality", metavar="SLUG", help="Only this municipality.")


@calls.command("receipt")
@click.argument("number", metavar="NUMBER/YEAR")
@click.option("--municipality", metavar="SLUG", required=True)
def receipt(number: str, municipality: str) -> None:
    """Print the facts of a receipt and whether its hashes hold; exit 1 if one does not."""
    asked = number_in(number)
    if asked is None or asked[1] is None:
        raise click.UsageError(f"{number} is not a number and a year, as 12/2026")
    try:
        found = submissions.by_number(municipality=municipality, year=asked[1], number=asked[0])
    except NotFoundError as error:
        raise click.UsageError(f"nothing was submitted under {number} there") from error
    whole = True
    for line in _facts(found):
        click.echo(line)
    for one in receipts.verified(found):
        whole = whole and one.holds
        click.echo(f"{one.sha256}  {'holds' if one.holds else 'BROKEN'}  {one.what}")
    sys.exit(0 if whole else 1)


@calls.command("forget-drafts")
@one_town
def forget_drafts(municipality: str | None) -> None:
    """Erase files that were never sent, half a year after the end of their call."""
    before = clock.now() - FORGET_AFTER
    known = accounts.municipalities()
    towns = [town for town in known if municipality in (None, town.slug)]
    if municipality and not towns:
        raise click.UsageError(f"there is no municipality {municipality}")
    for town in towns:
        with transaction():
            gone = deeds.forget_drafts(municipality_id=town.id, closed_before=before)
        if gone:
            click.echo(f"{town.slug}: {len(gone)} files erased")


def _facts(submission: Submission) -> list[str]:
    moment = athens(submission.submitted_at)
    known = {
        "number": f"{submission.number}/{submission.year}",
        "received": f"{moment:%d-%m-%Y %H:%M:%S} Europe/Athens",
        "issuer": submission.municipality.name,
        "subject": submission.content["call"]["title"],
        "version of the call": submission.version,
        "state": SUBMISSION_LABELS[submission.state],
        "late": f"yes: {submission.late_reason}" if submission.late else "no",
        "entered": submission.source.value,
        "receipt": submission.receipt_key,
    }
    return [f"{name}: {value}" for name, value in known.items()]


@calls.command("export")
@click.argument("call_id", metavar="CALL", type=int)
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True)
def export(call_id: int, form: str) -> None:
    """Print a call with its files, scores, lists and objections; it names people."""
    with reading():
        found = results.any_call(call_id)
        if found is None:
            click.echo(f"There is no call {call_id}.", err=True)
            sys.exit(2)
        json.dump(taking_out.document(found), sys.stdout, ensure_ascii=False, indent=2)
        click.echo()

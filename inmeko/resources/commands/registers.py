"""Chores of the inventory on the command line: bring a register in, take the inventory out."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask_babel import force_locale, gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.extensions.engines import reading
from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import ANONYMOUS
from inmeko.kernel.text import N_
from inmeko.resources.commands.group import (
    FileError,
    a_path,
    in_town,
    one_sentence,
    opened,
    resources,
    spoken_in,
    unreadable,
    unwritable,
)
from inmeko.resources.commands.running import tell
from inmeko.resources.queries import mappings
from inmeko.resources.rules.flagging import FLAG_LABELS, FlagKind
from inmeko.resources.rules.mapping import Plan, parse_crs
from inmeko.resources.rules.outcome import Fate, exit_code
from inmeko.resources.rules.proposal import Chosen, Proposal, propose
from inmeko.resources.services import importing
from inmeko.resources.services.importing import Report
from inmeko.resources.services.importing import mappings as saved_mappings

SHOWN = 20
READ = N_("rows read")
COUNTS = {
    Fate.CREATED: N_("created"),
    Fate.UPDATED: N_("updated"),
    Fate.UNCHANGED: N_("unchanged"),
    Fate.REJECTED: N_("rejected"),
}


@resources.command("import")
@click.argument("file", type=a_path)
@in_town
@click.option("--crs", help="For example EPSG:2100; by default told by the coordinates.")
@click.option("--layer", help="The sheet or layer to read; by default the likeliest.")
@click.option("--encoding", help="For example windows-1253; by default told by the letters.")
@click.option(
    "--mapping",
    type=a_path,
    metavar="M.json|NAME",
    help="Corrections of what is guessed: a file, or the name of a saved mapping.",
)
@click.option("--register", help="The name under which the register is known again.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--report", type=a_path, metavar="R.json", help="Where to write the whole report.")
@spoken_in
def import_register(
    file: Path,
    slug: str,
    crs: str | None,
    layer: str | None,
    encoding: str | None,
    mapping: Path | None,
    register: str | None,
    dry_run: bool,
    report: Path | None,
    language: str,
) -> None:
    """Bring in a register: all of it that can be read, in one transaction.

    A table (CSV, XLSX) or a map file (GeoJSON, GeoPackage, shapefile as zip, KML, KMZ).

    Exit code: 0 all in, 1 some rejected, 2 not read.
    """
    with force_locale(language), one_sentence():
        corrections = _corrections(
            slug, mapping, crs=crs, layer=layer, encoding=encoding, register=register
        )
        with _written(report) as write, opened(file) as stream:
            chosen = _chosen(corrections)
            act = _rehearse if dry_run else _import
            plan, done = act(slug, stream, file.name, chosen, corrections)
            about = {"file": file.name, "register": plan.register, "plan": plan.to_json()}
            write(done.complete(gettext, **about, dry_run=dry_run))
        _tell(done, dry_run=dry_run)
    sys.exit(exit_code(done.tally))


def _import(
    slug: str, stream: BinaryIO, name: str, chosen: Chosen, corrections: Mapping[str, Any]
) -> tuple[Plan, Report]:
    with transaction():
        town = accounts.municipality(municipality=slug)
        staged = importing.stage(
            ANONYMOUS, town, stream, name, chosen=chosen, corrections=corrections
        )
        plan = Plan.from_json(staged.plan)
        _explain(importing.proposal(staged), plan)
        done = importing.run(ANONYMOUS, staged, tell)
        click.echo(gettext("Import number %(number)s") % {"number": staged.id})
    assert done is not None, "an import that was staged just now cannot have been run before"
    return plan, done


def _rehearse(
    slug: str, stream: BinaryIO, name: str, chosen: Chosen, corrections: Mapping[str, Any]
) -> tuple[Plan, Report]:
    with reading():
        town: Municipality = accounts.municipality(municipality=slug)
        proposal = propose(stream, name, chosen)
        plan = importing.planned(town, proposal, chosen, corrections)
        _explain(proposal, plan)
        return plan, importing.examine(town.id, stream, plan)


def _corrections(slug: str, mapping: Path | None, **options: str | None) -> dict[str, Any]:
    """The entries of the plan that somebody has given: an option wins over the mapping."""
    given: dict[str, Any] = {}
    saved = _saved(slug, mapping)
    if saved is not None:
        given = saved
    elif mapping is not None:
        try:
            given = json.loads(mapping.read_bytes())
        except OSError as error:
            raise unreadable(mapping, error) from error
        except ValueError as error:
            words = gettext("The mapping %(file)s is not valid JSON: %(reason)s")
            raise FileError(words % {"file": mapping, "reason": error}) from error
        if not isinstance(given, dict):
            raise FileError(gettext("A mapping is a JSON object, in braces"))
    given |= {name: value for name, value in options.items() if value is not None}
    Plan.from_json(given)
    if "crs" in given:
        given["crs"] = parse_crs("crs", given["crs"])
    return given


def _saved(slug: str, name: Path | None) -> dict[str, Any] | None:
    """What the saved mapping of this name says; None where a file or nothing is named."""
    if name is None or name.exists():
        return None
    with transaction():
        found = mappings.named(municipality=slug, name=str(name))
        return saved_mappings.corrections(found) if found else None


def _chosen(corrections: Mapping[str, Any]) -> Chosen:
    """What was said about reading the file, for the first look at it."""
    known = Plan.from_json(corrections)
    names = [name for name in Chosen.__dataclass_fields__ if corrections.get(name) is not None]
    return replace(Chosen(), **{name: getattr(known, name) for name in names})


@contextmanager
def _written(path: Path | None) -> Iterator[Any]:
    """How the report is written; that it can be is found out before anything happens."""
    if path is None:
        yield lambda content: None
        return
    try:
        target = path.open("a", encoding="utf-8")
    except OSError as error:
        raise unwritable(path, error) from error

    def write(content: dict[str, Any]) -> None:
        target.truncate(0)
        json.dump(content, target, ensure_ascii=False, indent=1)

    with target:
        yield write


def _explain(proposal: Proposal, plan: Plan) -> None:
    """Print what the file is taken for, and why."""
    for line in importing.explained(proposal, plan, gettext):
        click.echo(f"{line.name}: {line.value}  ({line.reason})")


def _tell(done: Report, *, dry_run: bool) -> None:
    tally = done.tally
    if dry_run:
        click.echo(gettext("Nothing was written; this is what would happen:"))
    counts = [f"{gettext(words)} {tally.counts[fate]}" for fate, words in COUNTS.items()]
    click.echo(", ".join([f"{gettext(READ)} {tally.read}", *counts]))
    if tally.kept:
        words = gettext("%(n)s values that people corrected were kept")
        click.echo(words % {"n": len(tally.kept)})
    if done.retired:
        words = gettext("%(n)s rows are about retired assets, which stay retired")
        click.echo(words % {"n": done.retired})
    for kind, number in done.flagged.items():
        click.echo(f"{gettext(FLAG_LABELS[FlagKind(kind)])}: {number}")
    for one in tally.rejections[:SHOWN]:
        told = one.to_json(gettext)
        place = gettext("line %(row)s") % {"row": told["row"]}
        cell = f", {told['column']}" if told["column"] else ""
        click.echo(f"{place}{cell}: {told['message']} [{told['value'][:60]}]")
    if len(tally.rejections) > SHOWN:
        words = gettext("… and %(n)s more; --report writes all of them")
        click.echo(words % {"n": len(tally.rejections) - SHOWN})

"""Chores of cooperatives on the command line: check cases against the law, list its rules."""

import hashlib
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask.cli import AppGroup, ScriptInfo

from inmeko.accounts import queries as accounts
from inmeko.coops import queries
from inmeko.coops.rules import rulebook
from inmeko.coops.rules.activity_codes import (
    CodeLine,
    UnreadableFileError,
    WrongLine,
    lines_of,
)
from inmeko.coops.rules.cases import FORMS
from inmeko.coops.rules.engine import Answer, evaluate
from inmeko.coops.rules.files import Unread, Worked, cases_of, objects_of
from inmeko.coops.rules.papers import Dossier, law, read_dossier
from inmeko.coops.rules.papers import papers as write_papers
from inmeko.coops.rules.papers.dossier import split
from inmeko.coops.rules.rulebook import Rulebook, Verdict
from inmeko.coops.rules.shapes import UnreadableError
from inmeko.coops.services import grounds
from inmeko.coops.services.activity_codes import take_in
from inmeko.coops.services.printing import prints
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.text import slug

coops = AppGroup("coops", help="Social and workers' cooperatives.")

UNREADABLE = 2
DISAGREES = 1


@coops.command("check", with_appcontext=False)
@click.argument("file", type=click.File("rb"))
@click.option("--confirmed", is_flag=True, help="By the rules as confirmed in the application.")
@click.option("--town", default="", help="With --confirmed: as this municipality confirmed them.")
def check(file: BinaryIO, confirmed: bool, town: str) -> None:
    """Answer each case of FILE (JSON, or JSON Lines; - reads standard input) by the rules.

    The rules are those that ship; with --confirmed those of the application, a case without a
    day judged as of today. Worked cases, {"case": …, "expect": …}, are compared with what they
    expect. Exit code: 0 all answered, 1 an answer is not as expected, 2 a case could not be read.
    """
    if town and not confirmed:
        raise click.UsageError("--town needs --confirmed")
    book, today = _confirmed(town) if confirmed else (rulebook.shipped(), None)
    status, agreed, worked = 0, 0, 0
    for found in cases_of(file.read()):
        if isinstance(found, Unread):
            click.echo(f"line {found.line}: {found.error}", err=True)
            status = UNREADABLE
            continue
        answer = evaluate({**found.case, "as_of": found.case.get("as_of") or today}, book)
        _print(answer.to_json())
        if found.expected is not None:
            worked, agreed = worked + 1, agreed + _agrees(found, answer)
    if worked:
        click.echo(f"{agreed} of {worked} worked cases agree", err=True)
    sys.exit(status or (DISAGREES if agreed < worked else 0))


@coops.command("rules", with_appcontext=False)
@click.option("--form", type=click.Choice(FORMS), help="Only the rules that bind this form.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As valid on this day.")
def rules(form: str | None, day: datetime | None) -> None:
    """Print the rules as JSON, one version of each."""
    on: date | None = day.date() if day else None
    found = [
        rulebook.to_json(rule)
        for rule in rulebook.shipped().on(on)
        if form is None or rule.binds(form)
    ]
    click.echo(json.dumps(found, ensure_ascii=False, indent=1).encode())


@coops.command("papers", with_appcontext=False)
@click.argument("file", type=click.File("rb"))
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
def papers(file: BinaryIO, folder: Path) -> None:
    """Write the papers of the case in FILE into a folder, as DOCX and PDF, and list them.

    Beside the keys of a case the object may name what papers tell: seat, purpose, people and
    others. Of JSON Lines each case has a folder of its own. What nobody has answered yet and what
    the rules refuse is told on standard error. Exit code 2: a case has no papers, or no founders.
    """
    found, status = tuple(objects_of(file.read())), 0
    for one in found:
        try:
            if isinstance(one, Unread):
                raise one.error
            told, given = split(one.given)
            dossier = read_dossier(told, given, complete=True)
        except UnreadableError as error:
            line = one.line if isinstance(one, Unread) else one.number
            click.echo(f"line {line}: {error}", err=True)
            status = UNREADABLE
            continue
        place = folder if len(found) == 1 else folder / (slug(told["id"]) or str(one.number))
        _write(dossier, place)
    sys.exit(status)


def _write(dossier: Dossier, folder: Path) -> None:
    book = rulebook.shipped()
    folder.mkdir(parents=True, exist_ok=True)
    for one in prints(write_papers(dossier, law(book, dossier.case.get("as_of")))):
        for ending, content in (("docx", one.docx), ("pdf", one.pdf)):
            path = folder / f"{one.name}.{ending}"
            path.write_bytes(content)
            _print(
                {
                    "file": str(path),
                    "kind": one.paper.kind.value,
                    "title": one.paper.title,
                    "of": one.paper.owner or None,
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "content_sha256": one.sha256,
                    "pages": one.pages if ending == "pdf" else None,
                    "lacks": list(one.paper.lacks),
                }
            )
    if dossier.lacks:
        asked = ", ".join(sorted(dossier.lacks))
        click.echo(f"{dossier.case['id']}: drafts; still to be answered: {asked}", err=True)
    for finding in evaluate(dossier.case, book).findings:
        if finding.verdict is Verdict.REFUSE:
            words = f"{finding.rule.id}: {finding.message.el} ({finding.rule.article})"
            click.echo(f"{dossier.case['id']}: {words}", err=True)


@coops.command("kad")
@click.argument("file", type=click.File("rb"))
@click.option("--edition", default="", help="Of the catalogue, as 2008.")
def kad(file: BinaryIO, edition: str) -> None:
    """Take in the catalogue of activity codes (ΚΑΔ) from a CSV file with columns code and title.

    Lines that are none are told on standard error and left out. Exit code 2: no catalogue.
    """
    try:
        found = tuple(lines_of(file.read()))
    except UnreadableFileError as error:
        click.echo(str(error), err=True)
        sys.exit(UNREADABLE)
    for one in found:
        if isinstance(one, WrongLine):
            click.echo(f"line {one.number}: {one.reason}", err=True)
    with transaction():
        done = take_in((one for one in found if isinstance(one, CodeLine)), edition[:40])
    click.echo(f"{done.new} new, {done.changed} changed, {done.same} as they were")


def _confirmed(town: str) -> tuple[Rulebook, date]:
    """The rulebook of the application, and the day for cases that name none."""
    site = click.get_current_context().ensure_object(ScriptInfo).load_app()
    with site.app_context():
        place = accounts.town(town) if town else None
        if town and place is None:
            raise click.BadParameter(f"there is no municipality {town}", param_hint="--town")
        book = queries.rulebook(municipality_id=place.id if place else None)
    return book, athens_date(clock.now())


@coops.command("reseal")
def reseal() -> None:
    """Seal everything that is sealed with the first key of INMEKO_DATA_KEYS."""
    with transaction():
        number = grounds.reseal()
    click.echo(f"{number} entries sealed with the newest key")


def _agrees(found: Worked, answer: Answer) -> bool:
    """Whether the answer is as expected; what differs goes to standard error."""
    wanted = found.expected
    said = {one.rule.id for one in answer.findings if one.verdict.value == wanted["verdict"]}
    missing = sorted(set(wanted["rules"]) - said)
    if answer.verdict.value == wanted["verdict"] and not missing:
        return True
    words = f"{answer.id}: {answer.verdict.value} instead of {wanted['verdict']}"
    click.echo(f"{words}; missing: {', '.join(missing) or '–'}", err=True)
    return False


def _print(answer: dict[str, Any]) -> None:
    # In bytes: answers are UTF-8 whatever the terminal speaks.
    click.echo(json.dumps(answer, ensure_ascii=False).encode())

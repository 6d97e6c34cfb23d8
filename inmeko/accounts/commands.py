"""The chores of municipalities and users on the command line."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app, url_for
from flask.cli import AppGroup

from inmeko.accounts import queries
from inmeko.accounts.models import User
from inmeko.accounts.rules import Role
from inmeko.accounts.services import boundaries, boundary_files, people, signing_in
from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError

# Whoever can run commands on the server administers the platform.
OPERATOR = Actor(roles=frozenset({(Role.PLATFORM_ADMIN.value, None)}), name="command line")

municipalities = AppGroup("municipalities", help="The municipalities of this installation.")
users = AppGroup("users", help="Accounts and their roles.")

GROUPS = (municipalities, users)


@municipalities.command("list")
def list_municipalities() -> None:
    """Print one line per municipality: slug, code, name."""
    for town in queries.municipalities():
        click.echo(f"{town.slug}\t{town.code or ''}\t{town.name}")


@municipalities.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name-field", help="The column of names; found by itself where it can be.")
@click.option("--code-field", help="The column of codes; found by itself where it can be.")
@click.option("--crs", help="For example EPSG:2100; by default what the file says.")
@click.option("--encoding", help="For example CP1253; by default told by the names.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="A JSON file.")
def import_municipalities(
    file: Path,
    name_field: str | None,
    code_field: str | None,
    crs: str | None,
    encoding: str | None,
    report: Path | None,
) -> None:
    """Read boundaries with names and codes from GeoJSON or a shapefile (.shp, .zip).

    Exit code: 0 all in, 1 some rejected, 2 not read.
    """
    try:
        source = boundary_files.read(
            file, name_field=name_field, code_field=code_field, crs=crs, encoding=encoding
        )
    except DomainError as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(2)
    with transaction():
        done = boundaries.enter(OPERATOR, source)
    _tell(source, done)
    if report:
        content = {"read": done.read, "crs": source.crs, "encoding": source.encoding}
        report.write_text(
            json.dumps({**content, **asdict(done)}, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    sys.exit(1 if done.rejected else 0)


def _tell(source: boundary_files.BoundaryFile, done: boundaries.Report) -> None:
    columns = f"{source.name_column}, {source.code_column or '-'}"
    click.echo(f"encoding {source.encoding}, columns {columns}")
    for line in done.rows:
        if line["outcome"] == "rejected":
            click.echo(f"row {line['row']} {line['name']}: {line['reason']}", err=True)
    counts = ("read", "created", "updated", "unchanged", "repaired", "rejected")
    click.echo(", ".join(f"{name} {getattr(done, name)}" for name in counts))


@users.command("create")
@click.argument("email")
@click.option("--name", default="", help="The person's name.")
@click.option("--password", help="At least ten characters; without one, sign-in is by link.")
@click.option("--link", is_flag=True, help="Print a sign-in link that works for 30 minutes.")
def create_user(email: str, name: str, password: str | None, link: bool) -> None:
    """Make an account."""
    if "@" not in email:
        _refuse("that is not an e-mail address")
    if password and len(password) < 10:
        _refuse("a password needs at least ten characters")
    if queries.user_by_email(email):
        _refuse(f"{email} has an account already")
    with transaction():
        user = signing_in.create_user(email=email, name=name, password=password)
    click.echo(f"{email} created")
    if link or not password:
        base_url = current_app.config["SETTINGS"].base_url
        with current_app.test_request_context(base_url=base_url):
            values = signing_in.link_values(user)
            click.echo(url_for("security.us_verify_link", _external=True, **values))


@users.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--municipality", "slug", help="The slug; needed for all but platform_admin.")
@click.option("--revoke", is_flag=True, help="Take the role away.")
def role(email: str, role: str, slug: str | None, revoke: bool) -> None:
    """Give somebody a role in a municipality, or take it away."""
    user = queries.user_by_email(email)
    if user is None:
        _refuse(f"there is no account {email}")
    try:
        with transaction():
            _change_role(user, Role(role), slug, revoke)
    except DomainError as error:
        _refuse(str(error))
    click.echo(
        f"{email}: {role} {'revoked' if revoke else 'granted'}{f' in {slug}' if slug else ''}"
    )


def _change_role(user: User, role: Role, slug: str | None, revoke: bool) -> None:
    town = queries.municipality(municipality=slug) if slug else None
    if not revoke:
        people.grant(OPERATOR, user=user, role=role, municipality=town)
        return
    held = [grant for grant in user.grants if grant.role == role and grant.municipality is town]
    if not held:
        _refuse("this role is not held there")
    people.revoke(OPERATOR, held[0])


def _refuse(words: str) -> NoReturn:
    raise click.ClickException(words)

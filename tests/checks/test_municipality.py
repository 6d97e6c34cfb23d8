"""Promise: every query on municipal data names its municipality; no town sees another's things."""

import ast
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from inmeko.accounts.models import Grant
from inmeko.accounts.rules import Role
from inmeko.extensions import Base, db
from tests.builders.people import municipality
from tests.checks.house import PACKAGE, Function, named, parsed, promise, room_files
from tests.checks.things import things

TOWN = {"municipality", "municipality_id", "town", "town_id"}

# A thing that was loaded with its municipality and judged stands for it: `kind` and `key` name
# such a thing; a person asks for what is their own.
STANDS_FOR_IT = {"key", "user", "user_id", "actor"}

# Public functions of queries rooms that ask across towns, and why they may.
ACROSS: dict[str, str] = {
    "coops.stages": "the towns of a consultant, named one by one",
    "coops.load": "the towns of a consultant, named one by one",
    "coops.chapters_of": "of formations that were loaded with their town",
    "coops.same_name": "names of cooperatives are told apart over all towns",
    "consultations.any_text": "the command line of whoever keeps the installation",
    "calls.any_call": "the command line of whoever keeps the installation",
    "accounts.standing": "a person's own roles, in all towns",
    "plan.towns": "the list of the towns themselves",
    "records.attachment": "one address for all files; the policy of its thing judges",
    "records.contents_in_use": "one storage for all towns",
    "records.mails": "the page of development shows the mail of all towns",
    "records.platform_job": "the platform's administrator sees all towns",
    "resources.counted": "the map of all municipalities",
    "resources.held_among": "asked of the assets that a town's list has just shown",
    "resources.inside": "a part of questions that name their town",
    "resources.marks": "the map of all municipalities, by ids it has just been given",
    "resources.published": "the catalogue of all towns that publish",
    "resources.given_away": "a part of questions that name their town",
    "records.due": "one runner works for all towns",
    "records.work_is_due": "one runner works for all towns",
}


# Pages that are one person's alone: nobody else is let in, whatever their roles.
OWN = {
    "formation.ground": 403,
    "calls.declare": 403,
    "calls.sheet": 403,
    "calls.sheet_paper": 403,
    "calls.step_back": 403,
}


def municipal_models() -> set[str]:
    return {
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if "municipality_id" in mapper.columns
    }


def _said(function: Function) -> set[str]:
    """The names that the body of a function says, its annotations left out."""
    nodes = (node for part in function.body for node in ast.walk(part))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _parameters(function: Function) -> dict[str, str]:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return {
        argument.arg: ast.unparse(argument.annotation) if argument.annotation else ""
        for argument in given
    }


def townless_queries(path: Path, models: set[str]) -> list[str]:
    """Public functions of a queries room that ask municipal tables and take no municipality."""
    tops = [node for node in parsed(path).body if isinstance(node, ast.FunctionDef)]
    asks = {top.name: bool(_said(top) & models) for top in tops}
    for _ in tops:
        asks = {top.name: asks[top.name] or any(map(asks.get, _said(top))) for top in tops}
    return [
        f"{named(path)}:{top.lineno}: {top.name}"
        for top in tops
        if asks[top.name] and not top.name.startswith("_") and not _names_town(top, models)
    ]


def _names_town(function: Function, models: set[str]) -> bool:
    parameters = _parameters(function)
    loaded = {kind.split(" ")[0] for kind in parameters.values()} & {*models, "Municipality"}
    return bool(loaded or set(parameters) & (TOWN | STANDS_FOR_IT))


def domain_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def municipal_rules(app: Flask) -> list[Rule]:
    """The routes below a municipality that name a thing of it."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "municipality" in rule.arguments and len(rule.arguments) > 1
    ]


def test_every_query_on_municipal_data_names_its_municipality() -> None:
    models = municipal_models()
    found = [
        line
        for path in room_files("queries")
        for line in townless_queries(path, models)
        if f"{domain_of(path)}.{line.rsplit(' ', 1)[1]}" not in ACROSS
    ]
    promise(found, "Every query on municipal data takes the municipality.")


def test_the_inspector_sees_a_query_without_a_town(tmp_path: Path) -> None:
    path = tmp_path / "queries.py"
    path.write_text(
        "def assets():\n    return select(Asset)\n\n\n"
        "def count(*, municipality_id):\n    return _all(municipality_id)\n\n\n"
        "def _all(town_id):\n    return select(Asset)\n\n\n"
        "def hidden():\n    return _all(1)\n\n\n"
        "def shape(asset: Asset):\n    return select(Asset)\n"
    )
    assert [line.rsplit(" ", 1)[1] for line in townless_queries(path, {"Asset"})] == [
        "assets",
        "hidden",
    ]


def _paths(app: Flask, rule: Rule, slug: str, values: dict[str, Any]) -> str:
    given = {name: values[name] for name in rule.arguments if name != "municipality"}
    with app.test_request_context():
        return app.url_for(rule.endpoint, municipality=slug, _external=False, **given)


def test_every_thing_in_an_address_can_be_made_by_the_inspector(app: Flask, session: Any) -> None:
    known = set(things(municipality()))
    found = {
        f"{rule.rule} names <{name}>"
        for rule in municipal_rules(app)
        for name in rule.arguments - known - {"municipality"}
    }
    promise(sorted(found), "tests/checks/things.py makes every thing that an address names.")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_thing_of_town_b_is_not_found_under_town_a(
    app: Flask, client: FlaskClient, sign_in: Any, method: str
) -> None:
    a, b = municipality(), municipality()
    user = sign_in(*(role for role in Role if role != Role.PLATFORM_ADMIN), town=a)
    _also_in(user, b)
    of_b, found = things(b), []
    for rule in municipal_rules(app):
        if method not in (rule.methods or set()) or not _names_a_thing(rule):
            continue
        here = client.open(_paths(app, rule, b.slug, of_b), method="GET").status_code
        there = client.open(_paths(app, rule, a.slug, of_b), method=method).status_code
        if method == "GET" and here >= 400 and here != OWN.get(rule.endpoint):
            found.append(f"{rule.rule} answers {here} in its own town, so its 404 proves nothing")
        if there != 404:
            found.append(f"{method} {rule.rule} answers {there} for another town's thing")
    promise(found, "Another municipality's id in the address is not found.")


def _names_a_thing(rule: Rule) -> bool:
    """Whether an address names a row, and not merely a word such as a format."""
    return any(name.endswith(("_id", "key")) for name in rule.arguments)


def _also_in(user: Any, town: Any) -> None:
    for role in [grant.role for grant in user.grants]:
        db.session.add(Grant(role=role, municipality_id=town.id, user_id=user.id))
    db.session.flush()

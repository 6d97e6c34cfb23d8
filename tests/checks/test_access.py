"""Promise: every view says who may reach it, and reading is not changing."""

import ast
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.web.access import public
from tests.builders.people import municipality
from tests.checks.house import PACKAGE, functions, named, parsed, promise, python_files, room_files

# Flask's own files, and the pages of Flask-Security, which guards them itself.
NAMED_EXCEPTIONS = ("static", "security.")

# Where a transaction may be ended: once for a request, once for a command or a job; and after
# the look that the runner of the outbox takes, outside all requests.
KEEPERS = {
    # The driver's connection, before the pool hands it to anybody.
    "inmeko/extensions/engines.py",
    "inmeko/web/transaction.py",
    "inmeko/extensions/transaction.py",
    "inmeko/records/services/running.py",
}
# Where one may be undone besides: before a page shows a refusal.
UNDOERS = {
    *KEEPERS,
    "inmeko/web/forms.py",
    "inmeko/web/errors.py",
}
CHANGES = {"add", "add_all", "delete", "flush", "merge", "insert", "update", "commit"}


def unmarked(app: Flask) -> list[str]:
    return sorted(
        f"{rule.endpoint} ({rule.rule}) has neither @public nor @requires"
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith(NAMED_EXCEPTIONS)
        and not getattr(app.view_functions[rule.endpoint], "access", None)
    )


def ends_transaction(path: Path) -> list[str]:
    allowed = {"commit": KEEPERS, "rollback": UNDOERS}
    return [
        f"{named(path)}:{node.lineno}: calls {node.func.attr}()"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in allowed
        and _speaks_to_session(node.func.value)
        and named(path) not in allowed[node.func.attr]
    ]


def _speaks_to_session(target: ast.expr) -> bool:
    return ast.unparse(target).split(".")[-1] in {"session", "db", "connection", "datastore"}


def changing_queries(path: Path) -> list[str]:
    return [
        f"{named(path)}:{node.lineno}: {function.name} calls {ast.unparse(node.func)}"
        for function in functions(parsed(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CHANGES
        and ast.unparse(node.func.value) in {"db.session", "session", "sa", "sqlalchemy"}
    ]


def test_every_view_states_its_access(site: Flask) -> None:
    promise(unmarked(site), "Every view says who may reach it, in the line above its def.")


def test_an_unmarked_view_is_reported() -> None:
    app = Flask("planted")
    app.add_url_rule("/open", "open", public()(lambda: "open"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    app.add_url_rule("/security", "security.login", lambda: "theirs")
    assert unmarked(app) == ["forgotten (/forgotten) has neither @public nor @requires"]


def test_a_transaction_ends_in_one_place() -> None:
    found = [line for path in python_files(PACKAGE) for line in ends_transaction(path)]
    promise(found, "Services flush; the request commits once, at its end, if it went well.")


def test_queries_only_read() -> None:
    found = [line for path in room_files("queries") for line in changing_queries(path)]
    promise(found, "Reading is not changing: a query room holds SELECTs.")


def test_the_inspector_sees_a_commit_and_a_changing_query(tmp_path: Path) -> None:
    path = tmp_path / "queries.py"
    path.write_text("def town():\n    db.session.add(1)\n    db.session.commit()\n")
    assert ends_transaction(path) == [f"{path}:3: calls commit()"]
    assert [line.rsplit(" ", 1)[1] for line in changing_queries(path)] == [
        "db.session.add",
        "db.session.commit",
    ]


def _town_making_view() -> ResponseReturnValue:
    municipality(slug="made-by-reading")
    return "made"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_get_that_flushes_is_rolled_back(own_app: Flask, method: str) -> None:
    planted = Blueprint("planted", __name__)
    planted.add_url_rule("/planted", "make", public()(_town_making_view))
    own_app.register_blueprint(planted)
    answer = own_app.test_client().open("/planted", method=method)
    assert answer.status_code == 200
    found = sa.select(Municipality.id).where(Municipality.slug == "made-by-reading")
    assert db.session.scalar(found) is None, "a GET has changed data"

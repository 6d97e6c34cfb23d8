"""Migrations that write a table anew keep its rows and all that refers to them, on both engines."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from inmeko.extensions import db
from inmeko.extensions.schema import MACHINERY

# 0025 writes text_comments anew; the tables of 0019 are made afresh before it, so that what stands
# there is what a town had, and not what the way back left.
BEFORE, AT, AFTER = "0018", "0024", "0025"
NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
NEW = {"feature_id", "x", "y", "place", "person"}
TEXTS = (
    "municipalities",
    "users",
    "consulted_texts",
    "text_sectors",
    "text_articles",
    "text_themes",
    "text_comments",
    "comment_supports",
    "commitments",
    "commitment_steps",
)
_numbers = count(1)

pytestmark = pytest.mark.slow


def our_tables() -> list[str]:
    names = sa.inspect(db.engine).get_table_names()
    return sorted(name for name in names if not MACHINERY.fullmatch(name))


def table(name: str) -> sa.Table:
    """A table as it stands now, without our models: they are further on."""
    inspector = sa.inspect(db.engine)
    columns = [
        sa.Column(one["name"], one["type"], nullable=one["nullable"])
        for one in inspector.get_columns(name)
        if "geom" not in str(one["type"]).lower() and "polygon" not in str(one["type"]).lower()
    ]
    return sa.Table(name, sa.MetaData(), *columns)


def put(name: str, **given: Any) -> int:
    """A row with something in each column that must not be empty; its number."""
    into = table(name)
    missing = [one for one in into.c if not one.nullable and one.name not in given]
    filled = {one.name: _something(one) for one in missing if one.name != "id"}
    if "id" in into.c:
        given.setdefault("id", next(_numbers))
    with db.engine.begin() as connection:
        connection.execute(into.insert().values({**filled, **given}))
    return int(given.get("id", 0))


def _something(column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.DateTime):
        return NOON if db.engine.dialect.name == "postgresql" else NOON.replace(tzinfo=None)
    if isinstance(kind, sa.Date):
        return NOON.date()
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.JSON):
        return {}
    if isinstance(kind, sa.Integer | sa.Numeric | sa.Float):
        return next(_numbers)
    return f"{column.name} {next(_numbers)}"[: getattr(kind, "length", None) or 40]


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables of consultations."""
    # One connection after the other: on the embedded engine each one locks the file.
    kept = {}
    for name in TEXTS:
        query = sa.select(table(name))
        with db.engine.connect() as connection:
            found = [dict(one) for one in connection.execute(query).mappings()]
        kept[name] = sorted(found, key=str)
    return kept


def shape() -> dict[str, Any]:
    """Columns, keys, references, indexes and triggers of every table of ours."""
    inspector = sa.inspect(db.engine)
    kept: dict[str, Any] = {}
    for name in our_tables():
        kept[name] = {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"], one["default"])
                for one in inspector.get_columns(name)
            },
            "key": inspector.get_pk_constraint(name),
            "references": _ordered(inspector.get_foreign_keys(name)),
            "unique": _ordered(inspector.get_unique_constraints(name)),
            "checks": _ordered(inspector.get_check_constraints(name)),
            "indexes": _ordered(inspector.get_indexes(name)),
        }
    with db.engine.connect() as connection:
        kept["triggers"] = sorted(connection.scalars(sa.text(_TRIGGERS[db.engine.dialect.name])))
    return kept


_TRIGGERS = {
    "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "sqlite": "SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'trigger'",
}


def _ordered(found: list[Any]) -> list[str]:
    return sorted(str(sorted(one.items(), key=str)) for one in found)


def without(name: str, kept: dict[str, Any]) -> dict[str, Any]:
    """All but one part of what was kept."""
    return {one: what for one, what in kept.items() if one != name}


def older(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Comments as they were before places."""
    plain = [{name: what for name, what in one.items() if name not in NEW} for one in found]
    return sorted(plain, key=str)


def a_consultation() -> dict[str, int]:
    """A text with comments of two people, supports, an answered theme and its commitment."""
    town, person = put("municipalities"), put("users")
    text = put("consulted_texts", municipality_id=town, state="answered", made_by_id=person)
    put("text_sectors", municipality_id=town, text_id=text, sector="care")
    inside = {"municipality_id": town, "text_id": text}
    article = put("text_articles", **inside)
    theme = put("text_themes", **inside, article_id=article, answered_by_id=person)
    said = {**inside, "article_id": article, "reply": "Ευχαριστούμε", "replied_at": _now()}
    first = put("text_comments", **said, state="public", email="a@x.gr", theme_id=theme)
    again = put("text_comments", **said, state="hidden", email="a@x.gr", user_id=person)
    other = put("text_comments", **said, state="public", email="b@x.gr")
    gone = put("text_comments", **said, state="withdrawn", email="b@x.gr")
    nobody = put("text_comments", **said, state="public", email="")
    for comment in (first, first, again, other):
        put("comment_supports", municipality_id=town, comment_id=comment)
    promise = put("commitments", municipality_id=town, theme_id=theme)
    put("commitment_steps", municipality_id=town, commitment_id=promise)
    return {"first": first, "again": again, "other": other, "gone": gone, "nobody": nobody} | {
        "text": text,
        "town": town,
    }


def _now() -> datetime:
    return NOON if db.engine.dialect.name == "postgresql" else NOON.replace(tzinfo=None)


def broken() -> list[Any]:
    """References that lead nowhere; a server has none as long as its keys stand."""
    if db.engine.dialect.name == "postgresql":
        return []
    with db.engine.connect() as connection:
        return list(connection.execute(sa.text("PRAGMA foreign_key_check")))


def test_comments_keep_their_rows_and_references_through_0025_and_back(own_app: Flask) -> None:
    downgrade(revision=BEFORE)
    upgrade(revision=AT)
    made = a_consultation()
    kept, stood = rows(), shape()

    upgrade(revision=AFTER)
    after = rows()
    assert without("text_comments", after) == without("text_comments", kept)
    assert older(after["text_comments"]) == kept["text_comments"]
    assert {one["id"]: one["person"] for one in after["text_comments"]} == {
        made["first"]: made["first"],
        made["again"]: made["first"],
        made["other"]: made["other"],
        made["gone"]: None,
        made["nobody"]: None,
    }
    assert {one["place"] for one in after["text_comments"]} == {""}
    _the_shape_has_only_grown(stood, shape())
    _supports_still_lead_to_comments(made)
    assert broken() == []

    upgrade()
    assert rows() == after
    place = _a_comment_on_a_place(made)
    downgrade(revision=AT)
    assert place not in {one["id"] for one in rows()["text_comments"]}
    assert rows() == kept, "going back loses what was said of articles"
    assert shape() == stood
    _supports_still_lead_to_comments(made)
    assert broken() == []


def _the_shape_has_only_grown(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Nothing that stood is gone but the one column that may be empty now."""
    assert set(after) - set(before) == {"text_features", "text_reports"}
    rest = {name: after[name] for name in before}
    assert without("text_comments", rest) == without("text_comments", before)
    old, new = before["text_comments"], after["text_comments"]
    assert set(new["columns"]) - set(old["columns"]) == NEW
    kept = {name: new["columns"][name] for name in old["columns"]}
    kind, _, default = old["columns"]["article_id"]
    assert kept == {**old["columns"], "article_id": (kind, True, default)}
    assert set(old["references"]) < set(new["references"])
    for part in ("key", "unique", "checks", "indexes"):
        assert new[part] == old[part], part


def _supports_still_lead_to_comments(made: dict[str, int]) -> None:
    """The engine itself refuses a support of nothing, and a comment gone under its supports."""
    with pytest.raises(sa.exc.IntegrityError):
        put("comment_supports", municipality_id=made["town"], comment_id=999_999)
    comments = table("text_comments")
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(comments.delete().where(comments.c.id == made["first"]))


def _a_comment_on_a_place(made: dict[str, int]) -> int:
    inside = {"municipality_id": made["town"], "text_id": made["text"]}
    feature = put("text_features", **inside)
    said = {"state": "public", "email": "c@x.gr", "place": "Η πλατεία", "x": 23.7, "y": 38.0}
    comment = put("text_comments", **inside, **said, feature_id=feature, article_id=None)
    put("comment_supports", municipality_id=made["town"], comment_id=comment)
    return comment

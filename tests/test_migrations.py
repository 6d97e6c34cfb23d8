"""Migrations go forward and back on both engines, and end where the models are."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, migrate, revision, upgrade

from inmeko.app import MIGRATIONS
from inmeko.extensions import Base, db
from inmeko.extensions.schema import MACHINERY
from tests import engines


def our_tables() -> set[str]:
    """The tables that stand in the database, without the engine's machinery."""
    names = sa.inspect(db.engine).get_table_names()
    return {name for name in names if not MACHINERY.fullmatch(name)} - {"alembic_version"}


def differences(app: Flask) -> list[Any]:
    """What Alembic would change to make the database as the models are."""
    arguments = dict(app.extensions["migrate"].configure_args)
    arguments.pop("process_revision_directives", None)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=arguments)
        return compare_metadata(context, Base.metadata)


def scripts(folder: Path = MIGRATIONS) -> ScriptDirectory:
    return ScriptDirectory(str(folder))


def test_the_models_are_the_migrated_schema(own_app: Flask) -> None:
    assert differences(own_app) == []
    assert our_tables() == set(Base.metadata.tables)


def test_migrations_go_back_to_nothing_and_forward_again(own_app: Flask) -> None:
    downgrade(revision="base")
    assert our_tables() == set(), "going back leaves tables behind"
    assert _leftovers() == [], "going back leaves geometries or triggers behind"
    upgrade()
    assert differences(own_app) == []
    assert our_tables() == set(Base.metadata.tables)


def test_every_single_step_can_be_taken_back_and_forth(own_app: Flask) -> None:
    steps = [step.revision for step in scripts().walk_revisions()]
    for step in steps:
        downgrade(revision="-1")
        upgrade(revision=step)
        downgrade(revision="-1")
    assert our_tables() == set()


def _leftovers() -> list[str]:
    """Geometry columns, triggers and indexes of words that no table of ours needs any more."""
    if db.engine.dialect.name == "postgresql":
        query = "SELECT f_table_name FROM geometry_columns"
    else:
        query = (
            "SELECT f_table_name FROM geometry_columns UNION ALL "
            "SELECT name FROM sqlite_master WHERE name LIKE '%\\_search%' ESCAPE '\\'"
        )
    with db.engine.connect() as connection:
        return list(connection.scalars(sa.text(query)))


def test_there_is_one_head_and_its_file_names_it() -> None:
    heads = scripts().get_heads()
    kept = (MIGRATIONS / ".current-alembic-head").read_text("ascii").strip()
    assert heads == [kept], (
        f"migrations/.current-alembic-head says {kept}, the revisions end with {heads}: "
        "write the file anew, or give one of two heads the next number"
    )


def test_revisions_are_numbered_one_after_the_other() -> None:
    steps = [step.revision for step in scripts().walk_revisions()][::-1]
    assert steps == [f"{number:04d}" for number in range(1, len(steps) + 1)]
    for step in scripts().walk_revisions():
        assert Path(step.path).name.startswith(f"{step.revision}_")
        assert step.doc


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of the migrations to write into."""
    shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    return tmp_path / "migrations"


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    with engines.own_site("embedded", tmp_path, request.config) as app:
        yield app


def test_a_new_revision_gets_the_next_number_and_moves_the_head(site: Flask, draft: Path) -> None:
    last = int(scripts(draft).get_heads()[0])
    revision(directory=str(draft), message="Add a word")
    [head] = scripts(draft).get_heads()
    assert head == f"{last + 1:04d}"
    assert (draft / "versions" / f"{head}_add_a_word.py").exists()
    assert (draft / ".current-alembic-head").read_text("ascii") == f"{head}\n"


def test_a_revision_without_a_change_is_not_written(site: Flask, draft: Path) -> None:
    before = sorted((draft / "versions").glob("*.py"))
    migrate(directory=str(draft), message="Nothing new")
    assert sorted((draft / "versions").glob("*.py")) == before


def test_a_column_without_a_migration_is_seen(own_app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE jobs DROP COLUMN last_error"))
    [(deed, _schema, table, column)] = differences(own_app)
    assert (deed, table, column.name) == ("add_column", "jobs", "last_error")

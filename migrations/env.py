"""Run Alembic with the geometry support and the engine that the application chose."""

import logging
from pathlib import Path
from typing import Any

from alembic import context
from alembic.script import ScriptDirectory
from flask import current_app

from inmeko.extensions.engines import make_spatial

logger = logging.getLogger("alembic.env")
migrate = current_app.extensions["migrate"]
database = migrate.db

# Two people who each add a revision change this file, so that git names the two heads.
HEAD = Path(__file__).with_name(".current-alembic-head")


def number(revision_context: Any, revision: Any, directives: list[Any]) -> None:
    """Give a new revision the next four digits, drop an empty one, and keep the head's file."""
    asked_to_compare = getattr(context.config.cmd_opts, "autogenerate", False)
    script = directives[0]
    if asked_to_compare and script.upgrade_ops.is_empty():
        directives.clear()
        logger.info("The models are as the database is: nothing to write.")
        return
    last = ScriptDirectory.from_config(context.config).get_current_head()
    script.rev_id = f"{int(last or 0) + 1:04d}"
    # GeoAlchemy2's own hook writes tables and indexes of geometries; it must still be called.
    migrate.configure_args["process_revision_directives"](revision_context, revision, directives)
    HEAD.write_text(f"{script.rev_id}\n", encoding="ascii")


def run() -> None:
    """Migrate the application's database, each revision in a transaction of its own."""
    arguments = {**migrate.configure_args, "process_revision_directives": number}
    with database.engine.connect() as connection:
        make_spatial(connection)
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            transaction_per_migration=True,
            **arguments,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

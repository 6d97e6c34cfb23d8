"""Run Alembic with the geometry support and the engine that the application chose."""

from alembic import context
from flask import current_app
from inmeko.extensions.engines import make_spatial

migrate = current_app.extensions["migrate"]
database = migrate.db


def run() -> None:
    """Migrate the application's database, each revision in a transaction of its own."""
    arguments = dict(migrate.configure_args)
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

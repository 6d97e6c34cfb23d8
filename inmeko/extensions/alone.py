"""A statement that is a whole request by itself: on a server it needs no transaction around it."""

from sqlalchemy.engine import Connection, Engine

from inmeko.extensions import db


def alone() -> Connection:
    """The connection for the only statement of a request that reads.

    A server begins and ends a transaction for each statement by itself; saying so twice more
    would cost two round trips. Inside a transaction, and on the embedded engine, nothing changes.
    """
    bind = db.session.get_bind()
    if (
        not isinstance(bind, Engine)
        or bind.dialect.name != "postgresql"
        or db.session().in_transaction()
    ):
        return db.session.connection()
    return db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})

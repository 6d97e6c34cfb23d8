"""Protocol register, attachments, audit trail, outbox."""

import sqlalchemy as sa
from alembic import op

from inmeko.extensions.search import forget_text, index_text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The columns that nobody may change once a row is written; deleting is refused altogether.
KEPT = {
    "audit_entries": (
        "id",
        "chain",
        "number",
        "at",
        "actor_id",
        "deed",
        "kind",
        "key",
        "before",
        "after",
        "previous_hash",
        "hash",
    ),
    "protocol_entries": (
        "id",
        "municipality_id",
        "year",
        "number",
        "entered_at",
        "entered_on",
        "direction",
        "subject",
        "party",
        "entered_by_id",
    ),
}


def keep(table: str, columns: tuple[str, ...]) -> None:
    """Let the database itself refuse to change or delete what must never be lost."""
    if op.get_bind().dialect.name == "sqlite":
        for name, deed in (("update", f"UPDATE OF {', '.join(columns)}"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are kept as they were written'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} are kept as they were written'; END $$"
    )
    for name, deed, each in (
        ("update", f"UPDATE OF {', '.join(columns)}", "ROW"),
        ("delete", "DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {deed} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {table}_kept()"
        )


def release(table: str) -> None:
    """Drop what `keep` made."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{name}")
        return
    for name in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER {table}_no_{name} ON {table}")
    op.execute(f"DROP FUNCTION {table}_kept()")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_audit_entries_chain_number")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_thing", ["kind", "key"], unique=False)
        batch_op.create_index(
            "ix_audit_entries_person", ["chain", "actor_id", "number"], unique=False
        )
        batch_op.create_index("ix_audit_entries_day", ["chain", "at"], unique=False)

    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("thumbnail_sha256", sa.String(length=64), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_attachments_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_attachments_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_sha256"), ["sha256"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attachments_thumbnail_sha256"), ["thumbnail_sha256"], unique=False
        )
        batch_op.create_index("ix_attachments_thing", ["kind", "key"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "dead", name="jobstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_jobs_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_due", ["state", "run_after"], unique=False)
        batch_op.create_index("ix_jobs_town", ["municipality_id", "state"], unique=False)

    op.create_table(
        "protocol_counters",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_protocol_counters_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "year", name=op.f("pk_protocol_counters")),
    )
    op.create_table(
        "protocol_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "incoming", "outgoing", "internal", name="direction", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("party", sa.String(length=300), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.Column("once", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["users.id"], name=op.f("fk_protocol_entries_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_protocol_entries_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_protocol_entries_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_entries")),
        sa.UniqueConstraint("once", name=op.f("uq_protocol_entries_once")),
        sa.UniqueConstraint(
            "municipality_id",
            "year",
            "number",
            name=op.f("uq_protocol_entries_municipality_id_year_number"),
        ),
    )
    with op.batch_alter_table("protocol_entries", schema=None) as batch_op:
        batch_op.create_index("ix_protocol_entries_thing", ["kind", "key"], unique=False)

    index_text("protocol_entries")
    for table, columns in KEPT.items():
        keep(table, columns)


def downgrade() -> None:
    """Go back."""
    for table in KEPT:
        release(table)
    forget_text("protocol_entries")
    with op.batch_alter_table("protocol_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_protocol_entries_thing")

    op.drop_table("protocol_entries")
    op.drop_table("protocol_counters")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_town")
        batch_op.drop_index("ix_jobs_due")

    op.drop_table("jobs")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index("ix_attachments_thing")
        batch_op.drop_index(batch_op.f("ix_attachments_thumbnail_sha256"))
        batch_op.drop_index(batch_op.f("ix_attachments_sha256"))

    op.drop_table("attachments")
    op.drop_table("audit_heads")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_day")
        batch_op.drop_index("ix_audit_entries_person")
        batch_op.drop_index("ix_audit_entries_thing")

    op.drop_table("audit_entries")

"""Visits and what they propose."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def word(*values: str, name: str) -> sa.Enum:
    """One of these words, kept as text."""
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def owned(table: str, column: str, target: str, ondelete: str | None = None) -> sa.Constraint:
    """A column that names a row of another table."""
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("round_stop_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("client_key", sa.String(length=36), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("accuracy", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", word("waiting", "done", "refused", name="visitstate"), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        owned("visits", "municipality_id", "municipalities"),
        owned("visits", "asset_id", "assets"),
        owned("visits", "round_stop_id", "round_stops", ondelete="SET NULL"),
        owned("visits", "person_id", "users"),
        owned("visits", "settled_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("client_key", name=op.f("uq_visits_client_key")),
    )
    op.create_index("ix_visits_queue", "visits", ["municipality_id", "state", "id"])
    op.create_index("ix_visits_of_asset", "visits", ["asset_id", "visited_at"])
    op.create_index(op.f("ix_visits_round_stop_id"), "visits", ["round_stop_id"])
    op.create_index(op.f("ix_visits_person_id"), "visits", ["person_id"])
    op.create_table(
        "visit_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("seen", sa.Text(), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column(
            "state", word("waiting", "accepted", "refused", name="proposalstate"), nullable=False
        ),
        owned("visit_proposals", "visit_id", "visits", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_proposals")),
        sa.UniqueConstraint("visit_id", "field", name=op.f("uq_visit_proposals_visit_id_field")),
    )
    op.create_table(
        "visit_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("published_id", sa.Integer(), nullable=True),
        owned("visit_photos", "visit_id", "visits", ondelete="CASCADE"),
        owned("visit_photos", "attachment_id", "attachments"),
        owned("visit_photos", "published_id", "attachments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_photos")),
        sa.UniqueConstraint("client_key", name=op.f("uq_visit_photos_client_key")),
    )
    op.create_index(op.f("ix_visit_photos_visit_id"), "visit_photos", ["visit_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("visit_photos")
    op.drop_table("visit_proposals")
    op.drop_table("visits")

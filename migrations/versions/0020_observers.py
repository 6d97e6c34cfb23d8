"""observers of a formation"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "coop_observers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("formation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("messages", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("founder_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["formation_id"], ["coop_formations.id"], name=op.f("fk_coop_observers_formation_id")
        ),
        sa.ForeignKeyConstraint(
            ["founder_id"], ["coop_founders.id"], name=op.f("fk_coop_observers_founder_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_coop_observers_municipality_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_coop_observers_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coop_observers")),
        sa.UniqueConstraint("key", name=op.f("uq_coop_observers_key")),
    )
    with op.batch_alter_table("coop_observers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coop_observers_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_coop_observers_formation_id"), ["formation_id"], unique=False
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("coop_observers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coop_observers_formation_id"))
        batch_op.drop_index(batch_op.f("ix_coop_observers_email"))
    op.drop_table("coop_observers")

"""The catalogue of activity codes (ΚΑΔ)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "activity_codes",
        sa.Column("code", sa.String(length=11), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_activity_codes")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("activity_codes")

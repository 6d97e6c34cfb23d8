"""What the map keeps ready: the marks of changes, and an index that answers any cluster."""

import sqlalchemy as sa
from alembic import op

from inmeko.extensions.changes import stop_watching, watch

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Everything a filter asks and a cluster counts, so that the wide rows stay where they are.
ON_MAP = (
    "municipality_id",
    "state",
    "use",
    "kind",
    "condition",
    "available_from",
    "area_key",
    "x",
    "y",
)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "map_changes",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_map_changes_municipality_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "change", name=op.f("pk_map_changes")),
    )
    op.create_index("ix_assets_on_map", "assets", [*ON_MAP, "id"])
    op.execute("INSERT INTO map_changes SELECT id, 0 FROM municipalities")
    watch("assets")


def downgrade() -> None:
    """Go back."""
    stop_watching("assets")
    op.drop_index("ix_assets_on_map", "assets")
    op.drop_table("map_changes")

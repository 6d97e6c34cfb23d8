"""What an asset keeps ready for its readers: its feature as it is sent."""

import sqlalchemy as sa
from alembic import op

from inmeko.extensions.embedded_places import lighten, restore
from inmeko.extensions.ready_features import forget_when_changed, keep_what_changes

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "asset_features",
        sa.Column("asset_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["assets.id"],
            name=op.f("fk_asset_features_asset_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_asset_features")),
    )
    forget_when_changed()
    lighten("assets")


def downgrade() -> None:
    """Go back."""
    restore("assets")
    keep_what_changes()
    op.drop_table("asset_features")

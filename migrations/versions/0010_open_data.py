"""How a municipality publishes its data: whether at all, and under which licence."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column(
        "municipalities",
        sa.Column("publishes", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column(
        "municipalities",
        sa.Column(
            "licence",
            sa.Enum("cc_by_4", "cc0", name="licence", native_enum=False, length=40),
            server_default="cc_by_4",
            nullable=False,
        ),
    )
    # One town's assets in the order of their numbers, for pages that are read on; the state
    # stands at the end so that the index alone can count.
    op.create_index("ix_assets_in_order", "assets", ["municipality_id", "id", "state"])
    op.create_index("ix_assets_by_kind", "assets", ["municipality_id", "kind", "id", "state"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_assets_by_kind", "assets")
    op.drop_index("ix_assets_in_order", "assets")
    op.drop_column("municipalities", "licence")
    op.drop_column("municipalities", "publishes")

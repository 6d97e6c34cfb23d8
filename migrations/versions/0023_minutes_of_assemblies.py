"""minutes of assemblies"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("coop_assemblies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("chair", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("secretary", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("repeated", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("attended", sa.JSON(none_as_null=True), nullable=False, server_default="{}")
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("coop_assemblies", schema=None) as batch_op:
        for name in ("attended", "repeated", "secretary", "chair", "agenda"):
            batch_op.drop_column(name)

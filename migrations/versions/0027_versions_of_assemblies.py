"""versions of assemblies"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE = "coop_assembly_versions"


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{TABLE}_{column}"))


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("coop_assemblies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("correction", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("paper", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("founder_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        _key("assembly_id", "coop_assemblies"),
        _key("founder_id", "coop_founders"),
        _key("user_id", "users"),
        _key("municipality_id", "municipalities"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("assembly_id", "version", name=op.f(f"uq_{TABLE}_assembly_id_version")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table(TABLE)
    with op.batch_alter_table("coop_assemblies", schema=None) as batch_op:
        for name in ("correction", "version"):
            batch_op.drop_column(name)

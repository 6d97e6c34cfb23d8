"""What lawyers found about the rules of cooperatives."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "rule_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.String(length=40), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum(
                "confirmed", "corrected", "superseded", name="ruling", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_rule_versions_ends_after_it_begins"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_rule_versions_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_rule_versions_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_versions")),
    )
    op.create_index(
        "ix_rule_versions_of_town", "rule_versions", ["municipality_id", "rule_id", "id"]
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_rule_versions_of_town", table_name="rule_versions")
    op.drop_table("rule_versions")

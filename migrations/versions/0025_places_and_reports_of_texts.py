"""places and reports of consulted texts"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "text_features",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("geometry", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_text_features_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_text_features_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["consulted_texts.id"], name=op.f("fk_text_features_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_features")),
        sa.UniqueConstraint("text_id", "position", name=op.f("uq_text_features_text_id_position")),
    )
    with op.batch_alter_table("text_features", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_features_asset_id"), ["asset_id"], unique=False)
    op.create_table(
        "text_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "writing", "issued", "failed", name="textreportstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("protocol_entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_text_reports_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_text_reports_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_entry_id"],
            ["protocol_entries.id"],
            name=op.f("fk_text_reports_protocol_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["consulted_texts.id"], name=op.f("fk_text_reports_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_reports")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_text_reports_text_id_number")),
    )
    _set_aside()
    with op.batch_alter_table("text_comments", schema=None) as batch_op:
        batch_op.alter_column("article_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("feature_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("x", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("y", sa.Double(), nullable=True))
        batch_op.add_column(
            sa.Column("place", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("person", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_text_comments_feature_id"), "text_features", ["feature_id"], ["id"]
        )
    _bring_back()
    op.execute(
        "UPDATE text_comments SET person = (SELECT min(first.id) FROM text_comments AS first"
        " WHERE first.text_id = text_comments.text_id AND first.email = text_comments.email)"
        " WHERE email <> '' AND state <> 'withdrawn'"
    )


def downgrade() -> None:
    """Go back; comments on a place have none there, and go."""
    op.execute(
        "DELETE FROM comment_supports WHERE comment_id IN"
        " (SELECT id FROM text_comments WHERE article_id IS NULL)"
    )
    op.execute("DELETE FROM text_comments WHERE article_id IS NULL")
    _set_aside()
    with op.batch_alter_table("text_comments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_text_comments_feature_id"), type_="foreignkey")
        for name in ("person", "place", "y", "x", "feature_id"):
            batch_op.drop_column(name)
        batch_op.alter_column("article_id", existing_type=sa.Integer(), nullable=False)
    _bring_back()
    op.drop_table("text_reports")
    with op.batch_alter_table("text_features", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_features_asset_id"))
    op.drop_table("text_features")


def _set_aside() -> None:
    # The embedded engine writes the table of comments anew; what refers to it must not be there.
    op.execute("CREATE TABLE comment_supports_aside AS SELECT * FROM comment_supports")
    op.execute("DELETE FROM comment_supports")


def _bring_back() -> None:
    op.execute("INSERT INTO comment_supports SELECT * FROM comment_supports_aside")
    op.execute("DROP TABLE comment_supports_aside")

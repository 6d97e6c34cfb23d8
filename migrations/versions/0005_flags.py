"""Flags for a planner's eye, where merged assets went, and the mapping chosen for a file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = (
    "outside_town",
    "crowded_point",
    "repaired_geometry",
    "bad_kaek",
    "bad_atak",
    "bad_afm",
    "area_differs",
    "mixed_script",
    "likely_duplicate",
)
VERDICTS = ("accepted", "corrected", "gone", "not_same", "merged")


def _words(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, length=40)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "asset_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("kind", _words("flagkind", *KINDS), nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("state", _words("flagstate", "open", "settled"), nullable=False),
        sa.Column("verdict", _words("flagverdict", *VERDICTS), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_asset_flags_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_flags_asset_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["assets.id"], name=op.f("fk_asset_flags_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["asset_imports.id"], name=op.f("fk_asset_flags_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_asset_flags_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_flags")),
        sa.UniqueConstraint(
            "asset_id", "kind", "mark", name=op.f("uq_asset_flags_asset_id_kind_mark")
        ),
    )
    op.create_index(
        "ix_asset_flags_queue", "asset_flags", ["municipality_id", "state", "kind", "mark", "id"]
    )
    op.create_index("ix_asset_flags_open", "asset_flags", ["asset_id", "state"])
    op.create_index(op.f("ix_asset_flags_other_id"), "asset_flags", ["other_id"])
    op.create_index(op.f("ix_asset_flags_import_id"), "asset_flags", ["import_id"])

    op.create_table(
        "asset_merges",
        sa.Column("merged_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["assets.id"], name=op.f("fk_asset_merges_merged_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_merges_asset_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["users.id"], name=op.f("fk_asset_merges_merged_by_id")
        ),
        sa.PrimaryKeyConstraint("merged_id", name=op.f("pk_asset_merges")),
    )
    op.create_index(op.f("ix_asset_merges_asset_id"), "asset_merges", ["asset_id"])

    column = sa.Column(
        "mapping_id",
        sa.Integer(),
        sa.ForeignKey("saved_mappings.id", name=op.f("fk_asset_imports_mapping_id")),
        nullable=True,
    )
    op.add_column("asset_imports", column, inline_references=True)
    op.create_index(op.f("ix_asset_imports_mapping_id"), "asset_imports", ["mapping_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_asset_imports_mapping_id"), "asset_imports")
    op.drop_column("asset_imports", "mapping_id")
    op.drop_table("asset_merges")
    op.drop_table("asset_flags")

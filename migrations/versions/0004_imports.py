"""Imports as jobs that can be undone; mappings under a name; where equipment is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Each with the table it refers to; a column that is only added can be taken away on both engines.
REFERRING = (("kept_at_id", "assets"), ("made_by_id", "asset_imports"))


def upgrade() -> None:
    """Go forward."""
    for name, table in REFERRING:
        column = sa.Column(
            name,
            sa.Integer(),
            sa.ForeignKey(f"{table}.id", name=op.f(f"fk_assets_{name}")),
            nullable=True,
        )
        op.add_column("assets", column, inline_references=True)
        op.create_index(op.f(f"ix_assets_{name}"), "assets", [name])
    op.add_column(
        "assets", sa.Column("kept_at", sa.String(length=300), server_default="", nullable=False)
    )
    op.add_column("assets", sa.Column("made_line", sa.Integer(), nullable=True))
    op.add_column("assets", sa.Column("owner_afm", sa.String(length=20), nullable=True))
    op.add_column("assets", sa.Column("visited_on", sa.Date(), nullable=True))
    op.add_column("assets", sa.Column("x", sa.Double(), nullable=True))
    op.add_column("assets", sa.Column("y", sa.Double(), nullable=True))
    op.execute(
        "UPDATE assets SET x = ST_X(ST_PointOnSurface(geometry)), "
        "y = ST_Y(ST_PointOnSurface(geometry)) WHERE geometry IS NOT NULL"
    )
    op.execute("UPDATE assets SET made_by_id = import_id WHERE version = 1")

    _rewrite_postcode(10)
    for column in (
        sa.Column("format", sa.String(length=20), server_default="csv", nullable=False),
        sa.Column("layer", sa.String(length=200), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("asset_imports", column)

    op.create_table(
        "import_changes",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["asset_imports.id"],
            name=op.f("fk_import_changes_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["assets.id"],
            name=op.f("fk_import_changes_asset_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "asset_id", name=op.f("pk_import_changes")),
    )
    op.create_table(
        "saved_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_saved_mappings_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["users.id"], name=op.f("fk_saved_mappings_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_mappings")),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_saved_mappings_municipality_id_name")
        ),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("saved_mappings")
    op.drop_table("import_changes")
    for name in ("undone_at", "error", "layer", "format"):
        op.drop_column("asset_imports", name)
    _rewrite_postcode(5)
    for name in ("y", "x", "visited_on", "owner_afm", "made_line", "kept_at"):
        op.drop_column("assets", name)
    for name, _table in reversed(REFERRING):
        op.drop_index(op.f(f"ix_assets_{name}"), "assets")
        op.drop_column("assets", name)


def _rewrite_postcode(longest: int) -> None:
    """Let a postcode be so long: a column of another length, as no engine need know to alter."""
    op.add_column("assets", sa.Column("postcode_as_written", sa.String(longest), nullable=True))
    op.execute(f"UPDATE assets SET postcode_as_written = substr(postcode, 1, {longest})")
    op.drop_column("assets", "postcode")
    op.execute("ALTER TABLE assets RENAME COLUMN postcode_as_written TO postcode")

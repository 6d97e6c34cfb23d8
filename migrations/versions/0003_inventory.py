"""The inventory: assets, the sectors they suit, imports."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from inmeko.extensions.search import forget_text, index_text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "asset_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("register", sa.String(length=120), nullable=False),
        sa.Column("plan", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("chosen", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "staged", "done", "discarded", name="importstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_asset_imports_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["users.id"], name=op.f("fk_asset_imports_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_imports")),
    )
    with op.batch_alter_table("asset_imports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_asset_imports_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "asset_counters",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_asset_counters_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_asset_counters")),
    )
    op.create_geospatial_table(
        "assets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("register", sa.String(length=120), nullable=True),
        sa.Column("register_ref", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_key", sa.String(length=300), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "building",
                "part_of_building",
                "shop_or_office",
                "plot",
                "farmland",
                "school",
                "sports_or_culture",
                "energy_site",
                "equipment",
                "vehicle",
                "other",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "good",
                "fair",
                "poor",
                "ruin",
                "unknown",
                name="condition",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "use",
            sa.Enum(
                "idle", "underused", "in_use", "unknown", name="use", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "use_certainty",
            sa.Enum(
                "certain", "likely", "uncertain", name="certainty", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("use_source", sa.String(length=300), nullable=False),
        sa.Column(
            "geometry",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("original_crs", sa.Integer(), nullable=True),
        sa.Column("original_geometry", sa.Text(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=True),
        sa.Column("kaek", sa.String(length=30), nullable=True),
        sa.Column("atak", sa.String(length=20), nullable=True),
        sa.Column("area_stated", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("area_computed", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("area_key", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("floors", sa.Integer(), nullable=True),
        sa.Column("year_built", sa.Integer(), nullable=True),
        sa.Column("utilities", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "accessibility",
            sa.Enum("yes", "partly", "no", "unknown", name="access", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "ownership",
            sa.Enum(
                "municipal",
                "leased",
                "state",
                "private",
                "church",
                "shared",
                "unknown",
                name="ownership",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("encumbrances", sa.Text(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("idle_cost", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("current", "retired", name="assetstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("retired_reason", sa.String(length=500), nullable=False),
        sa.Column("imported", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["asset_imports.id"], name=op.f("fk_assets_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_assets_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("municipality_id", "code", name=op.f("uq_assets_municipality_id_code")),
        sa.UniqueConstraint(
            "municipality_id",
            "register",
            "register_ref",
            name=op.f("uq_assets_municipality_id_register_register_ref"),
        ),
    )
    with op.batch_alter_table("assets", schema=None) as batch_op:
        batch_op.create_geospatial_index(
            "idx_assets_geometry",
            ["geometry"],
            unique=False,
            postgresql_using="gist",
            postgresql_ops={},
        )
        batch_op.create_index(
            "ix_assets_by_area", ["municipality_id", "area_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_assets_by_change", ["municipality_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_assets_by_title", ["municipality_id", "title_key", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assets_import_id"), ["import_id"], unique=False)

    op.create_table(
        "asset_sectors",
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "cleaning",
                "recycling",
                "green_spaces",
                "energy",
                "consumer",
                "social_farm",
                "culture",
                "care",
                "tourism",
                "other",
                name="sector",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_sectors_asset_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asset_id", "sector", name=op.f("pk_asset_sectors")),
    )
    with op.batch_alter_table("asset_sectors", schema=None) as batch_op:
        batch_op.create_index("ix_asset_sectors_sector", ["sector", "asset_id"], unique=False)

    index_text("assets")


def downgrade() -> None:
    """Go back."""
    forget_text("assets")
    with op.batch_alter_table("asset_sectors", schema=None) as batch_op:
        batch_op.drop_index("ix_asset_sectors_sector")

    op.drop_table("asset_sectors")
    with op.batch_alter_table("assets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assets_import_id"))
        batch_op.drop_index("ix_assets_by_title")
        batch_op.drop_index("ix_assets_by_change")
        batch_op.drop_index("ix_assets_by_area")
        batch_op.drop_geospatial_index(
            "idx_assets_geometry", postgresql_using="gist", column_name="geometry"
        )

    op.drop_geospatial_table("assets")
    op.drop_table("asset_counters")
    with op.batch_alter_table("asset_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_imports_municipality_id"))

    op.drop_table("asset_imports")

"""Studies, citations, rounds and reports of citizens."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def word(*values: str, name: str) -> sa.Enum:
    """One of these words, kept as text."""
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def owned(table: str, column: str, target: str, ondelete: str | None = None) -> sa.Constraint:
    """A column that names a row of another table."""
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def indexed(table: str, *columns: str) -> None:
    """An index each."""
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _studies() -> None:
    op.create_geospatial_table(
        "studies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            word("study", "register", "field_survey", "plan", "other", name="studykind"),
            nullable=False,
        ),
        sa.Column("author", sa.String(length=300), nullable=False),
        sa.Column("publisher", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column(
            "reliability",
            word("high", "medium", "low", "unknown", name="reliability"),
            nullable=False,
        ),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("whole_town", sa.Boolean(), nullable=False),
        sa.Column(
            "area",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("state", word("current", "retired", name="studystate"), nullable=False),
        sa.Column("retired_reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        owned("studies", "municipality_id", "municipalities"),
        owned("studies", "recorded_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studies")),
    )
    indexed("studies", "municipality_id")
    column = sa.Column(
        "study_id",
        sa.Integer(),
        sa.ForeignKey("studies.id", name=op.f("fk_asset_imports_study_id")),
        nullable=True,
    )
    op.add_column("asset_imports", column, inline_references=True)
    indexed("asset_imports", "study_id")


def _citations() -> None:
    op.create_table(
        "citations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("cited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        owned("citations", "municipality_id", "municipalities"),
        owned("citations", "asset_id", "assets", "CASCADE"),
        owned("citations", "study_id", "studies"),
        owned("citations", "cited_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citations")),
        sa.UniqueConstraint(
            "asset_id", "field", "study_id", name=op.f("uq_citations_asset_id_field_study_id")
        ),
    )
    indexed("citations", "study_id")


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("chosen_by", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("start_x", sa.Double(), nullable=True),
        sa.Column("start_y", sa.Double(), nullable=True),
        sa.Column("minutes_a_stop", sa.Integer(), nullable=False),
        sa.Column("state", word("open", "closed", name="roundstate"), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        owned("rounds", "municipality_id", "municipalities"),
        owned("rounds", "made_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )
    indexed("rounds", "municipality_id")
    op.create_table(
        "round_members",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        owned("round_members", "round_id", "rounds", "CASCADE"),
        owned("round_members", "user_id", "users"),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_round_members")),
    )
    indexed("round_members", "user_id")
    op.create_table(
        "round_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("walker_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Double(), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped", sa.String(length=300), nullable=False),
        owned("round_stops", "municipality_id", "municipalities"),
        owned("round_stops", "round_id", "rounds", "CASCADE"),
        owned("round_stops", "asset_id", "assets"),
        owned("round_stops", "walker_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_stops")),
        sa.UniqueConstraint("round_id", "asset_id", name=op.f("uq_round_stops_round_id_asset_id")),
    )
    indexed("round_stops", "asset_id", "walker_id")
    op.create_index("ix_round_stops_walk", "round_stops", ["round_id", "walker_id", "position"])


def _reports() -> None:
    op.create_table(
        "report_counters",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        owned("report_counters", "municipality_id", "municipalities"),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_report_counters")),
    )
    op.create_table(
        "idle_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            word(
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
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("accuracy", sa.Double(), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column(
            "state",
            word("waiting", "accepted", "linked", "refused", name="reportstate"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        owned("idle_reports", "municipality_id", "municipalities"),
        owned("idle_reports", "asset_id", "assets"),
        owned("idle_reports", "judged_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idle_reports")),
        sa.UniqueConstraint("secret", name=op.f("uq_idle_reports_secret")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_idle_reports_municipality_id_number")
        ),
    )
    indexed("idle_reports", "asset_id")
    op.create_index("ix_idle_reports_queue", "idle_reports", ["municipality_id", "state", "id"])


def upgrade() -> None:
    """Go forward."""
    _studies()
    _citations()
    _rounds()
    _reports()


def downgrade() -> None:
    """Go back."""
    for table in ("idle_reports", "report_counters", "round_stops", "round_members", "rounds"):
        op.drop_table(table)
    op.drop_table("citations")
    op.drop_index(op.f("ix_asset_imports_study_id"), "asset_imports")
    op.drop_column("asset_imports", "study_id")
    op.drop_geospatial_table("studies")

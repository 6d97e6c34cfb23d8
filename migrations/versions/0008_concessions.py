"""Concessions, their obligations, decisions and costs."""

import sqlalchemy as sa
from alembic import op

from inmeko.extensions.periods import keep_apart, let_meet

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("ada", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("protocol_number", sa.String(length=100), nullable=False),
        sa.Column("type_code", sa.String(length=20), nullable=False),
        sa.Column("type_label", sa.String(length=300), nullable=False),
        sa.Column("body_code", sa.String(length=40), nullable=False),
        sa.Column("body_label", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("version_code", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("names_ada", sa.String(length=30), nullable=True),
        sa.Column("earlier", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_decisions_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "municipality_id", "ada", name=op.f("uq_decisions_municipality_id_ada")
        ),
    )
    op.create_index(op.f("ix_decisions_names_ada"), "decisions", ["names_ada"], unique=False)
    op.create_table(
        "asset_costs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "security",
                "maintenance",
                "insurance",
                "taxes",
                "utilities",
                "damage",
                "other",
                name="costkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_costs_asset_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_asset_costs_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_costs")),
    )
    op.create_index(
        op.f("ix_asset_costs_municipality_id"), "asset_costs", ["municipality_id"], unique=False
    )
    op.create_index(
        "ix_asset_costs_of_asset", "asset_costs", ["asset_id", "kind", "year"], unique=False
    )
    op.create_table(
        "concessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "path",
            sa.Enum(
                "free_use",
                "free_use_movable",
                "lease_same_body",
                "auction",
                "direct_lease",
                "short_lease",
                "general_free_use",
                "other",
                name="pathkey",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "active",
                "ended",
                "revoked",
                "returned",
                "cancelled",
                name="concessionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("rent", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ada", sa.String(length=30), nullable=True),
        sa.Column("decision_number", sa.String(length=100), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("council_members", sa.Integer(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("close_ada", sa.String(length=30), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column(
            "return_condition",
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
            nullable=True,
        ),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'active' OR ada IS NOT NULL", name=op.f("ck_concessions_active_has_ada")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_concessions_ends_after_it_starts"),
        ),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_concessions_asset_id")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_concessions_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_concessions_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_concessions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concessions")),
    )
    op.create_index(
        "ix_concessions_of_asset", "concessions", ["asset_id", "state", "starts_on"], unique=False
    )
    op.create_index(
        "ix_concessions_of_town",
        "concessions",
        ["municipality_id", "state", "starts_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_concessions_organisation_id"), "concessions", ["organisation_id"], unique=False
    )
    op.create_table(
        "decision_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered", "accepted", "refused", name="linkstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_decision_links_asset_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_decision_links_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["users.id"], name=op.f("fk_decision_links_judged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_decision_links_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_links")),
        sa.UniqueConstraint(
            "decision_id", "asset_id", name=op.f("uq_decision_links_decision_id_asset_id")
        ),
    )
    op.create_index(
        op.f("ix_decision_links_asset_id"), "decision_links", ["asset_id"], unique=False
    )
    op.create_index(
        "ix_decision_links_by_town",
        "decision_links",
        ["municipality_id", "state", "score", "id"],
        unique=False,
    )
    op.create_table(
        "reuse_scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("investment", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("grant_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("paid_by_body", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("running_cost", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("income", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("saved_cost", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("price_change", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["assets.id"],
            name=op.f("fk_reuse_scenarios_asset_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_reuse_scenarios_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reuse_scenarios")),
    )
    op.create_index(
        op.f("ix_reuse_scenarios_asset_id"), "reuse_scenarios", ["asset_id"], unique=False
    )
    op.create_index(
        op.f("ix_reuse_scenarios_municipality_id"),
        "reuse_scenarios",
        ["municipality_id"],
        unique=False,
    )
    op.create_table(
        "concession_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("concession_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("body", "visit", "return", name="reportkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_concession_reports_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["concession_id"], ["concessions.id"], name=op.f("fk_concession_reports_concession_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_concession_reports_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concession_reports")),
        sa.UniqueConstraint("once", name=op.f("uq_concession_reports_once")),
    )
    op.create_index(
        op.f("ix_concession_reports_concession_id"),
        "concession_reports",
        ["concession_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_concession_reports_municipality_id"),
        "concession_reports",
        ["municipality_id"],
        unique=False,
    )
    op.create_table(
        "obligations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("concession_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concession_id"], ["concessions.id"], name=op.f("fk_obligations_concession_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_obligations_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
    )
    op.create_index(
        op.f("ix_obligations_concession_id"), "obligations", ["concession_id"], unique=False
    )
    op.create_index(
        "ix_obligations_due", "obligations", ["municipality_id", "done_on", "due_on"], unique=False
    )
    keep_apart("concessions", "asset_id", "starts_on", "ends_on", "state = 'active'")


def downgrade() -> None:
    """Go back."""
    let_meet("concessions", "asset_id")
    op.drop_index("ix_obligations_due", table_name="obligations")
    op.drop_index(op.f("ix_obligations_concession_id"), table_name="obligations")
    op.drop_table("obligations")
    op.drop_index(op.f("ix_concession_reports_municipality_id"), table_name="concession_reports")
    op.drop_index(op.f("ix_concession_reports_concession_id"), table_name="concession_reports")
    op.drop_table("concession_reports")
    op.drop_index(op.f("ix_reuse_scenarios_municipality_id"), table_name="reuse_scenarios")
    op.drop_index(op.f("ix_reuse_scenarios_asset_id"), table_name="reuse_scenarios")
    op.drop_table("reuse_scenarios")
    op.drop_index("ix_decision_links_by_town", table_name="decision_links")
    op.drop_index(op.f("ix_decision_links_asset_id"), table_name="decision_links")
    op.drop_table("decision_links")
    op.drop_index(op.f("ix_concessions_organisation_id"), table_name="concessions")
    op.drop_index("ix_concessions_of_town", table_name="concessions")
    op.drop_index("ix_concessions_of_asset", table_name="concessions")
    op.drop_table("concessions")
    op.drop_index("ix_asset_costs_of_asset", table_name="asset_costs")
    op.drop_index(op.f("ix_asset_costs_municipality_id"), table_name="asset_costs")
    op.drop_table("asset_costs")
    op.drop_index(op.f("ix_decisions_names_ada"), table_name="decisions")
    op.drop_table("decisions")

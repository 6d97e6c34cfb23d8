"""commitments"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATES = sa.Enum("open", "kept", "dropped", name="commitmentstate", native_enum=False, length=40)
STEPS = sa.Enum(
    "handed",
    "told",
    "moved",
    "kept",
    "dropped",
    "taken_up",
    name="commitmentstep",
    native_enum=False,
    length=40,
)


def upgrade() -> None:
    """Go forward: what events decided becomes commitments, of whatever place they were made at."""
    _commitments()
    op.execute(
        "INSERT INTO commitments (municipality_id, event_id, made_on, text, owner, owner_email, "
        "due_on, state, closed_on, outcome, url) "
        "SELECT d.municipality_id, d.event_id, COALESCE(date(e.starts_at), CURRENT_DATE), d.text, "
        "d.owner, '', d.due_on, CASE WHEN d.done_at IS NULL THEN 'open' ELSE 'kept' END, "
        "date(d.done_at), d.outcome, d.url "
        "FROM event_decisions d JOIN events e ON e.id = d.event_id ORDER BY d.id"
    )
    with op.batch_alter_table("event_decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_event_decisions_owed")
        batch_op.drop_index(batch_op.f("ix_event_decisions_event_id"))
    op.drop_table("event_decisions")
    op.create_table(
        "commitment_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("kind", STEPS, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_steps_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_commitment_steps_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["users.id"], name=op.f("fk_commitment_steps_taken_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_steps")),
    )
    with op.batch_alter_table("commitment_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_steps_commitment_id"), ["commitment_id"], unique=False
        )
    op.create_table(
        "text_sectors",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_text_sectors_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["consulted_texts.id"], name=op.f("fk_text_sectors_text_id")
        ),
        sa.PrimaryKeyConstraint("text_id", "sector", name=op.f("pk_text_sectors")),
    )


def downgrade() -> None:
    """Go back; what was promised in answers to themes, and what happened to it, is left behind."""
    op.drop_table("text_sectors")
    with op.batch_alter_table("commitment_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_steps_commitment_id"))
    op.drop_table("commitment_steps")
    _decisions()
    midnight = "CAST(c.closed_on AS TIMESTAMP WITH TIME ZONE)"
    if op.get_bind().dialect.name == "sqlite":
        midnight = "c.closed_on || ' 00:00:00.000000'"
    op.execute(
        "INSERT INTO event_decisions (municipality_id, event_id, text, owner, due_on, outcome, "
        "url, done_at) SELECT c.municipality_id, c.event_id, c.text, c.owner, c.due_on, c.outcome, "
        f"c.url, CASE WHEN c.state = 'kept' THEN {midnight} END "
        "FROM commitments c WHERE c.event_id IS NOT NULL ORDER BY c.id"
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index("ix_commitments_owed")
        batch_op.drop_index(batch_op.f("ix_commitments_event_id"))
        batch_op.drop_index(batch_op.f("ix_commitments_theme_id"))
    op.drop_table("commitments")


def _commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("owner_email", sa.String(length=255), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", STATES, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(event_id IS NULL) <> (theme_id IS NULL)",
            name=op.f("ck_commitments_made_in_one_place"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_commitments_event_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_commitments_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["text_themes.id"], name=op.f("fk_commitments_theme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_commitments_owed", ["municipality_id", "state", "due_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_commitments_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitments_theme_id"), ["theme_id"], unique=False)


def _decisions() -> None:
    op.create_table(
        "event_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_decisions_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_event_decisions_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_decisions")),
    )
    with op.batch_alter_table("event_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_decisions_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "ix_event_decisions_owed", ["municipality_id", "done_at", "due_on"], unique=False
        )

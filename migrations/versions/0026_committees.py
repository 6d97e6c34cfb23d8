"""deliberation committees"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def _words(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, length=40)


def _town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipalities.id"], name=op.f(f"fk_{table}_municipality_id")
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "committees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=300), nullable=False),
        _town("committees"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committees")),
    )
    with op.batch_alter_table("committees", schema=None) as batch_op:
        batch_op.create_index(
            "ix_committees_of_town", ["municipality_id", "starts_on"], unique=False
        )
    _draws()
    _seats()
    op.create_table(
        "committee_meetings",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        _key("committee_meetings", "committee_id", "committees"),
        _key("committee_meetings", "event_id", "events"),
        _town("committee_meetings"),
        sa.PrimaryKeyConstraint("committee_id", "event_id", name=op.f("pk_committee_meetings")),
    )
    _opinions()


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("committee_opinions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_opinions_text_id"))
        batch_op.drop_index(batch_op.f("ix_committee_opinions_committee_id"))
    op.drop_table("committee_opinions")
    op.drop_table("committee_meetings")
    with op.batch_alter_table("committee_seats", schema=None) as batch_op:
        batch_op.drop_index("ix_committee_seats_of")
    op.drop_table("committee_seats")
    with op.batch_alter_table("committee_draws", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_draws_committee_id"))
    op.drop_table("committee_draws")
    with op.batch_alter_table("committees", schema=None) as batch_op:
        batch_op.drop_index("ix_committees_of_town")
    op.drop_table("committees")


def _draws() -> None:
    op.create_table(
        "committee_draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("state", _words("drawstate", "prepared", "frozen", "drawn"), nullable=False),
        sa.Column("sealed_list", sa.Text(), nullable=False),
        sa.Column("candidates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seats", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("list_sha256", sa.String(length=64), nullable=False),
        sa.Column("public_sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("seed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("seed_url", sa.String(length=500), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        _key("committee_draws", "committee_id", "committees"),
        _town("committee_draws"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_draws")),
    )
    with op.batch_alter_table("committee_draws", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_committee_draws_committee_id"), ["committee_id"], unique=False
        )


def _seats() -> None:
    op.create_table(
        "committee_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("kind", _words("seatkind", "body", "citizen"), nullable=False),
        sa.Column("state", _words("seatstate", "member", "substitute", "left"), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("lot_group", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_why", sa.Text(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        _key("committee_seats", "committee_id", "committees"),
        _key("committee_seats", "draw_id", "committee_draws"),
        _key("committee_seats", "instead_of_id", "committee_seats"),
        _town("committee_seats"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_seats")),
        sa.UniqueConstraint("draw_id", "number", name=op.f("uq_committee_seats_draw_id_number")),
    )
    with op.batch_alter_table("committee_seats", schema=None) as batch_op:
        batch_op.create_index(
            "ix_committee_seats_of", ["committee_id", "state", "rank", "id"], unique=False
        )


def _opinions() -> None:
    verdicts = _words("opinionverdict", "in_favour", "with_remarks", "against")
    op.create_table(
        "committee_opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("verdict", verdicts, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_blank", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        _key("committee_opinions", "committee_id", "committees"),
        _key("committee_opinions", "text_id", "consulted_texts"),
        _town("committee_opinions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_opinions")),
    )
    with op.batch_alter_table("committee_opinions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_committee_opinions_committee_id"), ["committee_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_committee_opinions_text_id"), ["text_id"], unique=False
        )

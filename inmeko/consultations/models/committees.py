"""Tables of the deliberation committee: its term, seats, draws by lot, meetings, opinions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality
from inmeko.consultations.models.events import Event
from inmeko.consultations.models.texts import ConsultedText
from inmeko.consultations.rules.committees import DrawState, OpinionVerdict, SeatKind, SeatState
from inmeko.extensions import Base
from inmeko.kernel import clock


class Committee(Base):
    """A deliberation committee of a town for one term."""

    __tablename__ = "committees"
    __table_args__ = (Index("ix_committees_of_town", "municipality_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    title: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # The decision of the council, as it is cited; with its ΑΔΑ if it has one.
    decision: Mapped[str] = mapped_column(String(300), default="")

    municipality: Mapped[Municipality] = relationship()


class CommitteeDraw(Base):
    """A draw by lot: the list as it was frozen, where the seed comes from, the seed."""

    __tablename__ = "committee_draws"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"), index=True)
    state: Mapped[DrawState] = mapped_column(default=DrawState.PREPARED)
    # Numbers, groups, names and the secret line of the hash: sealed, opened by the deeds alone;
    # empty once they are forgotten.
    sealed_list: Mapped[str] = mapped_column(Text)
    # What everybody may know: numbers with their groups, and how many are drawn of each group.
    candidates: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seats: Mapped[dict[str, Any]] = mapped_column(default=dict)
    list_sha256: Mapped[str] = mapped_column(String(64), default="")
    public_sha256: Mapped[str] = mapped_column(String(64), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    seed_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    seed: Mapped[str] = mapped_column(String(200), default="")
    seed_url: Mapped[str] = mapped_column(String(500), default="")
    drawn_at: Mapped[datetime | None]

    committee: Mapped[Committee] = relationship()

    @property
    def forgotten(self) -> bool:
        """Whether the names of the list are gone, as they are some time after the term."""
        return not self.sealed_list


class CommitteeSeat(Base):
    """Somebody who sits in the committee, waits as a substitute, or has left it."""

    __tablename__ = "committee_seats"
    __table_args__ = (
        UniqueConstraint("draw_id", "number"),
        Index("ix_committee_seats_of", "committee_id", "state", "rank", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"))
    kind: Mapped[SeatKind]
    state: Mapped[SeatState] = mapped_column(default=SeatState.MEMBER)
    # The body that named them.
    body: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(200), default="")
    # Whether the name may stand on the page.
    named: Mapped[bool] = mapped_column(default=False)
    # By lot: of which draw, the number on its list, the group, the rank in it.
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("committee_draws.id"))
    number: Mapped[int | None]
    lot_group: Mapped[str] = mapped_column(String(60), default="")
    rank: Mapped[int | None]
    since: Mapped[date]
    left_on: Mapped[date | None]
    left_why: Mapped[str] = mapped_column(Text, default="")
    # Who sat there before.
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("committee_seats.id"))

    committee: Mapped[Committee] = relationship()
    instead_of: Mapped["CommitteeSeat | None"] = relationship(remote_side=[id])


class CommitteeMeeting(Base):
    """An event that is a meeting of the committee."""

    __tablename__ = "committee_meetings"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)

    event: Mapped[Event] = relationship()


class CommitteeOpinion(Base):
    """What the committee says of a text or a plan, with its votes."""

    __tablename__ = "committee_opinions"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("consulted_texts.id"), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    verdict: Mapped[OpinionVerdict]
    words: Mapped[str] = mapped_column(Text)
    given_on: Mapped[date]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_blank: Mapped[int | None]
    entered_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    committee: Mapped[Committee] = relationship()
    consulted: Mapped[ConsultedText | None] = relationship()

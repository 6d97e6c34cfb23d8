"""Tables of municipalities, people, the roles they hold, and organisations."""

from datetime import datetime
from typing import Any

from flask_security import AsaList, UserMixin, WebAuthnMixin
from geoalchemy2 import Geometry
from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, false, true
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.rules import Licence, OrganisationKind, Role
from inmeko.accounts.rules.signing_in import locked
from inmeko.extensions import Base
from inmeko.kernel import clock


class Municipality(Base):
    """A town: its names, its codes, its boundary (WGS84) and how to reach it."""

    __tablename__ = "municipalities"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    boundary: Mapped[Any | None] = mapped_column(
        Geometry("MULTIPOLYGON", srid=4326, spatial_index=True), deferred=True
    )
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    mark: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    mark_type: Mapped[str | None] = mapped_column(String(40))
    second_factor_required: Mapped[bool] = mapped_column(default=False)
    publishes: Mapped[bool] = mapped_column(default=True, server_default=true())
    licence: Mapped[Licence] = mapped_column(
        default=Licence.CC_BY_4, server_default=Licence.CC_BY_4.value
    )
    # A call may be published before its decision is posted; its page then says so.
    publishes_without_ada: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())


class User(Base, UserMixin):
    """A person who signs in; columns beginning with tf, us, fs and mf are Flask-Security's."""

    __tablename__ = "users"

    # Roles of ours are held per municipality (`grants`); Flask-Security's are not used.
    roles = ()  # type: ignore[assignment]

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str | None] = mapped_column(String(5))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    us_totp_secrets: Mapped[str | None] = mapped_column(Text)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(64), unique=True
    )
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    deleted_at: Mapped[datetime | None]

    webauthn: Mapped[list["WebAuthn"]] = relationship(  # type: ignore[assignment]
        back_populates="user", cascade="all, delete-orphan"
    )
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", foreign_keys="Grant.user_id", cascade="all, delete-orphan"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )
    devices: Mapped[list["Device"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        """Whether failed attempts have closed the account for a while; Flask-Security asks this.

        The word put among the errors is never shown: the site answers every failure alike.
        """
        closed = locked(self.locked_until, clock.now())
        if closed and form_error is not None:
            form_error.append("locked")
        return closed


class WebAuthn(Base, WebAuthnMixin):
    """A passkey of a person; the columns are Flask-Security's."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int | None] = mapped_column(default=0)  # type: ignore[assignment]
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    create_datetime: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    lastuse_datetime: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))

    user: Mapped[User] = relationship(back_populates="webauthn")


class Device(Base):
    """A browser in which a person is signed in, so that they can end it from elsewhere."""

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    signed_in_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="devices")


class Grant(Base):
    """A role held by a person in a municipality; without one, on the whole platform."""

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("user_id", "municipality_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"), index=True)
    role: Mapped[Role]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    municipality: Mapped[Municipality | None] = relationship()


class Organisation(Base):
    """A body or collective of the town."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300))
    kind: Mapped[OrganisationKind]
    afm: Mapped[str | None] = mapped_column(String(9))
    sectors: Mapped[list[str]] = mapped_column(default=list)
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    municipality: Mapped[Municipality] = relationship()
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan"
    )


class Membership(Base):
    """A person who acts for an organisation."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    manages: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    organisation: Mapped[Organisation] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship(back_populates="memberships")

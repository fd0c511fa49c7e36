"""Staff and their sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.database import Base


class Role(StrEnum):
    """What a member of staff may do; each role may do all that the ones before it may."""

    AGENT = "agent"
    EDITOR = "editor"
    MANAGER = "manager"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """The place in the order agent < editor < manager < admin."""
        return list(Role).index(self)


class Staff(Base):
    """One member of staff."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="ja")
    active: Mapped[bool] = mapped_column(server_default="true")
    sample: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StaffSession(Base):
    """One sign-in of a member of staff."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(lazy="joined")

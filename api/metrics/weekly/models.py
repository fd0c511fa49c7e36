"""Who gets the weekly mail, and what became of each."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class State(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENDING = "sending"
    """Given to the mail server. Whoever finds it so later cannot know whether it arrived, and lets it be."""
    SENT = "sent"
    FAILED = "failed"


class WeeklySubscription(Base):
    """A member of staff gets the mail at their own address, on this weekday (0 is Monday)."""

    __tablename__ = "weekly_subscriptions"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),)

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    weekday: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[datetime]


class WeeklyMail(Base):
    """One week's mail to one person: there is never a second."""

    __tablename__ = "weekly_mails"
    __table_args__ = (
        UniqueConstraint("staff_id", "week"),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    week: Mapped[date]
    """The Monday of the week it is about."""
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    error: Mapped[str | None]
    next_try_at: Mapped[datetime | None]
    """When it is tried (again); nothing once it is sent or given up."""
    tried_at: Mapped[datetime | None]

"""Who works on which candidate now, and the views of the queue that somebody keeps."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class InWork(Base):
    """An editor has a candidate open. It hinders nobody; it ends by itself."""

    __tablename__ = "candidates_in_work"

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    visit: Mapped[str]
    """Which opened page keeps it: an older page that closes later does not end it."""
    until: Mapped[datetime]


class QueueView(Base):
    """A queue that a member of staff gave a name."""

    __tablename__ = "queue_views"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    name: Mapped[str]
    address: Mapped[str]
    """The query string of the queue."""

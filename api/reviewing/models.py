"""Beats of reviewing time, append-only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base

LONGEST = 30
"""Seconds of a beat."""


class ReviewBeat(Base):
    """Up to 30 seconds that a page for reviewing was visible, focused and in use. Never changed."""

    __tablename__ = "review_beats"
    __table_args__ = (
        CheckConstraint("about IN ('candidate', 'faq')", name="about"),
        CheckConstraint(f"seconds BETWEEN 1 AND {LONGEST}", name="seconds"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Chosen by the page: a beat that is sent twice counts once."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    about: Mapped[str]
    about_id: Mapped[int | None]
    """The candidate or FAQ; none of an FAQ that is being written. No foreign key: the fact outlives it."""
    seconds: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)

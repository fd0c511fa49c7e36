"""Milestones and who reached them by hand."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Milestone(Base):
    """Something an account reaches in a stage."""

    __tablename__ = "milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str]
    name_ja: Mapped[str]
    name_en: Mapped[str]
    place: Mapped[int]
    """Its place in the stage."""
    rule: Mapped[str | None]
    """What tells it from the signals (see `reaching.py`); empty: by hand only."""
    parameters: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    removed_at: Mapped[datetime | None]


class MilestoneMark(Base):
    """Somebody said that an account reached a milestone."""

    __tablename__ = "milestone_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

"""The bank's tables: weeks as they were counted, and the terms a manager set."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class BankWeek(Base):
    """One week as it was counted when it was closed: later counts never change it silently."""

    __tablename__ = "bank_weeks"

    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    counted: Mapped[dict[str, Any]]
    """The terms as counted, before anything a manager set (see `counting.py`)."""
    closed_at: Mapped[datetime]


class BankTerms(Base):
    """What a manager set, from one week on; the newest row of a week holds. Never updated."""

    __tablename__ = "bank_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_week: Mapped[date]
    """The Monday from which on it holds."""
    share: Mapped[float]
    """0 to 1: how much of the net hours is reinvested."""
    week_share: Mapped[float]
    """0 to 1: how much of the balance one week's queue may plan."""
    overall_minutes: Mapped[float | None]
    """Instead of the ledger's overall handle time."""
    review_hours: Mapped[float | None]
    """A week's review time, instead of the logged one."""
    minutes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """Topic → minutes, instead of the ledger's."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

"""The queue's tables: a week as it was filled, its cards, and what was done with them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class SuccessWeek(Base):
    """A week's queue, filled."""

    __tablename__ = "success_weeks"

    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    budget_minutes: Mapped[float]
    """What the bank gave when it was filled."""
    filled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    filled_at: Mapped[datetime]


class SuccessCard(Base):
    """One account in a week: called, or deliberately not. Kept as it was when the week was filled."""

    __tablename__ = "success_cards"
    __table_args__ = (UniqueConstraint("week", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(ForeignKey("success_weeks.week", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    """1, 2, 3 … by worth."""
    left_out: Mapped[str | None]
    """Why it is not called: below_line, healthy, contacted, tech_touch, nothing_to_do. Empty: it is."""
    worth: Mapped[float]
    """Yen at risk an hour of work meets (see `worth.py`)."""
    minutes: Mapped[int]
    frozen: Mapped[dict[str, Any]]
    """The account, the terms of its worth, the evidence and the action as they were."""


class SuccessAct(Base):
    """A card was done, skipped or snoozed. The newest that is not undone says how it stands."""

    __tablename__ = "success_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("success_cards.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """done, skipped or snoozed."""
    minutes: Mapped[int] = mapped_column(server_default="0")
    """What it took: spent from the bank."""
    note: Mapped[str] = mapped_column(server_default="")
    """What came of it, or why it was skipped."""
    until: Mapped[date | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]

"""Calibrations of the answer index that were computed, each with its evidence."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Why(StrEnum):
    """What a calibration was computed for."""

    START = "start"
    FAQS = "faqs"
    TOPICS = "topics"
    OUTCOMES = "outcomes"


class KeptCalibration(Base):
    """What the examples of one moment promised. Only `active`, `pinned_at` and `pinned_by` ever change."""

    __tablename__ = "calibrations"
    __table_args__ = (CheckConstraint("why IN ('start', 'faqs', 'topics', 'outcomes')", name="why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    index_version: Mapped[str]
    why: Mapped[str]
    target: Mapped[float]
    share: Mapped[float]
    """Expected part of the questions that no FAQ answers, from `share_missing` of `share_questions`."""
    share_missing: Mapped[int]
    share_questions: Mapped[int]
    languages: Mapped[dict[str, Any]]
    """By language: threshold (null: only suggests), precision, lower, answered, false_answers, labelled."""
    outcomes: Mapped[int]
    reliability: Mapped[list[Any]]
    """Confidence, share that was right, and weight of each bin."""
    error: Mapped[float]
    """Expected calibration error."""
    right_weights: Mapped[list[Any]]
    among_weights: Mapped[list[Any]]
    digest: Mapped[str]
    active: Mapped[bool]
    """Whether its thresholds are the ones in use: those of the pinned one, else of the newest."""
    pinned_at: Mapped[datetime | None]
    pinned_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


Index("uq_calibrations_active", KeptCalibration.active, unique=True, postgresql_where=text("active"))

"""The table of the stage weights."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class StageWeights(Base):
    """One version of the stage weights. The newest is in force; none is ever changed."""

    __tablename__ = "stage_weights"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weights: Mapped[dict[str, Any]]
    """By stage."""
    why: Mapped[str]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]

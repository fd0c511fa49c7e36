"""The setting in versions."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class FollowUpSetting(Base):
    """One version of the share. The newest of those not withdrawn is in force."""

    __tablename__ = "follow_up_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    share: Mapped[float]
    """Of those who left in silence after an answer, 0 to 1; 0 is off."""
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]

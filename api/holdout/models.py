"""The hold-out's setting in versions, and who is on duty."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class HoldoutSetting(Base):
    """One version of the setting. The one that began last, of those not withdrawn, is in force."""

    __tablename__ = "holdout_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    share: Mapped[float]
    """Of the contacts, 0 to 0.2; 0 is off."""
    experiment: Mapped[int]
    """1, 2, 3 …: another share is another experiment, with arms of its own; the same share goes on."""
    starts_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]


class Duty(Base):
    """When a member of staff was last at the inbox: within the minute."""

    __tablename__ = "staff_duty"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime]

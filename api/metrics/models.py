"""What staff said of the figures."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class FaqLook(Base):
    """A member of staff looked at an FAQ that got worse."""

    __tablename__ = "faq_looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    faq_id: Mapped[int] = mapped_column(ForeignKey("faqs.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    looked_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

"""Files of FAQs that were handed in on the page."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class FaqImport(Base):
    """One file: kept until it is decided on, and then what became of its rows."""

    __tablename__ = "faq_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    content: Mapped[bytes | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """`rows`: line, action, question, and for what was written the FAQ, its version before and after."""

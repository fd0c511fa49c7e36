"""Replays that were made: what a draft would have done to the inquiries that were there."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Replay(Base):
    """One replay of one draft. Never changed; a draft that was edited is another one."""

    __tablename__ = "replays"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_key: Mapped[str] = mapped_column(index=True)
    """Hash of all the draft says, and of the FAQ it is a version of."""
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id", ondelete="SET NULL"))
    faq_id: Mapped[int | None] = mapped_column(ForeignKey("faqs.id", ondelete="CASCADE"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    index_version: Mapped[str]
    form: Mapped[dict[str, Any]]
    """What was typed, to go back to it."""
    result: Mapped[dict[str, Any]]
    """The figures, and ids of inquiries to look at: no text of a customer."""
    troubles: Mapped[list[str]]
    """How it would break the precision target: `overall`, `own`; usually nothing."""

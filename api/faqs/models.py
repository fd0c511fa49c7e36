"""FAQs as versions, with the phrasings each is found by."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.database import Base


class Faq(Base):
    """One FAQ; what it says is in its newest version."""

    __tablename__ = "faqs"

    id: Mapped[int] = mapped_column(primary_key=True)
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    topic: Mapped[str | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    """Who looks after it."""
    review_on: Mapped[date | None]
    """When its owner wants to look at it again."""
    review_reason: Mapped[str | None]
    """Why somebody sent it back to review; nothing once it was looked at."""
    review_asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    review_asked_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    versions: Mapped[list["FaqVersion"]] = relationship(order_by="FaqVersion.number", back_populates="faq")


class FaqVersion(Base):
    """What an FAQ said from `created_at` on. Never changed: an edit or a roll-back is a new version."""

    __tablename__ = "faq_versions"
    __table_args__ = (UniqueConstraint("faq_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    faq_id: Mapped[int] = mapped_column(ForeignKey("faqs.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    question_ja: Mapped[str | None]
    answer_ja: Mapped[str | None]
    question_en: Mapped[str | None]
    answer_en: Mapped[str | None]
    category: Mapped[str] = mapped_column(server_default="")
    tags: Mapped[list[str]] = mapped_column(server_default="{}")
    audience: Mapped[str] = mapped_column(server_default="everyone")
    """everyone, signed_in or staff."""
    valid_until: Mapped[date | None]
    """The last day on which it is answered."""
    drafts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """What waits for approval, by language (`api.faqs.waiting`); what is above is what customers read."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]

    faq: Mapped[Faq] = relationship(back_populates="versions")
    phrasings: Mapped[list["Phrasing"]] = relationship(order_by="Phrasing.id", back_populates="version")


class Phrasing(Base):
    """One way to ask an FAQ's question; masked text."""

    __tablename__ = "phrasings"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("faq_versions.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    text: Mapped[str]
    inquiry_id: Mapped[int | None] = mapped_column(ForeignKey("inquiries.id", ondelete="SET NULL"))

    version: Mapped[FaqVersion] = relationship(back_populates="phrasings")

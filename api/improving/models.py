"""Phrasings that customers' questions propose, and those that staff took away."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class State(StrEnum):
    """What staff decided of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class ProposedPhrasing(Base):
    """A question that the bot missed and an FAQ answered; it goes when its conversation is erased."""

    __tablename__ = "proposed_phrasings"
    __table_args__ = (
        UniqueConstraint("faq_id", "fold"),
        CheckConstraint("state IN ('open', 'accepted', 'dismissed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    faq_id: Mapped[int] = mapped_column(ForeignKey("faqs.id", ondelete="CASCADE"))
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    episode_id: Mapped[int] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    text: Mapped[str]
    """Masked, on one line."""
    fold: Mapped[str]
    """`fold_text` of it: one proposal for what a reader would call the same."""
    miss: Mapped[str | None]
    """How the bot failed (`api.answers.questions.Miss`); none when it asked back."""
    source: Mapped[str]
    """Who said that this FAQ answers it (`api.answers.questions.Source`)."""
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default="open", index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("faq_versions.id", ondelete="SET NULL"))
    """The version that accepting it published; none when the FAQ had the phrasing already."""


class RemovedPhrasing(Base):
    """A phrasing that staff took away from an FAQ, so that it can be brought back."""

    __tablename__ = "removed_phrasings"

    id: Mapped[int] = mapped_column(primary_key=True)
    faq_id: Mapped[int] = mapped_column(ForeignKey("faqs.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    text: Mapped[str]
    inquiry_id: Mapped[int | None] = mapped_column(ForeignKey("inquiries.id", ondelete="SET NULL"))
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    removed_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

"""The ledger: episodes and the append-only facts about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Episode(Base):
    """One demand inside a conversation. Its label is computed from its facts, never stored."""

    __tablename__ = "episodes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """1, 2, 3 … in the conversation."""
    opened_at: Mapped[datetime] = mapped_column(index=True)
    sample: Mapped[bool] = mapped_column(server_default="false")


class Fact(Base):
    """Something that happened. Never updated, never deleted (a trigger refuses it)."""

    __tablename__ = "facts"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Idempotency key: writing the same fact twice leaves one."""
    episode_id: Mapped[int] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


ENDING = (
    "kind IN ('conversation_resolved', 'episode_expired')"
    " OR kind = 'feedback_given' AND payload ->> 'value' = 'solved'"
)
"""Which facts end their episode, as SQL: `ledger.has_ended` says the same of facts at hand."""

Index("ix_facts_kind_at", Fact.kind, Fact.at)
Index("ix_facts_ending", Fact.episode_id, postgresql_where=text(ENDING))

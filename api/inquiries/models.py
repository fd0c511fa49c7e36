"""Inquiries, the vault that keeps their originals, their imports and their vectors."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Import(Base):
    """One import of a file or one batch through the API, with its report."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kept: Mapped[int] = mapped_column(server_default="0")
    duplicates: Mapped[int] = mapped_column(server_default="0")
    refused: Mapped[list[Any]] = mapped_column(server_default="[]")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sample: Mapped[bool] = mapped_column(server_default="false")


class Inquiry(Base):
    """One inquiry. Every text here is masked; the original is in the vault only."""

    __tablename__ = "inquiries"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    channel: Mapped[str] = mapped_column(server_default="other")
    external_key: Mapped[str] = mapped_column(unique=True)
    """Stable key of the inquiry where it came from; importing it again finds it here."""
    text: Mapped[str]
    reply: Mapped[str | None]
    """A human agent's reply, masked."""
    language: Mapped[str]
    text_key: Mapped[str] = mapped_column(index=True)
    """Hash of the normalised inquiry part; the key of its vector."""
    received_at: Mapped[datetime] = mapped_column(index=True)
    handle_minutes: Mapped[float | None]
    replied_at: Mapped[datetime | None]
    """When a person first replied, where an import says so."""
    closed_at: Mapped[datetime | None]
    """When it was closed, where an import says so."""
    handler: Mapped[str | None]
    """Who of the staff handled it, as an import names them."""
    customer_id: Mapped[str | None]
    """Whose it is, until it has become an episode of theirs."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    episode_id: Mapped[int | None] = mapped_column(index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id", ondelete="SET NULL"))
    sample: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class VaultText(Base):
    """The original of an inquiry or a message, read by nobody but the erasure and the conversation itself."""

    __tablename__ = "texts"
    __table_args__ = {"schema": "vault"}  # noqa: RUF012

    inquiry_id: Mapped[int] = mapped_column(ForeignKey(Inquiry.id, ondelete="CASCADE"), primary_key=True)
    text: Mapped[str]
    reply: Mapped[str | None]


class Vector(Base):
    """The embedding of one text by one model: float32, 384 numbers, L2-normalised, little endian."""

    __tablename__ = "vectors"

    text_key: Mapped[str] = mapped_column(primary_key=True)
    model_id: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes]


class IdempotencyKey(Base):
    """The answer already given to a request that carried this key."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    response: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


Index("ix_inquiries_language_received_at", Inquiry.language, Inquiry.received_at)
Index("ix_inquiries_customer_id", Inquiry.id, postgresql_where=Inquiry.customer_id.is_not(None))
Index("ix_inquiries_text_pairs", func.character_pairs(Inquiry.text), postgresql_using="gin")

"""Contacts, conversations, messages and turns."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base

WIDGET = "widget"
"""The channel in which customers talk with the bot."""


class Contact(Base):
    """One person: known by an identified id, else by the widget's visitor token."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    """What the company's own site calls them; only a signed identity sets it."""
    name: Mapped[str | None]
    email: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    sample: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime]


class VisitorToken(Base):
    """What a widget shows to be let in. Only its SHA-256 is kept."""

    __tablename__ = "visitor_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """From then on it can only be exchanged for a new one."""
    exchangeable_until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Conversation(Base):
    """One thread between a contact and us."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Minted by the server: 128 random bits, URL-safe."""
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(server_default=WIDGET)
    language: Mapped[str]
    page_url: Mapped[str | None]
    last_seq: Mapped[int] = mapped_column(server_default="0")
    """Number of its newest message. Writers lock the row, so numbers appear in order and without gaps."""
    customer_delivered_seq: Mapped[int] = mapped_column(server_default="0")
    """Number of the newest message that the customer's widget has."""
    customer_read_seq: Mapped[int] = mapped_column(server_default="0")
    agent_read_seq: Mapped[int] = mapped_column(server_default="0")
    customer_typing_at: Mapped[datetime | None]
    agent_typing_at: Mapped[datetime | None]
    agent_typing_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    sample: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class Message(Base):
    """One message of a conversation."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    episode_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id", ondelete="SET NULL"), index=True)
    seq: Mapped[int]
    """1, 2, 3 … in the conversation; the id of its server-sent event."""
    author: Mapped[str]
    """customer, bot, agent or system."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    text: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """What goes with the text: act, faq, choices, feedback (see `api/chat/acts.py`)."""
    client_id: Mapped[str | None]
    """The sender's own id of the message: a retry with the same one is not a second message."""
    in_reply_to: Mapped[int | None]
    created_at: Mapped[datetime]


class Turn(Base):
    """A customer's message that waits for the bot. Deleted once answered, in the answer's transaction."""

    __tablename__ = "turns"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    payload: Mapped[str]
    """What Rasa is told: the text, or an intent such as `/solved`."""
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    told: Mapped[bool] = mapped_column(server_default="false")
    """Whether the customer has been told that the bot is not there yet."""


class HandOff(Base):
    """One hand-off to a person. Waiting while `claimed_at` is empty, open until `closed_at`."""

    __tablename__ = "hand_offs"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    episode_id: Mapped[int] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"))
    reason: Mapped[str]
    requested_at: Mapped[datetime]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None]
    first_replied_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    topic: Mapped[str | None]
    """What it was about, as the agent says when resolving."""
    wrap_up: Mapped[str | None]
    callback: Mapped[dict[str, Any] | None]
    """How the customer wants to be called back (email, phone, note), left outside business hours."""


class Attachment(Base):
    """A file that a customer or an agent sent; its content lies in the data folder under its id."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(primary_key=True)
    """128 random bits, URL-safe."""
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    """Empty until the message that carries it is sent."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    """The agent who sent it; empty: the customer."""
    name: Mapped[str]
    media_type: Mapped[str]
    """Told from the content, never from the name."""
    size: Mapped[int]
    """In bytes."""
    sha256: Mapped[str]
    created_at: Mapped[datetime]


# One open hand-off a conversation: a second request finds the first.
Index("uq_hand_offs_open", HandOff.conversation_id, unique=True, postgresql_where=text("closed_at IS NULL"))

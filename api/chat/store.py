"""The SQL of conversations and messages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.models import Contact, Conversation, HandOff, Message, Turn
from api.errors import NotFound
from api.staff.models import Staff, StaffSession


class NoSuchConversation(NotFound):
    """There is no such conversation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One message of a transcript, with the name of the agent who wrote it."""

    id: int
    seq: int
    author: str
    agent: str | None
    text: str
    content: dict[str, Any]
    client_id: str | None
    in_reply_to: int | None
    episode_id: int | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """What is going on in a conversation besides its messages."""

    typing: bool
    hand_off: Literal["waiting", "claimed"] | None
    agent: str | None
    bot: Literal["ok", "starting"]


def conversation_for(
    session: Session, reader: Contact | StaffSession | Staff, conversation_id: str
) -> Conversation:
    """Return a conversation that `reader` may see: a contact their own, staff any.

    Raises `NoSuchConversation` otherwise.
    """
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise NoSuchConversation
    if isinstance(reader, Contact) and conversation.contact_id != reader.id:
        raise NoSuchConversation
    return conversation


def locked_conversation(session: Session, conversation_id: str) -> Conversation:
    """Return the conversation with its row locked until the transaction ends."""
    found = session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchConversation
    return found


def messages_after(session: Session, conversation_id: str, seq: int) -> list[Line]:
    """Return the messages after number `seq`, in order."""
    rows = session.execute(
        select(Message, Staff.name)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .where(Message.conversation_id == conversation_id, Message.seq > seq)
        .order_by(Message.seq)
    )
    return [line_of(message, agent) for message, agent in rows]


def transcript(session: Session, conversation_id: str) -> list[Line]:
    """Return every message of a conversation, in order."""
    return messages_after(session, conversation_id, 0)


def line_of(message: Message, agent: str | None = None) -> Line:
    """Return a message as a line of a transcript."""
    return Line(
        id=message.id,
        seq=message.seq,
        author=message.author,
        agent=agent,
        text=message.text,
        content=message.content,
        client_id=message.client_id,
        in_reply_to=message.in_reply_to,
        episode_id=message.episode_id,
        created_at=message.created_at,
    )


def message_by_client_id(session: Session, conversation_id: str, client_id: str) -> Message | None:
    """Return the message its sender calls `client_id`."""
    return session.scalar(
        select(Message).where(Message.conversation_id == conversation_id, Message.client_id == client_id)
    )


def newest_offer(session: Session, conversation_id: str, *, before: int | None = None) -> Message | None:
    """Return the newest message of the bot or the system, before message number `before` if given."""
    found = select(Message).where(
        Message.conversation_id == conversation_id, Message.author.in_(["bot", "system"])
    )
    if before is not None:
        found = found.where(Message.seq < before)
    return session.scalar(found.order_by(Message.seq.desc()).limit(1))


def nth_newest_at(session: Session, conversation_id: str, n: int) -> datetime | None:
    """Return when the customer's n-th newest message came."""
    return session.scalar(
        select(Message.created_at)
        .where(Message.conversation_id == conversation_id, Message.author == "customer")
        .order_by(Message.seq.desc())
        .offset(n - 1)
        .limit(1)
    )


def status_of(session: Session, conversation_id: str) -> Status:
    """Return the conversation's status: is the bot at it, is a person."""
    turns, told = session.execute(
        select(func.count(), func.coalesce(func.bool_or(Turn.told), False)).where(
            Turn.conversation_id == conversation_id
        )
    ).one()
    row = session.execute(
        select(HandOff.claimed_at, Staff.name)
        .outerjoin(Staff, Staff.id == HandOff.claimed_by)
        .where(HandOff.conversation_id == conversation_id, HandOff.closed_at.is_(None))
    ).first()
    return Status(
        typing=turns > 0 and not told and row is None,
        hand_off=None if row is None else "claimed" if row.claimed_at else "waiting",
        agent=row.name if row else None,
        bot="starting" if told and row is None else "ok",
    )

"""The SQL of conversations and messages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, and_, bindparam, func, select, true
from sqlalchemy.orm import Session, aliased

from api.chat.marks import is_typing
from api.chat.models import Contact, Conversation, HandOff, Message, Turn
from api.errors import NotFound
from api.policy.hours import Hours
from api.policy.in_force import in_force
from api.staff.models import Staff, StaffSession

LAST = 2**31 - 1
"""No message has a higher number."""


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
    agent_typing: bool
    read_by_agent: int
    hours: Hours


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
    found = session.scalar(_LOCKED, {"conversation_id": conversation_id})
    if found is None:
        raise NoSuchConversation
    return found


def messages_after(session: Session, conversation_id: str, seq: int) -> list[Line]:
    """Return the messages after number `seq`, in order."""
    rows = session.execute(_AFTER, {"conversation_id": conversation_id, "seq": seq})
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
    asked = {"conversation_id": conversation_id, "before": LAST if before is None else before}
    return session.scalar(_OFFER, asked)


def status_of(session: Session, conversation_id: str) -> Status:
    """Return the conversation's status: is the bot at it, is a person, are people there at all."""
    row = session.execute(_STATUS, {"conversation_id": conversation_id}).first()
    if row is None:
        raise NoSuchConversation
    return _status_in(session, row)


def news_of(session: Session, conversation_id: str, seq: int) -> tuple[list[Line], Status]:
    """Return the messages after number `seq` and the status, in one query: a turn asks it twice."""
    rows = session.connection().execute(_NEWS, {"conversation_id": conversation_id, "seq": seq}).all()
    if not rows:
        raise NoSuchConversation
    lines = [
        Line(
            id=row.message_id,
            seq=row.seq,
            author=row.author,
            agent=row.writer,
            text=row.text,
            content=row.content,
            client_id=row.client_id,
            in_reply_to=row.in_reply_to,
            episode_id=row.episode_id,
            created_at=row.created_at,
        )
        for row in rows
        if row.message_id is not None
    ]
    return lines, _status_in(session, rows[0])


def _status_in(session: Session, row: Row[*tuple[Any, ...]]) -> Status:
    there, bots = in_force(session), row.hand_off is None
    now = there.clock()
    return Status(
        typing=row.waiting > 0 and not row.told and bots,
        hand_off=None if bots else "claimed" if row.claimed_at else "waiting",
        agent=row.agent,
        bot="starting" if row.told and bots else "ok",
        agent_typing=not bots and is_typing(row.agent_typing_at, now),
        read_by_agent=row.agent_read_seq,
        hours=there.policy.hours.state(now),
    )


def _status() -> Select[*tuple[Any, ...]]:
    turns = (
        select(func.count().label("waiting"), func.coalesce(func.bool_or(Turn.told), False).label("told"))
        .where(Turn.conversation_id == bindparam("conversation_id"))
        .subquery()
    )
    return (
        select(
            turns.c.waiting,
            turns.c.told,
            Conversation.agent_typing_at,
            Conversation.agent_read_seq,
            HandOff.id.label("hand_off"),
            HandOff.claimed_at,
            Staff.name.label("agent"),
        )
        .select_from(Conversation)
        .join(turns, true())
        .outerjoin(HandOff, and_(HandOff.conversation_id == Conversation.id, HandOff.closed_at.is_(None)))
        .outerjoin(Staff, Staff.id == HandOff.claimed_by)
        .where(Conversation.id == bindparam("conversation_id"))
    )


def _news() -> Select[*tuple[Any, ...]]:
    writer = aliased(Staff)
    return (
        _status()
        .add_columns(
            Message.id.label("message_id"),
            Message.seq,
            Message.author,
            Message.text,
            Message.content,
            Message.client_id,
            Message.in_reply_to,
            Message.episode_id,
            Message.created_at,
            writer.name.label("writer"),
        )
        .outerjoin(Message, and_(Message.conversation_id == Conversation.id, Message.seq > bindparam("seq")))
        .outerjoin(writer, writer.id == Message.staff_id)
        .order_by(Message.seq)
    )


# Put together once: a turn asks them several times, and to put them together takes longer than to ask them.
_LOCKED = (
    select(Conversation)
    .where(Conversation.id == bindparam("conversation_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_OFFER = (
    select(Message)
    .where(
        Message.conversation_id == bindparam("conversation_id"),
        Message.author.in_(["bot", "system"]),
        Message.seq < bindparam("before"),
    )
    .order_by(Message.seq.desc())
    .limit(1)
)
_STATUS, _NEWS = _status(), _news()
_AFTER = (
    select(Message, Staff.name)
    .outerjoin(Staff, Staff.id == Message.staff_id)
    .where(Message.conversation_id == bindparam("conversation_id"), Message.seq > bindparam("seq"))
    .order_by(Message.seq)
)

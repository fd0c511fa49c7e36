"""Writing a message: the one way a conversation grows."""

from datetime import datetime
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from api.chat.models import Conversation, Message
from api.clock import aware
from api.database import notify

TYPED: dict[str, Any] = {"customer_typing_at": None}
"""Who has sent a message types no more."""
Author: TypeAlias = Literal["customer", "bot", "agent", "system"]


def append_message(
    session: Session,
    conversation: Conversation,
    *,
    author: Author,
    text: str,
    content: dict[str, Any] | None = None,
    episode_id: int | None = None,
    staff_id: int | None = None,
    client_id: str | None = None,
    in_reply_to: int | None = None,
    now: datetime,
) -> Message:
    """Write the conversation's next message and tell whoever watches it.

    The conversation's row is locked until the transaction ends, so numbers become visible in order.
    """
    session.flush()
    message: Message = session.scalars(
        _WRITTEN_BY_CUSTOMER if author == "customer" else _WRITTEN,
        {
            "conversation_id": conversation.id,
            "episode_id": episode_id,
            "author": author,
            "staff_id": staff_id,
            "text": text,
            "content": content or {},
            "client_id": client_id,
            "in_reply_to": in_reply_to,
            "now": aware(now),
        },
    ).one()
    wrote = {"last_seq": message.seq, "updated_at": aware(now)}
    for name, value in (wrote | (TYPED if author == "customer" else {})).items():
        set_committed_value(conversation, name, value)
    tell(session, conversation.id)
    return message


def tell(session: Session, conversation_id: str) -> None:
    """Tell whoever watches the conversation that something of it changed."""
    notify(session, f"conversation:{conversation_id}")


def _written(also: dict[str, Any]) -> Any:
    """One statement takes the conversation's next number and writes the message."""
    conversations, messages = cast(Table, Conversation.__table__), cast(Table, Message.__table__)
    numbered = (
        update(conversations)
        .where(conversations.c.id == bindparam("conversation_id"))
        .values({"last_seq": conversations.c.last_seq + 1, "updated_at": bindparam("now")} | also)
        .returning(conversations.c.last_seq)
        .cte("numbered")
    )
    written = insert(messages).values(
        seq=select(numbered.c.last_seq).scalar_subquery(),
        created_at=bindparam("now"),
        **{
            name: bindparam(name)
            for name in (
                "conversation_id",
                "episode_id",
                "author",
                "staff_id",
                "text",
                "content",
                "client_id",
                "in_reply_to",
            )
        },
    )
    return select(Message).from_statement(written.returning(*messages.c))


# Put together once: every turn writes two.
_WRITTEN, _WRITTEN_BY_CUSTOMER = _written({}), _written(TYPED)

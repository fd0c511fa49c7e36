"""Writing a message: the one way a conversation grows."""

from datetime import datetime
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from api.chat.models import Conversation, Message
from api.clock import aware
from api.database import notify

Author: TypeAlias = Literal["customer", "bot", "agent", "system"]
_table = cast(Table, Conversation.__table__)


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
    wrote: dict[str, Any] = {"last_seq": _table.c.last_seq + 1, "updated_at": aware(now)}
    if author == "customer":
        wrote["customer_typing_at"] = None
    numbered = update(_table).where(_table.c.id == conversation.id).values(wrote).returning(_table.c.last_seq)
    # One statement takes the number and writes the message.
    written = insert(Message).values(
        conversation_id=conversation.id,
        episode_id=episode_id,
        seq=select(numbered.cte("numbered").c.last_seq).scalar_subquery(),
        author=author,
        staff_id=staff_id,
        text=text,
        content=content or {},
        client_id=client_id,
        in_reply_to=in_reply_to,
        created_at=now,
    )
    message = session.scalars(written.returning(Message)).one()
    for name, value in (wrote | {"last_seq": message.seq}).items():
        set_committed_value(conversation, name, value)
    tell(session, conversation.id)
    return message


def tell(session: Session, conversation_id: str) -> None:
    """Tell whoever watches the conversation that something of it changed."""
    notify(session, f"conversation:{conversation_id}")

"""Writing a message: the one way a conversation grows."""

from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.chat.models import Conversation, Message
from api.clock import aware
from api.database import notify

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
    wrote: dict[str, Any] = {"last_seq": Conversation.last_seq + 1, "updated_at": aware(now)}
    if author == "customer":
        wrote["customer_typing_at"] = None
    session.execute(
        update(Conversation).where(Conversation.id == conversation.id).values(wrote).returning(Conversation),
        execution_options={"populate_existing": True},
    ).scalar_one()
    message = Message(
        conversation_id=conversation.id,
        episode_id=episode_id,
        seq=conversation.last_seq,
        author=author,
        staff_id=staff_id,
        text=text,
        content=content or {},
        client_id=client_id,
        in_reply_to=in_reply_to,
        created_at=now,
    )
    session.add(message)
    session.flush()
    tell(session, conversation.id)
    return message


def tell(session: Session, conversation_id: str) -> None:
    """Tell whoever watches the conversation that something of it changed."""
    notify(session, f"conversation:{conversation_id}")

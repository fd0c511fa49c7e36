"""What the customer's widget tells without words: that they are writing, what arrived, what was read."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from api.chat.models import Conversation, HandOff, Message, Turn
from api.database import CHANNEL

TYPING = timedelta(seconds=6)
"""How long a typing mark holds. The widget repeats it every three seconds; nobody says that they stopped."""
MORE_TO_COME = timedelta(seconds=3.5)
"""A held message waits this long after a typing mark: a little more than the widget's three seconds."""
LONGEST_HOLD = timedelta(seconds=10)
"""A message older than this is not held for further typing."""


def is_typing(at: datetime | None, now: datetime) -> bool:
    """Whether a typing mark set at `at` still holds."""
    return at is not None and at > now - TYPING


def note_customer_typing(session: Session, conversation_id: str, *, now: datetime) -> None:
    """Note that the customer is writing. What they wrote last, if it is held for more, is held on."""
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(customer_typing_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Turn)
        .where(
            Turn.conversation_id == conversation_id,
            Turn.next_at > func.now(),
            Turn.attempts == 0,
            ~Turn.told,
            Message.id == Turn.message_id,
            Message.created_at > now - LONGEST_HOLD,
        )
        .values(next_at=func.greatest(Turn.next_at, func.now() + MORE_TO_COME))
        .execution_options(synchronize_session=False)
    )
    _tell_agent(session, conversation_id)


def note_customer_marks(session: Session, conversation_id: str, *, delivered: int, read: int) -> None:
    """Note which messages arrived and were read. Marks only move on, and not past the newest message."""
    newest = func.least(func.greatest(delivered, read), Conversation.last_seq)
    until = func.least(read, Conversation.last_seq)
    moved = session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation_id,
            (Conversation.customer_delivered_seq < newest) | (Conversation.customer_read_seq < until),
        )
        .values(
            customer_delivered_seq=func.greatest(Conversation.customer_delivered_seq, newest),
            customer_read_seq=func.greatest(Conversation.customer_read_seq, until),
        )
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    )
    if moved.scalar() is not None:
        _tell_agent(session, conversation_id)


def _tell_agent(session: Session, conversation_id: str) -> None:
    """Tell whoever watches, if a person may: the bot has no use for it, and streams need not wake."""
    watched = exists().where(HandOff.conversation_id == conversation_id, HandOff.closed_at.is_(None))
    session.execute(select(func.pg_notify(CHANNEL, f"conversation:{conversation_id}")).where(watched))

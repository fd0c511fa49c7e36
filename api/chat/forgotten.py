"""Conversations that wait for nobody: a bug, a crash or a hand in the database left a customer alone.

Two kinds. *Forgotten*: the customer spoke last, and there is neither a turn nor an open hand-off; the message
is queued again, and given to a person if that happens twice. *Stuck*: a turn that nobody takes, or that fails
again and again; a person gets it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from api.chat.handoffs import hand_over
from api.chat.models import WIDGET, Conversation, HandOff, Message, Turn
from api.chat.receiving import wait_for_bot
from api.chat.store import locked_conversation
from api.chat.turns import oldest_turns, with_person
from api.episodes.ledger import Reason

OVERLOOKED = timedelta(seconds=30)
"""Nothing of ours takes so long between one step and the next."""
HOPELESS = 6
"""Attempts; after three the bot is not even asked, so then our own side fails."""
AGAIN = "queued_again"
"""Of a message's content: the watchdog has queued it once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """A message without a reply, and whether a turn of it is stuck (else there is none)."""

    message_id: int
    conversation_id: str
    stuck: bool


def left_alone(session: Session, *, now: datetime, quiet: timedelta, patience: timedelta) -> list[Left]:
    """Return the messages that wait for nobody. `patience`: how long the bot may take for a reply."""
    return [
        Left(message_id=message_id, conversation_id=conversation_id, stuck=stuck)
        for query, stuck in ((_stuck(patience), True), (_forgotten(now, quiet), False))
        for message_id, conversation_id in session.execute(query.limit(100))
    ]


def look_after(
    session: Session, left: Left, *, now: datetime, quiet: timedelta, patience: timedelta
) -> str | None:
    """Queue a message again, or hand its conversation to a person. Return what was done."""
    conversation = locked_conversation(session, left.conversation_id)
    query = _stuck(patience) if left.stuck else _forgotten(now, quiet)
    if left.message_id not in [row.id for row in session.execute(query.where(Message.id == left.message_id))]:
        return None
    message = session.get_one(Message, left.message_id)
    if left.stuck or AGAIN in message.content:
        hand_over(session, conversation, now=now, quiet=quiet, reason=Reason.BOT_UNAVAILABLE)
        return "handed over"
    message.content = message.content | {AGAIN: True}
    wait_for_bot(session, message, seconds=0)
    return "queued again"


def _stuck(patience: timedelta) -> Select[int, str]:
    heads = oldest_turns().subquery()
    return (
        select(Message.id, Message.conversation_id)
        .join(heads, heads.c.message_id == Message.id)
        .where(
            or_(heads.c.next_at < func.now() - patience - OVERLOOKED, heads.c.attempts >= HOPELESS),
            ~with_person(heads.c.conversation_id),
        )
        .order_by(Message.id)
    )


def _forgotten(now: datetime, quiet: timedelta) -> Select[int, str]:
    # Somebody who took the conversation afterwards has seen it.
    seen = exists().where(
        HandOff.conversation_id == Message.conversation_id, HandOff.claimed_at > Message.created_at
    )
    return (
        select(Message.id, Message.conversation_id)
        .join(
            Conversation,
            and_(Conversation.id == Message.conversation_id, Conversation.last_seq == Message.seq),
        )
        .where(
            # Older than that the episode is over.
            Conversation.updated_at > now - quiet,
            Conversation.updated_at < now - OVERLOOKED,
            ~Conversation.sample,
            # What was told of the telephone is over: the bot has no part in it.
            Conversation.channel == WIDGET,
            Message.author == "customer",
            ~exists().where(Turn.conversation_id == Conversation.id),
            ~with_person(Conversation.id),
            ~seen,
        )
        .order_by(Message.id)
    )

"""Who is at a conversation: what the agent has read, and that they are writing."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.messages import tell
from api.chat.models import Conversation, HandOff, Message
from api.staff.models import Staff


def mark_read(session: Session, hand_off: HandOff, conversation: Conversation, seq: int) -> None:
    """Note that the agent has read all up to number `seq`. The mark only moves on.

    What the customer wrote meanwhile wakes a snoozed conversation for good. The caller holds its lock.
    """
    seq, before = min(seq, conversation.last_seq), conversation.agent_read_seq
    if seq <= before:
        return
    written = select(func.count()).where(
        Message.conversation_id == conversation.id,
        Message.author == "customer",
        Message.seq > before,
        Message.seq <= seq,
    )
    if hand_off.snoozed_until is not None and session.scalar(written):
        hand_off.snoozed_until = None
    conversation.agent_read_seq = seq
    session.flush()
    tell(session, conversation.id)


def note_typing(session: Session, conversation: Conversation, by: Staff, *, now: datetime) -> None:
    """Note that `by` is writing to the customer."""
    conversation.agent_typing_at, conversation.agent_typing_id = now, by.id
    session.flush()
    tell(session, conversation.id)


def stop_typing(session: Session, conversation: Conversation, by: Staff) -> None:
    """Note that `by` has sent what they were writing."""
    if conversation.agent_typing_id == by.id:
        conversation.agent_typing_at = conversation.agent_typing_id = None

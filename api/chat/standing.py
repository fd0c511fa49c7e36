"""Where a conversation stands when a message comes: all that receiving it must know, in one query."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from api.chat.models import Conversation, HandOff, Message, Turn
from api.holdout.store import share_in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is there already."""

    known: Message | None
    """The message that its sender calls the same: then nothing new came."""
    with_person: bool
    """Whether a hand-off is open."""
    held: Message | None
    """The customer's newest message, if it is held for more."""
    nth_newest_at: datetime | None
    """When the customer's n-th newest message came."""
    holdout: bool
    """Whether a hold-out runs: only then is there more to ask."""


def standing_of(session: Session, conversation_id: str, *, client_id: str, n: int, now: datetime) -> Standing:
    """Return where the conversation stands; the caller holds its lock."""
    asked = {"conversation_id": conversation_id, "client_id": client_id, "before": n - 1, "now": now}
    row = session.execute(_STANDING, asked).one()
    return Standing(known=row[0], with_person=row[1], held=row[2], nth_newest_at=row[3], holdout=bool(row[4]))


def _standing() -> Select[Message, bool, Message, datetime, float]:
    known, older = aliased(Message), aliased(Message)
    conversation_id: ColumnElement[str] = bindparam("conversation_id")
    person = exists().where(HandOff.conversation_id == conversation_id, HandOff.closed_at.is_(None))
    nth = (
        select(older.created_at)
        .where(older.conversation_id == conversation_id, older.author == "customer")
        .order_by(older.seq.desc())
        .offset(bindparam("before"))
        .limit(1)
        .scalar_subquery()
    )
    held = and_(
        Turn.conversation_id == Conversation.id,
        Turn.next_at > func.now(),
        Turn.attempts == 0,
        ~Turn.told,
    )
    same = and_(known.conversation_id == Conversation.id, known.client_id == bindparam("client_id"))
    return (
        select(known, person, Message, nth, share_in_force())
        .select_from(Conversation)
        .outerjoin(known, same)
        .outerjoin(Turn, held)
        .outerjoin(Message, Message.id == Turn.message_id)
        .where(Conversation.id == conversation_id)
        .order_by(Turn.message_id.desc())
        .limit(1)
    )


# Put together once: every message asks it.
_STANDING = _standing()

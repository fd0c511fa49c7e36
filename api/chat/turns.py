"""The SQL of turns: messages that wait for the bot, one at a time per conversation, oldest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Exists,
    Interval,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.chat.language import Language, language_or
from api.chat.models import Conversation, HandOff, Message, Turn
from api.chat.together import whole_text
from api.episodes.models import Episode


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A conversation's oldest turn."""

    message_id: int
    conversation_id: str
    seconds: float = 0.0
    """Until it is due; 0 or less when it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A turn to be asked of the bot. `attempts`: how often the bot took it and failed."""

    message_id: int
    conversation_id: str
    payload: str
    asked: str | None
    """What the customer typed, whole; None for a pressed button."""
    language: Language
    attempts: int
    told: bool


def due_turns(session: Session, *, within: float = 0, limit: int = 100) -> list[Due]:
    """Return each conversation's oldest turn if it is due `within` seconds and no person is asked for.

    The longest overdue come first.
    """
    rows = session.connection().execute(_DUE, {"within": timedelta(seconds=within), "most": limit})
    return [
        Due(message_id=message_id, conversation_id=conversation_id, seconds=float(until))
        for message_id, conversation_id, until in rows
    ]


def oldest_turns() -> Select[int, str, datetime, int, bool]:
    """Select each conversation's oldest turn."""
    return (
        select(Turn.message_id, Turn.conversation_id, Turn.next_at, Turn.attempts, Turn.told)
        .ext(distinct_on(Turn.conversation_id))
        .order_by(Turn.conversation_id, Turn.message_id)
    )


def with_person(conversation_id: ColumnElement[str] | InstrumentedAttribute[str]) -> Exists:
    """Whether a hand-off of the conversation is open."""
    return exists().where(HandOff.conversation_id == conversation_id, HandOff.closed_at.is_(None))


def begin(session: Session, due: Due) -> Waiting | None:
    """Return the turn if it still waits. One that a person has meanwhile taken care of ends here."""
    row = session.execute(_BEGUN, {"message_id": due.message_id}).first()
    if row is None:
        return None
    if row.taken:
        finish(session, due.message_id)
        return None
    return Waiting(
        message_id=due.message_id,
        conversation_id=due.conversation_id,
        payload=row.payload,
        asked=None if "choice" in row.Message.content else whole_text(row.Message),
        language=language_or(row.Message.content.get("language", ""), language_or(row.language)),
        attempts=row.attempts,
        told=row.told,
    )


def finish(session: Session, message_id: int) -> bool:
    """Delete a turn; return whether it was still there. Of two who try, the second is told no."""
    gone = session.execute(delete(Turn).where(Turn.message_id == message_id).returning(Turn.message_id))
    return gone.scalar() is not None


def finish_without_person(session: Session, message_id: int) -> tuple[Message, Episode] | None:
    """Finish a turn; return what was asked, and in which episode. The caller locks the conversation.

    None, and the turn waits on, when a person is asked for or has answered; None also when it is gone.
    """
    row = session.execute(_FINISHED, {"message_id": message_id}).first()
    if row is None:
        return None
    asked, episode = row
    if episode is None:
        raise LookupError(f"message {message_id} belongs to no episode")
    return asked, episode


def still_waits(session: Session, message_id: int) -> bool:
    """Whether a turn is still there."""
    return session.get(Turn, message_id) is not None


def put_off(session: Session, message_id: int, *, seconds: float, failed: bool) -> None:
    """Let a turn wait `seconds` before it is tried again."""
    session.execute(
        update(Turn)
        .where(Turn.message_id == message_id)
        .values(next_at=func.now() + timedelta(seconds=seconds), attempts=Turn.attempts + int(failed))
    )


def mark_told(session: Session, message_id: int) -> bool:
    """Note that the customer is told that the bot is not there; return whether this is the first time."""
    first = session.execute(
        update(Turn)
        .where(Turn.message_id == message_id, ~Turn.told)
        .values(told=True)
        .returning(Turn.message_id)
    )
    return first.scalar() is not None


def _due() -> Select[int, str, float]:
    heads = oldest_turns().subquery()
    return (
        select(
            heads.c.message_id, heads.c.conversation_id, func.extract("epoch", heads.c.next_at - func.now())
        )
        .where(
            heads.c.next_at <= func.now() + bindparam("within", type_=Interval()),
            ~with_person(heads.c.conversation_id),
        )
        .order_by(heads.c.next_at, heads.c.message_id)
        .limit(bindparam("most"))
    )


def _taken() -> Exists:
    """Whether a person has taken care of the turn's message since it was sent."""
    return exists().where(
        HandOff.conversation_id == Turn.conversation_id,
        HandOff.claimed_at > Message.created_at,
        Message.id == Turn.message_id,
    )


# Every turn asks these, and to put them together takes longer than to ask them: so that is done once.
_DUE = _due()
_BEGUN = (
    select(
        Turn.payload,
        Turn.attempts,
        Turn.told,
        Message,
        Conversation.language,
        _taken().label("taken"),
    )
    .join(Message, Message.id == Turn.message_id)
    .join(Conversation, Conversation.id == Turn.conversation_id)
    .where(Turn.message_id == bindparam("message_id"))
)
_turns = cast(Table, Turn.__table__)
_gone = (
    delete(_turns)
    .where(_turns.c.message_id == bindparam("message_id"), ~with_person(_turns.c.conversation_id), ~_taken())
    .returning(_turns.c.message_id)
    .cte("gone")
)
_FINISHED = (
    select(Message, Episode)
    .join(_gone, _gone.c.message_id == Message.id)
    .outerjoin(Episode, Episode.id == Message.episode_id)
)

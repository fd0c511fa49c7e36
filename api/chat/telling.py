"""Telling a customer who waits for the bot that it takes longer, or is not there. The message is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Interval, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from api.chat.buttons import offer_of
from api.chat.handoffs import open_hand_off
from api.chat.language import language_or
from api.chat.messages import append_message
from api.chat.models import Conversation, Message
from api.chat.store import locked_conversation
from api.chat.turns import Waiting, mark_told, oldest_turns, still_waits, with_person
from api.episodes.ledger import Kind, Reason, record
from api.web.texts import translate


@dataclass(frozen=True, kw_only=True, slots=True)
class Late:
    """A message that has waited for the bot for long, and nobody has said so yet."""

    message_id: int
    conversation_id: str


def late_turns(session: Session, *, seconds: float, limit: int = 100) -> list[Late]:
    """Return the messages whose reply is `seconds` late without a word, the latest first."""
    rows = session.execute(_LATE, {"late": timedelta(seconds=seconds), "most": limit})
    return [Late(message_id=row.message_id, conversation_id=row.conversation_id) for row in rows]


def tell_slow(session: Session, late: Late, *, now: datetime) -> bool:
    """Say that the answer takes longer, and offer a person; return whether that was still to be said."""
    conversation = locked_conversation(session, late.conversation_id)
    if open_hand_off(session, conversation.id) is not None or not still_waits(session, late.message_id):
        return False
    return _say(session, conversation, session.get_one(Message, late.message_id), "bot_slow", now)


def tell_unavailable(session: Session, turn: Waiting, *, now: datetime) -> None:
    """Say, once per turn, that the bot is not there and that the message is kept.

    Who was told that it takes longer is not told again, but the ledger has it that the bot was away.
    """
    conversation = locked_conversation(session, turn.conversation_id)
    if open_hand_off(session, conversation.id) is not None or not mark_told(session, turn.message_id):
        return
    asked = session.get_one(Message, turn.message_id)
    _say(session, conversation, asked, "bot_unavailable", now)
    if asked.episode_id is not None:
        record(
            session, asked.episode_id, Kind.BOT_UNAVAILABLE, at=now, key=str(asked.id), message_id=asked.id
        )


def _say(session: Session, conversation: Conversation, asked: Message, act: str, now: datetime) -> bool:
    """Write the notice unless there is one already."""
    noticed = select(Message.id).where(
        Message.conversation_id == conversation.id,
        Message.in_reply_to == asked.id,
        Message.author == "system",
    )
    if session.scalar(noticed.limit(1)) is not None:
        return False
    language = language_or(asked.content.get("language", ""), language_or(conversation.language))
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, f"chat.{act}"),
        content={"act": act, "language": language} | offer_of(language, Reason.BOT_UNAVAILABLE),
        episode_id=asked.episode_id,
        in_reply_to=asked.id,
        now=now,
    )
    return True


def _late() -> Select[int, str]:
    heads = oldest_turns().subquery()
    noticed = exists().where(
        Message.conversation_id == heads.c.conversation_id,
        Message.in_reply_to == heads.c.message_id,
        Message.author == "system",
    )
    return (
        select(heads.c.message_id, heads.c.conversation_id)
        .where(heads.c.next_at < func.now() - bindparam("late", type_=Interval()), ~heads.c.told)
        .where(~with_person(heads.c.conversation_id), ~noticed)
        .order_by(heads.c.next_at)
        .limit(bindparam("most"))
    )


# Put together once: it is asked twice a second.
_LATE = _late()

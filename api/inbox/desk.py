"""What an agent does with a hand-off: claim it, reply, resolve it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.chat.language import language_or
from api.chat.messages import append_message, tell
from api.chat.models import Conversation, HandOff, Message
from api.chat.receiving import LENGTH, EmptyMessage, MessageTooLong, storable
from api.chat.store import locked_conversation, message_by_client_id, newest_offer
from api.database import notify
from api.episodes.ledger import Kind, record
from api.errors import Conflict, Forbidden
from api.inbox.store import faq_of, hand_off_for, name_of, take
from api.staff.models import Role, Staff
from api.web.texts import translate


class AlreadyClaimed(Conflict):
    """Somebody else has taken this conversation already."""


class HandOffClosed(Conflict):
    """This conversation is closed already."""


class NotYours(Forbidden):
    """Only the agent who took this conversation may do this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Replied:
    """The message that was sent, and whether it had been sent before."""

    message: Message
    repeated: bool


def claim(session: Session, hand_off_id: int, by: Staff, *, now: datetime) -> None:
    """Take a waiting hand-off. Claiming one's own again changes nothing.

    Raises `AlreadyClaimed` (with the agent's name as `agent`) and `HandOffClosed`.
    """
    hand_off, _ = _locked(session, hand_off_id)
    if take(session, hand_off_id, by.id, now):
        record(session, hand_off.episode_id, Kind.AGENT_CLAIMED, at=now, key=str(hand_off_id), staff_id=by.id)
        tell(session, hand_off.conversation_id)
        notify(session, "inbox")
    elif hand_off.closed_at is not None:
        raise HandOffClosed
    elif hand_off.claimed_by != by.id:
        name = name_of(session, hand_off.claimed_by)
        raise AlreadyClaimed(f"{name} has taken this conversation already." if name else None, agent=name)


def reply(
    session: Session,
    hand_off_id: int,
    by: Staff,
    *,
    text: str,
    client_id: str,
    version_id: int | None = None,
    now: datetime,
) -> Replied:
    """Send the customer a message, once for each `client_id`.

    `version_id` names the FAQ's version that the words were taken from. Raises `EmptyMessage`,
    `MessageTooLong`, `NotYours`, `HandOffClosed`, `NoSuchFaq`.
    """
    hand_off, conversation = _locked(session, hand_off_id)
    if hand_off.claimed_by != by.id:
        raise NotYours
    # The customer's own ids live in the same column.
    client_id = f"agent-{by.id}-{client_id}"
    known = message_by_client_id(session, conversation.id, client_id)
    if known is not None:
        return Replied(message=known, repeated=True)
    if hand_off.closed_at is not None:
        raise HandOffClosed
    text = storable(text).replace("\r\n", "\n").strip()
    if not text:
        raise EmptyMessage
    if len(text) > LENGTH:
        raise MessageTooLong
    taken_from = faq_of(session, version_id) if version_id is not None else {}
    message = append_message(
        session,
        conversation,
        author="agent",
        text=text,
        content=taken_from,
        episode_id=hand_off.episode_id,
        staff_id=by.id,
        client_id=client_id,
        now=now,
    )
    if hand_off.first_replied_at is None:
        hand_off.first_replied_at = now
    record(
        session,
        hand_off.episode_id,
        Kind.AGENT_REPLIED,
        at=now,
        key=str(message.id),
        staff_id=by.id,
        message_id=message.id,
        **taken_from,
    )
    notify(session, "inbox")
    return Replied(message=message, repeated=False)


def resolve(session: Session, hand_off_id: int, by: Staff, *, now: datetime) -> None:
    """Close the matter: the customer is told and asked for a rating, and the bot serves again.

    A manager may do it for an agent who is away. Resolving twice changes nothing.
    """
    hand_off, conversation = _locked(session, hand_off_id)
    stands_in = Role(by.role).rank >= Role.MANAGER.rank and hand_off.claimed_at is not None
    if hand_off.claimed_by != by.id and not stands_in:
        raise NotYours
    if hand_off.closed_at is not None:
        return
    hand_off.closed_at = now
    key, episode_id = str(hand_off_id), hand_off.episode_id
    record(session, episode_id, Kind.AGENT_RELEASED, at=now, key=key, staff_id=hand_off.claimed_by)
    record(session, episode_id, Kind.CONVERSATION_RESOLVED, at=now, key=key, by=by.id)
    offered = newest_offer(session, conversation.id)
    spoken = offered.content.get("language", "") if offered else ""
    language = language_or(spoken, language_or(conversation.language))
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, "inbox.resolved_message"),
        content={"act": "resolved", "language": language, "csat": True},
        episode_id=episode_id,
        now=now,
    )
    # Messages from before the claim that still wait for the bot end now.
    notify(session, "turns")
    notify(session, "inbox")


def _locked(session: Session, hand_off_id: int) -> tuple[HandOff, Conversation]:
    """Return the hand-off and its conversation, locked: the customer may be taking the request back."""
    conversation = locked_conversation(session, hand_off_for(session, hand_off_id).conversation_id)
    return hand_off_for(session, hand_off_id), conversation

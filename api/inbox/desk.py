"""What an agent does with a hand-off: claim it, reply, resolve it. Passing it on is in `passing.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.chat.attachments.keeping import content_of_files, sent_with, to_send
from api.chat.language import language_or
from api.chat.messages import append_message, tell
from api.chat.models import Conversation, HandOff, Message
from api.chat.receiving import LENGTH, EmptyMessage, MessageTooLong, storable
from api.chat.store import locked_conversation, message_by_client_id, newest_offer
from api.database import notify
from api.episodes.ledger import Kind, record
from api.errors import Conflict, Forbidden, Invalid
from api.inbox.presence import mark_read, stop_typing
from api.inbox.store import faq_of, hand_off_for, name_of, number_of, take
from api.staff.models import Role, Staff
from api.web.texts import translate


class AlreadyClaimed(Conflict):
    """Somebody else has taken this conversation already."""


class HandOffClosed(Conflict):
    """This conversation is closed already."""


class NotYours(Forbidden):
    """Only the agent who took this conversation may do this."""


class WrapUpTooLong(Invalid):
    """A topic can have up to 120 characters, a wrap-up 2,000."""


TOPIC_LENGTH = 120
WRAP_UP_LENGTH = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Replied:
    """The message that was sent, and whether it had been sent before."""

    message: Message
    repeated: bool


def claim(session: Session, hand_off_id: int, by: Staff, *, now: datetime) -> None:
    """Take a waiting hand-off. Claiming one's own again changes nothing.

    Raises `AlreadyClaimed` (with the agent's name as `agent`) and `HandOffClosed`.
    """
    hand_off, _ = locked(session, hand_off_id)
    if take(session, hand_off_id, by.id, now):
        record_claim(session, hand_off, by.id, now=now)
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
    files: Sequence[str] = (),
    now: datetime,
) -> Replied:
    """Send the customer a message, once for each `client_id`.

    `version_id` names the FAQ's version that the words were taken from, `files` what the agent has uploaded;
    with files the text may be empty. Raises `EmptyMessage`, `MessageTooLong`, `NotYours`, `HandOffClosed`,
    `NoSuchFaq`, `TooManyFiles`, `FileNotToBeSent`.
    """
    hand_off, conversation = locked(session, hand_off_id)
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
    if not text and not files:
        raise EmptyMessage
    if len(text) > LENGTH:
        raise MessageTooLong
    carried = to_send(session, conversation.id, files, staff_id=by.id) if files else []
    taken_from = faq_of(session, version_id) if version_id is not None else {}
    message = append_message(
        session,
        conversation,
        author="agent",
        text=text,
        content=taken_from | content_of_files(carried),
        episode_id=hand_off.episode_id,
        staff_id=by.id,
        client_id=client_id,
        now=now,
    )
    sent_with(session, carried, message.id)
    if hand_off.first_replied_at is None:
        hand_off.first_replied_at = now
    # Who replies is at it again, and has read what they reply to.
    hand_off.snoozed_until = None
    mark_read(session, hand_off, conversation, conversation.last_seq)
    stop_typing(session, conversation, by)
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


def resolve(
    session: Session, hand_off_id: int, by: Staff, *, topic: str = "", wrap_up: str = "", now: datetime
) -> None:
    """Close the matter: the customer is told and asked for a rating, and the bot serves again.

    `topic` says what it was about, `wrap_up` tells colleagues what was done. A manager may do it for an
    agent who is away. Resolving twice changes nothing. Raises `NotYours`, `WrapUpTooLong`.
    """
    hand_off, conversation = locked(session, hand_off_id)
    if not may_act(hand_off, by):
        raise NotYours
    if hand_off.closed_at is not None:
        return
    topic, wrap_up = " ".join(storable(topic).split()), storable(wrap_up).replace("\r\n", "\n").strip()
    if len(topic) > TOPIC_LENGTH or len(wrap_up) > WRAP_UP_LENGTH:
        raise WrapUpTooLong
    hand_off.topic, hand_off.wrap_up = topic or None, wrap_up or None
    hand_off.closed_at, hand_off.snoozed_until = now, None
    record_release(session, hand_off, now=now)
    # The wrap-up may name people, and facts last: it stays out of them.
    about = {"topic": topic} if topic else {}
    key, episode_id = str(hand_off_id), hand_off.episode_id
    record(session, episode_id, Kind.CONVERSATION_RESOLVED, at=now, key=key, by=by.id, **about)
    say(session, hand_off, conversation, "resolved", now=now, csat=True)
    # Messages from before the claim that still wait for the bot end now.
    notify(session, "turns")
    notify(session, "inbox")


def locked(session: Session, hand_off_id: int) -> tuple[HandOff, Conversation]:
    """Return the hand-off and its conversation, locked: the customer may be taking the request back."""
    conversation = locked_conversation(session, hand_off_for(session, hand_off_id).conversation_id)
    return hand_off_for(session, hand_off_id), conversation


def may_act(hand_off: HandOff, by: Staff) -> bool:
    """Whether `by` has the conversation, or is a manager who stands in for whoever has it."""
    stands_in = Role(by.role).rank >= Role.MANAGER.rank and hand_off.claimed_at is not None
    return hand_off.claimed_by == by.id or stands_in


def record_claim(
    session: Session, hand_off: HandOff, staff_id: int, *, now: datetime, **more: object
) -> None:
    """Write that an agent has the conversation from now on; a hand-off may see several claims."""
    key = _numbered(session, hand_off, Kind.AGENT_CLAIMED)
    record(session, hand_off.episode_id, Kind.AGENT_CLAIMED, at=now, key=key, staff_id=staff_id, **more)


def record_release(session: Session, hand_off: HandOff, *, now: datetime, **more: object) -> None:
    """Write that the agent who has the conversation has it no longer."""
    key, staff_id = _numbered(session, hand_off, Kind.AGENT_RELEASED), hand_off.claimed_by
    record(session, hand_off.episode_id, Kind.AGENT_RELEASED, at=now, key=key, staff_id=staff_id, **more)


def say(
    session: Session,
    hand_off: HandOff,
    conversation: Conversation,
    act: str,
    *,
    now: datetime,
    name: str = "",
    **content: object,
) -> None:
    """Tell the customer what happens, in the language they were last spoken to in."""
    offered = newest_offer(session, conversation.id)
    spoken = offered.content.get("language", "") if offered else ""
    language = language_or(spoken, language_or(conversation.language))
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, f"inbox.{act}_message", name=name),
        content={"act": act, "language": language, **content},
        episode_id=hand_off.episode_id,
        now=now,
    )


def _numbered(session: Session, hand_off: HandOff, kind: Kind) -> str:
    number = number_of(session, hand_off.episode_id, kind)
    return f"{hand_off.id}:{number}" if number else str(hand_off.id)

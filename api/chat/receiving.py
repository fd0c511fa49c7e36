"""Receiving a customer's message: kept once, then waiting for the bot or for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Interval, Select, Table, Text, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from api.chat.attachments.keeping import content_of_files, sent_with, to_send
from api.chat.buttons import offer_of
from api.chat.choices import Pressed, label_of
from api.chat.follow_up import VALUES, answer
from api.chat.handoffs import hand_over
from api.chat.holding_out import held_out
from api.chat.language import language_or, reply_language
from api.chat.messages import NewFact, append_message
from api.chat.models import Conversation, Message, Turn
from api.chat.standing import standing_of
from api.chat.store import newest_offer
from api.chat.together import KEY, can_continue, hold, joined, payload_of, release
from api.database import CHANNEL, notify, topics_taken
from api.episodes.ledger import Kind, Reason, current_episode, record
from api.episodes.models import Episode
from api.errors import Invalid, TooMany
from api.web.texts import translate

LENGTH = 4000
MESSAGES_A_MINUTE = 20


class EmptyMessage(Invalid):
    """Please write a message."""


class MessageTooLong(Invalid):
    """A message can have up to 4,000 characters."""


class RateLimited(TooMany):
    """Too many messages. Please wait a moment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """What the widget sent: a text, ids of files or both; or a pressed button."""

    client_id: str
    text: str | None = None
    files: Sequence[str] = ()
    pressed: Pressed | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """The message that was kept, and whether it had been kept before."""

    message: Message
    repeated: bool


def receive(
    session: Session,
    conversation: Conversation,
    incoming: Incoming,
    *,
    now: datetime,
    quiet: timedelta,
    read_together: float = 0,
) -> Received:
    """Keep a customer's message, and let the bot or a person know. The caller holds the conversation's lock.

    A message that looks unfinished waits `read_together` seconds for the next one. A repeated `client_id`
    finds the first message. Raises `EmptyMessage`, `MessageTooLong`, `NotOffered`, `TooManyFiles`,
    `FileNotToBeSent`; and `RateLimited` after writing the fact of it, so the caller must commit all the same.
    """
    standing = standing_of(
        session, conversation.id, client_id=incoming.client_id, n=MESSAGES_A_MINUTE, now=now
    )
    if standing.known is not None:
        return Received(message=standing.known, repeated=True)
    if incoming.pressed is not None and incoming.pressed.kind in VALUES:
        said = answer(session, conversation, incoming.pressed, incoming.client_id, now)
        return Received(message=said, repeated=False)
    text, content = _read(session, conversation, incoming)
    files = to_send(session, conversation.id, incoming.files, staff_id=None) if incoming.files else []
    episode = current_episode(
        session,
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        now=now,
        quiet=quiet,
    )
    _limit(session, conversation, episode, standing.nth_newest_at, now)
    together = read_together > 0 and incoming.pressed is None
    goes_on = together and can_continue(standing, text, LENGTH)
    if standing.held is not None and goes_on:
        content |= joined(standing.held, text)
        content["language"] = reply_language(content[KEY]["text"], conversation.language)
    message = append_message(
        session,
        conversation,
        author="customer",
        text=text,
        content=content | content_of_files(files),
        episode_id=episode.id,
        client_id=incoming.client_id,
        fact=NewFact(kind=Kind.MESSAGE_RECEIVED),
        now=now,
    )
    sent_with(session, files, message.id)
    key = str(message.id)
    if incoming.pressed and incoming.pressed.kind in {"faq", "none_of_these"}:
        record(session, episode.id, Kind.CHOICE_TAKEN, at=now, key=key, faq_id=incoming.pressed.faq_id)
    if standing.held is not None:
        release(session, standing.held.id, continued=goes_on)
    if standing.with_person:
        notify(session, "inbox")
    elif not text:
        _offer_person(session, conversation, message, now)
    elif incoming.pressed is not None and incoming.pressed.kind == "hand_off":
        hand_over(session, conversation, now=now, quiet=quiet)
    elif (
        standing.holdout
        and incoming.pressed is None
        and held_out(session, conversation, episode, message, now=now)
    ):
        pass
    else:
        wait_for_bot(session, message, seconds=0 if incoming.pressed else read_together)
    return Received(message=message, repeated=False)


def wait_for_bot(session: Session, message: Message, *, seconds: float) -> None:
    """Let a message wait for the bot: `seconds` if it looks as if more is to come."""
    notify(session, "turns")
    session.flush()
    waiting = {
        "message_id": message.id,
        "conversation_id": message.conversation_id,
        "payload": payload_of(message),
        "held": hold(message.text, seconds) if seconds else timedelta(0),
    }
    # What this transaction tells goes with it: one way to the database less, in every turn.
    told = {"channel": CHANNEL, "topics": topics_taken(session)}
    session.connection().execute(_QUEUED, waiting | told)


def _offer_person(session: Session, conversation: Conversation, message: Message, now: datetime) -> None:
    """Say that files alone are nothing the bot can read, and offer a person."""
    language = language_or(conversation.language)
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, "chat.files_received"),
        content={"act": "files_received", "language": language} | offer_of(language, Reason.NO_ANSWER),
        episode_id=message.episode_id,
        in_reply_to=message.id,
        now=now,
    )


def storable(text: str) -> str:
    """Return `text` without what PostgreSQL cannot keep: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _read(session: Session, conversation: Conversation, incoming: Incoming) -> tuple[str, dict[str, Any]]:
    """Return the message's text and its content."""
    pressed = incoming.pressed
    if pressed is not None:
        newest = newest_offer(session, conversation.id)
        offered = newest.content if newest else {}
        language = language_or(offered.get("language", ""), language_or(conversation.language))
        content = {"language": language, "choice": pressed.to_json()}
        return label_of(pressed, offered, language), content
    text = storable(incoming.text or "").strip()
    spoken = language_or(conversation.language)
    if not text and not incoming.files:
        raise EmptyMessage(translate(spoken, "chat.empty"))
    if len(text) > LENGTH:
        raise MessageTooLong(translate(spoken, "chat.too_long"))
    return text, {"language": reply_language(text, conversation.language)}


def _limit(
    session: Session, conversation: Conversation, episode: Episode, earlier: datetime | None, now: datetime
) -> None:
    if earlier is not None and now - earlier < timedelta(minutes=1):
        key = f"{conversation.id}:{now:%Y%m%d%H%M}"
        record(session, episode.id, Kind.RATE_LIMITED, at=now, key=key)
        raise RateLimited(translate(language_or(conversation.language), "chat.rate_limited"))


def _queued() -> Select[Any]:
    turns = cast(Table, Turn.__table__)
    queued = insert(turns).values(
        message_id=bindparam("message_id"),
        conversation_id=bindparam("conversation_id"),
        payload=bindparam("payload"),
        next_at=func.now() + bindparam("held", type_=Interval()),
    )
    topic = func.unnest(bindparam("topics", type_=ARRAY(Text))).column_valued("topic")
    return select(func.pg_notify(bindparam("channel", type_=Text), topic)).add_cte(queued.cte("queued"))


# Put together once: every message that waits for the bot asks it.
_QUEUED = _queued()

"""A later question, "was it solved?", to a random share of those who left in silence after an answer.

Silence says little: some were helped, some gave up. Who they are cannot be seen one by one, but of a random
sample that is asked it can be told how many.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from api.chat.buttons import button, offer_of
from api.chat.choices import NotOffered, Pressed
from api.chat.handoffs import open_hand_off
from api.chat.language import language_or
from api.chat.messages import append_message
from api.chat.models import Conversation, Message
from api.chat.store import locked_conversation, newest_offer
from api.episodes.labels import Label, label
from api.episodes.ledger import Kind, Reason, facts_of, record
from api.episodes.models import Episode, Fact
from api.web.texts import translate

ACT = "follow_up"
VALUES = {"follow_up_yes": "solved", "follow_up_no": "not_solved"}
FRESH = timedelta(days=2)
"""Whose episode ended longer ago is not asked any more."""


def drawn(secret: str, episode_id: int, share: float) -> bool:
    """Whether an episode is in the random sample: a keyed hash, so that nobody picks."""
    value = hmac.digest(secret.encode(), f"follow-up\n{episode_id}".encode(), sha256)
    return int.from_bytes(value[:8], "big") < share * 2**64


def ask_those_drawn(session: Session, *, share: float, now: datetime, quiet: timedelta) -> int:
    """Ask in every conversation that ended in silence after an answer, if it is drawn; return how many."""
    asked = 0
    for episode in _ended(session, now):
        if drawn(session.info["secret_key"], episode.id, share) and _ask(session, episode, now, quiet, share):
            asked += 1
    return asked


def answer(
    session: Session, conversation: Conversation, pressed: Pressed, client_id: str, now: datetime
) -> Message:
    """Keep what the customer says to the question. It opens no episode: nothing new is asked for.

    Raises `NotOffered` where the question is not the newest thing said.
    """
    question = newest_offer(session, conversation.id)
    if question is None or question.content.get("act") != ACT or question.episode_id is None:
        raise NotOffered
    language = language_or(question.content.get("language", ""), language_or(conversation.language))
    value = VALUES[pressed.kind]
    record(
        session,
        question.episode_id,
        Kind.FOLLOW_UP_GIVEN,
        at=now,
        key=str(question.episode_id),
        value=value,
    )
    said = append_message(
        session,
        conversation,
        author="customer",
        text=translate(language, f"chat.button_{pressed.kind}"),
        content={"language": language, "choice": pressed.to_json()},
        episode_id=question.episode_id,
        client_id=client_id,
        now=now,
    )
    offer = offer_of(language, Reason.NOT_SOLVED) if value == "not_solved" else {}
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, f"chat.{pressed.kind}"),
        content={"act": "follow_up_taken", "language": language, "buttons": []} | offer,
        episode_id=question.episode_id,
        in_reply_to=said.id,
        now=now,
    )
    return said


def _ended(session: Session, now: datetime) -> Iterable[Episode]:
    """Return the newest episodes of the widget's conversations that ended lately and were not asked about."""
    other, newer = aliased(Fact), aliased(Episode)
    return session.scalars(
        select(Episode)
        .join(Fact, Fact.episode_id == Episode.id)
        .join(Conversation, Conversation.id == Episode.conversation_id)
        .where(
            Fact.kind == Kind.EPISODE_EXPIRED,
            Fact.at > now - FRESH,
            Fact.at <= now,
            Conversation.channel == "widget",
            ~exists().where(other.episode_id == Episode.id, other.kind == Kind.FOLLOW_UP_ASKED),
            ~exists().where(newer.conversation_id == Episode.conversation_id, newer.number > Episode.number),
        )
        .order_by(Episode.id)
    ).all()


def _ask(session: Session, episode: Episode, now: datetime, quiet: timedelta, share: float) -> bool:
    if label(facts_of(session, episode.id), now=now, quiet=quiet) is not Label.ASSUMED:
        return False
    conversation = locked_conversation(session, episode.conversation_id)
    if open_hand_off(session, conversation.id) is not None:
        return False
    language = language_or(conversation.language)
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, "chat.follow_up"),
        content={
            "act": ACT,
            "language": language,
            "buttons": [button(language, kind) for kind in VALUES],
        },
        episode_id=episode.id,
        now=now,
    )
    return record(session, episode.id, Kind.FOLLOW_UP_ASKED, at=now, key=str(episode.id), share=share)

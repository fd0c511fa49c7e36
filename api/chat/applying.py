"""Applying what the bot said: messages, facts, hand-off and the end of the turn, in one transaction."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.chat.acts import (
    Answer,
    Clarification,
    HandOffAct,
    Lookup,
    NothingFound,
    NotSolved,
    SmallTalk,
    Solved,
    Spoken,
)
from api.chat.buttons import content_of
from api.chat.handoffs import request_hand_off
from api.chat.messages import NewFact, append_message
from api.chat.models import Message
from api.chat.store import locked_conversation
from api.chat.together import ids_together, whole_text
from api.chat.turns import Waiting, finish_without_person
from api.episodes.ledger import Kind, Reason, record
from api.episodes.models import Episode
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import keep_one
from api.inquiries.vectors import Embedding

log = logging.getLogger(__name__)


def apply_acts(
    session: Session,
    turn: Waiting,
    acts: Sequence[Spoken],
    *,
    now: datetime,
    embedding: Embedding | None = None,
) -> bool:
    """Write what the bot said in reply to a turn, and end the turn. Return whether it was written.

    It is not when somebody else ended the turn, or when a person was asked for meanwhile: then the bot is
    silent and the turn waits. `embedding`: of who answered, so that nobody need embed the question again.
    """
    conversation = locked_conversation(session, turn.conversation_id)
    finished = finish_without_person(session, turn.message_id)
    if finished is None:
        return False
    asked, episode = finished
    for number, act in enumerate(acts):
        key = f"{asked.id}.{number}"
        fact = _fact_of(act, asked, key)
        reply = append_message(
            session,
            conversation,
            author="bot",
            text=act.text,
            content=content_of(act),
            episode_id=episode.id,
            in_reply_to=asked.id,
            fact=fact,
            now=now,
        )
        _record_more(session, episode, act, asked=asked, reply=reply, key=key, now=now)
        if isinstance(act, HandOffAct):
            request_hand_off(session, conversation, episode, act.reason, now, key)
    demands = any(map(_is_about_a_demand, acts))
    if demands and "choice" not in asked.content:
        keep_inquiry(session, asked, now, embedding)
    return True


def _is_about_a_demand(act: Spoken) -> bool:
    sensitive = isinstance(act, HandOffAct) and act.reason is Reason.SENSITIVE_TOPIC
    return sensitive or isinstance(act, Answer | Clarification | NothingFound)


def _fact_of(act: Spoken, asked: Message, key: str) -> NewFact | None:
    """Return the fact of one act. `message_id` is the customer's message, `reply_id` will be the bot's."""
    kind: Kind
    payload: dict[str, Any] = {"message_id": asked.id}
    match act:
        case SmallTalk():
            kind = Kind.SMALL_TALK_REPLIED
            payload |= {"intent": act.intent}
        case Answer():
            kind = Kind.ANSWER_SHOWN
            payload |= {
                "faq_id": act.faq_id,
                "version_id": act.version_id,
                "confidence": act.confidence,
                "threshold": act.threshold,
                "index_version": act.index_version,
            }
        case Clarification():
            kind = Kind.CLARIFICATION_SHOWN
            payload |= {"choices": [asdict(choice) for choice in act.choices]}
        case NothingFound():
            kind = Kind.NOTHING_FOUND
        case Lookup(state="answered" | "not_found" | "failed"):
            kind = Kind.LOOKUP_ANSWERED if act.state == "answered" else Kind.LOOKUP_FAILED
            payload |= {"connector": act.name, "status": act.status, "ms": act.ms}
        case _:
            return None
    return NewFact(kind=kind, key=key, payload=payload)


def _record_more(
    session: Session,
    episode: Episode,
    act: Spoken,
    *,
    asked: Message,
    reply: Message,
    key: str,
    now: datetime,
) -> None:
    """Write the facts that are not of the reply itself."""
    match act:
        case Solved() | NotSolved():
            said = {"value": act.act, "faq_id": act.faq_id, "version_id": act.version_id}
            record(session, episode.id, Kind.FEEDBACK_GIVEN, at=now, key=key, **said)
        case SmallTalk():
            # Small talk too was what came right before, and was read together with it.
            for earlier in ids_together(asked)[:-1]:
                more = {"message_id": earlier, "reply_id": reply.id, "intent": act.intent}
                record(session, episode.id, Kind.SMALL_TALK_REPLIED, at=now, key=f"{key}:{earlier}", **more)


def keep_inquiry(session: Session, asked: Message, now: datetime, embedding: Embedding | None = None) -> None:
    """Keep a customer's demand for clustering. The customer gets the reply even if that fails."""
    try:
        with session.begin_nested():
            incoming = Incoming(
                text=whole_text(asked),
                received_at=asked.created_at,
                channel="chat",
                external_key=str(asked.id),
                conversation_id=asked.conversation_id,
                episode_id=asked.episode_id,
            )
            keep_one(session, incoming, source="chat", now=now, embedding=embedding)
    except Exception:
        log.exception("message %s could not be kept as an inquiry", asked.id)

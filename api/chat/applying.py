"""Applying what the bot said: messages, facts, hand-off and the end of the turn, in one transaction."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, select
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
from api.chat.messages import append_message
from api.chat.models import Message
from api.chat.store import locked_conversation
from api.chat.together import ids_together, whole_text
from api.chat.turns import Waiting, finish_without_person
from api.episodes.ledger import Kind, Reason, record
from api.episodes.models import Episode
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import keep
from api.inquiries.vectors import Embedding

log = logging.getLogger(__name__)
# Put together once: every turn asks it.
_ASKED = (
    select(Message, Episode)
    .join(Episode, Episode.id == Message.episode_id)
    .where(Message.id == bindparam("message_id"))
)


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
    if not finish_without_person(session, turn.message_id):
        return False
    asked, episode = _asked(session, turn)
    for number, act in enumerate(acts):
        reply = append_message(
            session,
            conversation,
            author="bot",
            text=act.text,
            content=content_of(act),
            episode_id=episode.id,
            in_reply_to=asked.id,
            now=now,
        )
        key = f"{asked.id}.{number}"
        _record(session, episode, act, asked=asked, reply=reply, key=key, now=now)
        if isinstance(act, HandOffAct):
            request_hand_off(session, conversation, episode, act.reason, now, key)
    demands = any(map(_is_about_a_demand, acts))
    if demands and "choice" not in asked.content:
        keep_inquiry(session, asked, now, embedding)
    return True


def _is_about_a_demand(act: Spoken) -> bool:
    sensitive = isinstance(act, HandOffAct) and act.reason is Reason.SENSITIVE_TOPIC
    return sensitive or isinstance(act, Answer | Clarification | NothingFound)


def _asked(session: Session, turn: Waiting) -> tuple[Message, Episode]:
    message, episode = session.execute(_ASKED, {"message_id": turn.message_id}).one()
    return message, episode


def _record(
    session: Session,
    episode: Episode,
    act: Spoken,
    *,
    asked: Message,
    reply: Message,
    key: str,
    now: datetime,
) -> None:
    """Write the fact of one act. `message_id` is the customer's message, `reply_id` the bot's."""
    kind: Kind
    payload: dict[str, object] = {"message_id": asked.id, "reply_id": reply.id}
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
        case Solved() | NotSolved():
            kind = Kind.FEEDBACK_GIVEN
            payload = {"value": act.act, "faq_id": act.faq_id, "version_id": act.version_id}
        case _:
            return
    record(session, episode.id, kind, at=now, key=key, **payload)
    if kind is Kind.SMALL_TALK_REPLIED:
        # Small talk too was what came right before, and was read together with it.
        for earlier in ids_together(asked)[:-1]:
            more = payload | {"message_id": earlier}
            record(session, episode.id, kind, at=now, key=f"{key}:{earlier}", **more)


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
            keep(session, [incoming], source="chat", now=now, embedding=embedding)
    except Exception:
        log.exception("message %s could not be kept as an inquiry", asked.id)

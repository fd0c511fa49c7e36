"""Writing facts. Facts are written when they happen, once, and never changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.clock import aware
from api.episodes.models import ENDING, Episode, Fact


class Kind(StrEnum):
    """Every kind of fact. Payloads are documented in `docs/metrics.md`."""

    MESSAGE_RECEIVED = "message_received"
    SMALL_TALK_REPLIED = "small_talk_replied"
    ANSWER_SHOWN = "answer_shown"
    CLARIFICATION_SHOWN = "clarification_shown"
    NOTHING_FOUND = "nothing_found"
    CHOICE_TAKEN = "choice_taken"
    LOOKUP_ANSWERED = "lookup_answered"
    LOOKUP_FAILED = "lookup_failed"
    FEEDBACK_GIVEN = "feedback_given"
    HANDOFF_REQUESTED = "handoff_requested"
    AGENT_CLAIMED = "agent_claimed"
    AGENT_REPLIED = "agent_replied"
    AGENT_RELEASED = "agent_released"
    CONVERSATION_RESOLVED = "conversation_resolved"
    EPISODE_EXPIRED = "episode_expired"
    CALLBACK_LEFT = "callback_left"
    CSAT_GIVEN = "csat_given"
    CSAT_COMMENTED = "csat_commented"
    BOT_UNAVAILABLE = "bot_unavailable"
    RATE_LIMITED = "rate_limited"
    HOLDOUT_ASSIGNED = "holdout_assigned"
    TOPIC_NOTED = "topic_noted"
    FOLLOW_UP_ASKED = "follow_up_asked"
    FOLLOW_UP_GIVEN = "follow_up_given"


class Reason(StrEnum):
    """Why a hand-off was requested."""

    CUSTOMER_REQUEST = "customer_request"
    NO_ANSWER = "no_answer"
    LOW_CONFIDENCE = "low_confidence"
    NOT_SOLVED = "not_solved"
    SENSITIVE_TOPIC = "sensitive_topic"
    LOOKUP_FAILED = "lookup_failed"
    BOT_UNAVAILABLE = "bot_unavailable"
    HOLDOUT = "holdout"


@dataclass(frozen=True, kw_only=True, slots=True)
class FactValue:
    """A fact as read back: kind, time (UTC) and payload."""

    kind: Kind
    at: datetime
    payload: dict[str, Any]


def record(session: Session, episode_id: int, kind: Kind, *, at: datetime, key: str, **payload: Any) -> bool:
    """Write one fact; `key` makes a repetition harmless. Return whether it is new."""
    fact = {"key": f"{kind}:{key}", "episode_id": episode_id, "kind": kind.value, "at": aware(at)}
    session.flush()
    return session.connection().execute(_WRITTEN, fact | {"payload": payload}).scalar() is not None


def facts_of(session: Session, episode_id: int) -> list[FactValue]:
    """Return the facts of one episode in the order they happened."""
    session.flush()
    rows = session.connection().execute(_FACTS, {"episode_id": episode_id})
    return [FactValue(kind=Kind(kind), at=at, payload=payload) for kind, at, payload in rows]


def has_ended(facts: list[FactValue]) -> bool:
    """Whether an episode with these facts is over: solved, resolved by a person, or expired."""
    return any(
        fact.kind in {Kind.CONVERSATION_RESOLVED, Kind.EPISODE_EXPIRED}
        or (fact.kind is Kind.FEEDBACK_GIVEN and fact.payload.get("value") == "solved")
        for fact in facts
    )


def closes_hand_off(fact: FactValue) -> bool:
    """Whether a hand-off ends with this fact: resolved, or released and not passed on `to` anybody."""
    released = fact.kind is Kind.AGENT_RELEASED and "to" not in fact.payload
    return released or fact.kind is Kind.CONVERSATION_RESOLVED


def waits_for_person(facts: list[FactValue]) -> bool:
    """Whether a hand-off of an episode with these facts is still open: such an episode never expires."""
    asked = [fact.at for fact in facts if fact.kind is Kind.HANDOFF_REQUESTED]
    closed = [fact.at for fact in facts if closes_hand_off(fact)]
    return bool(asked) and (not closed or max(closed) < max(asked))


def current_episode(
    session: Session, *, conversation_id: str, contact_id: int, now: datetime, quiet: timedelta
) -> Episode:
    """Return the conversation's open episode, or open the next one.

    An episode that was quiet for `quiet` expires here if the sweep has not come by yet; one that waits
    for a person stays open.
    The caller holds the conversation's row lock.
    """
    episode, facts = _latest_with_facts(session, conversation_id)
    if episode is not None and not has_ended(facts):
        last = max((fact.at for fact in facts), default=episode.opened_at)
        if now - last < quiet or waits_for_person(facts):
            return episode
        record(session, episode.id, Kind.EPISODE_EXPIRED, at=last + quiet, key=str(episode.id))
    number = (episode.number if episode else 0) + 1
    opened = Episode(
        conversation_id=conversation_id, contact_id=contact_id, number=number, opened_at=aware(now)
    )
    session.add(opened)
    session.flush()
    return opened


def latest_episode(session: Session, conversation_id: str) -> Episode | None:
    """Return the newest episode of a conversation."""
    return session.scalar(_LATEST, {"conversation_id": conversation_id})


def _latest_with_facts(session: Session, conversation_id: str) -> tuple[Episode | None, list[FactValue]]:
    rows = session.execute(_LATEST_FACTS, {"conversation_id": conversation_id}).all()
    facts = [FactValue(kind=Kind(kind), at=at, payload=payload) for _, kind, at, payload in rows if kind]
    return (rows[0][0] if rows else None), facts


def expire_quiet_episodes(session: Session, *, now: datetime, quiet: timedelta) -> int:
    """Write `episode_expired` for every open episode quiet for `quiet` and without an open hand-off."""
    session.flush()
    rows = session.connection().execute(_QUIET, {"since": now - quiet}).all()
    for episode_id, at in rows:
        record(session, episode_id, Kind.EPISODE_EXPIRED, at=at + quiet, key=str(episode_id))
    return len(rows)


# Put together once: every turn asks them.
_facts = cast(Table, Fact.__table__)
_WRITTEN = insert(_facts).on_conflict_do_nothing(index_elements=[_facts.c.key]).returning(_facts.c.id)
_FACTS = (
    select(Fact.kind, Fact.at, Fact.payload)
    .where(Fact.episode_id == bindparam("episode_id"))
    .order_by(Fact.at, Fact.id)
)
# Which episodes have ended an index knows; of the others alone the facts are read.
_QUIET = text(
    f"""
    SELECT e.id, max(f.at) FROM episodes e JOIN facts f ON f.episode_id = e.id
    WHERE NOT EXISTS (SELECT 1 FROM facts WHERE episode_id = e.id AND ({ENDING}))
    GROUP BY e.id
    HAVING max(f.at) < :since
        AND (
            max(f.at) FILTER (WHERE f.kind = 'handoff_requested') IS NULL
            OR max(f.at) FILTER (WHERE f.kind = 'agent_released' AND NOT f.payload ? 'to')
                >= max(f.at) FILTER (WHERE f.kind = 'handoff_requested')
        )
    """
)
_LATEST = (
    select(Episode)
    .where(Episode.conversation_id == bindparam("conversation_id"))
    .order_by(Episode.number.desc())
    .limit(1)
)
_LATEST_FACTS = (
    select(Episode, Fact.kind, Fact.at, Fact.payload)
    .outerjoin(Fact, Fact.episode_id == Episode.id)
    .where(Episode.id == _LATEST.with_only_columns(Episode.id).scalar_subquery())
    .order_by(Fact.at, Fact.id)
)

"""Reading episodes with their facts: one query for a whole range."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from api.episodes.ledger import FactValue, Kind
from api.episodes.models import Episode, Fact

KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, kw_only=True, slots=True)
class EpisodeRow:
    """One episode with its facts in the order they happened."""

    id: int
    conversation_id: str
    contact_id: int
    opened_at: datetime
    sample: bool
    facts: list[FactValue]


def episodes_between(session: Session, start: datetime, end: datetime) -> Iterator[EpisodeRow]:
    """Yield the episodes opened from `start` until before `end`, oldest first, in one query."""
    within = (Episode.opened_at >= start) & (Episode.opened_at < end)
    order = (Fact.at, Fact.id)
    facts = (
        select(
            Fact.episode_id,
            func.array_agg(aggregate_order_by(Fact.kind, *order)).label("kinds"),
            func.array_agg(aggregate_order_by(Fact.at, *order)).label("ats"),
            func.jsonb_agg(aggregate_order_by(Fact.payload, *order)).cast(Text).label("payloads"),
        )
        .join(Episode, Episode.id == Fact.episode_id)
        .where(within)
        .group_by(Fact.episode_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Episode.id,
            Episode.conversation_id,
            Episode.contact_id,
            Episode.opened_at,
            Episode.sample,
            facts.c.kinds,
            facts.c.ats,
            facts.c.payloads,
        )
        .outerjoin(facts, facts.c.episode_id == Episode.id)
        .where(within)
        .order_by(Episode.opened_at, Episode.id)
    )
    for id, conversation_id, contact_id, opened_at, sample, kinds, ats, payloads in rows:
        yield EpisodeRow(
            id=id,
            conversation_id=conversation_id,
            contact_id=contact_id,
            opened_at=opened_at,
            sample=sample,
            facts=[
                FactValue(kind=KINDS[kind], at=at, payload=payload)
                for kind, at, payload in zip(
                    kinds or (), ats or (), json.loads(payloads or "[]"), strict=True
                )
            ],
        )

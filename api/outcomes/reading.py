"""Reading episodes with their facts: one query for many."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.orm import Session

from api.chat.models import Conversation
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
    channel: str
    language: str
    facts: list[FactValue]


def episodes_with(session: Session, ids: Collection[int]) -> Iterator[EpisodeRow]:
    """Yield these episodes in the order of their ids, in one query; none of them can be deleted meanwhile."""
    rows = session.execute(_EPISODES, {"ids": sorted(ids)})
    for id, conversation_id, contact_id, opened_at, sample, channel, language, kinds, ats, payloads in rows:
        yield EpisodeRow(
            id=id,
            conversation_id=conversation_id,
            contact_id=contact_id,
            opened_at=opened_at,
            sample=sample,
            channel=channel,
            language=language,
            facts=[
                FactValue(kind=KINDS[kind], at=at, payload=payload)
                for kind, at, payload in zip(
                    kinds or (), ats or (), json.loads(payloads or "[]"), strict=True
                )
            ],
        )


_ORDER = (Fact.at, Fact.id)
_WANTED = bindparam("ids", type_=ARRAY(Integer))
_OF_EACH = (
    select(
        Fact.episode_id,
        func.array_agg(aggregate_order_by(Fact.kind, *_ORDER)).label("kinds"),
        func.array_agg(aggregate_order_by(Fact.at, *_ORDER)).label("ats"),
        # One text to parse is several times faster than a list of documents.
        func.jsonb_agg(aggregate_order_by(Fact.payload, *_ORDER)).cast(Text).label("payloads"),
    )
    .where(Fact.episode_id == any_(_WANTED))
    .group_by(Fact.episode_id)
    .subquery()
)
_EPISODES = (
    select(
        Episode.id,
        Episode.conversation_id,
        Episode.contact_id,
        Episode.opened_at,
        Episode.sample,
        Conversation.channel,
        Conversation.language,
        _OF_EACH.c.kinds,
        _OF_EACH.c.ats,
        _OF_EACH.c.payloads,
    )
    .join(Conversation, Conversation.id == Episode.conversation_id)
    .outerjoin(_OF_EACH, _OF_EACH.c.episode_id == Episode.id)
    .where(Episode.id == any_(_WANTED))
    .order_by(Episode.id)
    # Whoever deletes an episode locks it before its outcomes, so we do too.
    .with_for_update(key_share=True, read=True, of=Episode)
)

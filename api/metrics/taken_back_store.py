"""Credits taken back: claimed episodes whose contact came again about the same. Read only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from api.episodes.definitions import CURRENT
from api.metrics.filters import NONE, Filters
from api.metrics.periods import Period
from api.outcomes.models import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenBack:
    """One episode the bot had claimed, and the one that took the credit back."""

    id: int
    opened_at: datetime
    label: str
    topic: str | None
    by: int
    at: datetime
    """When the contact came again."""
    by_channel: str
    by_label: str


def taken_back(
    session: Session, period: Period, filters: Filters = NONE, *, after: int = 0, limit: int = 100
) -> list[TakenBack]:
    """Return the credits taken back in `period`, the newest first."""
    later = aliased(Outcome)
    same = and_(later.definition == Outcome.definition, later.episode_id == Outcome.recontacted_by)
    rows = session.execute(
        select(
            Outcome.episode_id,
            Outcome.opened_at,
            Outcome.label,
            Outcome.topic,
            Outcome.recontacted_by,
            Outcome.recontacted_at,
            later.channel,
            later.label,
        )
        .join(later, same)
        .where(_within(period, filters, CURRENT))
        .order_by(Outcome.recontacted_at.desc(), Outcome.episode_id)
        .offset(after)
        .limit(limit)
    )
    return [
        TakenBack(
            id=id,
            opened_at=opened_at,
            label=label,
            topic=topic,
            by=by,
            at=at,
            by_channel=channel,
            by_label=then,
        )
        for id, opened_at, label, topic, by, at, channel, then in rows
        if by is not None and at is not None
    ]


def count_taken_back(
    session: Session, period: Period, filters: Filters = NONE, definition: int = CURRENT
) -> int:
    """Return how many there are."""
    return (
        session.scalar(select(func.count(Outcome.recontacted_by)).where(_within(period, filters, definition)))
        or 0
    )


def _within(period: Period, filters: Filters, definition: int) -> ColumnElement[bool]:
    return and_(
        Outcome.definition == definition,
        Outcome.recontacted_at >= period.start,
        Outcome.recontacted_at < period.end,
        *filters.conditions(),
    )

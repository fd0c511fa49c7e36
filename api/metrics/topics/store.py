"""The SQL of topics: what became of each, and where the review desk is working on it. Read only."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.metrics.columns import by_topic, columns_of
from api.metrics.filters import Filters, scope
from api.metrics.periods import Period
from api.metrics.topics.counting import CONDITIONS, Column


def counts_by_topic(
    session: Session, period: Period, filters: Filters, *, now: datetime
) -> dict[str | None, dict[Column, int]]:
    """Return what became of the eligible episodes of each topic."""
    columns = columns_of(session, scope(period, filters), now)
    found = by_topic(session, columns, [condition(columns) for condition in CONDITIONS.values()])
    return {topic: dict(zip(CONDITIONS, numbers, strict=True)) for topic, numbers in found.items()}


def candidates_of(session: Session, topics: Iterable[str | None]) -> dict[str, int]:
    """Return the candidate of each topic that is a cluster with one."""
    clusters = {int(topic.partition(":")[2]) for topic in topics if topic and topic.startswith("cluster:")}
    found = select(Candidate.cluster_id, Candidate.id).where(Candidate.cluster_id.in_(clusters))
    return {f"cluster:{cluster}": candidate for cluster, candidate in session.execute(found)}

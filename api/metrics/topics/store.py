"""The SQL of topics: what became of each, and where the review desk is working on it. Read only."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.episodes.definitions import CURRENT
from api.metrics.filters import Filters
from api.metrics.periods import Period
from api.metrics.topics.counting import CONDITIONS, Column
from api.outcomes.models import Outcome


def counts_by_topic(
    session: Session, period: Period, filters: Filters, *, now: datetime
) -> dict[str | None, dict[Column, int]]:
    """Return what became of the eligible episodes of each topic."""
    asked = {"start": period.start, "end": period.end, "now": now}
    return {
        topic: dict(zip(CONDITIONS, numbers, strict=True))
        for topic, *numbers in session.execute(_COUNTS.where(*filters.conditions()), asked)
    }


def candidates_of(session: Session, topics: Iterable[str | None]) -> dict[str, int]:
    """Return the candidate of each topic that is a cluster with one."""
    clusters = {int(topic.partition(":")[2]) for topic in topics if topic and topic.startswith("cluster:")}
    found = select(Candidate.cluster_id, Candidate.id).where(Candidate.cluster_id.in_(clusters))
    return {f"cluster:{cluster}": candidate for cluster, candidate in session.execute(found)}


_COUNTS = (
    select(Outcome.topic, *(func.count().filter(condition) for condition in CONDITIONS.values()))
    .where(
        Outcome.definition == CURRENT,
        Outcome.opened_at >= bindparam("start"),
        Outcome.opened_at < bindparam("end"),
        Outcome.eligible,
    )
    .group_by(Outcome.topic)
)

"""What a topic costs, and where it is going: weekly counts, trend, hours a month."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, ClusterMember
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.inquiries.models import Inquiry

WEEKS = 8
MONTH = timedelta(days=30)
# Fewer measured inquiries than these say little about how long a topic takes.
ENOUGH = 5


def weigh_candidates(
    session: Session, *, now: datetime, default_minutes: float, only: Collection[int] | None = None
) -> None:
    """Count every cluster's weeks anew, or those of `only` these, and weigh its candidate."""
    weekly = _weekly(session, now)
    unanswered = _unanswered(session, now)
    minutes, everywhere = _minutes(session)
    for cluster_id, candidate_id in session.execute(
        sa.select(Cluster.id, Candidate.id)
        .join(Candidate, Candidate.cluster_id == Cluster.id)
        .where(sa.true() if only is None else Cluster.id.in_(only))
    ).all():
        weeks = weekly.get(cluster_id, [0] * WEEKS)
        each = minutes.get(cluster_id) or everywhere or default_minutes
        session.execute(sa.update(Cluster).where(Cluster.id == cluster_id).values(weekly=weeks))
        session.execute(
            sa.update(Candidate)
            .where(Candidate.id == candidate_id)
            .values(impact=hours_a_month(unanswered.get(cluster_id, 0), each), trend=trend_of(weeks))
        )


def hours_a_month(inquiries: int, minutes: float) -> float:
    """Hours that people spend on so many inquiries."""
    return round(inquiries * minutes / 60, 2)


def trend_of(weekly: Sequence[int]) -> float:
    """The last two weeks against the two before: 0.5 is half as many again, -1 is none any more.

    A topic that nobody asked about before counts as doubled: there is nothing to compare it with.
    """
    now, before = sum(weekly[-2:]), sum(weekly[-4:-2])
    if before == 0:
        return 1.0 if now else 0.0
    return round((now - before) / before, 3)


def _weekly(session: Session, now: datetime) -> dict[int, list[int]]:
    age = sa.func.floor(
        sa.extract("epoch", sa.literal(now) - Inquiry.received_at) / timedelta(days=7).total_seconds()
    )
    # What is dated a little ahead of our clock belongs to this week.
    week = sa.func.greatest(sa.cast(age, sa.Integer), 0).label("week")
    rows = session.execute(
        sa.select(ClusterMember.cluster_id, week, sa.func.count())
        .join(Inquiry, Inquiry.id == ClusterMember.inquiry_id)
        .where(Inquiry.received_at > now - timedelta(weeks=WEEKS))
        .group_by(ClusterMember.cluster_id, week)
    )
    weekly: dict[int, list[int]] = {}
    for cluster_id, weeks_ago, count in rows:
        weekly.setdefault(cluster_id, [0] * WEEKS)[WEEKS - 1 - weeks_ago] = count
    return weekly


def _unanswered(session: Session, now: datetime) -> dict[int, int]:
    """Inquiries of the last 30 days that took a person: all but those the bot answered by itself."""

    def has(kind: Kind) -> sa.Exists:
        return sa.exists().where(Fact.episode_id == Inquiry.episode_id, Fact.kind == kind)

    by_bot = has(Kind.ANSWER_SHOWN) & ~has(Kind.HANDOFF_REQUESTED)
    rows = session.execute(
        sa.select(ClusterMember.cluster_id, sa.func.count())
        .join(Inquiry, Inquiry.id == ClusterMember.inquiry_id)
        .where(Inquiry.received_at > now - MONTH, Inquiry.episode_id.is_(None) | ~by_bot)
        .group_by(ClusterMember.cluster_id)
    )
    return {row.cluster_id: row[1] for row in rows}


def _minutes(session: Session) -> tuple[dict[int, float], float | None]:
    """Mean handling minutes by cluster where enough are measured, and over all inquiries."""
    rows = session.execute(
        sa.select(ClusterMember.cluster_id, sa.func.avg(Inquiry.handle_minutes))
        .join(Inquiry, Inquiry.id == ClusterMember.inquiry_id)
        .where(Inquiry.handle_minutes.is_not(None))
        .group_by(ClusterMember.cluster_id)
        .having(sa.func.count() >= ENOUGH)
    )
    by_cluster = {cluster_id: float(mean) for cluster_id, mean in rows}
    count, mean = session.execute(
        sa.select(sa.func.count(Inquiry.handle_minutes), sa.func.avg(Inquiry.handle_minutes))
    ).one()
    return by_cluster, float(mean) if count >= ENOUGH else None

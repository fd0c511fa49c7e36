"""The SQL of what the inquiries of a candidate met with: a person, the bot, or nobody."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.candidates.models import ClusterMember
from api.candidates.queue_conditions import by_nobody, by_people
from api.inquiries.models import Inquiry


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Inquiries of a candidate: all, those a person took part in, and those that nobody answered."""

    all: int
    people: int
    nobody: int

    @property
    def share(self) -> float | None:
        """Share of those that the bot did not answer by itself."""
        return (self.people + self.nobody) / self.all if self.all else None


def tallies_of(session: Session, cluster_ids: Iterable[int]) -> dict[int, Tally]:
    """Return what the inquiries of these clusters met with, by cluster, in one query."""
    rows = session.execute(
        sa.select(
            ClusterMember.cluster_id,
            sa.func.count(),
            sa.func.count().filter(by_people()),
            sa.func.count().filter(by_nobody()),
        )
        .join(Inquiry, Inquiry.id == ClusterMember.inquiry_id)
        .where(ClusterMember.cluster_id.in_(set(cluster_ids)))
        .group_by(ClusterMember.cluster_id)
    )
    return {id_: Tally(all=n, people=people, nobody=nobody) for id_, n, people, nobody in rows}

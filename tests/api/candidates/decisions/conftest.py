"""Three topics, each one candidate, and an editor who decides on them."""

import pytest
from sqlalchemy import select

from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import keep_together
from api.candidates.models import Candidate, ClusterMember
from api.database import transaction
from api.staff.models import Staff


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


@pytest.fixture
def topics(house, received):
    """The candidate of each topic after a run."""
    with transaction(house.sessions) as writing:
        by = writing.scalars(select(Staff.id)).first()
        for ids in received.values():
            keep_together(writing, ids, by=by, now=house.clock())
    cluster_now(house)
    with house.sessions() as reading:
        return {topic: candidate_of(reading, ids[0]) for topic, ids in received.items()}


def candidate_of(session, inquiry_id):
    """The candidate that an inquiry counts for, or None."""
    return session.scalar(
        select(Candidate.id)
        .join(ClusterMember, ClusterMember.cluster_id == Candidate.cluster_id)
        .where(ClusterMember.inquiry_id == inquiry_id)
    )

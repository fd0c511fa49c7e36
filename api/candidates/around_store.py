"""The SQL of the map around a candidate."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ARRAY, Integer, bindparam, cast, select
from sqlalchemy.orm import Session

from api.candidates.findings_store import read_places
from api.candidates.models import Candidate, Cluster, ClusterMember

_OWNERS = (
    select(ClusterMember.inquiry_id, Candidate.id)
    .join(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
    .join(Cluster, Cluster.id == ClusterMember.cluster_id)
    .where(~Cluster.gone)
)
_TOPICS = (
    select(Candidate.id, Cluster.representative, Cluster.language, Cluster.size, Candidate.state)
    .join(Cluster, Cluster.id == Candidate.cluster_id)
    .where(Candidate.id == cast(bindparam("ids"), ARRAY(Integer)).any_())
)


class NextTo(NamedTuple):
    """A candidate that lies next to another on the map."""

    candidate_id: int
    question: str
    language: str
    size: int
    state: str


def places_by_candidate(session: Session, run_id: int) -> tuple[Sequence[int], Sequence[tuple[float, float]]]:
    """Return the candidate and the place of every inquiry on the run's map that is in one."""
    place_of = read_places(session, run_id)
    found = [
        (candidate, place_of[inquiry])
        for inquiry, candidate in session.execute(_OWNERS)
        if inquiry in place_of
    ]
    return [candidate for candidate, _ in found], [place for _, place in found]


def topics_of(session: Session, candidate_ids: Sequence[int]) -> dict[int, NextTo]:
    """Return what to call these candidates, by their number."""
    rows = session.execute(_TOPICS, {"ids": list(candidate_ids)})
    return {row[0]: NextTo(*row) for row in rows}

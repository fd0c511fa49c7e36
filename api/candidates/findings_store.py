"""The SQL of what a run found besides its clusters: changes, suggestions, a memory, a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from api.candidates.models import (
    AlikeTopics,
    Candidate,
    Cluster,
    ClusterMember,
    DivisibleTopic,
    RememberedTopic,
    TopicChange,
    TopicMap,
)
from api.inquiries.models import Inquiry
from faq_clustering.clusters import AlikePair
from faq_clustering.lineage import Change, Kind

ROWS = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """A label that may be several topics: inquiry ids of each part, the most typical first."""

    label: int
    parts: tuple[tuple[int, ...], ...]
    cosine: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """An inquiry on the map, with the beginning of its masked text and its cluster's candidate."""

    inquiry_id: int
    text: str
    candidate_id: int | None


def read_memory(session: Session) -> dict[int, int]:
    """The last cluster of each inquiry whose topic is gone."""
    rows = session.execute(sa.select(RememberedTopic.inquiry_id, RememberedTopic.cluster_id))
    return {row.inquiry_id: row.cluster_id for row in rows}


def write_memory(session: Session, memory: Mapping[int, int]) -> None:
    """Keep `memory` in place of the last. An inquiry that was erased meanwhile is passed over."""
    session.execute(sa.delete(RememberedTopic))
    there = set(session.scalars(sa.select(Inquiry.id)))
    rows = [
        {"inquiry_id": inquiry, "cluster_id": cluster}
        for inquiry, cluster in sorted(memory.items())
        if inquiry in there
    ]
    for first in range(0, len(rows), ROWS):
        session.execute(sa.insert(RememberedTopic), rows[first : first + ROWS])


def write_changes(
    session: Session, run_id: int, changes: Sequence[Change[int]], ids: Mapping[int, int]
) -> None:
    """Keep what became of each topic; `ids` are the clusters of the new labels."""
    for change in changes:
        if change.kind is Kind.KEPT:
            continue
        cluster_id = ids[change.label] if change.label is not None else change.id
        session.add(
            TopicChange(
                run_id=run_id,
                cluster_id=cluster_id,
                kind=change.kind,
                before=change.before,
                after=change.after,
                kept=change.kept,
                came_from=[[id_, count] for id_, count in change.came_from],
                went_to=[[ids[label], count] for label, count in change.went_to],
            )
        )


def write_suggestions(
    session: Session,
    run_id: int,
    alike: Sequence[AlikePair],
    divisions: Sequence[Division],
    ids: Mapping[int, int],
) -> None:
    """Keep what a reviewer might merge or split, in place of the last run's."""
    session.execute(sa.delete(AlikeTopics))
    session.execute(sa.delete(DivisibleTopic))
    session.add_all(
        AlikeTopics(
            run_id=run_id,
            cluster_id=ids[pair.left],
            other_id=ids[pair.right],
            cosine=round(pair.cosine, 4),
            shared=round(pair.shared, 4),
        )
        for pair in alike
    )
    session.add_all(
        DivisibleTopic(
            run_id=run_id,
            cluster_id=ids[division.label],
            cosine=round(division.cosine, 4),
            parts=[list(part) for part in division.parts],
        )
        for division in divisions
    )
    session.flush()


def write_map(session: Session, run_id: int, inquiry_ids: Sequence[int], places: NDArray[np.float32]) -> None:
    """Keep places (n, 2) of n inquiries, in place of the last run's."""
    session.execute(sa.delete(TopicMap))
    ids = np.asarray(inquiry_ids, "<i8")
    session.add(TopicMap(run_id=run_id, inquiry_ids=ids.tobytes(), places=places.astype("<f4").tobytes()))


def map_of_run(session: Session) -> int | None:
    """The run whose map there is."""
    return session.scalar(sa.select(sa.func.max(TopicMap.run_id)))


def read_places(session: Session, run_id: int) -> dict[int, tuple[float, float]]:
    """Where each inquiry of the run lies."""
    found = session.get_one(TopicMap, run_id)
    ids = np.frombuffer(found.inquiry_ids, "<i8").tolist()
    places = np.frombuffer(found.places, "<f4").reshape(-1, 2).tolist()
    return {id_: (x, y) for id_, (x, y) in zip(ids, places, strict=True)}


def read_spots(session: Session, inquiry_ids: Sequence[int], characters: int) -> list[Spot]:
    """Those of the inquiries that are still there, by id, each text cut to so many characters."""
    wanted = sa.literal(list(inquiry_ids), sa.ARRAY(sa.Integer))
    rows = session.execute(
        sa.select(Inquiry.id, sa.func.left(Inquiry.text, characters), Candidate.id)
        .outerjoin(ClusterMember, ClusterMember.inquiry_id == Inquiry.id)
        .outerjoin(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
        .where(Inquiry.id == sa.any_(wanted))
        .order_by(Inquiry.id)
    )
    return [Spot(inquiry_id=id_, text=text, candidate_id=candidate) for id_, text, candidate in rows]


def read_named(session: Session) -> list[tuple[int, Cluster]]:
    """(candidate id, cluster) of every cluster of the last run."""
    rows = session.execute(
        sa.select(Candidate.id, Cluster)
        .join(Cluster, Cluster.id == Candidate.cluster_id)
        .where(~Cluster.gone)
    )
    return [(candidate, cluster) for candidate, cluster in rows]


def inquiries_left(session: Session, last_id: int) -> int:
    """How many inquiries up to this id are still there."""
    return session.scalar(sa.select(sa.func.count()).where(Inquiry.id <= last_id)) or 0

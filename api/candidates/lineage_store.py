"""The SQL of clustering: what goes into a run, and clusters that keep their identity."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun
from api.errors import Conflict
from api.inquiries.models import Inquiry, Vector

# Any number will do; all processes must use the same one.
LOCK = int.from_bytes(hashlib.sha256(b"madoguchi cluster").digest()[:6], "big")
ROWS = 5_000


class ClusteringRuns(Conflict):
    """Clustering is running already. Its result will be here in a moment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """Inquiries with their vectors, by id: ids (n,), masked texts, vectors (n, d) float32 of unit length.

    The same key is the same text.
    """

    ids: list[int]
    keys: list[str]
    texts: list[str]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCluster:
    """One label of a run as it is written down."""

    language: str
    size: int
    tightness: float
    representative: str
    representative_inquiry_id: int
    keywords: tuple[str, ...]


@contextmanager
def only_one_run(engine: Engine) -> Iterator[None]:
    """Hold the lock of clustering over several transactions; raises `ClusteringRuns`."""
    with engine.connect() as connection:
        taken = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(LOCK)))
        connection.commit()
        if not taken:
            raise ClusteringRuns
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(LOCK)))
            connection.commit()


def read_material(session: Session, model_id: str) -> Material:
    """Every inquiry that has a vector, by id."""
    rows = session.execute(
        sa.select(Inquiry.id, Inquiry.text_key, Inquiry.text, Vector.vector)
        .join(Vector, (Vector.text_key == Inquiry.text_key) & (Vector.model_id == model_id))
        .order_by(Inquiry.id)
        .execution_options(yield_per=ROWS)
    )
    ids: list[int] = []
    keys: list[str] = []
    texts: list[str] = []
    raw: list[bytes] = []
    for id_, key, text, vector in rows:
        ids.append(id_)
        keys.append(key)
        texts.append(text)
        raw.append(vector)
    vectors = np.frombuffer(b"".join(raw), "<f4").reshape(len(ids), -1) if ids else np.zeros((0, 1), "<f4")
    return Material(ids=ids, keys=keys, texts=texts, vectors=vectors)


def read_members(session: Session) -> dict[int, int]:
    """The cluster of each inquiry that has one."""
    rows = session.execute(sa.select(ClusterMember.inquiry_id, ClusterMember.cluster_id))
    return {row.inquiry_id: row.cluster_id for row in rows}


def last_finished_run(session: Session) -> ClusterRun | None:
    """The newest run that came to its end."""
    return session.scalar(
        sa.select(ClusterRun)
        .where(ClusterRun.finished_at.is_not(None))
        .order_by(ClusterRun.id.desc())
        .limit(1)
    )


def write_clusters(
    session: Session, run_id: int, found: Mapping[int, tuple[int | None, NewCluster]]
) -> dict[int, int]:
    """Write each label's cluster under the id it carries on, or a new one; the id of each label.

    Clusters that no label carries on are marked as gone; what staff decided of them stays.
    """
    session.execute(sa.update(Cluster).where(~Cluster.gone).values(gone=True))
    ids: dict[int, int] = {}
    for label, (carried, cluster) in found.items():
        values: dict[str, Any] = {
            "run_id": run_id,
            "gone": False,
            "language": cluster.language,
            "size": cluster.size,
            "tightness": cluster.tightness,
            "representative": cluster.representative,
            "representative_inquiry_id": cluster.representative_inquiry_id,
            "keywords": list(cluster.keywords),
        }
        if carried is None:
            ids[label] = session.execute(
                sa.insert(Cluster).values(**values).returning(Cluster.id)
            ).scalar_one()
        else:
            session.execute(sa.update(Cluster).where(Cluster.id == carried).values(**values))
            ids[label] = carried
    return ids


def write_members(
    session: Session, members: Sequence[tuple[int, int, float]], *, in_place_of_all: bool = False
) -> None:
    """Write (inquiry, cluster, strength) rows. An inquiry that was erased meanwhile is passed over."""
    if in_place_of_all:
        session.execute(sa.delete(ClusterMember))
    there = set(session.scalars(sa.select(Inquiry.id)))
    rows = [
        {"inquiry_id": inquiry, "cluster_id": cluster, "strength": strength}
        for inquiry, cluster, strength in members
        if inquiry in there
    ]
    for first in range(0, len(rows), ROWS):
        session.execute(
            insert(ClusterMember).on_conflict_do_nothing(index_elements=[ClusterMember.inquiry_id]),
            rows[first : first + ROWS],
        )


def open_candidates(session: Session, cluster_ids: Sequence[int]) -> int:
    """Give each cluster a candidate unless it has one; how many are new. Decided ones stay as they are."""
    if not cluster_ids:
        return 0
    written = session.execute(
        insert(Candidate)
        .on_conflict_do_nothing(index_elements=[Candidate.cluster_id])
        .returning(Candidate.id),
        [{"cluster_id": cluster_id} for cluster_id in cluster_ids],
    )
    return len(written.all())


def count_sizes(session: Session) -> None:
    """Bring the sizes of the clusters up to their members."""
    counted = (
        sa.select(ClusterMember.cluster_id, sa.func.count().label("size"))
        .group_by(ClusterMember.cluster_id)
        .subquery()
    )
    session.execute(
        sa.update(Cluster)
        .where(Cluster.id == counted.c.cluster_id, Cluster.size != counted.c.size)
        .values(size=counted.c.size)
    )


def inquiries_after(session: Session, id_: int) -> int:
    """How many inquiries came after the one with this id."""
    return session.scalar(sa.select(sa.func.count()).where(Inquiry.id > id_)) or 0


def open_run(session: Session, *, model_id: str, now: datetime) -> int:
    """Write that a run began; its id."""
    run = ClusterRun(started_at=now, model_id=model_id)
    session.add(run)
    session.flush()
    return run.id


def close_run(
    session: Session, run_id: int, *, parameters: dict[str, Any], counts: dict[str, Any], now: datetime
) -> None:
    """Write that a run came to its end, with what it was made with and what it found."""
    session.execute(
        sa.update(ClusterRun)
        .where(ClusterRun.id == run_id)
        .values(finished_at=now, parameters=parameters, counts=counts)
    )

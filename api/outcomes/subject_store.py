"""What episodes were about: inquiries, clusters, linked FAQs, vectors and their centre."""

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Integer, Text, any_, bindparam, delete, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, ClusterMember
from api.inquiries.models import Inquiry, Vector
from api.outcomes.models import CorpusCentre, EpisodeSubject
from api.outcomes.subjects import Subject

CORPUS = 4000
"""Vectors the mean is taken of at most. Keys are hashes, so the first by key are a fair sample."""
TOO_FEW = 50
"""Fewer vectors than this have no meaningful mean."""


def asked_in(session: Session, episode_ids: Collection[int]) -> dict[int, Subject]:
    """Return what was asked in each of these episodes whose inquiries were kept, as things are now."""
    rows = session.execute(_ASKED, {"ids": sorted(episode_ids)})
    return {
        episode_id: Subject(
            text_keys=frozenset(keys),
            cluster_ids=frozenset(id for id in clusters if id is not None),
            linked_faq_ids=frozenset(id for id in faqs if id is not None),
        )
        for episode_id, keys, clusters, faqs in rows
        if episode_id is not None
    }


def kept_subjects(session: Session, episode_ids: Collection[int]) -> dict[int, Subject]:
    """Return what is kept of these episodes; an episode about nothing has no row."""
    rows = session.execute(_KEPT, {"ids": sorted(episode_ids)})
    return {
        id: Subject(
            shown_faq_ids=frozenset(shown),
            linked_faq_ids=frozenset(linked),
            cluster_ids=frozenset(clusters),
            text_keys=frozenset(keys),
            near_faq_ids=frozenset(near),
        )
        for id, shown, linked, clusters, keys, near in rows
    }


def keep_subjects(session: Session, subjects: dict[int, Subject]) -> None:
    """Keep these, in place of what was kept of the same episodes."""
    session.execute(_FORGET, {"ids": sorted(subjects)})
    rows = [
        {
            "episode_id": id,
            "shown_faq_ids": sorted(subject.shown_faq_ids),
            "linked_faq_ids": sorted(subject.linked_faq_ids),
            "cluster_ids": sorted(subject.cluster_ids),
            "text_keys": sorted(subject.text_keys),
            "near_faq_ids": sorted(subject.near_faq_ids),
        }
        for id, subject in subjects.items()
        if subject != Subject()
    ]
    if rows:
        session.execute(insert(EpisodeSubject), rows)


def vectors_of(session: Session, keys: Iterable[str], model_id: str) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of these texts: (d,) float32, L2-normalised."""
    rows = session.execute(
        select(Vector.text_key, Vector.vector).where(
            Vector.text_key == any_(bindparam("keys", type_=ARRAY(Text))), Vector.model_id == model_id
        ),
        {"keys": sorted(keys)},
    )
    return {key: np.frombuffer(vector, dtype="<f4") for key, vector in rows}


def centre_of(session: Session, model_id: str) -> NDArray[np.float32] | None:
    """Return the kept mean vector, (d,) float32, or nothing while the corpus is tiny."""
    kept = session.get(CorpusCentre, model_id, populate_existing=True)
    return None if kept is None else np.frombuffer(kept.vector, dtype="<f4")


def follow_corpus(session: Session, model_id: str) -> bool:
    """Take the mean anew when the corpus has doubled since, up to `CORPUS`; return whether it moved."""
    first = select(Vector.vector).where(Vector.model_id == model_id).order_by(Vector.text_key).limit(CORPUS)
    kept = session.get(CorpusCentre, model_id, populate_existing=True)
    if kept is not None and kept.taken_of >= CORPUS:
        return False
    held = session.scalar(select(func.count()).select_from(first.subquery())) or 0
    if held < TOO_FEW or (kept is not None and held < min(2 * kept.taken_of, CORPUS)):
        return False
    rows = [np.frombuffer(row, dtype="<f4") for row in session.scalars(first)]
    mean: NDArray[np.float32] = np.stack(rows).mean(axis=0)
    kept = kept or CorpusCentre(model_id=model_id)
    kept.vector, kept.taken_of = mean.astype("<f4").tobytes(), len(rows)
    session.add(kept)
    session.flush()
    return True


_IDS = bindparam("ids", type_=ARRAY(Integer))
_ASKED = (
    select(
        Inquiry.episode_id,
        func.array_agg(Inquiry.text_key),
        func.array_agg(ClusterMember.cluster_id),
        func.array_agg(Candidate.faq_id),
    )
    .outerjoin(ClusterMember, ClusterMember.inquiry_id == Inquiry.id)
    .outerjoin(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
    .where(Inquiry.episode_id == any_(_IDS))
    .group_by(Inquiry.episode_id)
)
_KEPT = select(
    EpisodeSubject.episode_id,
    EpisodeSubject.shown_faq_ids,
    EpisodeSubject.linked_faq_ids,
    EpisodeSubject.cluster_ids,
    EpisodeSubject.text_keys,
    EpisodeSubject.near_faq_ids,
).where(EpisodeSubject.episode_id == any_(_IDS))
_FORGET = delete(EpisodeSubject).where(EpisodeSubject.episode_id == any_(_IDS))

"""What episodes were about: inquiries, clusters, linked FAQs and vectors. Read only."""

from collections.abc import Collection, Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, ClusterMember
from api.episodes.models import Episode
from api.faqs.models import FaqVersion
from api.inquiries.models import Inquiry, Vector
from api.metrics.recontact import Subject

CORPUS = 4000
"""Vectors the mean is taken of. Keys are hashes, so the first by key are a fair sample."""
TOO_FEW = 50
"""Fewer vectors than this have no meaningful mean."""


def subjects_between(session: Session, start: datetime, end: datetime) -> dict[int, Subject]:
    """Return the subject of each episode opened in the span whose inquiries were kept."""
    rows = session.execute(
        select(
            Inquiry.episode_id,
            func.array_agg(Inquiry.text_key),
            func.array_agg(ClusterMember.cluster_id),
            func.array_agg(Candidate.faq_id),
        )
        .join(Episode, Episode.id == Inquiry.episode_id)
        .outerjoin(ClusterMember, ClusterMember.inquiry_id == Inquiry.id)
        .outerjoin(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
        .where(Episode.opened_at >= start, Episode.opened_at < end)
        .group_by(Inquiry.episode_id)
    )
    return {
        episode_id: Subject(
            text_keys=frozenset(keys),
            cluster_ids=frozenset(id for id in clusters if id is not None),
            faq_ids=frozenset(id for id in faqs if id is not None),
        )
        for episode_id, keys, clusters, faqs in rows
        if episode_id is not None
    }


def vectors_of(session: Session, keys: Collection[str], model_id: str) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of these texts: (d,) float32, L2-normalised."""
    rows = session.execute(
        select(Vector.text_key, Vector.vector).where(Vector.text_key.in_(keys), Vector.model_id == model_id)
    )
    return {key: np.frombuffer(vector, dtype="<f4") for key, vector in rows}


def centre_of_corpus(session: Session, model_id: str) -> NDArray[np.float32] | None:
    """Return the mean vector of the corpus, (d,) float32, or nothing while the corpus is tiny."""
    rows = session.scalars(
        select(Vector.vector).where(Vector.model_id == model_id).order_by(Vector.text_key).limit(CORPUS)
    ).all()
    if len(rows) < TOO_FEW:
        return None
    mean: NDArray[np.float32] = np.stack([np.frombuffer(row, dtype="<f4") for row in rows]).mean(axis=0)
    return mean


def topic_names(session: Session, topics: Iterable[str], language: str) -> dict[str, str]:
    """Return what to call each topic: the FAQ's question, the cluster's question, or the inquiry itself."""
    wanted: dict[str, list[str]] = {"faq": [], "cluster": [], "text": []}
    for topic in topics:
        kind, _, key = topic.partition(":")
        wanted[kind].append(key)
    names: dict[str, str] = {}
    versions = session.scalars(
        select(FaqVersion)
        .where(FaqVersion.faq_id.in_(map(int, wanted["faq"])))
        .order_by(FaqVersion.faq_id, FaqVersion.number)
    )
    for version in versions:
        questions = (version.question_ja, version.question_en)
        name = questions[language == "en"] or questions[language != "en"]
        names[f"faq:{version.faq_id}"] = name or f"FAQ {version.faq_id}"
    clusters = session.execute(
        select(Cluster.id, Cluster.representative).where(Cluster.id.in_(map(int, wanted["cluster"])))
    )
    names |= {f"cluster:{id}": question for id, question in clusters}
    texts = session.execute(
        select(Inquiry.text_key, func.min(Inquiry.text))
        .where(Inquiry.text_key.in_(wanted["text"]))
        .group_by(Inquiry.text_key)
    )
    names |= {f"text:{key}": text for key, text in texts}
    return names

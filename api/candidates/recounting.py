"""A group of inquiries that staff made: how it reads, and its cluster's figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from api.candidates.constraint_store import inquiry_ids_of
from api.candidates.impact import weigh_candidates
from api.candidates.regroup_store import clusters_of
from api.candidates.store import members_of, ordinary_keys
from api.house import House
from api.inquiries.models import Inquiry
from api.inquiries.vectors import vectors_for
from faq_clustering.labels import ClusterName, name_clusters
from faq_clustering.text import demand_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """How a group reads: its typical question, keywords, language, and typical inquiries, nearest first."""

    representative: str
    representative_inquiry_id: int
    keywords: tuple[str, ...]
    language: str
    typical: tuple[Inquiry, ...]


def name_groups(
    session: Session, house: House, groups: Sequence[Sequence[Inquiry]], language: str, typical: int = 3
) -> list[Named | None]:
    """Return how each group reads as a topic of its own; None for one without inquiries that are embedded.

    What is ordinary in `language` is taken into account, as in a run.
    """
    keys = [member.text_key for group in groups for member in group]
    vectors = vectors_for(session, keys, house.embedder.model_id)
    around = vectors_for(session, ordinary_keys(session, language), house.embedder.model_id)
    rows = [
        (member, label)
        for label, group in enumerate(groups)
        for member in group
        if member.text_key in vectors
    ]
    if not rows:
        return [None] * len(groups)
    unit = np.array([vectors[member.text_key] for member, _ in rows] + list(around.values()), np.float32)
    labels = np.array([label for _, label in rows] + [-1] * len(around), np.int32)
    names = name_clusters([demand_of(member.text) for member, _ in rows] + [""] * len(around), unit, labels)
    return [
        _named([row for row, (_, of) in enumerate(rows) if of == label], rows, unit, names, typical)
        if label in names
        else None
        for label in range(len(groups))
    ]


def _named(
    own: list[int],
    rows: Sequence[tuple[Inquiry, int]],
    unit: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    names: Mapping[int, ClusterName],
    typical: int,
) -> Named:
    name = names[rows[own[0]][1]]
    order = np.argsort(-(unit[own] @ unit[own].mean(axis=0)), kind="stable")
    nearest: dict[str, Inquiry] = {}
    for place in order.tolist():
        nearest.setdefault(rows[own[place]][0].text_key, rows[own[place]][0])
    return Named(
        representative=name.representative,
        representative_inquiry_id=rows[name.representative_row][0].id,
        keywords=name.keywords,
        language=name.language,
        typical=tuple(nearest.values())[:typical],
    )


def recount(session: Session, house: House, cluster_ids: Collection[int]) -> None:
    """Bring clusters whose members changed up to date. One without members is gone.

    How tight they are is told by the next run: it sees all inquiries.
    """
    clusters = clusters_of(session, cluster_ids)
    groups = {id_: members_of(session, id_) for id_ in sorted(clusters)}
    for language in sorted({cluster.language for cluster in clusters.values()}):
        ours = [id_ for id_ in groups if clusters[id_].language == language]
        named = name_groups(session, house, [groups[id_] for id_ in ours], language)
        for id_, found in zip(ours, named, strict=True):
            cluster = clusters[id_]
            cluster.gone = not groups[id_]
            cluster.size = len(inquiry_ids_of(session, id_))
            if found is not None:
                cluster.representative = found.representative
                cluster.representative_inquiry_id = found.representative_inquiry_id
                cluster.keywords, cluster.language = list(found.keywords), found.language
    session.flush()
    weigh_candidates(
        session, now=house.clock(), default_minutes=house.settings.default_handle_minutes, only=cluster_ids
    )

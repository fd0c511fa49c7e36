"""What the library makes of a run's material: clusters that hold what staff said, names, suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.candidates.constraint_store import Said
from api.candidates.findings_store import Division
from api.candidates.holding import Held, held
from api.candidates.lineage_store import Material
from faq_clustering.clusters import (
    AlikePair,
    Constraints,
    DivisibleCluster,
    Partition,
    Search,
    alike_clusters,
    cluster_vectors,
    divisible_clusters,
)
from faq_clustering.labels import ClusterName, name_clusters
from faq_clustering.lineage import LineageResult, carry_identity
from faq_clustering.text import demand_of, normalise


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """What a run finds when it begins.

    first: there was no run. members: the cluster of each inquiry that was there, None for those without one.
    memory: the last cluster of members of topics that are gone. said: the constraints, the oldest first.
    search: how the last run's graph was searched, None if it is not known.
    """

    first: bool
    members: Mapping[int, int | None]
    memory: Mapping[int, int]
    said: Sequence[Said]
    search: Search | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What the library made of the material."""

    partition: Partition
    names: dict[int, ClusterName]
    lineage: LineageResult[int]
    alike: tuple[AlikePair, ...]
    divisions: tuple[Division, ...]
    held: Held


def find_clusters(material: Material, before: Before) -> Found:
    """Cluster, name, compare with the last run, and look for what a reviewer might merge or split."""
    asked = [demand_of(text) for text in material.texts]
    keys = [normalise(text) for text in asked]
    holding = held(before.said, material.ids, keys)
    partition = cluster_vectors(
        material.vectors,
        keys,
        constraints=holding.constraints,
        previous=previous_labels(material.ids, before.members),
        search_before=before.search,
    )
    labels = partition.labels
    return Found(
        partition=partition,
        names=name_clusters(asked, material.vectors, labels),
        lineage=carry_identity(
            before.members, dict(zip(material.ids, labels.tolist(), strict=True)), before.memory
        ),
        alike=tuple(
            pair
            for pair in alike_clusters(material.vectors, labels)
            if not kept_apart(holding.constraints, labels, pair)
        ),
        divisions=tuple(_division(material, one) for one in divisible_clusters(material.vectors, labels)),
        held=holding,
    )


def previous_labels(inquiry_ids: Sequence[int], members: Mapping[int, int | None]) -> NDArray[np.int32]:
    """The cluster each row had, numbered from 0; -1 for none. int32 (n,)."""
    clusters = [members.get(inquiry) for inquiry in inquiry_ids]
    number = {id_: place for place, id_ in enumerate(sorted({id_ for id_ in clusters if id_ is not None}))}
    return np.array([-1 if id_ is None else number[id_] for id_ in clusters], np.int32)


def kept_apart(constraints: Constraints, labels: NDArray[np.int32], pair: AlikePair) -> bool:
    """Whether staff said already that inquiries of the two are not one topic."""
    for left, right in constraints.apart:
        here, there = set(labels[list(left)].tolist()), set(labels[list(right)].tolist())
        if (pair.left in here and pair.right in there) or (pair.right in here and pair.left in there):
            return True
    return False


def _division(material: Material, found: DivisibleCluster) -> Division:
    parts = (_typical_first(material.vectors, part) for part in found.parts)
    return Division(
        label=found.label,
        parts=tuple(tuple(material.ids[row] for row in part) for part in parts),
        cosine=found.cosine,
    )


def _typical_first(vectors: NDArray[np.float32], rows: Sequence[int]) -> list[int]:
    found = vectors[list(rows)]
    order = np.argsort(-(found @ found.mean(axis=0)), kind="stable")
    return [rows[place] for place in order.tolist()]

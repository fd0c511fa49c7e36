"""Clusters that may be one topic: a reviewer is offered to merge them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_clustering.clusters.centres import true_cosines
from faq_clustering.clusters.parameters import parameters_for
from faq_clustering.clusters.tree import Labels
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import neighbours_within, normalised

ALIKE = 0.6
LEAST_SHARED = 0.2
"""Pairs below either were hardly ever one intent (docs/clustering.md)."""
NEIGHBOURS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class AlikePair:
    """Two labels, the larger cluster's first, and why they may be one.

    cosine: between what the two mean, chance taken out, in -1..1. shared: the part of the smaller one's
    nearest neighbours, among clustered rows outside itself, that lies in the larger, in 0..1; or the other
    way round, if that is more.
    """

    left: int
    right: int
    cosine: float
    shared: float


def alike_clusters(
    vectors: NDArray[np.float32], labels: NDArray[np.int32], at_least: float = ALIKE
) -> tuple[AlikePair, ...]:
    """Pairs of clusters worth a merge, most alike first. (n, d) vectors and their n labels, -1 for noise."""
    member = np.flatnonzero(labels >= 0)
    found, inverse = np.unique(labels[member], return_inverse=True)
    if len(found) < 2:
        return ()
    unit = normalised(vectors[member])
    place: Labels = np.asarray(inverse, dtype=np.int32)
    cosines = true_cosines(place, unit)
    pairs = np.argwhere(np.triu(cosines, k=1) >= at_least)
    if len(pairs) == 0:
        return ()
    size = np.bincount(place)
    shared = _shared(unit, place, len(found))
    offered = []
    for one, other in pairs.tolist():
        if max(shared[one, other], shared[other, one]) < LEAST_SHARED:
            continue
        left, right = sorted((one, other), key=lambda label: (-size[label], label))
        offered.append(
            AlikePair(
                left=int(found[left]),
                right=int(found[right]),
                cosine=float(cosines[left, right]),
                shared=float(max(shared[right, left], shared[left, right])),
            )
        )
    return tuple(sorted(offered, key=lambda pair: (-pair.cosine, pair.left, pair.right)))


def _shared(unit: NDArray[np.float32], place: NDArray[np.int32], clusters: int) -> NDArray[np.float64]:
    """Of each cluster's neighbours outside itself, the part in each other cluster. (clusters, clusters)."""
    rows, _ = neighbours_within(whitened(unit, parameters_for(len(unit)).components), NEIGHBOURS)
    from_, to = np.repeat(place, rows.shape[1]), place[rows.ravel()]
    outside = (from_ != to) & (rows.ravel() >= 0)
    counted = np.zeros((clusters, clusters))
    np.add.at(counted, (from_[outside], to[outside]), 1)
    share: NDArray[np.float64] = counted / np.maximum(counted.sum(axis=1, keepdims=True), 1)
    return share

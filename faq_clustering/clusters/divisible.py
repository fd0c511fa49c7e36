"""Clusters that may be two topics: a reviewer is offered to split them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_clustering.clusters.centres import true_cosines
from faq_clustering.clusters.copies import collapse
from faq_clustering.clusters.graph import spanning_tree
from faq_clustering.clusters.parameters import parameters_for
from faq_clustering.clusters.smoothing import smoothed
from faq_clustering.clusters.tree import flat_clusters
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import Floats, neighbours_within, normalised

FARTHEST = 0.45
"""Parts whose cosine is above it were one intent more often than two (docs/clustering.md)."""
LEAST_PART = 0.2
LEAST_ROWS = 4
MIN_SAMPLES = 3
NEIGHBOURS = 15
STEPS, DRAWN_TO = 2, 8


@dataclass(frozen=True, kw_only=True, slots=True)
class DivisibleCluster:
    """A label, the rows of each dense part of it, the largest part first, and the cosine between what the two
    largest mean, chance taken out."""

    label: int
    parts: tuple[tuple[int, ...], ...]
    cosine: float


def divisible_clusters(
    vectors: NDArray[np.float32], labels: NDArray[np.int32], at_most: float = FARTHEST
) -> tuple[DivisibleCluster, ...]:
    """Clusters worth a split, least alike parts first. (n, d) vectors and their n labels, -1 for noise.

    HDBSCAN's tree over a cluster's own rows finds parts denser than what lies between; each must hold a
    fifth of the cluster. Rows between the parts belong to none.
    """
    if not (labels >= 0).any():
        return ()
    unit = normalised(vectors)
    spread = whitened(unit, parameters_for(len(unit)).components)
    found = []
    for label in np.unique(labels[labels >= 0]).tolist():
        rows = np.flatnonzero(labels == label)
        originals = collapse(spread[rows], None)
        parts = _parts(spread[rows][originals.rows])[originals.of]
        if int(parts.max(initial=-1)) < 1:
            continue
        everywhere = np.full(len(labels), -1, np.int32)
        everywhere[rows] = parts
        cosine = float(true_cosines(everywhere, unit)[0, 1])
        if cosine <= at_most:
            groups = tuple(tuple(rows[parts == part].tolist()) for part in range(int(parts.max()) + 1))
            found.append(DivisibleCluster(label=label, parts=groups, cosine=cosine))
    return tuple(sorted(found, key=lambda one: (one.cosine, one.label)))


def _parts(members: Floats) -> NDArray[np.int32]:
    """The dense part of each row, 0 for the largest, -1 for rows between. int32 (rows,)."""
    least = max(LEAST_ROWS, round(LEAST_PART * len(members)))
    if len(members) < 2 * least:
        return np.full(len(members), -1, np.int32)
    drawn = smoothed(members, steps=STEPS, neighbours=DRAWN_TO)
    rows, similarity = neighbours_within(drawn, NEIGHBOURS)
    parts, _ = flat_clusters(spanning_tree(rows, similarity, MIN_SAMPLES), min_cluster_size=least)
    size = np.bincount(parts[parts >= 0], minlength=1)
    rank = np.argsort(np.argsort(-size, kind="stable"), kind="stable")
    return np.where(parts >= 0, rank[np.maximum(parts, 0)], -1).astype(np.int32)

"""Clusters that may be one topic: the recipe divides more than it mixes, so a reviewer is offered merges."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_clustering.clusters.parameters import parameters_for
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import normalised

ALIKE = 0.6
"""Above it, from half to all of the pairs had the same majority intent (docs/clustering.md)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlikePair:
    """Two labels, the larger cluster's first, and the cosine of their whitened centres."""

    left: int
    right: int
    cosine: float


def alike_clusters(
    vectors: NDArray[np.float32], labels: NDArray[np.int32], at_least: float = ALIKE
) -> tuple[AlikePair, ...]:
    """Pairs of clusters worth a merge, most alike first. (n, d) vectors and their n labels, -1 for noise."""
    found = np.unique(labels[labels >= 0])
    if len(found) < 2:
        return ()
    spread = whitened(normalised(vectors), parameters_for(len(vectors)).components)
    centres = normalised(np.array([spread[labels == label].mean(axis=0) for label in found]))
    cosines = np.triu(centres @ centres.T, k=1)
    pairs = np.argwhere(cosines >= at_least)
    pairs = pairs[np.argsort(-cosines[pairs[:, 0], pairs[:, 1]], kind="stable")]
    return tuple(
        AlikePair(left=int(found[left]), right=int(found[right]), cosine=float(cosines[left, right]))
        for left, right in pairs.tolist()
    )

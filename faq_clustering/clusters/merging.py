"""Pieces of one topic put together again, where nothing but chance holds them apart."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from faq_clustering.clusters.centres import true_cosines
from faq_clustering.clusters.constraints import Bonds
from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats


def merged(labels: Labels, vectors: Floats, cosine: float, bonds: Bonds) -> Labels:
    """Join clusters by average linkage of their true cosines, down to `cosine`; never two kept apart.

    labels int32 (n,), 0..clusters-1 and -1 for noise; vectors (n, d), L2-normalised. Noise stays noise.
    """
    clusters = int(labels.max(initial=-1)) + 1
    if clusters < 2 or cosine > 1:
        return labels
    distance = squareform(1 - true_cosines(labels, vectors), checks=False)
    together = fcluster(linkage(np.maximum(distance, 0), "average"), 1 - cosine, "distance") - 1
    for left, right in _barred(labels, bonds):
        if together[left] == together[right]:
            together[together == together[left]] = (
                together.max() + 1 + np.arange(int((together == together[left]).sum()))
            )
    return np.where(labels >= 0, together[labels], -1).astype(np.int32)


def _barred(labels: Labels, bonds: Bonds) -> list[tuple[int, int]]:
    """Pairs of clusters that hold rows kept apart."""
    foes = bonds.foes()
    named = np.isin(bonds.of, np.array(sorted(foes), np.int64)) & (labels >= 0)
    homes: dict[int, set[int]] = {}
    for knot, label in zip(bonds.of[named].tolist(), labels[named].tolist(), strict=True):
        homes.setdefault(knot, set()).add(label)
    return [
        (one, other)
        for left, right in sorted(bonds.apart)
        for one in sorted(homes.get(left, ()))
        for other in sorted(homes.get(right, ()))
        if one != other
    ]

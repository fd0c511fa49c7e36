"""HDBSCAN's choice of clusters from a spanning tree. Only here are hdbscan's private functions known."""

from typing import Any

import numpy as np
from hdbscan._hdbscan_linkage import label as single_linkage
from hdbscan._hdbscan_tree import compute_stability, condense_tree, get_clusters
from numpy.typing import NDArray

from faq_clustering.clusters.graph import Edges
from faq_clustering.neighbours import Floats

Labels = NDArray[np.int32]


def flat_clusters(edges: Edges, *, min_cluster_size: int, max_cluster_size: int = 0) -> tuple[Labels, Floats]:
    """Excess of mass (McInnes et al., 2017) over (n - 1, 3) edges, shortest first.

    Returns labels int32 (n,), -1 for noise, and membership strength float32 (n,) in 0..1. A branch larger
    than `max_cluster_size` is divided where it can be (0: no limit).
    """
    n = len(edges) + 1
    if n < 2 * min_cluster_size:
        # Two clusters at least, or none: excess of mass never takes the root.
        return np.full(n, -1, np.int32), np.zeros(n, np.float32)
    condensed = condense_tree(single_linkage(edges), min_cluster_size)
    stability = compute_stability(condensed)
    if max_cluster_size:
        _forbid_large_branches(condensed, stability, max_cluster_size)
    labels, strength, _ = get_clusters(condensed, stability)
    return labels.astype(np.int32), np.nan_to_num(strength).astype(np.float32)


def _forbid_large_branches(condensed: Any, stability: dict[int, float], largest: int) -> None:
    # hdbscan's own max_cluster_size turns a large leaf into noise: the topic asked most would vanish.
    branches = condensed[condensed["child_size"] > 1]
    divided = set(branches["parent"].tolist())
    for node, size in zip(branches["child"].tolist(), branches["child_size"].tolist(), strict=True):
        if size > largest and node in divided:
            stability[node] = -1.0

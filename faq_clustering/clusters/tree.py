"""HDBSCAN's choice of clusters from a spanning tree. Only here are hdbscan's private functions known."""

import numpy as np
from numpy.typing import NDArray

from faq_clustering.clusters.graph import Edges
from faq_clustering.neighbours import Floats

Labels = NDArray[np.int32]


def flat_clusters(edges: Edges, *, min_cluster_size: int) -> tuple[Labels, Floats]:
    """Excess of mass (McInnes et al., 2017) over (n - 1, 3) edges, shortest first.

    Returns labels int32 (n,), -1 for noise, and membership strength float32 (n,) in 0..1.
    """
    # Imported late: hdbscan takes seconds to load, and few commands need it.
    from hdbscan._hdbscan_linkage import label as single_linkage
    from hdbscan._hdbscan_tree import compute_stability, condense_tree, get_clusters

    n = len(edges) + 1
    if n < 2 * min_cluster_size:
        # Two clusters at least, or none: excess of mass never takes the root.
        return np.full(n, -1, np.int32), np.zeros(n, np.float32)
    condensed = condense_tree(single_linkage(edges), min_cluster_size)
    stability = compute_stability(condensed)
    labels, strength, _ = get_clusters(condensed, stability)
    return labels.astype(np.int32), np.nan_to_num(strength).astype(np.float32)

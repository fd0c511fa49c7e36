"""Fragments of one topic put together again.

The size of the tree's clusters follows the set, not the topic: a topic with many rows comes in many pieces,
whose centres lie close together.
"""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats, normalised


def merged(labels: Labels, vectors: Floats, cosine: float) -> Labels:
    """Join clusters by average linkage of their centres, down to the given cosine.

    labels int32 (n,), 0..clusters-1 and -1 for noise; vectors (n, d), the smoothed ones. Noise stays noise.
    """
    clusters = int(labels.max(initial=-1)) + 1
    if clusters < 2:
        return labels
    centres = normalised(np.array([vectors[labels == label].mean(axis=0) for label in range(clusters)]))
    tree = linkage(np.maximum(pdist(centres, "cosine"), 0), "average")
    together = fcluster(tree, 1 - cosine, "distance").astype(np.int32) - 1
    return np.where(labels >= 0, together[labels], -1).astype(np.int32)

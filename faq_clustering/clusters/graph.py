"""The minimum spanning tree of mutual reachability (Campello et al., 2013) over the neighbour graph alone."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from faq_clustering.neighbours import Floats, Rows

# Cosines in float32 tell distances apart down to about this; and scipy's sparse routines drop zeros.
SHORTEST = 1e-3
FARTHEST = 2.0

Edges = NDArray[np.float64]


def spanning_tree(rows: Rows, similarity: Floats, min_samples: int) -> Edges:
    """(n, k) neighbours and cosines -> (n - 1, 3) float64 edges: row, row, distance; shortest first.

    Distance is sqrt(2 - 2 cosine), raised to the larger core distance of its two ends.
    """
    n, k = rows.shape
    if n < 2:
        return np.empty((0, 3))
    distance = np.sqrt(np.maximum(0, 2 - 2 * similarity.astype(np.float64)))
    core = distance[:, min(min_samples, k) - 1]
    left, right, length = np.repeat(np.arange(n), k), rows.ravel(), distance.ravel()
    real = right >= 0
    left, right, length = left[real], right[real], length[real]
    reach = np.maximum(np.maximum(np.maximum(core[left], core[right]), length), SHORTEST)
    # Each pair once: mutual reachability is the same from both ends.
    low, high = np.minimum(left, right), np.maximum(left, right)
    _, first = np.unique(low * n + high, return_index=True)
    graph = coo_array((reach[first], (low[first], high[first])), shape=(n, n)).tocsr()
    tree = minimum_spanning_tree(graph).tocoo()
    edges = np.column_stack([tree.row, tree.col, tree.data]).astype(np.float64)
    edges = np.concatenate([edges, _bridges(graph)])
    return np.ascontiguousarray(edges[np.lexsort((edges[:, 1], edges[:, 0], edges[:, 2]))])


def _bridges(graph: NDArray[np.float64]) -> Edges:
    """Components without a path between them are joined by one edge as long as a distance can be."""
    _, component = connected_components(graph, directed=False)
    _, first = np.unique(component, return_index=True)
    return np.column_stack([np.full(len(first) - 1, first[0]), first[1:], np.full(len(first) - 1, FARTHEST)])

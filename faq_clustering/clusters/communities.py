"""Communities of the neighbour graph by modularity (Louvain: Blondel et al., 2008).

One search depends on the order in which it meets the rows. Several, each in another order, vote on every
edge (consensus clustering: Lancichinetti & Fortunato, 2012): what all of them agree on stays, and the last
search runs over that.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, csr_matrix, triu
from sknetwork.clustering import Louvain

from faq_clustering.clusters.affinity import narrowed
from faq_clustering.clusters.tree import Labels

LEAST_AGREEMENT = 0.3


def communities(weights: csr_array, resolution: float, turns: int) -> Labels:
    """Symmetric (n, n) weights -> the community of each row, int32 (n,), from 0. The same input, the same
    answer.
    """
    if weights.nnz == 0:
        return np.arange(weights.shape[0], dtype=np.int32)
    return louvain(_agreed(weights, resolution, turns) if turns > 1 else weights, resolution)


def _agreed(weights: csr_array, resolution: float, turns: int) -> csr_array:
    """Each edge times the share of turns that put its ends together; edges of few such turns go."""
    edges = triu(weights, format="coo")
    random = np.random.default_rng(0)
    together = np.zeros(edges.nnz)
    for _ in range(turns):
        labels = _in_other_order(weights, resolution, random.permutation(weights.shape[0]))
        together += labels[edges.row] == labels[edges.col]
    share = together / turns
    kept = share > LEAST_AGREEMENT
    value = (edges.data * share)[kept]
    half = coo_array((value, (edges.row[kept], edges.col[kept])), shape=weights.shape).tocsr()
    # A node of linked rows has weight of its own, which both triangles would count.
    return narrowed(half + triu(half, k=1).T)


def _in_other_order(weights: csr_array, resolution: float, order: NDArray[np.int64]) -> Labels:
    labels = np.empty(len(order), np.int32)
    labels[order] = louvain(narrowed(weights[order][:, order]), resolution)
    return labels


def louvain(weights: csr_array, resolution: float) -> Labels:
    """One search: the community of each row, int32 (n,), from 0."""
    if weights.nnz == 0:
        return np.arange(weights.shape[0], dtype=np.int32)
    search = Louvain(
        resolution=resolution,
        modularity="newman",
        shuffle_nodes=False,
        # What it would compute besides takes a seventh of its time.
        return_probs=False,
        return_aggregate=False,
    )
    return np.asarray(search.fit_predict(csr_matrix(weights)), dtype=np.int32)

"""The neighbour graph as weights between rows."""

from typing import Any

import numpy as np
from scipy.sparse import coo_array, csr_array

from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats, Rows, weights

# What a run knew is worth this factor: enough to decide where the texts do not (docs/clustering.md).
MEMORY = 2.0


def affinity(rows: Rows, similarity: Floats, previous: Labels | None = None) -> csr_array:
    """(n, k) neighbours and cosines -> a symmetric (n, n) float64 matrix, at most 1, zero on the diagonal.

    A neighbour counts its share of the row's vote, a softmax of cosines, the mean of both directions: a row
    of many near neighbours has no more to say than one of few (as UMAP's local scaling: McInnes et al.,
    2018). Edges within a cluster of `previous`, int32 (n,), -1 for none, count more and edges between two of
    them less: the temporal smoothness of evolutionary clustering (Chakrabarti et al., 2006).
    """
    n, k = rows.shape
    left = np.repeat(np.arange(n), k)
    right = rows.ravel()
    weight = weights(similarity).astype(np.float64).ravel()
    real = right >= 0
    left, right, weight = left[real], right[real], weight[real]
    if previous is not None:
        both = (previous[left] >= 0) & (previous[right] >= 0)
        same = previous[left] == previous[right]
        weight *= np.where(both, np.where(same, MEMORY, 1 / MEMORY), 1.0)
    directed = coo_array((weight, (left, right)), shape=(n, n)).tocsr()
    return narrowed((directed + directed.T) / 2)


def narrowed(matrix: Any) -> csr_array:
    """CSR with 32-bit indices, which scikit-network's compiled loops ask for."""
    found = csr_array(matrix)
    return csr_array(
        (found.data, found.indices.astype(np.int32), found.indptr.astype(np.int32)), shape=found.shape
    )


def contracted(weights: csr_array, labels: Labels) -> csr_array:
    """The graph of communities: (n, n) weights summed by label, int32 (n,) from 0, of both ends."""
    n, count = len(labels), int(labels.max(initial=-1)) + 1
    member = csr_array((np.ones(n), labels, np.arange(n + 1)), shape=(n, count))
    return narrowed(member.T @ weights @ member)

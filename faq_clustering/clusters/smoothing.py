"""Blurring mean shift on the neighbour graph (Carreira-Perpiñán, 2006): rows move towards their neighbours.

It is the step that decides: paraphrases draw together before density is measured.
"""

import numpy as np
from scipy.sparse import csr_array

from faq_clustering.neighbours import Floats, Rows, neighbours_within, normalised, weights

STAY = 0.3


def smoothed(vectors: Floats, *, steps: int, neighbours: int) -> Floats:
    """z <- normalise(0.3 z + 0.7 * weighted mean of its neighbours), searched again at each step."""
    for _ in range(steps):
        rows, similarity = neighbours_within(vectors, neighbours)
        mean = _matrix(rows, weights(similarity), len(vectors)) @ vectors
        vectors = normalised(STAY * vectors + (1 - STAY) * mean)
    return vectors


def _matrix(rows: Rows, values: Floats, n: int) -> csr_array:
    found = np.where(rows >= 0, values, 0)
    pointers = np.arange(0, rows.size + 1, max(1, rows.shape[1]))[: n + 1]
    return csr_array((found.ravel(), np.maximum(rows, 0).ravel(), pointers), shape=(n, n))

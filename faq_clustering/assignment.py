"""New inquiries join clusters by a vote of their nearest neighbours."""

import numpy as np
from numpy.typing import NDArray

from faq_clustering.neighbours import Floats, nearest, normalised, weights

VOTERS = 15
BLOCK = 20_000

Labels = NDArray[np.int32]


def vote(labels: NDArray[np.int32], similarity: Floats) -> tuple[Labels, Floats]:
    """The label with most weight among each row's neighbours, and its share of all weight.

    (q, k) labels and cosines, best first -> (q,) int32 and (q,) float32. Noise (-1) has its weight in the
    whole but never wins: a row among noise alone gets -1 and 0. Of equal labels the nearest neighbour's wins.
    """
    winner = np.full(len(labels), -1, np.int32)
    share = np.zeros(len(labels), np.float32)
    if labels.shape[1] == 0:
        return winner, share
    for start in range(0, len(labels), BLOCK):
        part = slice(start, start + BLOCK)
        some, weight = labels[part], weights(similarity[part])
        total = ((some[:, :, None] == some[:, None, :]) * weight[:, None, :]).sum(axis=2)
        total[some < 0] = 0
        best = total.argmax(axis=1)[:, None]
        share[part] = np.take_along_axis(total, best, axis=1)[:, 0]
        winner[part] = np.where(share[part] > 0, np.take_along_axis(some, best, axis=1)[:, 0], -1)
    return winner, share


def assign(
    new_vectors: NDArray[np.float32], vectors: NDArray[np.float32], labels: NDArray[np.int32]
) -> tuple[Labels, Floats]:
    """The cluster of each new vector, by its 15 nearest among the clustered ones.

    (q, d), (n, d) and the n labels, -1 for noise -> labels int32 (q,) and strength float32 (q,), the
    winner's share of the vote in 0..1. The caller says below what strength an inquiry stays without a
    cluster: 0.5 is half the vote.
    """
    if len(vectors) == 0 or len(new_vectors) == 0:
        return np.full(len(new_vectors), -1, np.int32), np.zeros(len(new_vectors), np.float32)
    # Sentence vectors lie in a narrow cone, where fifteen votes weigh the same; seen from their mean, the
    # nearest count for more.
    middle = vectors.mean(axis=0)
    rows, similarity = nearest(normalised(new_vectors - middle), normalised(vectors - middle), VOTERS)
    return vote(np.where(rows >= 0, labels[rows], -1).astype(np.int32), similarity)

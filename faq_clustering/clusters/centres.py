"""Sums and centres of clusters, and how near two clusters are in what they mean."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats, normalised

# A cluster of strangers has no direction of its own: its inner cosine counts at least so much of its spread.
LEAST_INNER = 0.25


def sums(labels: Labels, vectors: Floats) -> Floats:
    """The sum of each cluster's vectors, float32 (clusters, d). labels int32 (n,), -1 for noise."""
    rows = np.flatnonzero(labels >= 0)
    clusters = int(labels.max(initial=-1)) + 1
    member = csr_array((np.ones(len(rows), np.float32), (labels[rows], rows)), shape=(clusters, len(labels)))
    return np.asarray(member @ vectors, dtype=np.float32)


def centres(labels: Labels, vectors: Floats) -> Floats:
    """The direction of each cluster's mean, L2-normalised float32 (clusters, d)."""
    return normalised(sums(labels, vectors))


def true_cosines(labels: Labels, vectors: Floats) -> NDArray[np.float64]:
    """(clusters, clusters): cosines between what clusters mean, 1 on the diagonal.

    The mean cosine between two clusters' rows, over the geometric mean of those within each: a correlation
    corrected for attenuation (Spearman, 1904). Centres of a few scattered rows look far apart by chance
    alone; this takes the chance out. labels int32 (n,), -1 for noise; vectors (n, d), L2-normalised,
    centred here.
    """
    mean = vectors.mean(axis=0, dtype=np.float64)
    member = labels >= 0
    size = np.bincount(labels[member], minlength=int(labels.max(initial=-1)) + 1).astype(np.float64)
    whole = sums(labels, vectors).astype(np.float64)
    # Squared lengths after centring, summed by cluster: |x - m|^2 = 1 - 2 x.m + |m|^2.
    lengths = size * (1 + mean @ mean) - 2 * whole @ mean
    whole -= size[:, None] * mean
    between = whole @ whole.T
    pairs = np.maximum(size * (size - 1), 1)
    within = np.maximum((np.diag(between) - lengths) / pairs, LEAST_INNER * lengths / np.maximum(size, 1))
    within = np.maximum(within, 1e-9)
    cosines = between / np.outer(size, size) / np.sqrt(np.outer(within, within))
    np.fill_diagonal(cosines, 1)
    return np.asarray(np.clip(cosines, -1, 1))

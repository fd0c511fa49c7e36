"""Nearest neighbours by FAISS (Douze et al., 2024): exact to 30,000 rows, by inverted lists above."""

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

EXACT_UP_TO = 30_000
TEMPERATURE = 0.1
PROBED = 24
"""Lists that one search reads."""


def normalised(vectors: NDArray[Any]) -> Floats:
    """Each row divided by its length; a row of zeros stays one. float32, C order."""
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = np.divide(vectors, np.where(length > 0, length, 1), dtype=np.float32)
    return unit


def nearest(queries: Floats, vectors: Floats, k: int) -> tuple[Rows, Floats]:
    """The k rows of `vectors` most similar to each query, best first.

    Both are L2-normalised float32 (rows, d). Returns rows int64 (q, k) and cosines float32 (q, k), k cut to
    the number of vectors. Where inverted lists hold fewer than k rows, -1 and a cosine of -1 fill up.
    """
    k = min(k, len(vectors))
    if k == 0 or len(queries) == 0:
        return np.empty((len(queries), k), np.int64), np.empty((len(queries), k), np.float32)
    similarity, rows = _index(vectors).search(np.ascontiguousarray(queries), k)
    missing = rows < 0
    return rows, np.where(missing, np.float32(-1), np.clip(similarity, -1, 1))


def neighbours_within(vectors: Floats, k: int) -> tuple[Rows, Floats]:
    """The k nearest other rows of each row: `nearest` without the row itself."""
    k = min(k, len(vectors) - 1)
    if k <= 0:
        return np.empty((len(vectors), 0), np.int64), np.empty((len(vectors), 0), np.float32)
    rows, similarity = nearest(vectors, vectors, k + 1)
    # Among equal vectors the row itself need not come first, nor be found at all: then the last one goes.
    itself = rows == np.arange(len(vectors))[:, None]
    itself[~itself.any(axis=1), -1] = True
    others = ~itself
    return rows[others].reshape(-1, k), similarity[others].reshape(-1, k)


def weights(similarity: Floats) -> Floats:
    """What each neighbour counts: a softmax of cosines. (n, k), best first -> (n, k), rows sum to 1."""
    value: Floats = np.exp((similarity - similarity[:, :1]) / TEMPERATURE)
    share: Floats = value / value.sum(axis=1, keepdims=True)
    return share


def _index(vectors: Floats) -> Any:
    n, d = vectors.shape
    flat = faiss.IndexFlatIP(d)
    if n <= EXACT_UP_TO:
        flat.add(vectors)
        return flat
    lists = int(4 * np.sqrt(n))
    # Half precision moves a cosine by less than .001, which is nothing beside what tells neighbours apart.
    half = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexIVFScalarQuantizer(flat, d, lists, half, faiss.METRIC_INNER_PRODUCT)
    index.cp.min_points_per_centroid = 1
    index.cp.max_points_per_centroid = 64
    index.cp.niter = 5
    index.train(vectors)
    index.add(vectors)
    # Fixed, not a share of the lists: these hold .985 to .99 of the true neighbours of 50,000 to 100,000.
    index.nprobe = PROBED
    return index

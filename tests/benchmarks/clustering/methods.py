"""Our library and its rivals, each as a function from embeddings to labels.

A method takes vectors float32 (n, d), L2-normalised, the texts and the keys (normalised texts), both (n,),
and returns labels int (n,), -1 for noise. It imports what it needs first and returns the call to be timed:
so no method is charged for its imports.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Strings = NDArray[Any]
Method = Callable[[Vectors, Strings, Strings], NDArray[Any]]

SEED = 42
MIN_CLUSTER_SIZE = 10
"""BERTopic's default, used for all that want such a number."""


def ours() -> Method:
    """`cluster_vectors`, without a parameter."""
    from faq_clustering.clusters import cluster_vectors

    return lambda vectors, texts, keys: cluster_vectors(vectors, keys.tolist()).labels


def bertopic() -> Method:
    """BERTopic's defaults (no seed either). Its words for the topics (c-TF-IDF) are part of its call."""
    from bertopic import BERTopic

    return lambda vectors, texts, keys: np.array(BERTopic().fit_transform(texts.tolist(), vectors)[0])


def umap_hdbscan() -> Method:
    """UMAP as in BERTopic, but with a seed, which keeps it to one thread; then HDBSCAN."""
    import hdbscan
    import umap

    def call(vectors: Vectors, texts: Strings, keys: Strings) -> NDArray[Any]:
        reduced = umap.UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED
        ).fit_transform(vectors)
        return hdbscan.HDBSCAN(min_cluster_size=MIN_CLUSTER_SIZE).fit_predict(reduced)

    return call


def plain_hdbscan() -> Method:
    """hdbscan on the embeddings as they are."""
    import hdbscan

    return lambda vectors, texts, keys: hdbscan.HDBSCAN(min_cluster_size=MIN_CLUSTER_SIZE).fit_predict(
        vectors
    )


def fast_hdbscan() -> Method:
    """fast_hdbscan on 64 principal components."""
    import fast_hdbscan as fast
    from sklearn.decomposition import PCA

    def call(vectors: Vectors, texts: Strings, keys: Strings) -> NDArray[Any]:
        reduced = PCA(64, random_state=SEED).fit_transform(vectors)
        return fast.HDBSCAN(min_cluster_size=MIN_CLUSTER_SIZE).fit_predict(reduced)

    return call


def community_detection() -> Method:
    """Sentence Transformers' communities at a cosine of .93, five rows or more."""
    import torch
    from sentence_transformers.util import community_detection as detect

    torch.set_num_threads(2)

    def call(vectors: Vectors, texts: Strings, keys: Strings) -> NDArray[Any]:
        labels = np.full(len(vectors), -1)
        for number, members in enumerate(
            detect(torch.from_numpy(vectors), threshold=0.93, min_community_size=5)
        ):
            labels[members] = number
        return labels

    return call


METHODS: dict[str, Callable[[], Method]] = {
    "ours": ours,
    "bertopic": bertopic,
    "umap+hdbscan": umap_hdbscan,
    "hdbscan": plain_hdbscan,
    "fast_hdbscan": fast_hdbscan,
    "community_detection": community_detection,
}

COMPILES = ("bertopic", "umap+hdbscan", "fast_hdbscan")
"""Those that numba compiles at their first call: a second call shows them warm."""

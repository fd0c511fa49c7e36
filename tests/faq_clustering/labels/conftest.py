"""Names of clusters from texts alone: vectors by the letters they share."""

import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from faq_clustering.labels import ClusterName, name_clusters

Named = Callable[..., dict[int, ClusterName]]


class HashingEncoder:
    """Counts of character pairs, hashed into 256 places."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for pair in pairwise(text):
                vectors[row, zlib.crc32("".join(pair).encode()) % 256] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)


@pytest.fixture(scope="session")
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture(scope="session")
def named(encoder: HashingEncoder) -> Named:
    def name(*clusters: Sequence[str]) -> dict[int, ClusterName]:
        """The names of clusters given as lists of texts, 0 the first."""
        texts = [text for cluster in clusters for text in cluster]
        labels = np.repeat(np.arange(len(clusters)), [len(cluster) for cluster in clusters])
        return name_clusters(texts, encoder.encode(texts), labels.astype(np.int32))

    return name

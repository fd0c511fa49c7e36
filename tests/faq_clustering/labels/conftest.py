"""Names of clusters from texts alone: vectors by the letters they share."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from faq_clustering.labels import ClusterName, name_clusters

Named = Callable[..., dict[int, ClusterName]]


@pytest.fixture(scope="session")
def named(encoder) -> Named:
    def name(*clusters: Sequence[str]) -> dict[int, ClusterName]:
        """The names of clusters given as lists of texts, 0 the first."""
        texts = [text for cluster in clusters for text in cluster]
        labels = np.repeat(np.arange(len(clusters)), [len(cluster) for cluster in clusters])
        return name_clusters(texts, encoder.encode(texts), labels.astype(np.int32))

    return name

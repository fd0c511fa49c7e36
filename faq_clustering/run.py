"""One whole run: texts to named clusters."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faq_clustering.assignment import assign
from faq_clustering.clusters import AlikePair, Clustering, alike_clusters, cluster_vectors
from faq_clustering.labels import ClusterName, name_clusters
from faq_clustering.text import demand_of, normalise

Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """What a run needs of an embedder; `faq_clustering.embedding.Embedder` has it."""

    @property
    def model_id(self) -> str: ...

    def encode(self, texts: Sequence[str], *, on_progress: Progress | None = None) -> NDArray[np.float32]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """The clusters of n texts. nearest int32 (n,): a row's label, or for noise the closest cluster's."""

    clustering: Clustering
    nearest: NDArray[np.int32]
    names: dict[int, ClusterName]
    alike: tuple[AlikePair, ...]
    model_id: str
    seconds: dict[str, float]


def cluster_texts(texts: Sequence[str], encoder: Encoder, on_progress: Progress | None = None) -> Run:
    """Cluster inquiries by what they ask for, and name the clusters."""
    start = time.perf_counter()
    asked = [demand_of(text) for text in texts]
    vectors = encoder.encode(asked, on_progress=on_progress)
    embedded = time.perf_counter()
    clustering = cluster_vectors(vectors, [normalise(text) for text in asked])
    clustered = time.perf_counter()
    names = name_clusters(asked, vectors, clustering.labels)
    seconds = {
        "embedding": embedded - start,
        **clustering.seconds,
        "clustering": clustered - embedded,
        "names": time.perf_counter() - clustered,
    }
    return Run(
        clustering=clustering,
        nearest=_nearest_clusters(vectors, clustering.labels),
        names=names,
        alike=alike_clusters(vectors, clustering.labels),
        model_id=encoder.model_id,
        seconds={stage: round(taken, 3) for stage, taken in seconds.items()},
    )


def _nearest_clusters(vectors: NDArray[np.float32], labels: NDArray[np.int32]) -> NDArray[np.int32]:
    filled = labels.copy()
    noise, known = labels < 0, labels >= 0
    if known.any():
        filled[noise], _ = assign(vectors[noise], vectors[known], labels[known])
    return filled

"""One whole run: texts to named clusters."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faq_clustering.assignment import assign
from faq_clustering.clusters import (
    AlikePair,
    Constraints,
    DivisibleCluster,
    Search,
    alike_clusters,
    cluster_vectors,
    divisible_clusters,
)
from faq_clustering.labels import ClusterName, name_clusters
from faq_clustering.text import Demand, normalise, read_demand

MODEL = "models/multilingual-e5-small"

Progress = Callable[[int, int], None]
Labels = NDArray[np.int32]
Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What a run needs of an embedder; `Embedder` and `CachedEmbedder` of `faq_clustering.embedding` have
    it.
    """

    @property
    def model_id(self) -> str: ...

    def encode(self, texts: Sequence[str], *, on_progress: Progress | None = None) -> Vectors: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Clustering:
    """The clusters of n texts, numbered from the largest, 0, down.

    labels int32 (n,), -1 for noise; strength float32 (n,) in 0..1, 0 for noise; nearest int32 (n,): a row's
    label, or for noise the closest cluster's, -1 if there is none; tightness float32 (clusters,), the mean
    cosine of members with their centre. A text with two questions counts for the cluster of its first one;
    `also` names those of the others. `vectors` float32 (n, d) are those of the first questions. `merges`
    and `splits` are offered to a reviewer, not done.
    """

    labels: Labels
    strength: NDArray[np.float32]
    nearest: Labels
    tightness: NDArray[np.float32]
    names: dict[int, ClusterName]
    merges: tuple[AlikePair, ...]
    splits: tuple[DivisibleCluster, ...]
    also: dict[int, tuple[int, ...]]
    demands: tuple[Demand, ...]
    vectors: Vectors
    model_id: str
    parameters: dict[str, int | float]
    seconds: dict[str, float]


def cluster(
    texts: Sequence[str],
    encoder: Encoder | None = None,
    *,
    constraints: Constraints | None = None,
    previous: Labels | None = None,
    search_before: Search | None = None,
    on_progress: Progress | None = None,
) -> Clustering:
    """Cluster inquiries by what they ask for, and name the clusters.

    Without `encoder` the model in models/multilingual-e5-small embeds, with a cache. `constraints` are on
    rows of `texts` and always hold; `previous`, int32 (n,), are the labels of the last run, -1 for none,
    and `search_before` is how it was searched.
    `on_progress` hears (done, all) of the embedding.
    """
    watch = [time.perf_counter()]
    demands = tuple(read_demand(text) for text in texts)
    asked = [question for demand in demands for question in demand.questions or ("",)]
    first = _first_questions(demands)
    chosen = encoder or _own_encoder()
    watch.append(time.perf_counter())
    vectors = chosen.encode(asked, on_progress=on_progress)
    watch.append(time.perf_counter())
    found = cluster_vectors(
        vectors,
        [normalise(question) for question in asked],
        constraints=_on_questions(constraints, first),
        previous=_of_questions(previous, first, len(asked)),
        search_before=search_before,
    )
    watch.append(time.perf_counter())
    kept, numbers = _renumbered(found.labels, first)
    labels, strength = numbers[first], found.strength[first]
    own = vectors[first]
    named = name_clusters([asked[row] for row in first.tolist()], own, labels)
    watch.append(time.perf_counter())
    merges, splits = alike_clusters(own, labels), divisible_clusters(own, labels)
    nearest = _nearest_clusters(own, labels)
    watch.append(time.perf_counter())
    reading, embedding, clustering, naming, suggesting = np.diff(watch).round(3).tolist()
    return Clustering(
        labels=labels,
        strength=strength,
        nearest=nearest,
        tightness=found.tightness[kept],
        names=named,
        merges=merges,
        splits=splits,
        also=_further(numbers, first),
        demands=demands,
        vectors=own,
        model_id=chosen.model_id,
        parameters=found.parameters,
        seconds={
            "reading": reading,
            "embedding": embedding,
            "clustering": clustering,
            **{f"clustering: {stage}": taken for stage, taken in found.seconds.items()},
            "names": naming,
            "suggestions": suggesting,
        },
    )


def _own_encoder() -> Encoder:
    # Imported late: who brings an encoder needs no model.
    from faq_clustering.embedding import CachedEmbedder, load_embedder

    return CachedEmbedder(load_embedder(MODEL))


def _first_questions(demands: Sequence[Demand]) -> NDArray[np.int64]:
    """Where each text's questions begin among all of them. int64 (n,)."""
    counts = [max(1, len(demand.questions)) for demand in demands]
    return np.array([0, *accumulate(counts)][:-1] if counts else [], np.int64)


def _on_questions(constraints: Constraints | None, first: NDArray[np.int64]) -> Constraints | None:
    """Constraints on texts as constraints on their first questions."""
    if constraints is None:
        return None

    def moved(group: tuple[int, ...]) -> tuple[int, ...]:
        outside = [row for row in group if not 0 <= row < len(first)]
        if outside:
            raise ValueError(f"A constraint names row {outside[0]}; there are {len(first)} rows.")
        return tuple(int(first[row]) for row in group)

    return Constraints(
        together=tuple(moved(group) for group in constraints.together),
        apart=tuple((moved(left), moved(right)) for left, right in constraints.apart),
    )


def _of_questions(previous: Labels | None, first: NDArray[np.int64], questions: int) -> Labels | None:
    if previous is None:
        return None
    if len(previous) != len(first):
        raise ValueError(f"There are {len(first)} texts but {len(previous)} labels of the last run.")
    known = np.full(questions, -1, np.int32)
    known[first] = previous
    return known


def _renumbered(labels: Labels, first: NDArray[np.int64]) -> tuple[NDArray[np.int64], Labels]:
    """Clusters by the number of texts whose first question they hold; those of none go.

    Returns the old labels in their new order and every question's new label.
    """
    held = np.bincount(labels[first] + 1, minlength=int(labels.max(initial=-1)) + 2)[1:]
    order = np.argsort(-held, kind="stable")
    kept = order[held[order] > 0]
    number = np.full(len(held) + 1, -1, np.int32)
    number[kept] = np.arange(len(kept))
    # Noise, -1, reads the last place.
    return kept, number[labels]


def _further(labels: Labels, first: NDArray[np.int64]) -> dict[int, tuple[int, ...]]:
    """The clusters of a text's further questions, where they are others than its first one's."""
    also: dict[int, tuple[int, ...]] = {}
    ends = np.append(first[1:], len(labels))
    for row in np.flatnonzero(ends - first > 1).tolist():
        own, rest = labels[first[row]], labels[first[row] + 1 : ends[row]].tolist()
        others = tuple(dict.fromkeys(label for label in rest if label >= 0 and label != own))
        if others:
            also[row] = others
    return also


def _nearest_clusters(vectors: Vectors, labels: Labels) -> Labels:
    filled = labels.copy()
    noise, known = labels < 0, labels >= 0
    if known.any():
        filled[noise], _ = assign(vectors[noise], vectors[known], labels[known])
    return filled

"""The whole recipe, from vectors to clusters."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from faq_clustering.clusters.copies import Originals, collapse
from faq_clustering.clusters.graph import spanning_tree
from faq_clustering.clusters.merging import merged
from faq_clustering.clusters.noise import gather_copies, join_neighbours
from faq_clustering.clusters.parameters import Parameters, parameters_for
from faq_clustering.clusters.smoothing import smoothed
from faq_clustering.clusters.tree import Labels, flat_clusters
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import Floats, neighbours_within, normalised

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clustering:
    """Clusters numbered from the largest, 0, down.

    labels int32 (n,), -1 for noise; strength float32 (n,) in 0..1, 0 for noise; tightness float32
    (clusters,), the mean cosine of a cluster's members with their centre, before smoothing; seconds by
    stage.
    """

    labels: Labels
    strength: Floats
    tightness: Floats
    parameters: dict[str, int | float]
    seconds: dict[str, float]


def cluster_vectors(
    vectors: NDArray[np.float32], keys: Sequence[str] | None = None, parameters: Parameters | None = None
) -> Clustering:
    """Clusters of (n, d) vectors. `keys`, the normalised texts, tell which rows are exact duplicates.

    The same rows give the same clusters in whatever order they come. Any n is allowed, 0 and 1 too.
    """
    watch = _Watch()
    unit = watch("copies", lambda: normalised(_checked(vectors, keys)))
    originals = watch("copies", lambda: collapse(unit, keys))
    chosen = parameters or parameters_for(len(originals.rows))
    labels = np.full(len(originals.rows), -1, np.int32)
    strength = np.zeros(len(originals.rows), np.float32)
    spread = unit[originals.rows]
    if len(spread) > 1:
        plain = spread
        spread = watch("whitening", lambda: whitened(plain, chosen.components))
        labels, strength = _clustered(spread, chosen, watch)
    labels, strength = gather_copies((labels, strength), originals, chosen.min_cluster_size)
    labels = _numbered(labels, originals)
    return Clustering(
        labels=labels[originals.of],
        strength=strength[originals.of],
        tightness=_tightness(spread, labels, originals),
        parameters={**asdict(chosen), "originals": len(originals.rows)},
        seconds=watch.seconds,
    )


def _clustered(spread: Floats, chosen: Parameters, watch: "_Watch") -> tuple[Labels, Floats]:
    drawn = watch(
        "smoothing",
        lambda: smoothed(spread, steps=chosen.smoothing_steps, neighbours=chosen.smoothing_neighbours),
    )
    rows, similarity = watch("neighbours", lambda: neighbours_within(drawn, chosen.neighbours))
    edges = watch("spanning tree", lambda: spanning_tree(rows, similarity, chosen.min_samples))
    pieces, strength = watch(
        "condensed tree",
        lambda: flat_clusters(
            edges, min_cluster_size=chosen.min_cluster_size, max_cluster_size=chosen.max_cluster_size
        ),
    )
    labels = watch("merging", lambda: merged(pieces, drawn, chosen.merging_cosine))
    return join_neighbours((labels, strength), rows, similarity, chosen.joining_share)


def _numbered(labels: Labels, originals: Originals) -> Labels:
    """The largest cluster is 0; of equal ones, the one whose first original comes first."""
    present, first, place = np.unique(labels, return_index=True, return_inverse=True)
    sizes = np.bincount(place, weights=originals.copies(), minlength=len(present))
    sizes[present < 0] = -1
    number = np.empty(len(present), np.int32)
    number[np.lexsort((first, -sizes))] = np.arange(len(present))
    number[present < 0] = -1
    return number[place] if len(labels) else labels


def _tightness(spread: Floats, labels: Labels, originals: Originals) -> Floats:
    tightness = np.zeros(labels.max(initial=-1) + 1, np.float32)
    copies = originals.copies()
    for label in range(len(tightness)):
        members = labels == label
        centre = np.average(spread[members], axis=0, weights=copies[members])
        # The mean cosine of unit vectors with the direction of their mean is the length of that mean.
        tightness[label] = np.linalg.norm(centre)
    return tightness


def _checked(vectors: NDArray[np.float32], keys: Sequence[str] | None) -> NDArray[np.float32]:
    if vectors.ndim != 2:
        raise ValueError("Vectors must have two dimensions: rows and components.")
    if not np.isfinite(vectors).all():
        raise ValueError("A vector holds a number that is not finite.")
    if keys is not None and len(keys) != len(vectors):
        raise ValueError(f"There are {len(vectors)} vectors but {len(keys)} keys.")
    return vectors


class _Watch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        done = work()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - start, 4)
        return done

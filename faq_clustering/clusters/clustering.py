"""The whole recipe, from vectors to clusters."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from faq_clustering.clusters.affinity import affinity
from faq_clustering.clusters.constraints import Bonds, Constraints, bonds
from faq_clustering.clusters.copies import Originals, collapse, gather_copies
from faq_clustering.clusters.gathering import gathered
from faq_clustering.clusters.merging import merged
from faq_clustering.clusters.obeying import knotted, obeying
from faq_clustering.clusters.parameters import MANY, Parameters, Search, parameters_for
from faq_clustering.clusters.resolution import search_for
from faq_clustering.clusters.settling import confidence, doubtful, settled
from faq_clustering.clusters.tree import Labels
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import Floats, neighbours_within, normalised

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Partition:
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
    vectors: NDArray[np.float32],
    keys: Sequence[str] | None = None,
    parameters: Parameters | None = None,
    *,
    constraints: Constraints | None = None,
    previous: NDArray[np.int32] | None = None,
    search_before: Search | None = None,
) -> Partition:
    """Clusters of (n, d) vectors. `keys`, the normalised texts, tell which rows are exact duplicates.

    `constraints` always hold. `previous`, int32 (n,), is the label each row had in the last run, -1 for
    none: it decides where the vectors do not; `search_before`, what `search_of` says of it, is kept
    unless another fits clearly better. The same rows give the same clusters in whatever order they
    come. Any n is allowed, 0 and 1 too.
    """
    watch = _Watch()
    unit = watch("copies", lambda: normalised(_checked(vectors, keys, previous)))
    originals = watch("copies", lambda: collapse(unit, keys))
    bound = bonds(constraints, originals.of, len(originals.rows))
    chosen = parameters or parameters_for(len(originals.rows))
    before = _known_before(previous, originals)
    labels = np.full(len(originals.rows), -1, np.int32)
    strength = np.zeros(len(originals.rows), np.float32)
    search = None
    plain = spread = unit[originals.rows]
    if len(plain) > 1:
        # The matrices of so few rows are small: a second thread of BLAS waits mostly, and burns a core.
        with threadpool_limits(1 if len(plain) < MANY else None, user_api="blas"):
            spread = watch("whitening", lambda: whitened(plain, chosen.components))
            labels, strength, search = _clustered(plain, spread, chosen, bound, before, search_before, watch)
    labels, strength = gather_copies((labels, strength), originals, chosen.min_cluster_size)
    labels = _numbered(labels, originals)
    return Partition(
        labels=labels[originals.of],
        strength=strength[originals.of],
        tightness=_tightness(spread, labels, originals),
        parameters={
            **asdict(chosen),
            **({} if search is None else {name: round(number, 3) for name, number in asdict(search).items()}),
            "originals": len(originals.rows),
        },
        seconds=watch.seconds,
    )


def _clustered(
    plain: Floats,
    spread: Floats,
    chosen: Parameters,
    bound: Bonds,
    before: Labels | None,
    search_before: Search | None,
    watch: "_Watch",
) -> tuple[Labels, Floats, Search]:
    rows, similarity = watch("neighbours", lambda: neighbours_within(spread, chosen.neighbours))
    # Without their labels: how many topics there are is in the texts, not in what was made of them.
    plainly = watch("graph", lambda: affinity(rows, similarity))
    read = watch("resolution", lambda: search_for(plainly, search_before, most_skew=chosen.most_skew))
    search = replace(read, resolution=chosen.fineness * read.resolution)
    graph = plainly if before is None else watch("graph", lambda: affinity(rows, similarity, before))
    graph = watch("graph", lambda: knotted(graph, bound))
    least = chosen.min_cluster_size
    found = watch("communities", lambda: gathered(graph, search, chosen.turns, least, plainly)[bound.of])
    kept = watch("settling", lambda: obeying(found, spread, bound, least))
    kept = watch("settling", lambda: _compact(settled(kept, rows, similarity, bound, least)))
    labels = watch("merging", lambda: _compact(merged(kept, plain, chosen.merging_cosine, bound)))
    share, sure = watch("noise", lambda: confidence(labels, spread, rows, similarity))
    tied = np.isin(bound.of, np.array(sorted(bound.tied), np.int64))
    share = np.where(tied, 1, np.clip(share, 0, 1)).astype(np.float32)
    noise = doubtful(
        np.where(tied, np.inf, sure), labels, least=chosen.least_confidence, most=chosen.most_noise
    )
    strength = np.where(noise | (labels < 0), 0, share)
    return np.where(noise, -1, labels).astype(np.int32), strength, search


def _known_before(previous: Labels | None, originals: Originals) -> Labels | None:
    """The last label of each original: that of any of its copies."""
    if previous is None:
        return None
    known = np.full(len(originals.rows), -1, np.int32)
    np.maximum.at(known, originals.of, previous)
    return known


def _compact(labels: Labels) -> Labels:
    """Labels 0..clusters-1 in the order of their first rows."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first, kind="stable"), kind="stable")
    if (labels < 0).any():
        rank = rank - (rank > rank[0])
    return np.where(labels >= 0, rank[place], -1).astype(np.int32)


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


def _checked(
    vectors: NDArray[np.float32], keys: Sequence[str] | None, previous: Labels | None
) -> NDArray[np.float32]:
    if vectors.ndim != 2:
        raise ValueError("Vectors must have two dimensions: rows and components.")
    if not np.isfinite(vectors).all():
        raise ValueError("A vector holds a number that is not finite.")
    if keys is not None and len(keys) != len(vectors):
        raise ValueError(f"There are {len(vectors)} vectors but {len(keys)} keys.")
    if previous is not None and len(previous) != len(vectors):
        raise ValueError(f"There are {len(vectors)} vectors but {len(previous)} labels of the last run.")
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

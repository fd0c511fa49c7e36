"""Where each row lies on the map: a neighbour embedding that starts from the clusters.

The forces are UMAP's (McInnes et al., 2018) with Student-t similarity, summed over all rows at once instead
of edge by edge: numpy and scipy suffice, nothing is compiled at the first call, equal input gives equal maps.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from faq_clustering.clusters.whitening import whitened
from faq_clustering.maps.forces import attraction, relaxed
from faq_clustering.maps.spreading import spread_out
from faq_clustering.maps.start import starting_places
from faq_clustering.neighbours import Floats, neighbours_within, normalised

COMPONENTS = 128
NEIGHBOURS = 15
PULL = 0.3
"""How far a member moves to its cluster's centre before neighbours are searched. It holds clusters together
and keeps as many true neighbours on the map as without."""
CROWD = 200
"""From so many rows on, density is evened out so that names find room; fewer have room as they are."""
EDGE_QUANTILE = 0.999
"""On each axis so large a share of rows lies below 1; what lies further out is drawn in."""


def layout(vectors: NDArray[Any], labels: NDArray[np.int32]) -> Floats:
    """Places float32 (n, 2) within -1.1..1.1 for vectors (n, d) and labels (n,), -1 for noise.

    Clusters near in meaning are near, members are together, noise lies by what it resembles. Units have no
    meaning.
    """
    _check(vectors, labels)
    if len(vectors) < 3:
        return np.array([(-0.5, 0), (0.5, 0)], np.float32)[: len(vectors)]
    # One thread: sums come out the same on every machine, and threads that wait for each other on busy cores
    # took many times as long.
    with threadpool_limits(1):
        spread = _pulled(whitened(normalised(vectors), COMPONENTS), labels)
        rows, similarity = neighbours_within(spread, NEIGHBOURS)
        places = relaxed(starting_places(spread, labels, rows), attraction(rows, similarity))
        level = _turned(places)
        return _framed(spread_out(level) if len(vectors) >= CROWD else level)


def _pulled(spread: Floats, labels: NDArray[np.int32]) -> Floats:
    member = labels >= 0
    if not member.any():
        return spread
    centres = np.zeros((int(labels.max()) + 1, spread.shape[1]), np.float32)
    np.add.at(centres, labels[member], spread[member])
    pulled = spread.copy()
    pulled[member] = normalised((1 - PULL) * spread[member] + PULL * normalised(centres)[labels[member]])
    return pulled


def _turned(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turned so that the longest direction lies level, and scaled to be as high as wide."""
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1] * np.where(axes[:, ::-1].sum(axis=0) < 0, -1, 1)
    level: NDArray[np.float64] = centred @ axes
    level /= np.maximum(level.std(axis=0), 1e-9)
    return level


def _framed(places: NDArray[np.float64]) -> Floats:
    """Each axis scaled to fill -1..1; single rows far out come back to the rim."""
    low, high = np.quantile(places, (1 - EDGE_QUANTILE, EDGE_QUANTILE), axis=0)
    half = (high - low) / 2
    scaled = np.divide(places - (low + high) / 2, half, out=np.zeros_like(places), where=half > 0)
    beyond = np.maximum(np.abs(scaled) - 1, 0)
    framed: Floats = (np.clip(scaled, -1, 1) + np.sign(scaled) * 0.1 * np.tanh(beyond)).astype(np.float32)
    return framed


def _check(vectors: NDArray[Any], labels: NDArray[np.int32]) -> None:
    if vectors.ndim != 2:
        raise ValueError("Vectors must have two dimensions: rows and components.")
    if len(labels) != len(vectors):
        raise ValueError(f"There are {len(vectors)} vectors but {len(labels)} labels.")
    if not np.isfinite(vectors).all():
        raise ValueError("A vector holds a number that is not finite.")

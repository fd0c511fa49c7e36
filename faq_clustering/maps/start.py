"""Where rows start: clusters by t-SNE of their centres, members around them, noise among its neighbours."""

import numpy as np
from numpy.typing import NDArray
from sklearn.manifold import TSNE

from faq_clustering.neighbours import Floats, Rows, normalised

FEW = 8
"""Below so many clusters, principal components place the rows themselves."""
SEED = 0
Places = NDArray[np.float64]


def starting_places(spread: Floats, labels: NDArray[np.int32], rows: Rows) -> Places:
    """Places float64 (n, 2) for spread (n, d), normalised, and rows (n, k), each row's neighbours."""
    n = len(spread)
    across = 2.5 * float(np.sqrt(n))
    plain: Places = _principal(spread)
    present = np.unique(labels[labels >= 0])
    if len(present) < FEW:
        few: Places = plain * (across / 4)
        return few
    centres = normalised(np.stack([spread[labels == label].mean(axis=0) for label in present]))
    middle = _centres(centres) * across / 4
    places = np.zeros((n, 2))
    member = labels >= 0
    of = np.searchsorted(present, labels[member])
    size = np.bincount(of)
    places[member] = middle[of] + plain[member] * (0.5 * np.sqrt(size[of]))[:, None]
    places[~member] = _among(places, member, rows)[~member] + plain[~member]
    return places


def _centres(centres: Floats) -> Places:
    """(c, d) centres of clusters -> (c, 2), standard deviation 1."""
    first = _principal(centres).astype(np.float32) * 1e-4
    perplexity = min(8.0, (len(centres) - 1) / 3)
    placed = TSNE(perplexity=perplexity, init=first, metric="cosine", random_state=SEED).fit_transform(
        centres
    )
    centred = placed - placed.mean(axis=0)
    return np.asarray(centred / max(float(centred.std()), 1e-9), dtype=np.float64)


def _principal(vectors: Floats) -> Places:
    """The first two principal components, the larger with standard deviation 1; signs fixed, ties broken."""
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    directions = directions[:, ::-1][:, :2]
    loudest = np.take_along_axis(directions, np.abs(directions).argmax(axis=0)[None], axis=0)
    directions = directions * np.where(loudest < 0, -1, 1)
    found = centred @ directions
    places: Places = np.zeros((len(vectors), 2))
    places[:, : found.shape[1]] = found
    places /= max(float(places.std(axis=0).max()), 1e-9)
    # Equal rows would stay on one spot for ever: no force has a direction there.
    places += np.random.default_rng(SEED).normal(scale=0.05, size=places.shape)
    return places


def _among(places: Places, member: NDArray[np.bool_], rows: Rows) -> Places:
    """For each row the mean place of its neighbours that are in a cluster; without such, the middle."""
    known = member[rows]
    found = (places[rows] * known[:, :, None]).sum(axis=1)
    mean: Places = found / np.maximum(known.sum(axis=1), 1)[:, None]
    return mean

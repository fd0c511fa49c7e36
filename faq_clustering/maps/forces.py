"""Forces between rows on the map: neighbours attract, any two repel."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from faq_clustering.neighbours import Floats, Rows, weights

STEPS = 250
OTHERS = 12
"""Rows drawn at random at each step to repel each row."""
REPULSION = 0.35
"""What one drawn row counts; a neighbour's edge counts about 1."""
LONGEST_STEP = 1.0
MOMENTUM = 0.7
SEED = 20240501

Places = NDArray[np.float64]


def attraction(rows: Rows, similarity: Floats) -> csr_array:
    """The symmetric graph of neighbours (n, n): the fuzzy union a + b - ab of both directions, as in UMAP."""
    n, k = rows.shape
    share = weights(similarity) if k else similarity
    directed = np.where(rows >= 0, share / share.max(axis=1, keepdims=True), 0).astype(np.float64)
    graph = csr_array(
        (directed.ravel(), (np.repeat(np.arange(n), k), np.maximum(rows, 0).ravel())), shape=(n, n)
    )
    graph.sum_duplicates()
    union = (graph + graph.T - graph.multiply(graph.T)).tocsr()
    union.sort_indices()
    return union


def relaxed(places: Places, edges: csr_array) -> Places:
    """The places after the forces have worked. Steps shrink to nothing, so that the map comes to rest."""
    random = np.random.default_rng(SEED)
    n = len(places)
    source = np.repeat(np.arange(n), np.diff(edges.indptr))
    degree = np.maximum(np.asarray(edges.sum(axis=1)).ravel(), 1.0)
    places, speed = places.copy(), np.zeros_like(places)
    for step in range(STEPS):
        rate = 0.5 * (1 - step / STEPS)
        force = _attracted(places, edges, source) / degree[:, None] + _repelled(places, random)
        length = np.linalg.norm(force, axis=1, keepdims=True)
        force *= np.minimum(1, LONGEST_STEP / np.maximum(length, 1e-12))
        speed = MOMENTUM * speed + rate * force
        places += speed
    return places


def _attracted(places: Places, edges: csr_array, source: NDArray[np.intp]) -> Places:
    way = places[edges.indices] - places[source]
    pull = edges.data / (1 + np.einsum("ij,ij->i", way, way))
    moved = csr_array((pull, edges.indices, edges.indptr), shape=edges.shape)
    force: Places = moved @ places - np.asarray(moved.sum(axis=1)).reshape(-1, 1) * places
    return force


def _repelled(places: Places, random: np.random.Generator) -> Places:
    """Every row meets OTHERS rows: a shuffled ring, and each row's followers on it."""
    n = len(places)
    ring = random.permutation(n)
    turned = places[ring]
    force = np.zeros_like(turned)
    for shift in random.integers(1, n, OTHERS):
        way = turned - np.roll(turned, shift, axis=0)
        square = np.einsum("ij,ij->i", way, way)
        force += way * (REPULSION / ((0.05 + square) * (1 + square)))[:, None]
    back = np.empty_like(force)
    back[ring] = force
    return back

"""Clusters changed as little as it takes to hold the constraints that search alone did not."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from faq_clustering.clusters.affinity import narrowed
from faq_clustering.clusters.constraints import Bonds
from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats, normalised


def knotted(weights: csr_array, bonds: Bonds) -> csr_array:
    """The graph of knots: linked rows are one node, and no edge joins two that shall be apart."""
    if not bonds.tied and not bonds.apart:
        return weights
    n, knots = len(bonds.of), int(bonds.of.max(initial=-1)) + 1
    member = coo_array((np.ones(n), (np.arange(n), bonds.of)), shape=(n, knots)).tocsr()
    graph = (member.T @ weights @ member).tocoo()
    pairs = np.array(sorted(bonds.apart), np.int64).reshape(-1, 2)
    barred = np.isin(_key(graph.row, graph.col, knots), _key(pairs[:, 0], pairs[:, 1], knots))
    kept = ~barred
    return narrowed(
        coo_array((graph.data[kept], (graph.row[kept], graph.col[kept])), shape=graph.shape).tocsr()
    )


def obeying(labels: Labels, vectors: Floats, bonds: Bonds, least: int) -> Labels:
    """Divide each cluster that holds rows kept apart.

    Its knots are coloured greedily, the largest first, so that no colour holds two kept apart. The rows no
    constraint names go to the colour with the nearest centre, of those with `least` rows: one row that is
    "not this one" draws none along. labels int32 (n,), -1 for noise; linked rows share a label already.
    """
    labels = labels.copy()
    foes = bonds.foes()
    named = np.isin(bonds.of, np.array(sorted(foes), np.int64))
    size = np.bincount(bonds.of, minlength=1)
    for label in np.unique(labels[named & (labels >= 0)]).tolist():
        members = np.flatnonzero(labels == label)
        knots = sorted(set(bonds.of[members[named[members]]].tolist()), key=lambda knot: (-size[knot], knot))
        colours = _coloured(knots, foes)
        if len(colours) > 1:
            colour = _divided(members, colours, vectors, bonds.of, least)
            fresh = int(labels.max()) + colour
            labels[members] = np.where(colour == 0, label, fresh)
    return labels


def _coloured(knots: list[int], foes: dict[int, frozenset[int]]) -> list[list[int]]:
    colours: list[list[int]] = []
    for knot in knots:
        home = next((colour for colour in colours if not foes[knot] & set(colour)), None)
        if home is None:
            colours.append([knot])
        else:
            home.append(knot)
    return colours


def _divided(
    members: NDArray[np.int64],
    colours: list[list[int]],
    vectors: Floats,
    knots: NDArray[np.int64],
    least: int,
) -> NDArray[np.int64]:
    """The colour of each member, 0 for the one with most rows."""
    seeds = [members[np.isin(knots[members], colour)] for colour in colours]
    seeds.sort(key=len, reverse=True)
    open_ones = [rows for number, rows in enumerate(seeds) if number == 0 or len(rows) >= least]
    centres = normalised(np.array([vectors[rows].mean(axis=0) for rows in open_ones]))
    found = (vectors[members] @ centres.T).argmax(axis=1)
    for number, rows in enumerate(seeds):
        found[np.isin(members, rows)] = number
    return np.asarray(found, dtype=np.int64)


def _key(one: NDArray[np.int64], other: NDArray[np.int64], knots: int) -> NDArray[np.int64]:
    one, other = one.astype(np.int64), other.astype(np.int64)
    return np.minimum(one, other) * knots + np.maximum(one, other)

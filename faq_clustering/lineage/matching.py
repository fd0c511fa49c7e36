"""Ids to labels, one to one, so that as many members as can be keep their id."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from faq_clustering.lineage.overlap import Id, Overlap

LEAST_OVERLAP = 0.3
"""Below this Jaccard overlap, a label is another topic."""

LEAST_OF_A_MERGE = 0.1
"""The largest part of a merge may be so small a part of the whole: of five equal ones each has .2."""


def matched(overlap: Overlap[Id]) -> dict[int, Id]:
    """The id each label carries on (Hungarian method on the members they share; ties by Jaccard overlap)."""
    jaccard = overlap.jaccard()
    pairs = np.flatnonzero(_eligible(overlap, jaccard))
    carried: dict[int, Id] = {}
    for group in _components(overlap, pairs):
        for pair in _best(overlap, jaccard, group):
            carried[overlap.labels[overlap.rows[pair]]] = overlap.ids[overlap.columns[pair]]
    return carried


def _eligible(overlap: Overlap[Id], jaccard: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Pairs that overlap enough; or the label took in half of the cluster, and more of no other."""
    largest_part = np.zeros(len(overlap.labels), np.int64)
    np.maximum.at(largest_part, overlap.rows, overlap.shared)
    largest = overlap.shared == largest_part[overlap.rows]
    flowed = 2 * overlap.shared >= overlap.in_old[overlap.columns]
    survives: NDArray[np.bool_] = largest & flowed & (jaccard >= LEAST_OF_A_MERGE)
    return survives | (jaccard >= LEAST_OVERLAP)


def _components(overlap: Overlap[Id], pairs: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The pairs that compete with one another, group by group, for one matrix of all would be slow."""
    rows, columns = overlap.rows[pairs], len(overlap.labels) + overlap.columns[pairs]
    nodes = len(overlap.labels) + len(overlap.ids)
    graph = coo_array((np.ones(len(pairs)), (rows, columns)), shape=(nodes, nodes))
    _, component = connected_components(graph, directed=False)
    order = np.argsort(component[rows], kind="stable")
    starts = np.flatnonzero(np.diff(component[rows][order])) + 1
    return [group for group in np.split(pairs[order], starts) if len(group)]


def _best(overlap: Overlap[Id], jaccard: NDArray[np.float64], group: NDArray[np.int64]) -> list[int]:
    if len(group) == 1:
        return [int(group[0])]
    rows, row = np.unique(overlap.rows[group], return_inverse=True)
    columns, column = np.unique(overlap.columns[group], return_inverse=True)
    weight = np.zeros((len(rows), len(columns)))
    # The Jaccard overlaps of a whole matching stay below one member: they decide among equals only.
    weight[row, column] = overlap.shared[group] + jaccard[group] / (len(group) + 1)
    pair_at = dict(zip(zip(row.tolist(), column.tolist(), strict=True), group.tolist(), strict=True))
    chosen = zip(*linear_sum_assignment(weight, maximize=True), strict=True)
    return [pair_at[place] for place in chosen if place in pair_at]

"""Clusters keep their identity from run to run, by the members they share."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

LEAST_OVERLAP = 0.3

Member = TypeVar("Member", bound=Hashable)
Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class LineageResult(Generic[Id]):
    """Which identities go on.

    ids: the old id each new label carries on; born: new labels that need a new id; gone: old ids no label
    carries.
    """

    ids: dict[int, Id]
    born: tuple[int, ...]
    gone: tuple[Id, ...]


def carry_identity(
    old: Mapping[Member, Id | None], new: Mapping[Member, int], least: float = LEAST_OVERLAP
) -> LineageResult[Id]:
    """Match clusters one to one by the Jaccard overlap of their members (Hungarian method).

    `old` gives the cluster id of each inquiry in the last run (None: it had none), `new` its label now (-1:
    noise). Overlap is counted over inquiries known to both runs: growth and retention alone change no
    identity.
    """
    known = old.keys() & new.keys()
    labels = sorted({label for label in new.values() if label >= 0})
    ids = list(dict.fromkeys(cluster for cluster in old.values() if cluster is not None))
    overlap = _jaccard({m: old[m] for m in known}, {m: new[m] for m in known}, labels, ids)
    overlap[overlap < least] = 0
    pairs = zip(*linear_sum_assignment(overlap, maximize=True), strict=True)
    carried = {labels[row]: ids[column] for row, column in pairs if overlap[row, column] > 0}
    kept = set(carried.values())
    return LineageResult(
        ids=carried,
        born=tuple(label for label in labels if label not in carried),
        gone=tuple(cluster for cluster in ids if cluster not in kept),
    )


def _jaccard(
    old: Mapping[Member, Id | None], new: Mapping[Member, int], labels: list[int], ids: list[Id]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    row_of = {label: row for row, label in enumerate(labels)}
    column_of = {cluster: column for column, cluster in enumerate(ids)}
    shared: dict[tuple[int, int], int] = defaultdict(int)
    in_new = np.zeros(len(labels))
    in_old = np.zeros(len(ids))
    for member, cluster in old.items():
        column = column_of[cluster] if cluster is not None else None
        row = row_of.get(new[member])
        if column is not None:
            in_old[column] += 1
        if row is not None:
            in_new[row] += 1
        if row is not None and column is not None:
            shared[row, column] += 1
    overlap = np.zeros((len(labels), len(ids)))
    for (row, column), count in shared.items():
        overlap[row, column] = count / (in_new[row] + in_old[column] - count)
    return overlap

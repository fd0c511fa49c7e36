"""How many members each new label shares with each old cluster."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray


class Sortable(Protocol):
    """Ids and members: hashable, and in an order that breaks ties the same way every time."""

    def __hash__(self) -> int: ...

    def __lt__(self, other: Any, /) -> bool: ...


Member = TypeVar("Member", bound=Sortable)
Id = TypeVar("Id", bound=Sortable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap(Generic[Id]):
    """The pairs that share a member, and all sizes. Only members known to both runs count.

    labels (r,), ids (c,); rows, columns, shared int64 (pairs,): places in `labels` and `ids`, and members;
    in_new int64 (r,), in_old int64 (c,): members of each label, those new to the last run left out, and of
    each id, those erased since left out.
    """

    labels: list[int]
    ids: list[Id]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    shared: NDArray[np.int64]
    in_new: NDArray[np.int64]
    in_old: NDArray[np.int64]

    def jaccard(self) -> NDArray[np.float64]:
        """Shared members by members of either. (pairs,), above 0 to 1."""
        return self.shared / (self.in_new[self.rows] + self.in_old[self.columns] - self.shared)


def overlap_of(
    clusters: Mapping[Member, Id | None], new: Mapping[Member, int], known: Set[Member], labels: list[int]
) -> Overlap[Id]:
    """Count over `known` members. `labels` tells which labels count, and in which order they come."""
    row_of = {label: row for row, label in enumerate(labels)}
    ids = sorted({cluster for cluster in clusters.values() if cluster is not None})
    column_of = {cluster: column for column, cluster in enumerate(ids)}
    places = Counter(
        (row_of.get(new[member], -1), -1 if (cluster := clusters.get(member)) is None else column_of[cluster])
        for member in known
    )
    # Sorted, because a set has no order.
    table = np.array([(*place, count) for place, count in sorted(places.items())], np.int64).reshape(-1, 3)
    row, column, count = table.T
    both = (row >= 0) & (column >= 0)
    return Overlap(
        labels=labels,
        ids=ids,
        rows=row[both],
        columns=column[both],
        shared=count[both],
        in_new=_summed(row, count, len(labels)),
        in_old=_summed(column, count, len(ids)),
    )


def by_least_member(new: Mapping[Member, int]) -> list[int]:
    """The labels, noise left out, in an order that does not depend on their numbers."""
    least: dict[int, Member] = {}
    for member, label in new.items():
        if label >= 0 and (label not in least or member < least[label]):
            least[label] = member
    return sorted(least, key=least.__getitem__)


def _summed(place: NDArray[np.int64], count: NDArray[np.int64], places: int) -> NDArray[np.int64]:
    total = np.zeros(places, np.int64)
    np.add.at(total, place[place >= 0], count[place >= 0])
    return total

"""What reviewers have said of rows: these are one topic, those are not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Group = tuple[int, ...]


class ContradictoryConstraints(ValueError):
    """Constraints that no clustering can hold; the message names the rows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Constraints:
    """Rows, by number from 0, that a clustering must keep together or apart.

    together: groups of one topic each (a merge, a link); groups that share a row are one. apart: pairs of
    groups of which no row of the first shares a cluster with a row of the second (a split, "not this one").
    Noise is no cluster: rows kept apart may both be noise, rows kept together are not.
    """

    together: tuple[Group, ...] = ()
    apart: tuple[tuple[Group, Group], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bonds:
    """Constraints over m originals.

    of int64 (m,): the knot of each, 0..knots-1; the knots of linked originals are one. tied: knots of two
    rows or more. apart: pairs of knots, the smaller first.
    """

    of: NDArray[np.int64]
    tied: frozenset[int]
    apart: frozenset[tuple[int, int]]

    def foes(self) -> dict[int, frozenset[int]]:
        """The knots that each knot is kept apart from."""
        found: dict[int, set[int]] = {}
        for left, right in self.apart:
            found.setdefault(left, set()).add(right)
            found.setdefault(right, set()).add(left)
        return {knot: frozenset(others) for knot, others in found.items()}


def bonds(constraints: Constraints | None, of: NDArray[np.int64], originals: int) -> Bonds:
    """Constraints on rows as bonds between originals. `of`: the original of each row.

    Raises ContradictoryConstraints, or ValueError for a row that is not there.
    """
    given = constraints or Constraints()
    together = [_rows(group, len(of)) for group in given.together]
    apart = [(_rows(left, len(of)), _rows(right, len(of))) for left, right in given.apart]
    knots = _knots([of[group] for group in together], originals)
    for left, right in apart:
        shared = np.intersect1d(knots[of[left]], knots[of[right]])
        if len(shared):
            _refuse(left, right, knots[of], int(shared[0]))
    linked = {int(knots[of[group[0]]]) for group in together if len(group) > 1}
    return Bonds(
        of=knots,
        tied=frozenset(linked),
        apart=frozenset(
            (min(one, other), max(one, other))
            for left, right in apart
            for one in set(knots[of[left]].tolist())
            for other in set(knots[of[right]].tolist())
        ),
    )


def _knots(groups: Iterable[NDArray[np.int64]], originals: int) -> NDArray[np.int64]:
    links = [(int(group[0]), int(other)) for group in groups for other in group[1:]]
    left, right = np.array(links, np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(left)), (left, right)), shape=(originals, originals))
    _, component = connected_components(graph, directed=False)
    return np.asarray(component, dtype=np.int64)


def _rows(group: Sequence[int], rows: int) -> NDArray[np.int64]:
    found = np.array(sorted(set(group)), np.int64)
    if len(found) == 0:
        raise ValueError("A constraint names no row.")
    if found[0] < 0 or found[-1] >= rows:
        raise ValueError(
            f"A constraint names row {found[0] if found[0] < 0 else found[-1]}; there are {rows} rows."
        )
    return found


def _refuse(left: NDArray[np.int64], right: NDArray[np.int64], knots: NDArray[np.int64], knot: int) -> None:
    one = int(left[knots[left] == knot][0])
    other = int(right[knots[right] == knot][0])
    raise ContradictoryConstraints(
        f"Rows {one} and {other} shall be apart, yet they are linked or have the same text."
    )

"""Communities where topics are of very unequal sizes.

Modularity weighs a community by its whole degree, small and large alike: at one resolution it cuts a topic of
hundreds of rows to pieces and puts small neighbours together (the resolution limit: Fortunato & Barthélemy,
2007). Here fine communities are joined pair by pair instead, and how large the larger of two is, counts for
little: a piece goes to the topic that most of its edges lead to, however large that is.
"""

import heapq
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from faq_clustering.clusters.affinity import contracted
from faq_clustering.clusters.communities import communities, louvain
from faq_clustering.clusters.parameters import Search
from faq_clustering.clusters.tree import Labels

FINER = 4.0
"""Times the resolution: the pieces that are joined."""
SMALLER, LARGER = 0.1, 0.7
"""At a skew of 1, degrees count with the power 1 - SMALLER and 1 - LARGER; at 0 with 1, as in modularity."""


def gathered(weights: csr_array, search: Search, turns: int, least: int, plain: csr_array) -> Labels:
    """Symmetric (n, n) weights -> the community of each row, int32 (n,), from 0. The same input, the same
    answer.

    Where there is skew, there are as many communities of `least` rows as modularity alone finds in `plain`:
    the graph of the rows as it is without what else is known of them.
    """
    if not search.skew:
        return communities(weights, search.resolution, turns)
    wanted = _counted(np.bincount(louvain(plain, search.resolution)), least)
    pieces = communities(weights, search.resolution * FINER, turns)
    sizes = np.bincount(pieces)
    left = _counted(sizes, least)
    if left <= wanted:
        # So few rows that the pieces are mostly too small to be a cluster.
        return communities(weights, search.resolution, turns)
    joined = _Joining.of(contracted(weights, pieces), sizes, search.skew)
    while left > wanted and (pair := joined.nearest()):
        left -= sum(joined.sizes[one] >= least for one in pair)
        left += joined.sizes[joined.join(*pair)] >= least
    return joined.labels()[pieces]


def _counted(sizes: np.ndarray, least: int) -> int:
    return int((sizes >= least).sum())


@dataclass(kw_only=True, slots=True)
class _Joining:
    """Communities on their way together. `edges` are the weights to each one's neighbours, both ways; `queue`
    holds every pair by what speaks for it, and pairs that are over."""

    skew: float
    degree: list[float]
    sizes: list[int]
    edges: list[dict[int, float]]
    home: list[int]
    queue: list[tuple[float, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, graph: csr_array, sizes: np.ndarray, skew: float) -> "_Joining":
        count = graph.shape[0]
        edges: list[dict[int, float]] = [{} for _ in range(count)]
        pairs = graph.tocoo()
        for one, other, weight in zip(
            pairs.row.tolist(), pairs.col.tolist(), pairs.data.tolist(), strict=True
        ):
            if one != other:
                edges[one][other] = weight
        joining = cls(
            skew=skew,
            degree=np.asarray(graph.sum(axis=1)).ravel().tolist(),
            sizes=sizes.tolist(),
            edges=edges,
            home=list(range(count)),
        )
        joining.queue = [
            joining._entry(one, other) for one in range(count) for other in edges[one] if one < other
        ]
        heapq.heapify(joining.queue)
        return joining

    def nearest(self) -> tuple[int, int] | None:
        """The pair for which most speaks; None where no edge joins any two."""
        while self.queue:
            entry = heapq.heappop(self.queue)
            _, one, other = entry
            if other in self.edges[one] and entry == self._entry(one, other):
                return one, other
        return None

    def join(self, one: int, other: int) -> int:
        """Join two and return what they are called now."""
        kept, gone = (one, other) if len(self.edges[one]) >= len(self.edges[other]) else (other, one)
        self.home[gone] = kept
        self.degree[kept] += self.degree[gone]
        self.sizes[kept] += self.sizes[gone]
        for third, weight in self.edges[gone].items():
            del self.edges[third][gone]
            if third != kept:
                both = self.edges[kept].get(third, 0.0) + weight
                self.edges[kept][third] = self.edges[third][kept] = both
        self.edges[gone] = {}
        for third in self.edges[kept]:
            heapq.heappush(self.queue, self._entry(min(kept, third), max(kept, third)))
        return kept

    def labels(self) -> Labels:
        """Where each piece went, int32, from 0."""
        home = np.array(self.home)
        while (home[home] != home).any():
            home = home[home]
        return np.unique(home, return_inverse=True)[1].astype(np.int32)

    def _entry(self, one: int, other: int) -> tuple[float, int, int]:
        small, large = sorted((self.degree[one], self.degree[other]))
        bound = small ** (1 - SMALLER * self.skew) * large ** (1 - LARGER * self.skew)
        return -self.edges[one][other] / bound, one, other

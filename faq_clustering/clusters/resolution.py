"""How fine the search for communities shall be: less fine where a set has few topics.

Of one set it is known how many rows it has, not how many topics. But cutting between topics is cheap, and
cutting through them is not. So the part of the graph that is cut grows slowly with the resolution as long as
there are topics to tell apart, and fast from then on.
"""

import math

import numpy as np
from scipy.sparse import csr_array

from faq_clustering.clusters.affinity import contracted, narrowed
from faq_clustering.clusters.communities import louvain

FINE = 8.0
"""The cut here is compared with that at resolution 1."""
LARGEST_GROWTH = 0.26
"""Sets of fifty to two hundred topics have .17 to .25, of twenty-five .3 to .4, of ten .35 to .7."""
POWER = 4.0
LEAST_CUT = 1e-3
MORE = 2
"""Searches in another order, where the first one says that topics are few."""


def fitted(weights: csr_array, resolution: float) -> float:
    """`resolution`, lowered where the cut grows faster than many topics make it grow; 1 at least.

    weights: the symmetric (n, n) neighbour graph.
    """
    growth = cut_growth(weights)
    if growth > LARGEST_GROWTH:
        # One search is off by .01 either way, a tenth and more of the resolution; their mean keeps ids.
        random = np.random.default_rng(0)
        orders = [random.permutation(weights.shape[0]) for _ in range(MORE)]
        more = [cut_growth(narrowed(weights[order][:, order])) for order in orders]
        growth = (growth + sum(more)) / (1 + MORE)
    excess = max(1.0, growth / LARGEST_GROWTH)
    return max(1.0, resolution / float(excess**POWER))


def cut_growth(weights: csr_array) -> float:
    """d log(cut) / d log(resolution) from 1 to FINE; the cut is the share of weight between communities.

    The coarse communities are searched among the fine ones, which costs next to nothing.
    """
    fine = contracted(weights, louvain(weights, FINE))
    coarse = contracted(fine, louvain(fine, 1.0))
    return math.log(_cut(fine) / _cut(coarse)) / math.log(FINE)


def _cut(communities: csr_array) -> float:
    total = float(communities.sum())
    return max(1 - float(communities.diagonal().sum()) / total, LEAST_CUT) if total else LEAST_CUT

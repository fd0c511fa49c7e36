"""How fine the search for communities shall be, and how unequal topics are, read from the neighbour graph.

Of one set it is known how many rows it has, not how many topics. Two things in the graph tell something
about them. What is measured, and on what, is in docs/clustering.md.

Where topics are many, each held together, a search at a middling resolution finds communities of even
sizes, and a fine one cuts some of them to pieces and leaves others whole. Where they are articles that are
each asked about in dozens of ways, some far more than others, the middling ones are uneven, and the fine ones
are all alike. And cutting between topics is cheap, cutting through them is not: so the part of the graph that
is cut grows slowly with the resolution as long as there are topics to tell apart, and fast from then on.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from faq_clustering.clusters.affinity import contracted, narrowed
from faq_clustering.clusters.communities import louvain
from faq_clustering.clusters.parameters import Search
from faq_clustering.clusters.tree import Labels

FINE, MIDDLE, BROAD, COARSE = 36.0, 8.0, 4.5, 1.0
"""Resolutions at which the graph is looked at."""
ORDERS = 2
"""One answer is off by a tenth of the resolution either way."""
LEAST_CUT = 1e-3

UNEVEN, LEVEL = 4.8, 0.55
"""Fitted on cuts and mixtures of the public sets, for 1.4 clusters a topic (docs/clustering.md)."""
FEW_ROWS, MANY_ROWS = 1_500, 3_000
"""How uneven communities are, says little of few rows and is heeded of many; in between by degrees."""
EQUAL, UNEQUAL, SLIGHT = -0.08, -0.12, 0.25
"""From how uneven communities are in size to the skew of topics; a slight one costs more than it gives."""
TELLING, HEED_OF_SKEW = 800, 0.5
"""Of fewer rows chance looks like skew. Where there is skew, communities are heeded by half at least."""
MANY_TOPICS, POWER, SPARE = 0.26, 4.0, 1.2
"""Sets of fifty to two hundred topics have a `cut_growth` of .17 to .25, of ten .35 to .7."""
LEAST = 0.5
"""Of many rows; of few, 1."""
STEADY = 1.4
"""What is read of a set with a few rows more differs by up to a third; topics shall not move for that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grain:
    """What a graph tells about its topics.

    uneven: by how much more the fine communities differ in size than the broad ones, in natural logarithms
    of (their number / their effective number); cut_growth: d log(cut) / d log(resolution) from COARSE to
    MIDDLE, the cut being the share of weight between communities.
    """

    uneven: float
    cut_growth: float


def search_for(weights: csr_array, before: Search | None = None, *, most_skew: float = 1.0) -> Search:
    """How to search this symmetric (n, n) neighbour graph; the resolution is LEAST to n / 25 or 1.

    before: the last run's, kept unless the resolution that is read now is 1.4 times higher or lower, or one
    of the two sees no skew and the other nothing else. most_skew limits both.
    """
    read = _read(weights, most_skew)
    if before is None or before.resolution <= 0 or abs(read.skew - before.skew) >= 1:
        return read
    if not 1 / STEADY <= read.resolution / before.resolution <= STEADY:
        return read
    return replace(before, skew=min(before.skew, most_skew))


def _read(weights: csr_array, most_skew: float) -> Search:
    n = int(weights.shape[0])
    by_rows = usual(n)
    seen = grain(weights)
    even = math.sqrt(by_rows) * math.exp(LEVEL + UNEVEN * seen.uneven)
    heed = min(max(math.log(max(n, 1) / FEW_ROWS) / math.log(MANY_ROWS / FEW_ROWS), 0.0), 1.0)
    skew = min(_skew(n, seen.uneven), most_skew)
    heed = max(heed, HEED_OF_SKEW * skew)
    found = float(by_rows ** (1 - heed) * even**heed)
    few = SPARE * by_rows * float((MANY_TOPICS / max(seen.cut_growth, LEAST_CUT)) ** POWER)
    # Among few rows, no resolution above a fraction of their number lets two of them join.
    resolution = max(1.0 if n < FEW_ROWS else LEAST, min(found, few, n / 25))
    return Search(resolution=resolution, skew=skew)


def _skew(rows: int, uneven: float) -> float:
    skew = min(max((EQUAL - uneven) / (EQUAL - UNEQUAL), 0.0), 1.0)
    return skew if rows >= TELLING and skew >= SLIGHT else 0.0


def grain(weights: csr_array) -> Grain:
    """One fine search over the rows; all others are among its communities and cost little."""
    labels = louvain(weights, FINE)
    sizes = np.bincount(labels).astype(np.float64)
    fine = contracted(weights, labels)
    random = np.random.default_rng(0)
    seen = []
    for _ in range(ORDERS):
        order = random.permutation(len(sizes))
        graph, rows = narrowed(fine[order][:, order]), sizes[order]
        broad = louvain(graph, BROAD)
        middle, coarse = louvain(graph, MIDDLE), louvain(graph, COARSE)
        growth = math.log(_cut(graph, middle) / _cut(graph, coarse)) / math.log(MIDDLE / COARSE)
        seen.append((unevenness(np.bincount(broad, weights=rows)), growth))
    broad_unevenness, growth = np.mean(seen, axis=0)
    return Grain(uneven=unevenness(sizes) - float(broad_unevenness), cut_growth=float(growth))


def usual(rows: int) -> float:
    """What sets of so many rows need mostly: their graph grows sparser against the topics with the rows."""
    return min(7.4 * float((5_000 / max(rows, 1)) ** 0.585), 11.0)


def unevenness(sizes: np.ndarray) -> float:
    """log(number / effective number), the latter 1 / sum of squared shares: 0 where all are alike, and up."""
    share = sizes / sizes.sum()
    return math.log(len(sizes) * float((share**2).sum()))


def _cut(graph: csr_array, labels: Labels) -> float:
    total = float(graph.sum())
    if not total:
        return LEAST_CUT
    left = np.repeat(labels, np.diff(graph.indptr))
    return max(float(graph.data[left != labels[graph.indices]].sum()) / total, LEAST_CUT)

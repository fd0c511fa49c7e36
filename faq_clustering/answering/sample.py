"""What a promise rests on: examples with their confidence, and how far a share of them can be trusted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, norm, t

Reals = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Clusters = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """Examples with their confidence: `known` (n,) have an FAQ and `right` says whether it was chosen.

    `weight` (n,) says what the examples without an FAQ weigh among themselves; `cluster` (n,) which resemble
    each other.
    """

    confidence: Reals
    known: Bools
    right: Bools
    weight: Reals
    cluster: Clusters


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A weighted share at each threshold (t,), and the effective number of examples that it rests on."""

    value: Reals
    size: Reals

    @classmethod
    def of(cls, hit: Bools, weight: Reals, cluster: Clusters, confidence: float) -> "Share":
        """Of examples (n,) that are hit or not at each threshold: `hit` is (n, t)."""
        value = weight @ hit / max(weight.sum(), 1e-12)
        size = float(weight.sum() ** 2 / max((weight**2).sum(), 1e-12))
        return cls(value=value, size=size / _design_effect(hit, weight, cluster, value, size, confidence))

    def limits(self, confidence: float) -> tuple[Reals, Reals]:
        """The one-sided Clopper-Pearson limits on the effective size."""
        count, error, missed = self.value * self.size, 1 - confidence, (1 - self.value) * self.size
        low = np.where(count > 0, beta.ppf(error, np.maximum(count, 1e-9), missed + 1), 0.0)
        high = np.where(missed > 0, beta.ppf(confidence, count + 1, np.maximum(missed, 1e-9)), 1.0)
        return low, high


def variance(deviation: Reals, cluster: Clusters) -> Reals:
    """Of a sum of deviations (n, t) that come cluster by cluster: (t,)."""
    names, place = np.unique(cluster, return_inverse=True)
    sums = np.zeros((len(names), deviation.shape[1]))
    np.add.at(sums, place, deviation)
    found: Reals = (sums**2).sum(axis=0) * (len(names) / max(len(names) - 1, 1))
    return found


def of_few(cluster: Clusters, confidence: float) -> float:
    """What a variance must be multiplied by that is known from few clusters: Student's quantile in place of
    the normal one (Korn & Graubard 1998).
    """
    count = len(np.unique(cluster))
    return float((t.ppf(confidence, count - 1) / norm.ppf(confidence)) ** 2) if count > 1 else 1.0


def _design_effect(
    hit: Bools, weight: Reals, cluster: Clusters, value: Reals, size: float, confidence: float
) -> Reals:
    """How many examples count for one, at each threshold (t,).

    Of the handful of hits at a strict threshold it is half chance. But where each FAQ has a rate of its own,
    so many times the usual one, the excess over 1 grows with the hits an FAQ has on average: one slope for
    all thresholds. The mean of both is taken.
    """
    count = len(np.unique(cluster))
    if count < 2:
        return np.ones(len(value))
    deviation = weight[:, None] * (hit - value)
    alone = np.maximum((deviation**2).sum(axis=0), 1e-12)
    seen = (value > 0) & (value < 1)
    excess = np.where(seen, variance(deviation, cluster) / alone - 1, 0.0)
    each = value * size / count
    slope = float(each @ excess) / max(float(each[seen] @ each[seen]), 1e-12)
    both = 1 + (np.maximum(excess, 0) + max(slope, 0.0) * each) / 2
    return np.asarray(both * of_few(cluster, confidence), dtype=np.float64)

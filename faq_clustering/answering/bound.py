"""The promise: a threshold at which precision reaches a target with 95 % confidence, from finitely many
examples.

Precision is a ratio of three shares: questions with an FAQ that would be answered rightly and wrongly, and
questions without one that would be answered at all. Each has a Clopper-Pearson limit, and the limits are
joined by the square root of the sum of squared distances (MOVER: Zou & Donner 2008), which is as exact as
its parts and far less timid than a bound on the effective sample of weighted examples. Examples of one FAQ
resemble each other, so a sample counts for less than its size (design effect: Kish 1965).

The promise is the laxest threshold whose bound reaches the target. Neighbouring thresholds share nearly all
their examples and joined Clopper-Pearson limits are wider than they must be, which pays for trying many: of
1,080 simulated desks 39 got a promise that was broken, 1.7 to 5.8 in 100 by their shape. That is shown by
simulation, not by a theorem, and it counts desks: of the few promises that 228 labels allow, 9 of 75 were
broken (docs/answering.md). Testing in a fixed sequence from strict to lax (Angelopoulos et al. 2021) broke
fewer, but found no threshold at all three times as often: at its strict start there are too few examples
for any bound.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import beta

CONFIDENCE = 0.95
STRICTEST, STEPS = 0.1, 80
"""What the strictest threshold tried would answer of the questions with an FAQ; how many are tried."""
LEAST = 50
"""Under so many labelled answers of a language nothing can be promised."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """Examples with their confidence: `known` (n,) have an FAQ and `right` says whether it was chosen.

    `weight` (n,) says what the examples without an FAQ weigh among themselves; `cluster` (n,) which resemble
    each other.
    """

    confidence: npt.NDArray[np.float64]
    known: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float64]
    cluster: npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """`threshold` is None where none keeps the target: the bot only suggests.

    `precision` is what the examples show at the threshold, `lower` its bound, `answered` the share of
    questions with an FAQ that get an answer, `false_answers` that of the others.
    """

    threshold: float | None
    precision: float
    lower: float
    answered: float
    false_answers: float


NO_PROMISE = Promise(threshold=None, precision=0.0, lower=0.0, answered=0.0, false_answers=0.0)


def promise(sample: Sample, target: float, share: float) -> Promise:
    """The lowest threshold that keeps `target`, where `share` of the questions have no FAQ."""
    inside = np.sort(sample.confidence[sample.known])[::-1]
    if len(inside) < LEAST:
        return NO_PROMISE
    tried = np.linspace(STRICTEST, 1.0, STEPS)
    thresholds = np.unique(inside[np.maximum((tried * len(inside)).astype(int) - 1, 0)])
    for threshold in thresholds:
        found = _at(sample, float(threshold), target, share, 1 - CONFIDENCE)
        if found.lower >= target:
            return found
    return NO_PROMISE


def _at(sample: Sample, threshold: float, target: float, share: float, error: float) -> Promise:
    answered = sample.confidence >= threshold
    known, other = sample.known, ~sample.known
    even = np.ones(int(known.sum()))
    right, right_low, _ = _limits((answered & sample.right)[known], even, sample.cluster[known], error)
    wrong, _, wrong_high = _limits((answered & ~sample.right)[known], even, sample.cluster[known], error)
    false, _, false_high = (
        _limits(answered[other], sample.weight[other], sample.cluster[other], error)
        if other.any()
        else (0.0, 0.0, 0.0)
    )
    inside = 1 - share
    good, bad = inside * right, inside * wrong + share * false
    # precision >= p  <=>  (1 - p) · good - p · bad >= 0; the lowest p of which that is still likely
    slack_good = inside * (right - right_low)
    slack_bad = np.hypot(inside * (wrong_high - wrong), share * (false_high - false))
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        value = (1 - middle) * good - middle * bad
        doubt = float(np.hypot((1 - middle) * slack_good, middle * slack_bad))
        low, high = (middle, high) if value >= doubt else (low, middle)
    return Promise(
        threshold=threshold,
        precision=good / max(good + bad, 1e-9),
        lower=low,
        answered=right + wrong,
        false_answers=false,
    )


def _limits(
    hit: npt.NDArray[np.bool_],
    weight: npt.NDArray[np.float64],
    cluster: npt.NDArray[np.int64],
    error: float,
) -> tuple[float, float, float]:
    """A weighted share and its one-sided Clopper-Pearson limits on the effective size of the sample."""
    total = weight.sum()
    share = float((weight * hit).sum() / max(total, 1e-12))
    size = float(total**2 / max((weight**2).sum(), 1e-12)) / _design_effect(hit, weight, cluster, share)
    count = share * size
    lower = float(beta.ppf(error, count, size - count + 1)) if count > 0 else 0.0
    upper = float(beta.ppf(1 - error, count + 1, size - count)) if count < size else 1.0
    return share, lower, upper


def _design_effect(
    hit: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64], cluster: npt.NDArray[np.int64], share: float
) -> float:
    names, place = np.unique(cluster, return_inverse=True)
    if len(names) < 2 or not 0 < share < 1:
        return 1.0
    residual = weight * (hit - share)
    between = float((np.bincount(place, residual) ** 2).sum()) * len(names) / (len(names) - 1)
    alone = float((residual**2).sum())
    return max(between / max(alone, 1e-12), 1.0)

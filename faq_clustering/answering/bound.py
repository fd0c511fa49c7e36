"""The promise: a threshold at which precision reaches a target, from finitely many examples.

Precision is a ratio of three shares: questions with an FAQ that would be answered rightly and wrongly, and
questions without one that would be answered at all. Each has a limit, and the limits are joined by the square
root of the sum of squared distances (MOVER: Zou & Donner 2008), which is as exact as its parts and far less
timid than a bound on the effective sample of weighted examples. Examples of one FAQ resemble each other, so a
sample counts for less than its size (design effect: Kish 1965).

Right answers and those to questions without an FAQ have Clopper-Pearson's limits. Wrong ones are a handful
(six of 610 where a desk of 61 FAQs starts to answer), too few to learn a rate from alone: `wrongs.py` says
how many are to be expected, and both give the rate together.

The promise is the laxest threshold whose bound reaches the target. Each limit is at `CONFIDENCE`, beyond the
95 in 100 that are to hold, since the laxest of many is a lucky one. That it suffices is shown by simulation,
not by a theorem, and it counts desks (docs/answering.md). Testing in a fixed sequence from strict to lax
(Angelopoulos et al. 2021) broke fewer, but found no threshold at all three times as often: at its strict
start there are too few examples for any bound.
"""

from dataclasses import dataclass

import numpy as np

from faq_clustering.answering.sample import Bools, Reals, Sample, Share
from faq_clustering.answering.wrongs import wrong_share

CONFIDENCE = 0.97
STRICTEST, STEPS = 0.1, 160
"""What the strictest threshold tried would answer of the questions with an FAQ; how many are tried."""
LEAST = 50
"""Under so many labelled answers of a language nothing can be promised."""


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
    known, other = sample.known, ~sample.known
    inside = np.sort(sample.confidence[known])[::-1]
    if len(inside) < LEAST:
        return NO_PROMISE
    tried = np.linspace(STRICTEST, 1.0, STEPS)
    thresholds = np.unique(inside[np.maximum((tried * len(inside)).astype(int) - 1, 0)])
    answered = sample.confidence[:, None] >= thresholds
    rights, wrongs = sample.right[known], ~sample.right[known]
    right = Share.of(
        answered[known] & rights[:, None], np.ones(len(inside)), sample.cluster[known], CONFIDENCE
    )
    wrong = wrong_share(sample.confidence[known], wrongs, sample.cluster[known], thresholds, CONFIDENCE)
    false = _false(answered[other], sample, other)
    lower = _joined((right.value, right.limits(CONFIDENCE)[0]), wrong, false, share)
    kept = np.flatnonzero(lower >= target)
    if not len(kept):
        return NO_PROMISE
    place = kept[0]
    mistaken = float((answered[known, place] & wrongs).mean())
    good = (1 - share) * float(right.value[place])
    bad = (1 - share) * mistaken + share * float(false[0][place])
    return Promise(
        threshold=float(thresholds[place]),
        precision=good / max(good + bad, 1e-9),
        lower=float(lower[place]),
        answered=float(right.value[place]) + mistaken,
        false_answers=float(false[0][place]),
    )


def _false(answered: Bools, sample: Sample, other: Bools) -> tuple[Reals, Reals]:
    """The share answered of the questions without an FAQ at each threshold (t,), and its upper limit."""
    if not other.any():
        return np.zeros(answered.shape[1]), np.zeros(answered.shape[1])
    found = Share.of(answered, sample.weight[other], sample.cluster[other], CONFIDENCE)
    return found.value, found.limits(CONFIDENCE)[1]


def _joined(
    right: tuple[Reals, Reals], wrong: tuple[Reals, Reals], false: tuple[Reals, Reals], share: float
) -> Reals:
    """The lowest precision that is likely at each threshold (t,), from three shares and the limit of each."""
    inside = 1 - share
    good, bad = inside * right[0], inside * wrong[0] + share * false[0]
    # precision >= p  <=>  (1 - p) · good - p · bad >= 0; the lowest p of which that is still likely
    slack_good = inside * (right[0] - right[1])
    slack_bad = np.hypot(inside * (wrong[1] - wrong[0]), share * (false[1] - false[0]))
    low, high = np.zeros(len(good)), np.ones(len(good))
    for _ in range(30):
        middle = (low + high) / 2
        likely = (1 - middle) * good - middle * bad >= np.hypot((1 - middle) * slack_good, middle * slack_bad)
        low, high = np.where(likely, middle, low), np.where(likely, high, middle)
    return low

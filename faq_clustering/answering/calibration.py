"""How sure a choice is, and from which confidence on the bot answers.

P(this answer is right) and P(the right one is among the first three) are logistic functions of the evidence,
learnt from the desk's examples. Thresholds come from examples judged by weights that never saw their FAQ
(five-fold).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.bound import LEAST, NO_PROMISE, Promise, promise
from faq_clustering.answering.examples import Examples, Origin
from faq_clustering.answering.logistic import Weights, chance, fit, prior, standard
from faq_clustering.answering.sample import Sample
from faq_clustering.answering.space import LANGUAGES, Floats
from faq_clustering.answering.values import Language

FOLDS = 5
GONE, OUTCOME = 0.7, 3.0
"""Part of the left-out FAQs in the weight of questions without one, and what a real outcome weighs."""
BINS = 10
NEVER = 2.0
"""A threshold that no confidence reaches: the bot only suggests."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """Examples of like confidence: how sure the bot was on average, how often right, what they weigh."""

    confidence: float
    right: float
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """One language's thresholds rest on its own examples; the weights are everybody's.

    `labelled` counts the examples of a language whose answer is known; `reliability` and `error` (expected
    calibration error) are about examples that the weights never saw.
    """

    target: float
    share: float
    right: Weights
    among: Weights
    promises: Mapping[Language, Promise]
    labelled: Mapping[Language, int]
    outcomes: int
    reliability: tuple[Bin, ...]
    error: float

    def threshold(self, language: Language) -> float:
        """The confidence from which the bot answers; above 1 where it only suggests."""
        found = self.promises[language].threshold
        return NEVER if found is None else found

    def confidence(self, features: Floats) -> tuple[Weights, Weights]:
        """For evidence (n, …): P(right) and P(right among the first three)."""
        rows = standard(features)
        right = chance(rows, self.right)
        return right, np.maximum(chance(rows, self.among), right)


def calibrate(examples: Examples, target: float, share: float) -> Calibration:
    """Learn from `examples`; `share` of the real questions have no FAQ."""
    rows = standard(examples.features)
    weight = _weights(examples, share)
    held = _held_out(rows, examples, weight)
    bins = _reliability(held, examples.right, weight)
    known = examples.known
    return Calibration(
        target=target,
        share=share,
        right=fit(rows, examples.right, weight, prior().right),
        among=fit(rows, examples.among, weight, prior().among),
        promises={
            language: _promise(examples, held, weight, code, target, share)
            for code, language in enumerate(LANGUAGES)
        },
        labelled={
            language: int((known & (examples.language == code)).sum())
            for code, language in enumerate(LANGUAGES)
        },
        outcomes=int((examples.origin == Origin.OUTCOME).sum()),
        reliability=bins,
        error=float(
            sum(one.weight * abs(one.confidence - one.right) for one in bins)
            / max(sum(one.weight for one in bins), 1e-12)
        ),
    )


def _weights(examples: Examples, share: float) -> Weights:
    """What each example counts: those with an FAQ 1, the others together their share."""
    weight = examples.weight * np.where(examples.origin == Origin.OUTCOME, OUTCOME, 1.0)
    inside = float(weight[examples.known].sum())
    outside = share / max(1 - share, 1e-6) * max(inside, 1.0)
    # Phrasings that were alone in their FAQ are as good as gone.
    background = ~examples.known & (examples.origin == Origin.BACKGROUND)
    gone = ~examples.known & ~background
    part = GONE if background.any() else 1.0
    for rows, of in ((gone, part), (background, 1 - part if gone.any() else 1.0)):
        if rows.any():
            weight[rows] *= of * outside / weight[rows].sum()
    return weight


def _held_out(rows: Weights, examples: Examples, weight: Weights) -> Weights:
    """P(right) by weights that saw no example of the same FAQ."""
    held = np.zeros(len(rows))
    names, place = np.unique(examples.cluster, return_inverse=True)
    fold = (np.random.default_rng(0).permutation(len(names)) % FOLDS)[place]
    for number in range(FOLDS):
        out = fold == number
        if out.any():
            seen = fit(rows[~out], examples.right[~out], weight[~out], prior().right)
            held[out] = chance(rows[out], seen)
    return held


def _promise(
    examples: Examples, held: Weights, weight: Weights, code: int, target: float, share: float
) -> Promise:
    mine = examples.language == code
    if int((mine & examples.known).sum()) < LEAST:
        return NO_PROMISE
    # Left-out FAQs are the harder questions without an answer, and those that come: background is known
    # already, so a desk turns it away more surely than what nobody has asked before.
    harder = ~examples.known & (examples.origin != Origin.BACKGROUND)
    other = harder if harder.any() else ~examples.known
    used = (examples.known & mine) | (other & mine if (other & mine).any() else other)
    return promise(
        Sample(
            confidence=held[used],
            known=examples.known[used],
            right=examples.right[used],
            weight=weight[used],
            cluster=examples.cluster[used],
        ),
        target,
        share,
    )


def _reliability(held: Weights, right: npt.NDArray[np.bool_], weight: Weights) -> tuple[Bin, ...]:
    place = np.minimum((held * BINS).astype(int), BINS - 1)
    found = []
    for number in range(BINS):
        mine = place == number
        total = float(weight[mine].sum())
        if total > 0:
            found.append(
                Bin(
                    confidence=float(np.average(held[mine], weights=weight[mine])),
                    right=float(np.average(right[mine], weights=weight[mine])),
                    weight=total,
                )
            )
    return tuple(found)

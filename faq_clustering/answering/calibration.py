"""From evidence to a probability, and from a target precision to a threshold.

P(this FAQ answers the question) is a logistic function of the evidence. Its prior weights were fitted once on
four sets (Banking77, HWU64, JSQuAD topics, the sample inquiries): 232 made-up desks of 1 to 50 FAQs with 5 to
10 phrasings each and 0 to 200 background texts, asked fresh questions of those FAQs and as many that none
answers, every desk weighing the same. A desk's own examples move the weights away from the prior as they grow
in number (a Gaussian prior: maximum a posteriori by Newton's method), so one FAQ is judged sensibly and fifty
by their own habits.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.space import Floats

CENTRE = (0.402, 0.359, 0.304, 0.146, 0.114, 0.147, 0.134, 2.618)
SPREAD = (0.201, 0.193, 0.200, 0.135, 0.154, 0.147, 0.192, 1.032)
PRIOR = (0.003, 0.100, 0.452, 1.526, 0.100, 0.116, 0.206, 0.100, -0.234)
STRENGTH = 20.0  # of the prior, in examples
FREEDOM = 0.3  # the intercept may move more: how alike a desk's texts are differs most
USUAL, FEW = 0.15, 10  # how far a threshold lies below its target as a rule, and what that rule weighs
LOWEST, HIGHEST = 0.6, 0.97  # limits of the answer threshold


@dataclass(frozen=True, kw_only=True, slots=True)
class Examples:
    """Evidence of the FAQ that would be chosen (n, 8), and for each (n,) whether an FAQ answers it (`known`),
    whether that one was chosen (`right`), and what the example weighs."""

    features: Floats
    known: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]
    weight: Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """Weights (9,), the intercept first, on standardised evidence."""

    weights: npt.NDArray[np.float64]

    def probability(self, features: Floats) -> npt.NDArray[np.float64]:
        """P(right) for evidence (…, 8)."""
        p: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(_standard(features) @ self.weights)))
        return p

    def threshold(self, examples: Examples, target_precision: float) -> float:
        """The lowest confidence from which the precision of the answers given reaches the target.

        Precision is the mean of what the model expects and what the examples show: the first alone is shy
        where examples are few, the second alone bold.
        """
        p = self.probability(examples.features)
        order = np.argsort(-p)
        weight = examples.weight[order]
        good = (p[order] + examples.right[order]) / 2
        precision = np.cumsum(good * weight) / np.maximum(np.cumsum(weight), 1e-9)
        enough = np.flatnonzero(precision >= target_precision)
        found = float(p[order][enough[-1]]) if len(enough) else HIGHEST
        # Where next to nothing can be tried out, what desks of its kind needed.
        tried, usual = int(examples.known.sum()), target_precision - USUAL
        blended = (tried * found + FEW * usual) / (tried + FEW)
        return float(np.clip(blended, LOWEST, HIGHEST))


def fit(examples: Examples, *, strength: float = STRENGTH) -> Calibration:
    """The weights most probable given the prior and the examples. Without examples, the prior."""
    prior = np.array(PRIOR, dtype=np.float64)
    x, y = _standard(examples.features), examples.right.astype(np.float64)
    hold = strength * np.eye(len(prior))
    hold[0, 0] *= FREEDOM
    weights = prior.copy()
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-(x @ weights)))
        slope = x.T @ (examples.weight * (p - y)) + hold @ (weights - prior)
        curve = (x * (examples.weight * p * (1 - p))[:, None]).T @ x + hold
        step = np.linalg.solve(curve, slope)
        weights -= np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-6:
            break
    return Calibration(weights=weights)


def _standard(features: Floats) -> npt.NDArray[np.float64]:
    scaled = (features.astype(np.float64) - np.array(CENTRE)) / np.array(SPREAD)
    return np.concatenate([np.ones((*scaled.shape[:-1], 1)), scaled], axis=-1)

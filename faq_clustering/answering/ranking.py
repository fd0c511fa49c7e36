"""Which candidate is chosen: a weighted sum of its signals, learnt from the desk's own examples.

A conditional logit (McFadden 1974) over the candidates of each left-out phrasing. It starts from weights
that suit most desks, so a small desk is ranked by those and a large one by what it has shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from faq_clustering.answering.desk import CANDIDATES, Sight
from faq_clustering.answering.space import Floats, Integers

STRENGTH = 20.0
FAR = -1e6  # marks the place of a candidate that is not there


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """`weights` (signals,) on signals divided by `scale` (signals,)."""

    weights: Floats
    scale: Floats

    def order(self, sight: Sight) -> Sight:
        """The same candidates with their scores, the likeliest first."""
        score = (sight.signals @ (self.weights / self.scale)).astype(np.float32)
        order = np.argsort(-score, axis=1, kind="stable")
        return Sight(
            faqs=np.take_along_axis(sight.faqs, order, axis=1),
            signals=np.take_along_axis(sight.signals, order[:, :, None], axis=1),
            score=np.take_along_axis(score, order, axis=1),
            rivals=sight.rivals,
            nearest=np.take_along_axis(sight.nearest, order, axis=1),
        )

    @classmethod
    def learn(cls, sights: Sequence[tuple[Sight, Integers]], start: "Ranking") -> "Ranking":
        """From what was seen in questions, each with the FAQ that it belongs to (q,)."""
        signals, places = [], []
        for sight, own in sights:
            found = sight.faqs == own[:, None]
            there = found.any(axis=1)
            signals.append(_padded(sight.signals[there]))
            places.append(found.argmax(axis=1)[there])
        own = np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
        if not len(own):
            return start
        rows = (np.concatenate(signals) / start.scale).astype(np.float64)
        missing = (np.concatenate(signals) == FAR).all(axis=2)
        rows[missing] = 0.0
        here = np.arange(len(own))
        begin = start.weights.astype(np.float64)

        def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
            score = np.where(missing, -1e9, rows @ weights)
            score -= score.max(axis=1, keepdims=True)
            chance = np.exp(score)
            chance /= chance.sum(axis=1, keepdims=True)
            away = weights - begin
            value = -np.log(np.maximum(chance[here, own], 1e-12)).sum() + STRENGTH / 2 * (away @ away)
            slope = np.einsum("nk,nks->s", chance, rows) - rows[here, own].sum(axis=0) + STRENGTH * away
            return float(value), slope

        best = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 60})
        return cls(weights=best.x.astype(np.float32), scale=start.scale)


def _padded(signals: Floats) -> Floats:
    """As many candidates for all."""
    padded = np.full((len(signals), CANDIDATES, signals.shape[2]), FAR, dtype=np.float32)
    padded[:, : signals.shape[1]] = signals
    return padded

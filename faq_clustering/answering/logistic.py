"""Logistic regression that starts from what other desks have taught (maximum a posteriori, Gaussian prior).

A desk with a handful of phrasings is judged by the prior, one with hundreds by its own habits.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.evidence import FEATURES
from faq_clustering.answering.ranking import Ranking
from faq_clustering.answering.space import Floats

Weights = npt.NDArray[np.float64]
FILE = Path(__file__).with_name("prior.json")
STRENGTH = 5.0  # of the prior, in examples
FREEDOM = 0.1  # the intercept may move more: how alike a desk's texts are differs most
FAR = 6.0  # evidence beyond so many standard deviations says no more


@dataclass(frozen=True, kw_only=True, slots=True)
class Prior:
    """How evidence is standardised, and the weights to start from, the intercept first."""

    centre: Weights
    spread: Weights
    right: Weights
    among: Weights
    ranking: Weights
    scale: Weights


@cache
def prior() -> Prior:
    """The one that ships with the library. `tests/benchmarks/answering/prior.py` makes it."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    if tuple(read["features"]) != FEATURES:
        raise ValueError(f"{FILE.name} is about other evidence; make it anew")
    return Prior(**{name: np.array(read[name], dtype=np.float64) for name in Prior.__slots__})


def usual_ranking() -> Ranking:
    """The ranking to start from."""
    known = prior()
    return Ranking(weights=known.ranking.astype(np.float32), scale=known.scale.astype(np.float32))


def standard(features: Floats) -> Weights:
    """Evidence (n, len(FEATURES)) standardised, after a column of ones."""
    known = prior()
    scaled = np.clip((features.astype(np.float64) - known.centre) / known.spread, -FAR, FAR)
    return np.concatenate([np.ones((len(scaled), 1)), scaled], axis=1)


def fit(
    rows: Weights, truth: npt.NDArray[np.bool_], weight: Weights, start: Weights, strength: float = STRENGTH
) -> Weights:
    """The weights most probable given examples (n, 1 + features) and a prior's `start` (Newton's method)."""
    hold = np.full(len(start), strength)
    hold[0] *= FREEDOM
    weights, wanted = start.copy(), truth.astype(np.float64)
    for _ in range(30):
        p = chance(rows, weights)
        slope = rows.T @ (weight * (p - wanted)) + hold * (weights - start)
        curve = (rows * (weight * p * (1 - p))[:, None]).T @ rows + np.diag(hold)
        step = np.clip(np.linalg.solve(curve, slope), -1.0, 1.0)
        weights = weights - step
        if np.abs(step).max() < 1e-5:
            break
    return weights


def chance(rows: Weights, weights: Weights) -> Weights:
    """The probability (n,) of standardised evidence."""
    p: Weights = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30.0, 30.0)))
    return p

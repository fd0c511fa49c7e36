"""What a method says to each question, and the threshold that an ordinary bot would set for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CHOICES = 3
"""FAQs offered as buttons at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decisions:
    """One method on n questions. best: the FAQ that it would answer with, "" for none; confidence (n,).

    answered, asked (n,): what it did. choices: the FAQs it offers, best first. `probable`: the confidence is
    meant as the probability that `best` is right. `notes` goes into the results.
    """

    best: tuple[str, ...]
    confidence: Floats
    answered: Bools
    asked: Bools
    choices: tuple[tuple[str, ...], ...]
    probable: bool
    notes: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """A method's choice and confidence before any threshold; the same fields as those of `Decisions`."""

    best: tuple[str, ...]
    confidence: Floats
    choices: tuple[tuple[str, ...], ...]
    probable: bool

    def with_more(self, other: "Scored") -> "Scored":
        """These questions and then the other's."""
        return Scored(
            best=self.best + other.best,
            confidence=np.concatenate([self.confidence, other.confidence]),
            choices=self.choices + other.choices,
            probable=self.probable,
        )

    def at(self, threshold: float, **notes: float) -> Decisions:
        """Answer at or above the threshold, else ask which of the choices is meant, if there are any."""
        named = np.array([bool(label) for label in self.best], bool)
        answered = named & (self.confidence >= threshold)
        offered = np.array([bool(some) for some in self.choices], bool)
        return Decisions(
            best=self.best,
            confidence=self.confidence,
            answered=answered,
            asked=~answered & named & offered,
            choices=self.choices,
            probable=self.probable,
            # JSON knows no infinity: a method that never answers has no threshold.
            notes=notes | ({"threshold": round(threshold, 6)} if np.isfinite(threshold) else {}),
        )


def right(best: Sequence[str], truth: Sequence[str]) -> Bools:
    """Whether the FAQ chosen is the one that answers; bool (n,). No FAQ answers a question of label ""."""
    return np.array([bool(one) and one == label for one, label in zip(best, truth, strict=True)], bool)


def own_threshold(scored: Scored, truth: Sequence[str], *, share: float, target: float) -> float:
    """The lowest threshold at which precision reaches the target on a bot's own examples: a point estimate.

    Questions without an FAQ (label "") weigh `share` in all, the others the rest. Infinite: never answer.
    """
    outside = np.array([not label for label in truth], bool)
    weights = np.where(
        outside, share / max(1, int(outside.sum())), (1 - share) / max(1, int((~outside).sum()))
    )
    named = np.array([bool(label) for label in scored.best], bool)
    return lowest_threshold(scored.confidence, right(scored.best, truth), weights * named, target)


def lowest_threshold(confidence: Floats, is_right: Bools, weights: Floats, target: float) -> float:
    """The lowest confidence from which up the weighted precision is at least the target, else infinity."""
    order = np.argsort(-confidence, kind="stable")
    counted = np.cumsum(weights[order])
    correct = np.cumsum((weights * is_right)[order])
    # Equal confidences are answered together or not at all.
    last = np.append(np.diff(confidence[order]) != 0, True)
    reached = last & (counted > 0) & (correct >= target * counted - 1e-12)
    return float(confidence[order][reached.nonzero()[0][-1]]) if reached.any() else float("inf")


def in_hindsight(decisions: Decisions, truth: Sequence[str], target: float) -> Decisions:
    """The same confidences at the best threshold for these very questions, which nobody knows beforehand."""
    named = np.array([bool(label) for label in decisions.best], float)
    threshold = lowest_threshold(decisions.confidence, right(decisions.best, truth), named, target)
    answered = (named > 0) & (decisions.confidence >= threshold)
    return replace(decisions, answered=answered, asked=~answered & decisions.asked)

"""Figures of one method on one desk."""

from collections.abc import Sequence

import numpy as np

from tests.benchmarks.answering.decisions import Bools, Decisions, Floats, in_hindsight, right

BINS = 15
"""Of equal width, as Guo et al. (2017) have them."""
COVERAGES = tuple(round(place / 25, 2) for place in range(1, 26))
"""Shares of answered questions at which the curve's precision is kept."""


def measure(decisions: Decisions, truth: Sequence[str], target: float) -> dict[str, object]:
    """Figures at the threshold set beforehand, in hindsight, and without any.

    truth: the FAQ that answers each question, "" for none. Precision is None where nothing is answered. The
    promise is kept where precision reaches the target or nothing is answered.
    """
    is_right, within = right(decisions.best, truth), np.array([bool(label) for label in truth], bool)
    answered = decisions.answered
    precision = _share(is_right, answered)
    best = in_hindsight(decisions, truth, target)
    figures = {
        "precision": precision,
        "kept": precision is None or precision >= target,
        "answered": _share(answered, np.ones_like(answered)),
        "deflection": _share(is_right & answered, within),
        "asked": _share(decisions.asked, np.ones_like(answered)),
        "ask_hit_rate": _share(_offered(decisions, truth), decisions.asked),
        "hindsight_deflection": _share(is_right & best.answered, within),
        "auroc_out_of_scope": auroc(decisions.confidence, within),
        "top1": _share(is_right, within),
        "ece": expected_calibration_error(decisions.confidence, is_right) if decisions.probable else None,
    }
    rounded = {name: round(v, 4) if isinstance(v, float) else v for name, v in figures.items()}
    return rounded | {"curve": curve(decisions.confidence, is_right)} | decisions.notes


def auroc(confidence: Floats, within: Bools) -> float | None:
    """The chance that a question with an FAQ gets more confidence than one without; ties count half."""
    inside, outside = np.sort(confidence[within]), confidence[~within]
    if not len(inside) or not len(outside):
        return None
    below = np.searchsorted(inside, outside, side="left")
    equal = np.searchsorted(inside, outside, side="right") - below
    return float(1 - (below + equal / 2).sum() / (len(inside) * len(outside)))


def expected_calibration_error(confidence: Floats, is_right: Bools) -> float:
    """Mean distance of confidence and share right over bins of equal width, weighted by their questions."""
    place = np.clip((confidence * BINS).astype(int), 0, BINS - 1)
    gap = np.bincount(place, confidence - is_right, BINS)
    return float(np.abs(gap).sum() / max(1, len(confidence)))


def curve(confidence: Floats, is_right: Bools) -> list[float]:
    """Precision when the most confident share of each of `COVERAGES` is answered.

    Of equal confidences, any may come first: those have their mean.
    """
    order = np.argsort(-confidence, kind="stable")
    _, tie = np.unique(-confidence[order], return_inverse=True)
    mean = np.bincount(tie, is_right[order]) / np.bincount(tie)
    correct = np.cumsum(mean[tie])
    counts = [max(1, round(coverage * len(confidence))) for coverage in COVERAGES]
    return [round(float(correct[count - 1] / count), 4) for count in counts]


def _offered(decisions: Decisions, truth: Sequence[str]) -> Bools:
    return np.array([label in some for some, label in zip(decisions.choices, truth, strict=True)], bool)


def _share(of: Bools, among: Bools) -> float | None:
    count = int(among.sum())
    return float((of & among).sum() / count) if count else None

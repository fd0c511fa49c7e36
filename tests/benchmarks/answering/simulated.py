"""How often a promise is broken: desks drawn from known shares, whose true precision can be computed.

    .venv/bin/python -m tests.benchmarks.answering.simulated          # simulated.json

A desk has so many labelled questions with an FAQ and as many without, in clusters that resemble each other.
The truth is the same draw with 200,000 of each. A broken promise is a threshold whose true precision is below
.95.
"""

import json
from pathlib import Path

import numpy as np

from faq_clustering.answering.bound import promise
from faq_clustering.answering.sample import Sample

OUTPUT = Path(__file__).with_name("simulated.json")
TARGET, SHARE = 0.95, 0.12
DRAWS, MANY = 120, 200_000
SIZES = ((228, 25), (610, 61), (1220, 61))
SHAPES = ((3.0, 0.8, -1.5, 1.0, 0.5), (2.0, 0.6, -0.5, 1.0, 1.0), (5.0, 1.0, -2.0, 0.9, 0.3))
"""Beta's a and b of the confidence; the logit that questions without an FAQ lie around; the power of the
confidence that is right (1: calibrated); how far clusters without an FAQ lie from each other."""


def draw(random: np.random.Generator, count: int, clusters: int, shape: tuple[float, ...]) -> Sample:
    """`count` questions with an FAQ and as many without."""
    a, b, around, power, apart = shape
    sure = random.beta(a, b, count)
    cluster = np.arange(count) % clusters
    foreign = random.normal(around, 1.2, count) + random.normal(0, apart, clusters)[cluster]
    return Sample(
        confidence=np.concatenate([sure, 1 / (1 + np.exp(-foreign))]),
        known=np.arange(2 * count) < count,
        right=np.concatenate([random.random(count) < sure**power, np.zeros(count, dtype=bool)]),
        weight=np.ones(2 * count),
        cluster=np.concatenate([cluster, clusters + cluster]),
    )


def precision(truth: Sample, threshold: float) -> float:
    """The share of right answers above `threshold`."""
    answered = truth.confidence >= threshold
    good = (1 - SHARE) * (answered & truth.right)[truth.known].mean()
    wrong = (1 - SHARE) * (answered & ~truth.right)[truth.known].mean()
    return float(good / (good + wrong + SHARE * answered[~truth.known].mean()))


def main() -> None:
    """Draw, promise, compare with the truth."""
    random = np.random.default_rng(1)
    found = []
    for count, clusters in SIZES:
        for shape in SHAPES:
            truth = draw(random, MANY, MANY // 10, shape)
            samples = (draw(random, count, clusters, shape) for _ in range(DRAWS))
            promised = [promise(sample, TARGET, SHARE).threshold for sample in samples]
            kept = [precision(truth, one) >= TARGET for one in promised if one is not None]
            figures = {"promised": len(kept), "broken": kept.count(False), "of": DRAWS}
            found.append({"labelled": count, "clusters": clusters, "shape": shape, **figures})
            print(found[-1], flush=True)
    OUTPUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

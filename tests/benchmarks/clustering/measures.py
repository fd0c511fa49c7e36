"""Figures of one result. All but the filling of noise are `faq_clustering.evaluation`'s."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from faq_clustering.evaluation import evaluate

VOTERS = 10
BLOCK = 2_000

Labels = NDArray[np.int32]


def measure(vectors: NDArray[np.float32], labels: Labels, truth: Sequence[str]) -> dict[str, float | int]:
    """`evaluate` with noise voted, clusters per true intent and the share of intents found."""
    figures = evaluate(labels, truth, noise_voted(vectors, labels))
    intents = max(1, figures["intents"])
    return figures | {
        "clusters_per_intent": round(figures["clusters"] / intents, 3),
        "share_found": round(figures["intents_found"] / intents, 4),
        "largest": round(float(np.bincount(labels[labels >= 0], minlength=1).max() / max(1, len(labels))), 4),
    }


def noise_voted(vectors: NDArray[np.float32], labels: Labels) -> Labels:
    """Labels with noise given to the majority of its 10 nearest rows in clusters, by cosine.

    vectors float32 (n, d), L2-normalised; labels (n,), -1 for noise. Of equal votes the nearest row's wins.
    Without any cluster all stays noise.
    """
    filled = labels.copy()
    known, noise = np.flatnonzero(labels >= 0), np.flatnonzero(labels < 0)
    if len(known) == 0:
        return filled
    voters = min(VOTERS, len(known))
    for start in range(0, len(noise), BLOCK):
        some = noise[start : start + BLOCK]
        cosine = vectors[some] @ vectors[known].T
        nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :voters]
        votes = labels[known[nearest]]
        count = (votes[:, :, None] == votes[:, None, :]).sum(axis=2)
        filled[some] = np.take_along_axis(votes, count.argmax(axis=1)[:, None], axis=1)[:, 0]
    return filled

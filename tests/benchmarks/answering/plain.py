"""What bots commonly do with embeddings: highest cosine, margin to the second FAQ, neighbour vote."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.answering.decisions import CHOICES, Scored

Matrix = NDArray[np.float32]

NEIGHBOURS = 10
LEFT_OUT = -2.0
"""Below any cosine."""


def phrasings_left_out(phrasings: Matrix) -> Matrix:
    """Cosine (n, n) of each phrasing with the others, where its own is out. Unit vectors (n, d)."""
    similarity = phrasings @ phrasings.T
    np.fill_diagonal(similarity, LEFT_OUT)
    return similarity


def cosine(similarity: Matrix, labels: Sequence[str]) -> Scored:
    """The FAQ of the nearest phrasing, and its cosine. similarity (n, phrasings), labels (phrasings,)."""
    names, highest = _highest(similarity, labels)
    return _scored(names, highest, highest.max(axis=1))


def margin(similarity: Matrix, labels: Sequence[str]) -> Scored:
    """The FAQ of the nearest phrasing, and by how much its cosine exceeds that of the next FAQ."""
    names, highest = _highest(similarity, labels)
    two = -np.partition(-highest, 1, axis=1)[:, :2]
    return _scored(names, highest, two[:, 0] - two[:, 1])


def neighbour_vote(similarity: Matrix, labels: Sequence[str]) -> Scored:
    """The FAQ that most of the 10 nearest phrasings belong to, and its share of their votes.

    Votes are weighted by nearness to the eleventh, so that equal counts differ (Dudani, 1976).
    """
    names, faq = np.unique(np.array(labels), return_inverse=True)
    voters = min(NEIGHBOURS, similarity.shape[1] - 1)
    nearest = np.argsort(-similarity, axis=1)[:, : voters + 1]
    heights = np.take_along_axis(similarity, nearest, axis=1).astype(float)
    weights = (heights - heights[:, -1:])[:, :voters] + 1e-9
    votes = np.zeros((len(similarity), len(names)))
    rows = np.repeat(np.arange(len(similarity)), voters)
    np.add.at(votes, (rows, faq[nearest[:, :voters]].ravel()), weights.ravel())
    votes /= votes.sum(axis=1, keepdims=True)
    return _scored(names, votes, votes.max(axis=1), probable=True)


PLAIN: dict[str, Callable[[Matrix, Sequence[str]], Scored]] = {
    "cosine": cosine,
    "margin": margin,
    "vote": neighbour_vote,
}


def _highest(similarity: Matrix, labels: Sequence[str]) -> tuple[NDArray[np.str_], Matrix]:
    """The FAQs, and each question's highest cosine with any phrasing of each; (n, FAQs)."""
    names, faq = np.unique(np.array(labels), return_inverse=True)
    order = np.argsort(faq, kind="stable")
    starts = np.searchsorted(faq[order], np.arange(len(names)))
    return names, np.maximum.reduceat(similarity[:, order], starts, axis=1)


def _scored(
    names: NDArray[np.str_],
    scores: NDArray[np.floating],
    confidence: NDArray[np.floating],
    probable: bool = False,
) -> Scored:
    first = np.argsort(-scores, axis=1, kind="stable")[:, :CHOICES]
    return Scored(
        best=tuple(names[first[:, 0]].tolist()),
        confidence=confidence.astype(float),
        choices=tuple(tuple(names[row].tolist()) for row in first),
        probable=probable,
    )

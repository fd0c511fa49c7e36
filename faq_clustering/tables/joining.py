"""New rows join the clusters of a stored run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from faq_clustering.assignment import assign
from faq_clustering.tables.assignments import Assignments
from faq_clustering.tables.stored import StoredRun
from faq_clustering.text import normalise, read_demand

if TYPE_CHECKING:
    from faq_clustering.clustering import Encoder, Progress

HALF = 0.5
"""Below half of the vote a question stays without a cluster."""


def joined(
    run: StoredRun, texts: Sequence[str], encoder: "Encoder", on_progress: "Progress | None" = None
) -> Assignments:
    """Where each text belongs, by its first question; `also` has the clusters of the others.

    A question the run knows word for word goes where that one is, with strength 1. A blank text is in none.
    """
    questions = [read_demand(text).questions for text in texts]
    asked = [question for some in questions for question in some]
    cluster, nearest, strength = _placed(run, asked, encoder.encode(asked, on_progress=on_progress))
    count = np.array([len(some) for some in questions], np.int64)
    first = np.cumsum(count) - count
    found = Assignments(
        cluster=np.full(len(texts), -1, np.int32),
        strength=np.zeros(len(texts), np.float32),
        nearest=np.full(len(texts), -1, np.int32),
    )
    rows = np.flatnonzero(count)
    found.cluster[rows], found.nearest[rows] = cluster[first[rows]], nearest[first[rows]]
    found.strength[rows] = strength[first[rows]]
    for row in np.flatnonzero(count > 1).tolist():
        further = dict.fromkeys(cluster[first[row] + 1 : first[row] + count[row]].tolist())
        others = tuple(id_ for id_ in further if id_ not in (-1, int(found.cluster[row])))
        if others:
            found.also[row] = others
    return found


def _placed(
    run: StoredRun, questions: Sequence[str], vectors: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Of each question: its cluster, the nearest cluster, and its strength."""
    asked = run.asked
    labels = run.assignments.cluster[asked]
    known_vectors = run.vectors[asked].astype(np.float32)
    nearest, strength = assign(vectors, known_vectors, labels)
    cluster = np.where(strength >= HALF, nearest, -1).astype(np.int32)
    originals = _originals(run)
    for number, question in enumerate(questions):
        if (original := originals.get(normalise(question))) is not None:
            cluster[number] = run.assignments.cluster[original]
            nearest[number] = run.assignments.nearest[original]
            strength[number] = 1
    return cluster, nearest, np.where(cluster >= 0, strength, 0).astype(np.float32)


def _originals(run: StoredRun) -> dict[str, int]:
    """The row of each first question."""
    known: dict[str, int] = {}
    for row, text in enumerate(run.texts):
        if text:
            known.setdefault(normalise(read_demand(text).questions[0]), row)
    return known
